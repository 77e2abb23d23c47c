"""The period and the title of the plan that follows: plain functions of dates and texts, without a database."""

import re
from datetime import date, timedelta

from programmes.dates import MAX_YEAR

YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
DAYS_OF_A_MONTH = 30.44


def next_period(start, end):
    """Return the first and last day of the period of the same length that follows; nothing where it is not known.

    What ends with a month is as many months long: 2026-01-15 – 2026-12-31 is followed by the year 2027.
    """
    if end is None or end.year >= MAX_YEAR:
        return None, None
    first = end + timedelta(days=1)
    if start is None:
        return first, None
    if first.day != 1:
        return first, first + (end - start)
    months = max(1, round((first - start).days / DAYS_OF_A_MONTH))
    return first, _months_later(first, months) - timedelta(days=1)


def _months_later(first, months):
    """Return the first day of the month that lies so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def next_title(title, start, end):
    """Return "Åtgärdsplan 2027" for "Åtgärdsplan 2026"; a period of several years moves on by as many."""
    first, _last = next_period(start, end)
    years = [int(year) for year in YEAR.findall(title)]
    if not years:
        return f"{title} {first.year}" if first else title
    step = first.year - start.year if first and start else max(years) - min(years) + 1
    return YEAR.sub(lambda year: str(int(year.group()) + max(1, step)), title)
