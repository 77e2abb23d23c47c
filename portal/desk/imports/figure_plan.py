"""What a table of figures would change, cell by cell, and the taking of it as one change."""

import hashlib
from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import figure_texts
from indicators.doubting import doubts
from indicators.grid import with_figures
from indicators.models import Indicator, Observation
from programmes.checking import check
from programmes.history import change

from .figure_tables import LONGEST_NAME, Fault, plain

Sex = Observation.Sex
ASKED = ("observation_once", "observation_indicator_same")  # the locked indicators have been asked, for all at once
GUESSED = 20  # names of which it is said what may be meant
MOST = 1000  # figures that are compared and taken at once


@dataclass
class Line:
    """One figure of the table beside what stands: `old` and `new` as they are written, `doubts` in sentences."""

    place: str
    indicator: Indicator
    year: int
    sex: Sex
    told: figure_texts.Told
    stands: Observation | None
    doubts: list

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
    """A table of figures compared with what stands; `chosen` is the indicator of what stands under no name."""

    def __init__(self, municipality, entries, faults, chosen=None, locked=False):
        self.faults, self.lines, self.said = list(faults), [], {}
        self.chosen, self.today = chosen, timezone.localdate()
        found = Indicator.objects.kept().filter(municipality=municipality).order_by("pk")
        if locked:
            list(found.select_for_update(of=("self",), no_key=True))
        self.indicators = list(with_figures(found))
        self.known, self.by_key = names(self.indicators), {one.pk: [one] for one in self.indicators}
        if len(entries) > MOST:
            said = _("The table has %(count)s figures; at most %(most)s are taken at once.")
            self.faults.append(Fault("", said % {"count": len(entries), "most": MOST}))
            entries = ()
        for entry in entries:
            self.add(entry)

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
    def digest(self):
        """Return by what it is known again: what would become what, and nothing of how the table lay."""
        said = [(line.indicator.pk, line.sex, line.year, line.old, line.new) for line in self.changes]
        return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()

    def add(self, entry):
        """Take in one cell, or say what is wrong with it."""
        try:
            indicator, sex = self.place_of(entry)
            told = figure_texts.read(entry.text, indicator.unit)
            self.refuse_twice(entry, indicator, sex, told)
        except ValidationError as fault:
            self.faults.append(Fault(entry.place, " ".join(fault.messages)))
            return
        if told is None or (indicator.pk, sex, entry.year) in self.said:
            return
        self.said[indicator.pk, sex, entry.year] = told, entry.place
        series = [one for one in indicator.figures if one.sex == sex]
        stands = next((one for one in reversed(series) if one.year == entry.year), None)
        others = [one.value for one in series if one.value is not None and one.year != entry.year]
        odd = doubts(entry.text, told, entry.year, indicator, others, self.today)
        self.lines.append(Line(entry.place, indicator, entry.year, sex, told, stands, odd))

    def place_of(self, entry):
        """Return the indicator and sex that a cell is of."""
        sex, word = Sex(entry.sex or Sex.TOTAL), plain(entry.name)
        found = self.by_key.get(entry.key, []) if entry.key else self.known.get(word, [])
        if len(found) > 1:
            raise ValidationError(_("Several indicators are called “%(name)s”."), params={"name": entry.name})
        if found or (self.chosen and not entry.key):
            return (found[0] if found else self.by_key[self.chosen.pk][0]), sex
        if not word:
            raise ValidationError(_("It does not say which indicator it is of. Choose one below."))
        near = get_close_matches(word[:LONGEST_NAME], self.known, 1) if len(self.faults) < GUESSED else []
        meant = _("Is “%(name)s” meant?") % {"name": self.known[near[0]][0]} if near else ""
        said = _("No indicator is called “%(name)s”. %(meant)s")
        raise ValidationError(said, params={"name": entry.name[:60], "meant": meant})

    def refuse_twice(self, entry, indicator, sex, told):
        """What is said twice alike counts once; where two things are said, none of them is taken on trust."""
        earlier, where = self.said.get((indicator.pk, sex, entry.year), (told, ""))
        if earlier != told:
            raise ValidationError(
                _("%(year)s stands twice: %(first)s in %(place)s and %(second)s here."),
                params={"year": entry.year, "first": earlier, "place": where, "second": told},
            )

    def apply(self, deed, provenance, revised):
        """Write what differs, inside a change, with the indicators locked."""
        for line in self.changes:
            place = {"indicator": line.indicator, "year": line.year, "sex": line.sex}
            version = line.indicator.version_in(line.year)
            row = line.stands or Observation(municipality=deed.municipality, definition=version, **place)
            before = copy(line.stands)
            row.indicator, row.municipality = line.indicator, deed.municipality
            row.say(line.told.value, line.told.missing, line.told.preliminary, revised)
            row.provenance = provenance or row.provenance
            row.check_change(before, deed)
            check(row, before, ASKED)
            row.save()


def names(indicators):
    """Return {name, address or key figure: indicators}."""
    known = defaultdict(list)
    for one in indicators:
        for word in {plain(text) for text in (one.name, one.slug, one.source_id) if text}:
            known[word].append(one)
    return dict(known)


def take(user, municipality, compare, shown, provenance="", revised=False):
    """Take over what was shown, all or nothing; return how many figures, or None where something else stands by now.

    `compare(locked=True)` compares the table with what stands once more, under locks; `shown` is the digest of what
    the person has seen.
    """
    plan = compare()
    said = ngettext("Took over %(count)s figure from a table", "Took over %(count)s figures from a table", plan.count)
    with change(said % {"count": plan.count}, municipality=municipality, user=user) as deed:
        plan = compare(locked=True)
        if plan.faults or plan.digest != shown:
            return None
        plan.apply(deed, provenance, revised)
    return plan.count
