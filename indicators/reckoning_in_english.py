"""The calculation behind a verdict as `reckoning` writes it out, sentence by sentence, for a desk in English."""

from programmes.formats import NBSP, number, with_unit

from . import aims
from .reckoning import calculation, per_cent, rounded, subtraction

VERDICT_WORDS = {
    "on_track": "on track",
    "partly": "partly on track",
    "hard": "hard to reach",
    "too_early": "too early to say",
    "data_missing": "data missing",
}
REASONS = {
    "on_track": "That is at least as much as expected",
    "partly": "That is at least four fifths of what was expected",
    "hard": "That is less than four fifths of what was expected",
}
LACKING = {
    aims.BASELINE: "No baseline was decided, so the share of the way cannot be told.",
    aims.BASE_YEAR: "The year of the baseline is not known, so the expected share cannot be told.",
    aims.TARGET_YEAR: "No target year was decided, so the expected share cannot be told.",
    aims.ORDER: "The target year is not after the baseline's, so the expected share cannot be told.",
}
COUNT_WORDS = ("There is no value", "There is only one value")
SIDES = {aims.AT_LEAST: "at least ", aims.AT_MOST: "at most ", aims.EXACTLY: ""}
DIFFERENCES = {"%": ("percentage point", "percentage points"), "placering": ("place", "places")}
SEXES = {"K": "women", "M": "men"}


def target(aim):
    text = written(aim, aim.target)
    if aim.counts_places:
        words = f"{text} or better"
    else:
        words = SIDES[aim.side] + text + (" the whole time" if aim.operator == aims.KEEP else "")
    return words if aim.change is None else f"{words} ({change(aim)} from {written(aim, aim.baseline)})"


def change(aim):
    kind = "a decrease" if aim.change < 0 else "an increase"
    return f"{kind} of {difference(abs(aim.change), aim.unit)}"


def difference(value, unit):
    one, many = DIFFERENCES.get(unit, (unit, unit))
    return with_unit(value, one if abs(value) == 1 else many)


def written(aim, value):
    return f"place{NBSP}{number(value)}" if aim.counts_places else with_unit(value, aim.unit)


def unknown(aim):
    if aim.change is None:
        return "The target is not known as a number."
    return f"The target is {change(aim)}, but no baseline was decided, so there is no telling when it is reached."


def no_value():
    return "There is no value to compare with the target."


def met(aim, latest, at_target_year):
    words = f"The target of {target(aim)} has been reached: {dated(aim, *latest)}."
    if at_target_year is None or aim.is_met(at_target_year):
        return words
    late = f"It was reached after the target year {aim.target_year}"
    return f"{words} {late}, when the value was {written(aim, at_target_year)}."


def met_in_time(aim, latest, at_target_year):
    then, now = written(aim, at_target_year), dated(aim, *latest)
    words = f"The target of {target(aim)} was reached in the target year {aim.target_year}: {then}."
    return f"{words} Since then the value has become {now}."


def met_from_the_start(aim, latest):
    then, now = dated(aim, aim.base_year, aim.baseline), dated(aim, *latest)
    return f"The target of {target(aim)} was met from the start, {then}, but no longer is: {now}."


def lacking(aim):
    return LACKING[aim.lacks]


def too_early(aim, count):
    return f"{COUNT_WORDS[count]} from after the baseline year {aim.base_year}; two are needed."


def broken():
    return "The definition has changed since the baseline year, so the numbers cannot be compared."


def on_the_way(aim, latest, shares, verdict):
    year, value = latest
    way = _places(aim, value) if aim.counts_places else _way(aim, value, shares[0])
    return f"{way} {_expected(aim, year, shares[1])} {REASONS[verdict]}: {VERDICT_WORDS[verdict]}."


def _way(aim, latest, share):
    way = f"the way from {dated(aim, aim.base_year, aim.baseline)} to {target(aim)}"
    away = " The value is further from the target than at the start." if share < 0 else ""
    return f"Of {way}, {per_cent(share)} has been covered: {calculation(aim, latest)}.{away}"


def _places(aim, latest):
    start, gained = dated(aim, aim.base_year, aim.baseline), aim.baseline - latest
    way = f"From {start} to {target(aim)} it is {difference(aim.baseline - aim.target, 'placering')}"
    if gained < 0:
        lost = f"{difference(-gained, 'placering')} worse than at the start: {subtraction(latest, aim.baseline)}"
        return f"{way}. Now it is instead {lost}."
    return f"{way}; {number(gained)} of them covered: {subtraction(aim.baseline, latest)}."


def _expected(aim, year, share):
    if aim.path and year < aim.target_year:
        return _on_the_decided_way(aim, year, share)
    if year >= aim.target_year:
        return f"Of the time, 100{NBSP}% has passed: the target year was {aim.target_year}."
    passed = f"{year - aim.base_year} of {aim.target_year - aim.base_year} years"
    return f"Of the time, {per_cent(share)} has passed: {passed}."


def _on_the_decided_way(aim, year, share):
    before, after = aims.stretch(aim, year)
    expected = written(aim, rounded(aims.expected_level(aim, year)))
    words = f"By the decided path {expected} was expected in {year}"
    if year != after[0]:
        words += f", straight between {dated(aim, *before)} and {dated(aim, *after)}"
    return f"{words}: {per_cent(share)} of the way."


def kept(aim, values):
    measured = f"in all {len(values)} measurements {values[0][0]}–{values[-1][0]}"
    if len(values) == 1:
        measured = f"in the only measurement, {values[0][0]}"
    return f"The level of {_kept_level(aim)} has been held {measured}. Latest: {dated(aim, *values[-1])}."


def not_kept(aim, values, failed):
    years = ", ".join(f"{year}{NBSP}({written(aim, value)})" for year, value in failed)
    measured = "measurement" if len(values) == 1 else "measurements"
    words = f"The level of {_kept_level(aim)} was not held in {len(failed)} of {len(values)} {measured}: {years}."
    return f"{words} Now it is held: {dated(aim, *values[-1])}." if failed[-1] != values[-1] else words


def not_begun(aim):
    return f"The level is to be held from {aim.base_year}, and there is no value from that time."


def _kept_level(aim):
    return SIDES[aim.side] + written(aim, aim.target)


def remarks(sex, newest, latest):
    said = []
    if sex in SEXES:
        said.append(f"There is no value for women and men together; the calculation is for {SEXES[sex]}.")
    if newest is not latest:
        said.append(f"There is no value for {newest.year}; the calculation is of the latest one, for {latest.year}.")
    if latest.preliminary:
        said.append(f"The value for {latest.year} is preliminary.")
    return said


def dated(aim, year, value):
    return f"{written(aim, value)} ({year})"
