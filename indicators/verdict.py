"""Trend, attainment and verdict of an indicator: from numbers alone, with the calculation written out in Swedish.

Three things are kept apart: the trend, what the numbers say of the target (here), and a person's assessment.

The share of the way is (latest − baseline) / (target − baseline), which is right also where lower is better. The
expected share is the share of the time that has passed from the baseline's year to the target's. At least the
expected share is on track, at least four fifths of it partly, less is hard to reach. A met target is on track however
it came about. Nothing is said across a break in the definition, without a decided baseline, or before the second
value after the baseline.
"""

from dataclasses import dataclass
from decimal import Decimal

from programmes.formats import MINUS, NBSP, number

ON_TRACK, PARTLY, HARD, TOO_EARLY, DATA_MISSING = "on_track", "partly", "hard", "too_early", "data_missing"
BETTER, WORSE, HIGHER, LOWER, UNCHANGED, UNKNOWN = "better", "worse", "higher", "lower", "unchanged", ""
AT_LEAST, AT_MOST, EXACTLY = "ge", "le", "eq"

PARTLY_FROM = Decimal("0.8")  # of the expected share
VALUES_NEEDED = 2  # after the baseline, before anything is said
SEXES = ("T", "K", "M")

VERDICT_WORDS = {
    ON_TRACK: "på väg",
    PARTLY: "delvis på väg",
    HARD: "svårt att nå",
    TOO_EARLY: "för tidigt att säga",
    DATA_MISSING: "data saknas",
}
REASONS = {
    ON_TRACK: "Det är minst så mycket som väntat",
    PARTLY: "Det är minst fyra femtedelar av det väntade",
    HARD: "Det är mindre än fyra femtedelar av det väntade",
}
COUNT_WORDS = ("Inget värde", "Bara ett värde")
OPERATOR_WORDS = {AT_LEAST: "minst ", AT_MOST: "högst ", EXACTLY: ""}


@dataclass(frozen=True)
class Aim:
    """The target as a level, and where it is measured from; what is not decided is None."""

    target: Decimal | None
    target_year: int | None = None
    operator: str = AT_LEAST
    baseline: Decimal | None = None
    base_year: int | None = None


@dataclass(frozen=True)
class Judgement:
    """What the numbers say: a verdict's code, the shares it rests on where they can be had, and why in words."""

    verdict: str
    words: str
    share: Decimal | None = None
    expected: Decimal | None = None


def attainment(baseline, target, latest):
    """Return how much of the way from `baseline` to `target` lies behind `latest`; None where there is no way."""
    if None in (baseline, target, latest) or baseline == target:
        return None
    return (Decimal(latest) - baseline) / (Decimal(target) - baseline)


def expected_share(base_year, target_year, year):
    """Return how much of the time from `base_year` to `target_year` has passed in `year`, from 0 to 1, or None."""
    if None in (base_year, target_year, year) or target_year <= base_year:
        return None
    return min(max(Decimal(year - base_year) / (target_year - base_year), Decimal(0)), Decimal(1))


def is_met(target, latest, operator=AT_LEAST, tolerance=Decimal(0)):
    """Return whether a value reaches the target; `tolerance` is what "exactly" allows."""
    if operator == AT_LEAST:
        return latest >= target
    if operator == AT_MOST:
        return latest <= target
    return abs(latest - target) <= tolerance


def trend(previous, latest, direction, tolerance=Decimal(0)):
    """Return how the latest value compares with an earlier one; `direction` is up, down or neutral."""
    if previous is None or latest is None:
        return UNKNOWN
    if abs(latest - previous) <= tolerance:
        return UNCHANGED
    rises = latest > previous
    if direction == "neutral":
        return HIGHER if rises else LOWER
    return BETTER if rises == (direction == "up") else WORSE


def level(kind, value, base_value):
    """Return the target as a level: a change is counted from the baseline and unknown without one."""
    if kind != "change":
        return value
    return None if value is None or base_value is None else base_value + value


def aim_of(row):
    """Return the aim of a target as rows and publications hold it."""
    return Aim(
        target=level(row.kind, row.value, row.base_value),
        target_year=row.year,
        operator=row.operator,
        baseline=row.base_value,
        base_year=row.base_year,
    )


def series(observations):
    """Return the observations of both sexes together, or of the first sex that has any, oldest first."""
    for sex in SEXES:
        found = [o for o in observations if o.sex == sex]
        if found:
            return sorted(found, key=lambda o: (o.year, o.definition))
    return []


def comparable(observations, definitions):
    """Return [(year, value)] of the stretch that ends with the latest value and holds no break, oldest first."""
    valued = [o for o in series(observations) if o.value is not None]
    if not valued:
        return []
    epoch = _epoch(definitions, valued[-1].definition)
    return sorted({o.year: o.value for o in valued if _epoch(definitions, o.definition) == epoch}.items())


def breaks_since(definitions, year, latest_definition):
    """Return whether the definition changed, so that figures cannot be compared, between a year and the latest."""
    return any(
        d.is_break and 1 < d.version <= latest_definition and (d.from_year is None or year < d.from_year)
        for d in definitions
    )


def judge_target(row, observations, definitions, tolerance=Decimal(0)):
    """Return what the numbers say of a target, given the rows of its indicator, working or published ones."""
    aim, valued = aim_of(row), [o for o in series(observations) if o.value is not None]
    if valued and aim.base_year is not None and breaks_since(definitions, aim.base_year, valued[-1].definition):
        return Judgement(DATA_MISSING, "Definitionen har ändrats efter utgångsåret, så talen kan inte jämföras.")
    return judge(aim, comparable(observations, definitions), tolerance)


def judge(aim, values, tolerance=Decimal(0)):
    """Return what the numbers say; `values` are the comparable (year, value), oldest first."""
    if aim.target is None:
        return Judgement(DATA_MISSING, "Målet är inte känt som ett tal.")
    if not values:
        return Judgement(DATA_MISSING, "Det finns inget värde att jämföra med målet.")
    year, latest = values[-1]
    if is_met(aim.target, latest, aim.operator, tolerance):
        return Judgement(ON_TRACK, f"Målet {_target(aim)} är uppnått: {number(latest)} ({year}).")
    if gap := _gap(aim):
        return Judgement(DATA_MISSING, gap)
    if is_met(aim.target, aim.baseline, aim.operator, tolerance):
        then, now = f"{number(aim.baseline)} ({aim.base_year})", f"{number(latest)} ({year})"
        return Judgement(HARD, f"Målet {_target(aim)} var uppnått från början, {then}, men är det inte längre: {now}.")
    after = sum(measured > aim.base_year for measured, _ in values)
    if after < VALUES_NEEDED and year < aim.target_year:
        return Judgement(
            TOO_EARLY, f"{COUNT_WORDS[after]} finns från tiden efter utgångsåret {aim.base_year}; två behövs."
        )
    return _judge_shares(aim, year, latest)


def _judge_shares(aim, year, latest):
    share = attainment(aim.baseline, aim.target, latest)
    if aim.operator == EXACTLY:
        share = 1 - abs(1 - share)  # past the target is as far from it as short of it
    expected = expected_share(aim.base_year, aim.target_year, year)
    verdict = ON_TRACK if share >= expected else PARTLY if share >= PARTLY_FROM * expected else HARD
    words = f"{_way(aim, latest, share)} {_time(aim, year, expected)} {REASONS[verdict]}: {VERDICT_WORDS[verdict]}."
    return Judgement(verdict, words, share, expected)


def _gap(aim):
    if aim.baseline is None:
        return "Inget utgångsvärde är beslutat, så andelen av vägen kan inte räknas ut."
    if aim.base_year is None:
        return "Utgångsvärdets år är inte känt, så den väntade andelen kan inte räknas ut."
    if aim.target_year is None:
        return "Inget målår är beslutat, så den väntade andelen kan inte räknas ut."
    if aim.target_year <= aim.base_year:
        return "Målåret ligger inte efter utgångsåret, så den väntade andelen kan inte räknas ut."
    return ""


def _target(aim):
    return OPERATOR_WORDS[aim.operator] + number(aim.target)


def _way(aim, latest, share):
    way = _difference(aim.target, aim.baseline)
    calculation = f"({_difference(latest, aim.baseline)}){NBSP}/ ({way})"
    if aim.operator == EXACTLY and attainment(aim.baseline, aim.target, latest) > 1:
        calculation = f"1{NBSP}{MINUS}{NBSP}({_difference(latest, aim.target)}){NBSP}/ ({way})"
    start = f"{number(aim.baseline)} ({aim.base_year})"
    return f"Av vägen från {start} till {_target(aim)} är {_per_cent(share)} avklarad: {calculation}."


def _time(aim, year, expected):
    if expected == 1:
        return f"Av tiden har 100{NBSP}% gått: målåret var {aim.target_year}."
    return f"Av tiden har {_per_cent(expected)} gått: {year - aim.base_year} av {aim.target_year - aim.base_year} år."


def _difference(first, second):
    return f"{number(first)}{NBSP}{MINUS}{NBSP}" + (number(second) if second >= 0 else f"({number(second)})")


def _per_cent(share):
    return f"{number(round(share * 100, 1))}{NBSP}%"


def _epoch(definitions, version):
    return sum(d.is_break for d in definitions if 1 < d.version <= version)
