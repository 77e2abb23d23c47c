"""The indicators of a chapter beside the figures of others, in a table as narrow as a sheet of paper.

The year is the latest for which both the municipality and somebody else have a figure; see `comparison`. Each kind of
others is a column: a few municipalities are named with their figures, many are told by the lowest and the highest.
"""

from dataclasses import dataclass

from indicators.verdict import series
from portal.public.pages.comparison import Series, by_key, others, years
from portal.public.pages.overview import SEXES, indicator_row, name_and_unit
from programmes.formats import number

HEADINGS = {
    "municipality": "Andra kommuner",
    "region": "Regionen",
    "similar": "Liknande kommuner",
    "country": "Riket",
}
MOST_NAMED = 4  # of one kind


@dataclass(frozen=True)
class Row:
    """An indicator: of when, the municipality's own figure, and for each column its lines."""

    name: str
    when: str
    own: str
    cells: tuple  # (heading, lines)
    example: bool


@dataclass(frozen=True)
class Beside:
    """The columns that hold anything, and the indicators that can be compared with somebody."""

    headings: tuple
    rows: tuple

    def __bool__(self):
        return bool(self.rows)


def beside_others(indicators):
    """Return the indicators beside the figures of others; false where nothing can be compared."""
    found = [(one, *comparable(one)) for one in indicators if one.comparisons]
    found = [(one, own, rest, latest) for one, own, rest, latest in found if latest]
    kinds = [kind for kind in HEADINGS if any(other.kind == kind for _, _, rest, _ in found for other in rest)]
    return Beside(
        headings=tuple(HEADINGS[kind] for kind in kinds), rows=tuple(row(*compared, kinds) for compared in found)
    )


def comparable(indicator):
    """Return (the municipality's own series, those of others, the latest (definition, year) that both tell of)."""
    mine = [one for one in series(indicator.observations) if not one.period]
    own, rest = Series("", by_key(mine)), others(indicator.comparisons, mine[0].sex if mine else "T")
    return own, rest, years(indicator, [own, *rest])[0]


def row(indicator, own, rest, latest, kinds):
    sex = SEXES[own.figures[latest].sex].lower()
    of_kinds = [[one for one in rest if one.kind == kind] for kind in kinds]
    return Row(
        name=name_and_unit(indicator_row(indicator)),
        when=", ".join(filter(None, (str(latest[1]), sex))),
        own=own.written(latest, indicator.decimals),
        cells=tuple(
            (HEADINGS[kind], cell(indicator, found, latest)) for kind, found in zip(kinds, of_kinds, strict=True)
        ),
        example=any(one.example for one in rest),
    )


def cell(indicator, found, latest):
    """Return the lines of those of one kind: a figure alone, figures with names, or the lowest and the highest."""
    if len(found) > MOST_NAMED:
        return (between(indicator, found, latest),)
    if [one.kind for one in found] in (["region"], ["similar"], ["country"]):
        return (found[0].written(latest, indicator.decimals),)
    return tuple(f"{one.name}: {one.written(latest, indicator.decimals)}" for one in found) or ("–",)


def between(indicator, found, latest):
    values = sorted(one.value(latest) for one in found if one.value(latest) is not None)
    if not values:
        return "uppgift saknas"
    low, high = (number(value, indicator.decimals) for value in (values[0], values[-1]))
    of = f"{len(values)} av {len(found)}" if len(values) < len(found) else str(len(found))
    return f"{of} {'kommuner' if found[0].kind == 'municipality' else 'grupper'}, från {low} till {high}"
