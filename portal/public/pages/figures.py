"""Indicators as small multiples, and their values as a table."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from indicators.chart import spark
from indicators.chart.tiny import tiny
from portal.public.pages.judged import judged
from portal.public.pages.overview import SEXES, IndicatorRow, breaks_between, chart, lettered, when, written
from portal.publications.revised import is_final

NOT_TOLD = "–"


@dataclass(frozen=True)
class Figure:
    """A card or a tile: the indicator's row, where its page is, and what only those ask for who show it."""

    row: IndicatorRow
    href: str
    accent: str

    @cached_property
    def spark(self):
        """Return the small chart of a card."""
        return spark(chart(self.row.indicator), f"graf-{self.row.indicator.slug}", self.accent)

    @property
    def tiny(self):
        """Return the still smaller chart of a tile."""
        return tiny(chart(self.row.indicator), self.accent)

    @property
    def example(self):
        """Return whether the indicator or any of its values is example data."""
        indicator = self.row.indicator
        return indicator.example or any(observation.example for observation in indicator.observations)

    @cached_property
    def judged(self):
        return judged(self.row.indicator)

    @property
    def anchor(self):
        return self.href.removeprefix("#")


def value_table(indicator):
    """Return the columns that hold anything, and the rows, the newest first."""
    sexes = [sex for sex in SEXES if any(o.sex == sex for o in indicator.observations)]
    periods = {}
    for observation in indicator.observations:
        key = (observation.year, observation.period, observation.definition)
        periods.setdefault(key, {})[observation.sex] = observation
    rows = [value_row(indicator, found, sexes) for _, found in sorted(periods.items(), reverse=True)]
    mark_breaks(indicator, rows)
    return [SEXES[sex] or ("Totalt" if len(sexes) > 1 else "Värde") for sex in sexes], rows


def mark_breaks(indicator, rows):
    """Give the row above each break the sentence that stands between it and the next."""
    for newer, older in pairwise(rows):
        if breaks_between(indicator, older["first"], newer["first"]):
            year = newer["when"]
            newer["break"] = f"Ny definition från {year}: värdena ovanför kan inte jämföras med dem nedanför."


def value_row(indicator, found, sexes):
    first = next(iter(found.values()))
    changed = [d for d in indicator.definitions if d.version == first.definition and d.version > 1]
    notes = [o.note for o in found.values()] + [f"definition {d.version}" for d in changed]
    letters = [letter for letter, one in lettered(indicator.annotations) if one.year == first.year]
    notes += ["slutligt, tidigare preliminärt" if is_final(o) else "reviderat i källan" for o in changed_since(found)]
    sources = [o.source for o in found.values()]
    return {
        "first": first,
        "when": when(first),
        "values": [cell(indicator, found.get(sex)) for sex in sexes],
        "source": ", ".join(dict.fromkeys(text for text in sources if text)),
        "events": f"händelse {', '.join(letters)}" if letters else "",
        "note": ", ".join(dict.fromkeys(text for text in notes if text)),
        "example": any(o.example for o in found.values()),
    }


def changed_since(found):
    return [one for one in found.values() if one.revised_from is not None]


def cell(indicator, observation):
    """Return a value, why there is none, or the sign of what is told of another sex only."""
    return NOT_TOLD if observation is None else written(observation, indicator.decimals)
