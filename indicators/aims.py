"""What a target asks for: the level, from when, by when, and on what way; from numbers alone.

An operator says when a level is reached: at least, at most, exactly; "top" that the place is this one or a better one;
"keep" that the level is held the whole time, on the side that the indicator's direction calls better. Shares are exact
fractions, so that no rounding moves a value across a border.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

AT_LEAST, AT_MOST, EXACTLY, TOP, KEEP = "ge", "le", "eq", "top", "keep"
UP, DOWN = "up", "down"
BASELINE, BASE_YEAR, TARGET_YEAR, ORDER = "baseline", "base_year", "target_year", "order"


@dataclass(frozen=True)
class Aim:
    """The target as a level, and where it is measured from; what is not decided is None."""

    target: Decimal | None
    target_year: int | None = None
    operator: str = AT_LEAST
    baseline: Decimal | None = None
    base_year: int | None = None
    path: tuple = ()  # (year, level) between baseline and target, where the way was decided
    change: Decimal | None = None  # what was decided, where that is a change from the baseline
    direction: str = UP
    tolerance: Decimal = Decimal(0)  # what "exactly" allows
    unit: str = ""

    def is_met(self, value):
        """Return whether a value reaches the level."""
        side = self.side
        if side == AT_LEAST:
            return value >= self.target
        if side == AT_MOST:
            return value <= self.target
        return abs(value - self.target) <= self.tolerance

    @property
    def side(self):
        """Return on which side of the level the target is reached: ge, le or eq."""
        if self.operator == KEEP:
            return {UP: AT_LEAST, DOWN: AT_MOST}.get(self.direction, EXACTLY)
        return AT_MOST if self.operator == TOP else self.operator

    @property
    def counts_places(self):
        """Return whether the number is a place in a ranking, of which a lower one is the better."""
        return self.operator == TOP or (self.operator == AT_MOST and self.unit == "placering")

    @property
    def lacks(self):
        """Return what is not decided, or decided in the wrong order, so that no share of the way is told; else ""."""
        lacking = {BASELINE: self.baseline, BASE_YEAR: self.base_year, TARGET_YEAR: self.target_year}
        for name, decided in lacking.items():
            if decided is None:
                return name
        return ORDER if self.target_year <= self.base_year else ""


def level(kind, value, base_value):
    """Return the target as a level: a change is counted from the baseline and unknown without one."""
    if kind != "change":
        return value
    return None if value is None or base_value is None else base_value + value


def aim_of(row, indicator):
    """Return the aim of a target of an indicator, as rows and publications hold them."""
    return Aim(
        target=level(row.kind, row.value, row.base_value),
        target_year=row.year,
        operator=row.operator,
        baseline=row.base_value,
        base_year=row.base_year,
        path=path_of(row),
        change=row.value if row.kind == "change" else None,
        direction=indicator.direction,
        tolerance=indicator.tolerance,
        unit=indicator.unit,
    )


def path_of(row):
    """Return the decided way of a target as levels, ((year, level), …)."""
    return tuple((year, level(row.kind, value, row.base_value)) for year, value in row.path)


def attainment(baseline, target, latest):
    """Return how much of the way from `baseline` to `target` lies behind `latest`; None where there is no way."""
    if None in (baseline, target, latest) or baseline == target:
        return None
    return (Fraction(latest) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))


def time_share(base_year, target_year, year):
    """Return how much of the time from `base_year` to `target_year` has passed in `year`, from 0 to 1, or None."""
    if None in (base_year, target_year, year) or target_year <= base_year:
        return None
    return min(max(Fraction(year - base_year, target_year - base_year), Fraction(0)), Fraction(1))


def expected_level(aim, year):
    """Return the level that is expected in a year: straight from the baseline to the target, or on the decided way."""
    before, after = stretch(aim, year)
    share = time_share(before[0], after[0], year)
    return Fraction(before[1]) + share * (Fraction(after[1]) - Fraction(before[1]))


def stretch(aim, year):
    """Return the two points of the way, (year, level), between which a year lies; beyond, the last ones."""
    points = [(aim.base_year, aim.baseline), *aim.path, (aim.target_year, aim.target)]
    stretches = list(pairwise(points))
    return next((pair for pair in stretches if year <= pair[1][0]), stretches[-1])
