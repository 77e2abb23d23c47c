"""Whose figures a table tells of: the municipality's own of an indicator, or those of somebody it is compared with."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from indicators.grid import with_figures
from indicators.models import Comparison, ComparisonValue, Indicator, Observation
from portal.publishing.withheld import plain as short

from .figure_tables import LONGEST_NAME, VALUES, plain

GUESSED = 20  # names of which it is said what may be meant


@dataclass(frozen=True)
class Series:
    """The figures of an indicator, or those of somebody else, which stand beside them."""

    indicator: Indicator
    comparison: Comparison | None = None

    def __str__(self):
        return f"{self.indicator}, {self.comparison}" if self.comparison else str(self.indicator)

    @property
    def key(self):
        return self.indicator.pk, self.comparison.pk if self.comparison else 0

    @property
    def figures(self):
        return (self.comparison or self.indicator).figures

    def at(self, year, sex):
        """Return what stands in a year, by the latest definition that says anything, or None."""
        return next((one for one in reversed(self.figures) if (one.year, one.sex) == (year, sex)), None)

    def others(self, year, sex):
        """Return the other values of the same sex, oldest first."""
        alike = [one for one in self.figures if one.sex == sex and one.year != year]
        return [one.value for one in alike if one.value is not None]

    def row(self, year, sex):
        """Return the row, not saved, of a year of which nothing is said yet."""
        place = {"year": year, "sex": sex, "definition": self.indicator.version_in(year)}
        if self.comparison:
            return ComparisonValue(**place, comparison=self.comparison)
        return Observation(**place, indicator=self.indicator)

    def hold(self, row, municipality):
        """Let a row have at hand what it belongs to."""
        row.municipality = municipality
        if self.comparison:
            row.comparison = self.comparison
        else:
            row.indicator = self.indicator


class Known:
    """All series of a municipality, found by the names that tables call them by.

    `chosen` is the indicator of what stands under no name; whom it is compared with may be named alone. Where `words`,
    all names of the table, name one of those, what is named otherwise is not taken for the municipality's own.
    """

    def __init__(self, municipality, chosen, words, locked):
        self.our_names = {plain(municipality.official_name), short(municipality.name), "", *VALUES}
        self.meant = {}  # by the names that nothing is called
        indicators = list(with_figures(in_order(municipality, locked), locked).prefetch_related(others(locked)))
        self.own = {one.pk: Series(one) for one in indicators}
        self.chosen = self.own[chosen.pk] if chosen else None
        named = {key: found for one in indicators for key, found in compared(one)}
        self.others = {(key, short(word)): found for (key, word), found in named.items() if short(word)} | named
        self.names_others = any(map(self.beside_the_chosen, words))
        self.by_name = defaultdict(list)
        for word, found in (pair for series in self.all() for pair in names(series)):
            self.by_name[word].append(found)

    def all(self):
        return [*self.own.values(), *dict.fromkeys(self.others.values())]

    def find(self, entry):
        """Return the series that a cell is of, or say why it cannot be told."""
        found = self.named(entry)
        theirs = [self.other(found.indicator, text) for text in (entry.whose, *entry.beside)]
        if other := next(filter(None, theirs), None):
            return other
        return found if self.is_ours(entry.whose) else refuse_stranger(found, entry.whose)

    def named(self, entry):
        word = plain(entry.name)
        if entry.key:
            found = [self.own[entry.key]] if entry.key in self.own else []
        else:
            found = self.beside_the_chosen(word) or self.by_name.get(word, [])
        if len(found) > 1:
            raise ValidationError(_("Several indicators are called “%(name)s”."), params={"name": entry.name})
        if found:
            return found[0]
        if entry.key or not self.chosen:
            return self.refuse_unknown(entry.name)
        if self.names_others and not self.is_ours(word):
            return refuse_stranger(self.chosen, entry.name)
        return self.chosen

    def beside_the_chosen(self, word):
        other = self.other(self.chosen.indicator, word) if self.chosen else None
        return [other] if other else []

    def other(self, indicator, text):
        """Return the figures of somebody by the own name, or as in “Ale kommun” and “Borås stad”; or None."""
        return self.others.get((indicator.pk, plain(text))) or self.others.get((indicator.pk, short(text)))

    def is_ours(self, text):
        return not self.our_names.isdisjoint({plain(text), short(text)})

    def refuse_unknown(self, name):
        word = plain(name)
        if not word:
            raise ValidationError(_("It does not say which indicator it is of. Choose one below."))
        if word not in self.meant:
            self.meant[word] = self.guess(word) if len(self.meant) < GUESSED else ""
        meant = _("Is “%(name)s” meant?") % {"name": self.meant[word]} if self.meant[word] else ""
        said = _("No indicator is called “%(name)s”. %(meant)s")
        raise ValidationError(said, params={"name": name[:60], "meant": meant})

    def guess(self, word):
        near = get_close_matches(word[:LONGEST_NAME], self.by_name, 1)
        return self.by_name[near[0]][0] if near else ""


def refuse_stranger(series, name):
    said = _("“%(indicator)s” is not compared with “%(name)s”. Add the comparison first.")
    raise ValidationError(said, params={"indicator": series.indicator, "name": name[:60]})


def in_order(municipality, locked):
    """Return the indicators, locked where that is asked for: then nobody else begins a figure in the grid."""
    found = Indicator.objects.kept().filter(municipality=municipality).order_by("pk")
    if locked:
        list(found.select_for_update(of=("self",), no_key=True))
    return found


def others(locked):
    """Return what fetches whom the indicators are compared with, and their figures, which lock by themselves."""
    values = ComparisonValue.objects.kept().order_by("year", "definition")
    values = values.select_for_update(of=("self",)) if locked else values
    rows = Comparison.objects.kept().prefetch_related(Prefetch("values", values, to_attr="figures"))
    return Prefetch("comparisons", rows, to_attr="compared")


def compared(indicator):
    """Yield ((key of the indicator, name of somebody else), series)."""
    for one in indicator.compared:
        yield (indicator.pk, plain(one.name)), Series(indicator, one)


def names(series):
    """Yield (name, address or key figure as it is looked up, series)."""
    called = (series.indicator.name, series.indicator.slug, series.indicator.source_id)
    for word in {plain(text) for text in ((str(series),) if series.comparison else called) if text}:
        yield word, series
