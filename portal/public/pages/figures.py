"""Indicators as small multiples, and their values as a table."""

from dataclasses import dataclass

from indicators.chart import spark
from portal.public.pages.judged import judged
from portal.public.pages.overview import SEXES, IndicatorRow, chart, indicator_row, when
from portal.publications.codes import MISSING
from programmes.formats import number


@dataclass(frozen=True)
class Figure:
    """A card: the indicator's row, where its page is, and the small chart."""

    row: IndicatorRow
    href: str
    spark: str

    @property
    def example(self):
        """Return whether the indicator or any of its values is example data."""
        indicator = self.row.indicator
        return indicator.example or any(observation.example for observation in indicator.observations)

    @property
    def judged(self):
        return judged(self.row.indicator)

    @property
    def anchor(self):
        return self.href.removeprefix("#")


def figure(indicator, href, accent):
    return Figure(indicator_row(indicator), href, spark(chart(indicator), f"graf-{indicator.slug}", accent))


def value_table(indicator):
    """Return the columns that hold anything, and the rows, the newest first."""
    sexes = [sex for sex in SEXES if any(o.sex == sex for o in indicator.observations)]
    periods = {}
    for observation in indicator.observations:
        key = (observation.year, observation.period, observation.definition)
        periods.setdefault(key, {})[observation.sex] = observation
    rows = [value_row(indicator, found, sexes) for _, found in sorted(periods.items(), reverse=True)]
    return [SEXES[sex] or ("Totalt" if len(sexes) > 1 else "Värde") for sex in sexes], rows


def value_row(indicator, found, sexes):
    first = next(iter(found.values()))
    changed = [d for d in indicator.definitions if d.version == first.definition and d.version > 1]
    notes = [o.note for o in found.values()] + [f"definition {d.version}" for d in changed]
    sources = [o.source for o in found.values()]
    return {
        "when": when(first),
        "values": [cell(indicator, found.get(sex)) for sex in sexes],
        "source": ", ".join(dict.fromkeys(text for text in sources if text)),
        "note": ", ".join(dict.fromkeys(text for text in notes if text)),
        "example": any(o.example for o in found.values()),
    }


def cell(indicator, observation):
    """Return a value, the reason why there is none, or nothing where nobody asked for it."""
    if observation is None:
        return ""
    if observation.value is None:
        return MISSING.get(observation.missing, "")
    text = number(observation.value, indicator.decimals)
    return f"{text} (preliminärt)" if observation.preliminary else text
