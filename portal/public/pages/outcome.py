"""What became of a region's target: one series of all its municipalities together, or why it cannot be reckoned.

The outcome is the sum of one key figure over all members, so it stands only for years that every one of them has a
value for, and only between years without a break in anybody's definition. The shares that municipalities have promised
are never added up: they are worded in many ways, and most have none.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from programmes.formats import MINUS, number, with_unit


@dataclass(frozen=True)
class Value:
    """A member's value of a year; `epoch` grows by one with each definition that breaks its series."""

    value: Decimal
    epoch: int = 0
    preliminary: bool = False


@dataclass(frozen=True)
class Total:
    """All members' values of a year, added up; None where somebody's is lacking.

    `stretch` grows by one where the definition changed for anybody since the complete year before.
    """

    year: int
    value: Decimal | None
    lacking: tuple[str, ...] = ()
    preliminary: bool = False
    stretch: int = 0


def totals(members):
    """Return a `Total` for every year that any member has a value of; `members` is {name: {year: Value}}."""
    years = sorted({year for values in members.values() for year in values})
    complete = [year for year in years if all(year in values for values in members.values())]
    stretches, stretch = {}, 0
    for before, year in pairwise([None, *complete]):
        stretch += before is not None and any(v[before].epoch != v[year].epoch for v in members.values())
        stretches[year] = stretch
    return [total(year, members, stretches.get(year, 0)) for year in years]


def total(year, members, stretch):
    found = {name: values.get(year) for name, values in members.items()}
    lacking = tuple(name for name, value in found.items() if value is None)
    if lacking:
        return Total(year, None, lacking)
    preliminary = any(value.preliminary for value in found.values())
    return Total(year, sum(value.value for value in found.values()), (), preliminary, stretch)


def told(rows, members, base_year, target):
    """Return the outcome in sentences; `target` is how much more was promised from `base_year`, or None."""
    complete = [row for row in rows if row.value is not None]
    if not complete:
        return [f"Utfallet kan inte beräknas: {why_none(rows, members)}."]
    latest = complete[-1]
    base = next((row for row in complete if row.year == base_year), None)
    if base is None:
        return [f"Utfallet {since(base_year)} kan inte beräknas: {why_no_base(rows, base_year)}.", *changes(complete)]
    if base.stretch != latest.stretch:
        year = next(row.year for row in complete if row.stretch > base.stretch)
        why = f"måttets definition ändrades {year}, så värdena före och efter kan inte jämföras"
        return [f"Utfallet sedan {base_year} kan inte beräknas: {why}.", *changes(complete)]
    if base is latest:
        return [f"Det är för tidigt att säga något om utfallet: det finns inga värden från alla efter {latest.year}."]
    sentence = change(base, latest)
    if target is not None and target > 0:
        share = with_unit((latest.value - base.value) * 100 / target, "%", 1)
        sentence += f" Det motsvarar {share} av {number(target)}."
    return [sentence]


def why_none(rows, members):
    silent = sum(not values for values in members.values())
    if silent:
        return f"{number(silent)} av {number(len(members))} kommuner har inte publicerat måttet"
    return "det finns inget år som alla kommuner har ett värde för"


def why_no_base(rows, base_year):
    if base_year is None:
        return "det är inte angivet från vilket år målet räknas"
    row = next((row for row in rows if row.year == base_year), None)
    return f"alla kommuner har inte ett värde för {base_year}" if row else f"värden för {base_year} saknas"


def since(base_year):
    return f"sedan {base_year}" if base_year else "sedan målet sattes"


def changes(complete):
    """Return how far it has come within every stretch of two years or more that can be compared."""
    runs = [list(run) for _, run in groupby(complete, key=lambda row: row.stretch)]
    return [change(run[0], run[-1]) for run in runs if len(run) > 1]


def change(first, last):
    """Return "Från 2020 till 2024 ökade summan med 8 300, från 510 000 till 518 300."."""
    moved = last.value - first.value
    came = f"från {number(first.value)} till {number(last.value)}"
    note = " Värdet är preliminärt." if last.preliminary else ""
    if not moved:
        return f"Från {first.year} till {last.year} var summan oförändrad, {number(last.value)}.{note}"
    verb = "ökade" if moved > 0 else "minskade"
    amount = number(abs(moved)).lstrip(MINUS)
    return f"Från {first.year} till {last.year} {verb} summan med {amount}, {came}.{note}"
