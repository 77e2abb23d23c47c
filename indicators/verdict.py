"""Trend, attainment and verdict of an indicator: from numbers alone, with the calculation written out.

Three things are kept apart: the trend, what the numbers say of the target (here), and a person's assessment.

The share of the way is (latest − baseline) / (target − baseline), which is right also where lower is better. The
expected share is the share of the time that has passed from the baseline's year to the target's, or, where the way was
decided year by year, how far along it the year lies. At least the expected share is on track, at least four fifths of
it partly, less is hard to reach. A met target is on track however it came about, and one that was met in its year stays
so. A level to keep has been kept or not: never broken is on track, broken but held again partly, broken now hard.
Nothing is said across a break in the definition, without a decided baseline, or before the second value after it.

`say` writes the calculation out: in Swedish where nothing else is asked for, as all that is published has it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from . import reckoning
from .aims import EXACTLY, KEEP, aim_of, attainment, expected_level

ON_TRACK, PARTLY, HARD, TOO_EARLY, DATA_MISSING = "on_track", "partly", "hard", "too_early", "data_missing"
BETTER, WORSE, HIGHER, LOWER, UNCHANGED, UNKNOWN = "better", "worse", "higher", "lower", "unchanged", ""

PARTLY_FROM = Fraction(4, 5)  # of the expected share
VALUES_NEEDED = 2  # after the baseline, before anything is said
SEXES = ("T", "K", "M")


@dataclass(frozen=True)
class Judgement:
    """What the numbers say: a verdict's code, the shares it rests on where they can be had, and why in words."""

    verdict: str
    words: str
    share: Fraction | None = None
    expected: Fraction | None = None


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


def trends(indicator, target, observations, definitions):
    """Return how the latest value compares with the one before it and with the decided baseline.

    What cannot be compared, or is not there, gives no trend; `target` may be None.
    """
    values = comparable(observations, definitions)
    if not values:
        return UNKNOWN, UNKNOWN
    year, latest = values[-1]
    before = values[-2][1] if len(values) > 1 else None
    base = target.base_value if target and follows(year, target.base_year, observations, definitions) else None
    return tuple(trend(one, latest, indicator.direction, indicator.tolerance) for one in (before, base))


def follows(year, base_year, observations, definitions):
    """Return whether the latest value, of `year`, can be compared with a baseline of `base_year` and comes after it."""
    version = [one for one in series(observations) if one.value is not None][-1].definition
    if base_year is None:
        return not epoch(definitions, version)
    return year > base_year and not breaks_since(definitions, base_year, version)


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
    latest = epoch(definitions, valued[-1].definition)
    return sorted({o.year: o.value for o in valued if epoch(definitions, o.definition) == latest}.items())


def epoch(definitions, version):
    """Return how many breaks there are up to a version of the definition; figures of one epoch can be compared."""
    return sum(d.is_break for d in definitions if 1 < d.version <= version)


def breaks_since(definitions, year, latest_definition):
    """Return whether the definition changed, so that figures cannot be compared, between a year and the latest."""
    return any(
        d.is_break and 1 < d.version <= latest_definition and (d.from_year is None or year < d.from_year)
        for d in definitions
    )


def judge_target(row, indicator, observations, definitions, say=reckoning):
    """Return what the numbers say of a target of an indicator, given working rows or published ones."""
    aim, found = aim_of(row, indicator), series(observations)
    valued = [o for o in found if o.value is not None]
    if valued and aim.base_year is not None and breaks_since(definitions, aim.base_year, valued[-1].definition):
        return Judgement(DATA_MISSING, say.broken())
    judgement = judge(aim, comparable(observations, definitions), say)
    if not valued or aim.target is None:
        return judgement
    said = say.remarks(found[-1].sex, found[-1], valued[-1])
    return replace(judgement, words=" ".join([judgement.words, *said]))


def judge(aim, values, say=reckoning):
    """Return what the numbers say; `values` are the comparable (year, value), oldest first."""
    if aim.target is None:
        return Judgement(DATA_MISSING, say.unknown(aim))
    if not values:
        return Judgement(DATA_MISSING, say.no_value())
    if aim.operator == KEEP:
        return _judge_kept(aim, values, say)
    return _judge_met(aim, values, say) or _judge_way(aim, values, say)


def _judge_kept(aim, values, say):
    first, last = aim.base_year or values[0][0], aim.target_year or values[-1][0]
    counted = [(year, value) for year, value in values if first <= year <= last]
    if not counted:
        return Judgement(TOO_EARLY, say.not_begun(aim))
    failed = [(year, value) for year, value in counted if not aim.is_met(value)]
    if not failed:
        return Judgement(ON_TRACK, say.kept(aim, counted))
    return Judgement(HARD if failed[-1] == counted[-1] else PARTLY, say.not_kept(aim, counted, failed))


def _judge_met(aim, values, say):
    """Return that the target is met, or was in its year; None where it is not."""
    latest, in_its_year = values[-1], dict(values[:-1]).get(aim.target_year)
    if aim.is_met(latest[1]):
        return Judgement(ON_TRACK, say.met(aim, latest, in_its_year))
    if in_its_year is not None and aim.is_met(in_its_year):
        return Judgement(ON_TRACK, say.met_in_time(aim, latest, in_its_year))
    return None


def _judge_way(aim, values, say):
    latest = values[-1]
    if aim.lacks:
        return Judgement(DATA_MISSING, say.lacking(aim))
    if aim.is_met(aim.baseline):
        return Judgement(HARD, say.met_from_the_start(aim, latest))
    after = sum(measured > aim.base_year for measured, _ in values)
    if after < VALUES_NEEDED and latest[0] < aim.target_year:
        return Judgement(TOO_EARLY, say.too_early(aim, after))
    return _judge_shares(aim, latest, say)


def _judge_shares(aim, latest, say):
    share = attainment(aim.baseline, aim.target, latest[1])
    if aim.operator == EXACTLY:
        share = 1 - abs(1 - share)  # past the target is as far from it as short of it
    expected = attainment(aim.baseline, aim.target, expected_level(aim, latest[0]))
    verdict = ON_TRACK if share >= expected else PARTLY if share >= PARTLY_FROM * expected else HARD
    return Judgement(verdict, say.on_the_way(aim, latest, (share, expected), verdict), share, expected)
