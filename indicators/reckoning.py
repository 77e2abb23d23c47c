"""The calculation behind a verdict, written out in Swedish with its units and numbers, for anybody to do again.

What is published says it in these words, whoever publishes; the desk may say the same as `reckoning_in_english`.
"""

from decimal import Decimal

from programmes.formats import MINUS, NBSP, number, with_unit

from . import aims

VERDICT_WORDS = {
    "on_track": "på väg",
    "partly": "delvis på väg",
    "hard": "svårt att nå",
    "too_early": "för tidigt att säga",
    "data_missing": "data saknas",
}
REASONS = {
    "on_track": "Det är minst så mycket som väntat",
    "partly": "Det är minst fyra femtedelar av det väntade",
    "hard": "Det är mindre än fyra femtedelar av det väntade",
}
LACKING = {
    aims.BASELINE: "Inget utgångsvärde är beslutat, så andelen av vägen kan inte räknas ut.",
    aims.BASE_YEAR: "Utgångsvärdets år är inte känt, så den väntade andelen kan inte räknas ut.",
    aims.TARGET_YEAR: "Inget målår är beslutat, så den väntade andelen kan inte räknas ut.",
    aims.ORDER: "Målåret ligger inte efter utgångsåret, så den väntade andelen kan inte räknas ut.",
}
COUNT_WORDS = ("Inget värde", "Bara ett värde")
SIDES = {aims.AT_LEAST: "minst ", aims.AT_MOST: "högst ", aims.EXACTLY: ""}
DIFFERENCES = {"%": ("procentenhet", "procentenheter"), "placering": ("plats", "platser")}
SEXES = {"K": "kvinnor", "M": "män"}


def reached_when(text, aim):
    """Return a level with what is asked of it: "minst 80 %", "plats 60 eller bättre", "hela tiden högst 6 %"."""
    if aim.counts_places:
        return f"{text} eller bättre"
    return ("hela tiden " if aim.operator == aims.KEEP else "") + SIDES[aim.side] + text


def target(aim):
    """Return the target, and how it comes about where it was decided as a change."""
    words = reached_when(written(aim, aim.target), aim)
    if aim.change is None:
        return words
    return f"{words} ({change(aim)} från {written(aim, aim.baseline)})"


def change(aim):
    """Return "en ökning med 3 700 jobb"."""
    kind = "en minskning" if aim.change < 0 else "en ökning"
    return f"{kind} med {difference(abs(aim.change), aim.unit)}"


def difference(value, unit):
    """Return a difference with its unit: of shares that is percentage points, of places places."""
    one, many = DIFFERENCES.get(unit, (unit, unit))
    return with_unit(value, one if abs(value) == 1 else many)


def signed(value, unit):
    """Return a change with its sign: "+3 700 jobb", "−2 procentenheter"."""
    text = difference(value, unit)
    return text if value < 0 else f"+{text}"


def written(aim, value):
    """Return a value of the indicator with its unit, with all the decimals that it has."""
    return f"plats{NBSP}{number(value)}" if aim.counts_places else with_unit(value, aim.unit)


def unknown(aim):
    if aim.change is None:
        return "Målet är inte känt som ett tal."
    return f"Målet är {change(aim)}, men inget utgångsvärde är beslutat, så det går inte att säga när det är nått."


def no_value():
    return "Det finns inget värde att jämföra med målet."


def met(aim, latest, at_target_year):
    words = f"Målet {target(aim)} är uppnått: {dated(aim, *latest)}."
    if at_target_year is None or aim.is_met(at_target_year):
        return words
    return f"{words} Det nåddes efter målåret {aim.target_year}, då värdet var {written(aim, at_target_year)}."


def met_in_time(aim, latest, at_target_year):
    then, now = written(aim, at_target_year), dated(aim, *latest)
    return f"Målet {target(aim)} nåddes målåret {aim.target_year}: {then}. Därefter har värdet blivit {now}."


def met_from_the_start(aim, latest):
    then, now = dated(aim, aim.base_year, aim.baseline), dated(aim, *latest)
    return f"Målet {target(aim)} var uppnått från början, {then}, men är det inte längre: {now}."


def lacking(aim):
    """Return why no share of the way can be told: what `aims.Aim.lacks`."""
    return LACKING[aim.lacks]


def too_early(aim, count):
    return f"{COUNT_WORDS[count]} finns från tiden efter utgångsåret {aim.base_year}; två behövs."


def broken():
    return "Definitionen har ändrats efter utgångsåret, så talen kan inte jämföras."


def on_the_way(aim, latest, shares, verdict):
    """Return the sum for a target on the way, with its conclusion; `shares` are of the way, real and expected."""
    year, value = latest
    way = _places(aim, value) if aim.counts_places else _way(aim, value, shares[0])
    return f"{way} {_expected(aim, year, shares[1])} {REASONS[verdict]}: {VERDICT_WORDS[verdict]}."


def _way(aim, latest, share):
    start = dated(aim, aim.base_year, aim.baseline)
    away = " Värdet är längre från målet än från början." if share < 0 else ""
    return f"Av vägen från {start} till {target(aim)} är {per_cent(share)} avklarad: {calculation(aim, latest)}.{away}"


def _places(aim, latest):
    """Return the way in places: a share of them would say more than a ranking does."""
    start, gained = dated(aim, aim.base_year, aim.baseline), aim.baseline - latest
    way = f"Från {start} till {target(aim)} är det {difference(aim.baseline - aim.target, 'placering')}"
    if gained < 0:
        lost = f"{difference(-gained, 'placering')} sämre än från början: {subtraction(latest, aim.baseline)}"
        return f"{way}. Nu är det i stället {lost}."
    return f"{way}; {number(gained)} av dem är avklarade: {subtraction(aim.baseline, latest)}."


def _expected(aim, year, share):
    if aim.path and year < aim.target_year:
        return _on_the_decided_way(aim, year, share)
    if year >= aim.target_year:
        return f"Av tiden har 100{NBSP}% gått: målåret var {aim.target_year}."
    return f"Av tiden har {per_cent(share)} gått: {year - aim.base_year} av {aim.target_year - aim.base_year} år."


def _on_the_decided_way(aim, year, share):
    before, after = aims.stretch(aim, year)
    expected = written(aim, rounded(aims.expected_level(aim, year)))
    words = f"Enligt den beslutade vägen väntades {expected} år {year}"
    if year != after[0]:
        words += f", rakt mellan {dated(aim, *before)} och {dated(aim, *after)}"
    return f"{words}: {per_cent(share)} av vägen."


def kept(aim, values):
    """Return that the level has been held the whole time."""
    measured = f"i alla {len(values)} mätningar {values[0][0]}–{values[-1][0]}"
    if len(values) == 1:
        measured = f"i den enda mätningen, {values[0][0]}"
    return f"Nivån {_kept_level(aim)} har hållits {measured}. Senast: {dated(aim, *values[-1])}."


def not_kept(aim, values, failed):
    """Return in which years the level was not held, and whether it is now."""
    years = ", ".join(f"{year}{NBSP}({written(aim, value)})" for year, value in failed)
    words = f"Nivån {_kept_level(aim)} hölls inte i {len(failed)} av {len(values)} mätningar: {years}."
    return f"{words} Nu hålls den: {dated(aim, *values[-1])}." if failed[-1] != values[-1] else words


def not_begun(aim):
    return f"Nivån ska hållas från {aim.base_year}, och något värde från den tiden finns inte."


def _kept_level(aim):
    return SIDES[aim.side] + written(aim, aim.target)


def remarks(sex, newest, latest):
    """Return what is to be known of the latest value: of whom it tells, what is missing after it, what may change."""
    said = []
    if sex in SEXES:
        said.append(f"Det finns inget värde för kvinnor och män tillsammans; beräkningen gäller {SEXES[sex]}.")
    if newest is not latest:
        said.append(f"För {newest.year} finns inget värde; beräkningen gäller det senaste som finns, {latest.year}.")
    if latest.preliminary:
        said.append(f"Värdet för {latest.year} är preliminärt.")
    return said


def dated(aim, year, value):
    return f"{written(aim, value)} ({year})"


def rounded(share):
    """Return a fraction as the decimal that is written, one decimal at most."""
    return round(Decimal(share.numerator) / share.denominator, 1)


def per_cent(share):
    return f"{number(rounded(share * 100))}{NBSP}%"


def calculation(aim, latest):
    """Return the sum that gives the share of the way: "(67,5 − 60) / (80 − 60)"."""
    way = subtraction(aim.target, aim.baseline)
    if aim.operator == aims.EXACTLY and aims.attainment(aim.baseline, aim.target, latest) > 1:
        return f"1{NBSP}{MINUS}{NBSP}({subtraction(latest, aim.target)}){NBSP}/ ({way})"
    return f"({subtraction(latest, aim.baseline)}){NBSP}/ ({way})"


def subtraction(first, second):
    return f"{number(first)}{NBSP}{MINUS}{NBSP}" + (number(second) if second >= 0 else f"({number(second)})")
