"""How far a goal with a number has come: told only from a decided baseline, in what the goal itself counts.

A baseline is a value and its year, decided with the goal or with the target of the indicator that counts the same
thing. The share is of the municipality's own goal, never of its part of somebody else's.
"""

from indicators.aims import attainment
from indicators.reckoning import difference, per_cent
from indicators.verdict import comparable, follows
from portal.public.pages.overview import qualified, series
from programmes.formats import number, with_unit

NOT_DECIDED = "Utgångsvärde beslutades inte, så det går inte att räkna ut hur långt det har kommit."
NOT_DATED = "Vilket år utgångsvärdet gäller beslutades inte, så det går inte att räkna ut hur långt det har kommit."
NOT_COUNTED = "Ingen indikator räknar detta, så det går inte att säga hur långt det har kommit."
NOT_YET = "Inget värde från tiden därefter kan jämföras med det."


def measure(goal, indicators):
    """Return the indicator that counts what the goal promises, or None.

    Its target is the goal's own number, and it is tied to the goal or counts in the goal's unit.
    """
    same = [one for one in indicators if one.target and numbers(one.target) == numbers(goal.quantity)]
    tied = [one for one in same if goal.id in one.goals]
    alike = [one for one in same if one.unit == goal.quantity.unit and not one.goals]
    return next(iter(tied + alike), None)


def numbers(promised):
    return promised.kind, promised.value


def followed(goal, indicators):
    """Return the indicator where the goal is followed: the one that counts it, else one that is tied to it."""
    tied = (one for one in indicators if goal.id in one.goals)
    return measure(goal, indicators) or next(tied, None)


def progress(goal, indicators):
    """Return where the count began and how far it has come, or why that cannot be told."""
    amount, counting = goal.quantity, measure(goal, indicators)
    value, year = decided(amount, counting)
    if value is None:
        return NOT_DECIDED
    if year is None:
        return f"Utgångsvärde {with_unit(value, amount.unit)}. {NOT_DATED}"
    begun = f"Utgångsvärde {with_unit(value, amount.unit)} år {year}."
    if counting is None:
        return f"{begun} {NOT_COUNTED}"
    return f"{begun} {come(amount, counting, value, year)}"


def decided(amount, counting):
    """Return the decided baseline and its year: the goal's own, else that of the target that is the same number."""
    if amount.base_value is not None or counting is None:
        return amount.base_value, amount.base_year
    return counting.target.base_value, counting.target.base_year


def come(amount, counting, base, year):
    """Return "Hittills 1 200 av 3 700 jobb (2025), 32,4 % av målet.", from values that can be compared."""
    rows = counting.observations, counting.definitions
    values = comparable(*rows)
    if not values or not follows(values[-1][0], year, *rows):
        return NOT_YET
    latest, when = values[-1][1], qualified([one for one in series(counting) if one.value is not None][-1])
    change = amount.kind == "change"
    share = attainment(base, base + amount.value if change else amount.value, latest)
    told = f"{number(latest - base)} av {difference(amount.value, amount.unit)}" if change else ""
    told = f"Hittills {told or with_unit(latest, amount.unit)} ({when})"
    if share is None or share < 0:
        return f"{told}."
    return f"{told}, {per_cent(share)} av {'målet' if change else 'vägen dit'}."
