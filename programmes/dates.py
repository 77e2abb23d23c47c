"""Dates as documents give them: to the day, the month, the year, with an uncertain year, or not at all."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

DAY, MONTH, YEAR, YEAR_UNCERTAIN, UNKNOWN = "day", "month", "year", "year_uncertain", "unknown"
PRECISIONS = (DAY, MONTH, YEAR, YEAR_UNCERTAIN, UNKNOWN)
MIN_YEAR, MAX_YEAR = 1900, 2200  # between which a year is plausible

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True)
class PartialDate:
    """A date and how much of it is known.

    `value` is None exactly when the precision is "unknown"; what the precision does not cover is set to 1
    (June 2022 is 2022-06-01, "month"). "year_uncertain" means that day and month are known, the year is inferred.
    """

    value: date | None = None
    precision: str = UNKNOWN

    def __post_init__(self):
        if (self.value is None) != (self.precision == UNKNOWN):
            raise ValueError("A date is unknown exactly when it has no value.")

    def __bool__(self):
        return self.value is not None

    @property
    def last(self):
        """The last day that it can be, or None."""
        if self.precision == MONTH:
            return self.value.replace(day=monthrange(self.value.year, self.value.month)[1])
        if self.precision == YEAR:
            return date(self.value.year, 12, 31)
        return self.value

    @property
    def text(self):
        """As in running text: "20 april 2023", "juni 2022", "2022", "22 maj 2023 (året osäkert)", "" if unknown."""
        if self.value is None:
            return ""
        day = long_date(self.value)
        return {
            DAY: day,
            MONTH: f"{MONTHS[self.value.month - 1]} {self.value.year}",
            YEAR: str(self.value.year),
            YEAR_UNCERTAIN: f"{day} (året osäkert)",
        }[self.precision]

    @property
    def short(self):
        """As in a table or a form field: "2023-04-20", "2022-06", "2022", "2023-05-22?", "" if unknown."""
        if self.value is None:
            return ""
        iso = self.value.isoformat()
        return {DAY: iso, MONTH: iso[:7], YEAR: iso[:4], YEAR_UNCERTAIN: f"{iso}?"}[self.precision]

    @classmethod
    def parse(cls, text):
        """Read the short form back; raises ValueError for everything else."""
        text = text.strip()
        if not text:
            return cls()
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(\?)?)?)?", text, re.ASCII)
        if match is None:
            raise ValueError(f"{text!r} is no date of the form 2023-04-20, 2022-06, 2022 or 2023-05-22?.")
        year, month, day, uncertain = match.groups()
        precision = YEAR_UNCERTAIN if uncertain else DAY if day else MONTH if month else YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)


class NoSuchDay(ValueError):
    """What was written has the form of a day, and the calendar has none like it."""


def parse_day(text):
    """Return the day that a reader wrote: "2026-05-03", "20260503" or "3 maj 2026", year first where all is numbers.

    Raises NoSuchDay for 31 February, ValueError for what has not the form of a day.
    """
    text = " ".join(text.lower().split())
    named = re.fullmatch(r"(?:den )?(\d{1,2}) ([a-z]+) (\d{4})", text, re.ASCII)
    if named and named[2] in MONTHS:
        year, month, day = named[3], MONTHS.index(named[2]) + 1, named[1]
    elif match := re.fullmatch(r"(\d{4})(-?)(\d{2})\2(\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)
    else:
        raise ValueError(f"{text!r} is no day of the form 2026-05-03 or 3 maj 2026.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise NoSuchDay(str(error)) from None


def long_date(value):
    """Return "20 april 2023"."""
    return f"{value.day}\u00a0{MONTHS[value.month - 1]} {value.year}"
