"""Days as people and spreadsheets write them; what can be read in two ways, or says no day, is never guessed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from programmes.dates import MAX_YEAR, MIN_YEAR, MONTHS

from .table import DAY, NUMBER

ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORT = {name[:3]: number for names in (MONTHS, ENGLISH) for number, name in enumerate(names, 1)}
FULL = {name: number for names in (MONTHS, ENGLISH) for number, name in enumerate(names, 1)} | {"sept": 9}
SERIAL = range(20_000, 110_000)  # 1954 to 2201, counted from 1900
FROM_1900, FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)

TIME = r"(?:[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}){TIME}")
SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}|\d{6}")
DAY_NAMED = re.compile(r"(?:den )?(\d{1,2})(?::e|:a|st|nd|rd|th|\.)?[ -]([^\W\d]+)\.?,?[ -](\d{4})")
MONTH_NAMED = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
YEAR = r"(?P<year>\d{4}|\d{2})"  # 26 is 2026
SEASONS = {  # (first month, last month)
    **dict.fromkeys(("vår", "våren", "spring"), (3, 5)),
    **dict.fromkeys(("sommar", "sommaren", "summer"), (6, 8)),
    **dict.fromkeys(("höst", "hösten", "autumn"), (9, 11)),
    **dict.fromkeys(("vt", "vårterminen"), (1, 6)),
    **dict.fromkeys(("ht", "höstterminen"), (8, 12)),
}
SPANS = [  # what is a stretch of time: (how it is written, months from its match)
    (re.compile(r"(?P<year>\d{4})"), lambda found: (1, 12)),
    (re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"), lambda found: (int(found["month"]),) * 2),
    (re.compile(r"(?P<name>[^\W\d]+)\.? (?P<year>\d{4})"), lambda found: (month_named(found["name"]),) * 2),
    (re.compile(rf"(?P<name>{'|'.join(SEASONS)})[ -]*{YEAR}"), lambda found: SEASONS[found["name"]]),
    (re.compile(rf"(?:kvartal|kv|q|k) ?(?P<part>[1-4])[ ,-]*{YEAR}"), lambda found: quarter(found["part"])),
    (re.compile(r"(?P<year>\d{4})[ ,-]*(?:kvartal|kv|q|k) ?(?P<part>[1-4])"), lambda found: quarter(found["part"])),
    (re.compile(rf"(?:h|halvår) ?(?P<part>[12])[ ,-]*{YEAR}"), lambda found: half(found["part"])),
]
CONTINUOUS = {"löpande", "kontinuerligt", "kontinuerlig", "tills vidare", "tillsvidare", "fortlöpande", "pågår löpande"}
CONTINUOUS |= {"continuous", "continuously", "ongoing", "until further notice"}
BETWEEN = re.compile(
    r"\s*[–—]\s*|\s+(?:-|till|t\.?o\.?m\.?|to|until)\s+|(?<=\d{4})-(?=\d{4}\Z)|(?<=\d{2})--?(?=\d{4}-)"
)


@dataclass
class Misread(Exception):
    """A cell says nothing that its column can hold; `proposal` is what may have been meant."""

    sentence: str
    proposal: str = ""


def read(cell, from_1904=None, last=True):
    """Return the day in a cell; raises Misread. Of a month or a year the last day is proposed, or the first."""
    if cell.kind == DAY:
        return plausible(date.fromisoformat(cell.text), cell.text)
    if cell.kind == NUMBER and is_serial(cell.text):
        if from_1904 is None:
            raise Misread(_("“%(text)s” is a number. Write the date as 2026-05-31.") % {"text": cell.text})
        return of_serial(cell.text, from_1904)
    return written(cell.text, last)


def is_serial(text):
    """Tell a number by which Excel counts days from years and from dates without signs."""
    return text.partition(".")[0].isdecimal() and int(text.partition(".")[0]) in SERIAL


def of_serial(text, from_1904):
    days = timedelta(days=int(text.partition(".")[0]))
    return (FROM_1904 if from_1904 else FROM_1900) + days


def written(text, last=True):
    """Return the day in a text: year first, with the month's name, or so that only one reading is possible."""
    said = " ".join(text.split()).strip(" .,").casefold()
    if match := YEAR_FIRST.fullmatch(said):
        return made(match[1], match[3], match[4], text)
    if match := DIGITS.fullmatch(said):
        return made(*match.groups(), text)
    if match := DAY_NAMED.fullmatch(said):
        return made(match[3], month_named(match[2]), match[1], text)
    if match := MONTH_NAMED.fullmatch(said):
        return made(match[3], month_named(match[1]), match[2], text)
    if match := YEAR_LAST.fullmatch(said):
        return in_either_order(int(match[1]), int(match[3]), match[4], text)
    if SHORT_YEAR.fullmatch(said):
        raise Misread(_("“%(text)s” can be read in several ways. Write the date as 2026-05-31.") % {"text": text})
    raise no_day(text, last)


def in_either_order(first, second, year, text):
    """Take 23/5, 5/23 and 5/5 for what they must be; 3/5 is the third of May to one, the fifth of March to others."""
    if first != second and first <= 12 and second <= 12:
        days = made(year, second, first, text), made(year, first, second, text)
        facts = {"text": text, "one": days[0].isoformat(), "other": days[1].isoformat()}
        raise Misread(_("“%(text)s” can be %(one)s or %(other)s. Write the one that is meant.") % facts)
    return made(year, second, first, text) if second <= 12 else made(year, first, second, text)


def made(year, month, day, text):
    try:
        return plausible(date(int(year), int(month), int(day)), text)
    except (ValueError, TypeError) as fault:
        raise Misread(_("There is no day “%(text)s”. Write the date as 2026-05-31.") % {"text": text}) from fault


def plausible(day, text):
    if not MIN_YEAR <= day.year <= MAX_YEAR:
        raise Misread(_("The year of “%(text)s” cannot be right.") % {"text": text})
    return day


def no_day(text, last):
    """Return the fault of what is no day, with what may be meant: of a stretch of time its last day, or its first."""
    facts = {"text": text if len(text) <= 60 else f"{text[:60]}…"}
    if stretch := span(text):
        facts["day"] = stretch[1 if last else 0].isoformat()
        return Misread(_("“%(text)s” is no day. Is %(day)s meant?") % facts, facts["day"])
    return Misread(_("“%(text)s” is no date. Write it as 2026-05-31.") % facts)


def span(text):
    """Return the first and the last day of what is a year, half a year, a quarter or a month; None for all else."""
    said = " ".join(text.split()).strip(" .,").casefold()
    for pattern, months in SPANS:
        if match := pattern.fullmatch(said):
            first, last = months(match)
            year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
            if first and 1 <= first <= last <= 12 and MIN_YEAR <= year < MAX_YEAR:
                after = date(year + last // 12, last % 12 + 1, 1)
                return date(year, first, 1), after - timedelta(days=1)
    return None


def both(cell, from_1904=None):
    """Return (start, end, goes on continuously) of a cell that tells the whole time; raises Misread."""
    text = " ".join(cell.text.split())
    if is_continuous(text):
        return None, None, True
    if cell.kind != "text" or len(parts := BETWEEN.split(text, maxsplit=1)) == 1:
        return None, read_end(cell, from_1904), False
    ends = [boundary(part, last) for part, last in zip(parts, (False, True), strict=True)]
    if any(proposed for _day, proposed in ends):
        proposal = f"{ends[0][0]} – {ends[1][0]}"
        raise Misread(_("“%(text)s” names no days. Are %(days)s meant?") % {"text": text, "days": proposal}, proposal)
    return ends[0][0], ends[1][0], False


def is_continuous(text):
    """Tell whether a cell where a day is expected says that there is none, since it goes on."""
    return " ".join(text.split()).strip(" .").casefold() in CONTINUOUS


def read_end(cell, from_1904):
    """Return the one day that a cell tells; a year or a quarter is proposed from its first day to its last."""
    if cell.kind == "text" and (stretch := span(cell.text)):
        proposal = f"{stretch[0]} – {stretch[1]}"
        facts = {"text": cell.text, "days": proposal}
        raise Misread(_("“%(text)s” names no days. Are %(days)s meant?") % facts, proposal)
    return read(cell, from_1904)


def boundary(text, last):
    """Return (the day, whether it is only proposed)."""
    try:
        return written(text, last), False
    except Misread as fault:
        if not fault.proposal:
            raise
        return date.fromisoformat(fault.proposal), True


def month_named(name):
    return FULL.get(name) or SHORT.get(name)


def quarter(part):
    return int(part) * 3 - 2, int(part) * 3


def half(part):
    return int(part) * 6 - 5, int(part) * 6
