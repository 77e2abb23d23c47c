"""An indicator beside the figures of others: same definition, same year, same sex, and no order but the one chosen.

The table shows the latest year for which one's own figure and that of somebody else are known, and the year before it
of the same stretch: nothing is compared across a break. Whoever has no figure for a year says why. Differences are
those of the figures as they are shown, so that a reader can count them again.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from indicators.chart import NARROW, WIDE, Chart, Line, Point
from indicators.chart.comparison import comparison_chart, letters
from indicators.verdict import epoch, series
from portal.public.pages.overview import written
from programmes.dates import long_date
from programmes.formats import NBSP, number

COUNTED = ("antal", "personer", "företag", "jobb", "st")
OF_SEX = {"K": "Värdena gäller kvinnor.", "M": "Värdena gäller män."}
NOTHING = "uppgift saknas"


@dataclass(frozen=True)
class Series:
    """The figures of one of those compared, by definition and year; `letter` is that of its line in the chart."""

    name: str
    figures: dict
    letter: str = ""
    kind: str = ""
    members: str = ""
    example: bool = False

    def value(self, key):
        return self.figures[key].value if key in self.figures else None

    def written(self, key, decimals):
        """Return the figure of a definition and year or, in words, why there is none."""
        if key in self.figures:
            return written(self.figures[key], decimals) or NOTHING
        by_another = any(year == key[1] and one.value is not None for (_, year), one in self.figures.items())
        return "mäts med en annan definition" if by_another else NOTHING


@dataclass(frozen=True)
class Row:
    """One of those compared in the table; `previous` is "" where there is no year before, `difference` for oneself."""

    series: Series
    previous: str
    latest: str
    difference: str


@dataclass(frozen=True)
class Compared:
    """All that the page shows of a comparison; without a year that can be compared there are no rows."""

    own: str
    year: int | None
    previous: int | None
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    every: tuple[tuple[str, tuple[str, ...]], ...]  # (year, the figures of all), the newest first
    remarks: tuple[str, ...]  # whole sentences
    chart: str
    narrow: str


def compared(indicator, own, accent):
    """Return how the municipality called `own` stands beside others, or None where it is compared with none."""
    if not indicator.comparisons:
        return None
    mine = [one for one in series(indicator.observations) if not one.period]
    sex = mine[0].sex if mine else "T"
    everybody = [Series(own, by_key(mine)), *others(indicator.comparisons, sex)]
    latest, previous = years(indicator, everybody)
    drawn = chart(indicator, everybody)
    kinds = [one.kind for one in everybody[1:]]
    return Compared(
        own=own,
        year=latest and latest[1],
        previous=previous and previous[1],
        rows=tuple(row(indicator, one, everybody[0], latest, previous) for one in everybody) if latest else (),
        names=tuple(one.name for one in everybody),
        every=tuple(every_year(indicator, everybody)),
        remarks=tuple(remarks(indicator, own, sex, latest, mine)),
        chart=comparison_chart(drawn, kinds, "jamfort", WIDE, accent),
        narrow=comparison_chart(drawn, kinds, "jamfort-smalt", NARROW, accent),
    )


def by_key(figures):
    return {(one.definition, one.year): one for one in figures}


def others(comparisons, sex):
    return [
        Series(
            one.name, by_key(v for v in one.values if v.sex == sex), letter, one.kind, one.members, is_example(one, sex)
        )
        for one, letter in zip(comparisons, letters(len(comparisons)), strict=True)
    ]


def is_example(comparison, sex):
    return comparison.example or any(one.example for one in comparison.values if one.sex == sex)


def years(indicator, everybody):
    """Return the latest (definition, year) that can be compared, and the one before it of the same stretch, or None."""
    mine, rest = everybody[0], everybody[1:]
    shared = [
        key for key in mine.figures if mine.value(key) is not None and any(one.value(key) is not None for one in rest)
    ]
    shared.sort(key=by_year)
    if not shared:
        return None, None
    latest = shared[-1]
    stretch = [key for key in shared if epoch(indicator.definitions, key[0]) == epoch(indicator.definitions, latest[0])]
    before = [key for key in stretch if key[1] < latest[1]]
    return latest, before[-1] if before else None


def by_year(key):
    """Return what (definition, year) are put in order by."""
    return key[1], key[0]


def row(indicator, one, mine, latest, previous):
    return Row(
        series=one,
        previous=one.written(previous, indicator.decimals) if previous else "",
        latest=one.written(latest, indicator.decimals),
        difference="" if one is mine else difference(indicator, one.value(latest), mine.value(latest)),
    )


def difference(indicator, value, mine):
    """Return in words how a value differs from one's own: "1,3 procentenheter lägre", "12 platser bättre", "lika"."""
    if value is None:
        return "kan inte jämföras"
    step = Decimal(1).scaleb(-indicator.decimals)
    apart = value.quantize(step, ROUND_HALF_UP) - mine.quantize(step, ROUND_HALF_UP)
    if not apart:
        return "lika"
    return f"{size(abs(apart), indicator)} {direction(apart > 0, indicator.unit)}"


def size(apart, indicator):
    text = number(apart, indicator.decimals)
    match indicator.unit:
        case "%":
            return f"{text}{NBSP}{'procentenhet' if apart == 1 else 'procentenheter'}"
        case "placering":
            return f"{text}{NBSP}{'plats' if apart == 1 else 'platser'}"
        case "" | "antal" | "index" | "betyg":
            return text
    return f"{text}{NBSP}{indicator.unit}"


def direction(is_more, unit):
    if unit == "placering":
        return "sämre" if is_more else "bättre"
    if unit in COUNTED:
        return "fler" if is_more else "färre"
    return "högre" if is_more else "lägre"


def every_year(indicator, everybody):
    """Yield each year with the figures of all, the newest first; a year that is measured in two ways comes twice."""
    keys = sorted({key for one in everybody for key in one.figures}, key=by_year, reverse=True)
    for definition, year in keys:
        twice = sum(key[1] == year for key in keys) > 1
        name = f"{year}, definition {definition}" if twice else str(year)
        yield name, tuple(one.written((definition, year), indicator.decimals) for one in everybody)


def remarks(indicator, own, sex, latest, mine):
    if latest is None:
        yield f"Det finns inget år för vilket både {own} och någon annan har ett värde som kan jämföras."
    if sex in OF_SEX:
        yield OF_SEX[sex]
    valued = [(one.definition, one.year) for one in mine if one.value is not None]
    for one in indicator.definitions:
        if one.is_break and one.from_year and valued and min(year for _, year in valued) < one.from_year:
            yield f"Definitionen ändrades {one.from_year}: värdena före kan inte jämföras med dem efter."
    if any(one.code.startswith("G") for one in indicator.comparisons):
        yield "En grupps värde är det ovägda medelvärdet av dess kommuner."
    yield from sources(indicator.comparisons)


def sources(comparisons):
    """Yield one sentence of where the figures of the others come from, and when they were fetched last."""
    values = [one for comparison in comparisons for one in comparison.values]
    named = list(dict.fromkeys(one.source for one in [*values, *comparisons] if one.source))
    fetched = [one.retrieved for one in values if one.retrieved]
    if named:
        yield f"Källa: {', '.join(named)}" + (f", hämtat {long_date(max(fetched))}" if fetched else "") + "."


def chart(indicator, everybody):
    lines = tuple(Line(one.name, points(indicator, one.figures)) for one in everybody)
    return Chart(name=indicator.name, unit=indicator.unit, decimals=indicator.decimals, lines=lines)


def points(indicator, figures):
    """Return what a line is drawn from, oldest first."""
    return tuple(
        Point(key[1], figures[key].value, epoch=epoch(indicator.definitions, key[0]))
        for key in sorted(figures, key=by_year)
    )
