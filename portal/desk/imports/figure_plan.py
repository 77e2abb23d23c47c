"""What a table of figures would change, cell by cell, and the taking of it as one change."""

import hashlib
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figure_texts
from indicators.doubting import doubts
from indicators.models import ComparisonValue, Observation
from indicators.taking import ASKED, at_the_same_moment
from programmes.checking import check
from programmes.history import change, save_all

from .figure_series import Known, Series
from .figure_tables import Fault, gathered, plain

Sex, Missing = Observation.Sex, Observation.Missing
DASHES = {
    "": figure_texts.Told(missing=Missing.NOT_MEASURED),  # nobody has said
    **{reason: figure_texts.Told(missing=reason) for reason in Missing.values},
    "0": figure_texts.Told(Decimal(0)),
    "nothing": None,
}
MOST = 1000  # figures that are compared and taken at once


@dataclass
class Line:
    """One figure of the table beside what stands: `old` and `new` as they are written, `doubts` in sentences."""

    place: str
    series: Series
    year: int
    sex: Sex
    told: figure_texts.Told
    stands: Observation | ComparisonValue | None
    text: str  # of the cell
    doubts: list = field(default_factory=list)

    @property
    def indicator(self):
        return self.series.indicator

    @property
    def old(self):
        return str(figure_texts.told(self.stands)) if self.stands else ""

    @property
    def new(self):
        return str(self.told)

    @property
    def is_alike(self):
        return self.stands is not None and figure_texts.told(self.stands) == self.told


class Plan:
    """A table of figures compared with what stands; `indicator` is that of what stands under no name.

    `dash` is what a dash means in it, one of `DASHES`; it is asked about until somebody has said.
    """

    def __init__(self, municipality, entries, faults, indicator=None, dash="", locked=False):
        self.faults, self.lines, self.said, self.dash = list(faults), [], {}, dash
        self.has_dashes = any(figure_texts.is_dash(entry.text) for entry in entries)
        self.known = Known(municipality, indicator, {plain(entry.name) for entry in entries}, locked)
        self.today = timezone.localdate()
        if len(entries) > MOST:
            said = _("The table has %(count)s figures; at most %(most)s are taken at once.")
            self.faults.append(Fault("", said % {"count": len(entries), "most": MOST}))
            entries = ()
        for entry in entries:
            self.add(entry)
        self.faults = list(gathered(self.faults))
        self.doubt()

    @property
    def changes(self):
        return [line for line in self.lines if not line.is_alike]

    @property
    def count(self):
        return len(self.changes)

    @property
    def alike(self):
        return len(self.lines) - self.count

    @property
    def doubtful(self):
        return [line for line in self.changes if line.doubts]

    @property
    def of_others(self):
        """Return the first indicator of which somebody else's figures would change, or None."""
        return next((line.indicator for line in self.changes if line.series.comparison), None)

    @property
    def digest(self):
        """Return by what it is known again: what would become what, and nothing of how the table lay."""
        said = [(line.series.key, line.sex, line.year, line.old, line.new) for line in self.changes]
        return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()

    def add(self, entry):
        """Take in one cell, or say what is wrong with it."""
        try:
            series, sex = self.known.find(entry), Sex(entry.sex or Sex.TOTAL)
            told = said_of(entry, series, self.dash)
            self.refuse_twice(entry, (series.key, sex, entry.year), told)
            refuse_preliminary(series, told)
        except ValidationError as fault:
            self.faults.append(Fault(entry.place, " ".join(fault.messages)))
            return
        if told is None or (series.key, sex, entry.year) in self.said:
            return
        self.said[series.key, sex, entry.year] = told, entry.place
        stands = series.at(entry.year, sex)
        self.lines.append(Line(entry.place, series, entry.year, sex, told, stands, entry.text))

    def doubt(self):
        """Say what is odd in a figure beside the others of its series, those that stand and those of the table."""
        told = defaultdict(dict)
        for line in self.lines:
            if line.told.value is not None:
                told[line.series.key, line.sex][line.year] = line.told.value
        for line in self.lines:
            beside = [value for year, value in told[line.series.key, line.sex].items() if year != line.year]
            others = [*line.series.others(line.year, line.sex), *beside]
            line.doubts = doubts(line.text, line.told, line.year, line.indicator, others, self.today)
            if figure_texts.is_dash(line.text) and not self.dash:
                line.doubts.append(_("A dash can mean several things. Say below what it means here."))

    def refuse_twice(self, entry, place, told):
        """What is said twice alike counts once; where two things are said, none of them is taken on trust."""
        earlier, where = self.said.get(place, (told, ""))
        if earlier != told:
            raise ValidationError(
                _("%(year)s stands twice: %(first)s in %(place)s and %(second)s here."),
                params={"year": entry.year, "first": earlier, "place": where, "second": told},
            )

    def apply(self, deed, provenance, revised):
        """Write what differs, inside a change, with the indicators locked."""
        rows = []
        for line in self.changes:
            row, before = line.stands or line.series.row(line.year, line.sex), copy(line.stands)
            line.series.hold(row, deed.municipality)
            row.say(line.told.value, line.told.missing, line.told.preliminary, revised)
            row.provenance = provenance or row.provenance
            row.check_change(before, deed)
            check(row, before, ASKED)  # of the locked series, for all at once
            rows.append((row, before))
        save_all(rows)


def said_of(entry, series, dash):
    """Return what a cell says; under a year that is said to be preliminary, an own figure is."""
    told = DASHES[dash] if figure_texts.is_dash(entry.text) else figure_texts.read(entry.text, series.indicator.unit)
    is_preliminary = entry.preliminary and told and told.value is not None and not series.comparison
    return replace(told, preliminary=True) if is_preliminary else told


def refuse_preliminary(series, told):
    if series.comparison and told and told.preliminary:
        raise ValidationError(_("The figures of others are kept without p. Leave it out."))


def take(user, municipality, plan, compare, shown, provenance="", revised=False):
    """Take over what was shown, all or nothing; return how many figures, or None where something else stands by now.

    `plan` is the table beside what stands; `compare(locked=True)` makes it once more, under locks; `shown` is the
    digest of what the person has seen.
    """
    count = plan.count  # before the rows that stand are written to
    said = ngettext("Took over %(count)s figure from a table", "Took over %(count)s figures from a table", count)
    with at_the_same_moment(), change(said % {"count": count}, municipality=municipality, user=user) as deed:
        plan = compare(locked=True)
        if plan.faults or plan.digest != shown:
            return None
        plan.apply(deed, provenance, revised)
    return count
