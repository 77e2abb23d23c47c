"""Figures as sources give them, and what makes one of them doubtful."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

PLACES = Decimal("0.0001")  # what a value of ours holds
LARGEST = Decimal(10) ** 12
COMMON = {"antal", "andel", "index", "indik", "kommu", "proce", "total", "värde"}  # said of all kinds of figures


@dataclass(frozen=True)
class Figure:
    """A value of a key figure for a place, year and sex (T, K, M); None where the source has the row but no value."""

    key: str
    place: str
    year: int
    sex: str
    value: Decimal | None
    status: str = ""  # what the source remarks, as it writes it
    withdrawn: bool = False  # the source has taken the value back

    @property
    def at(self):
        return self.key, self.place, self.year, self.sex


def told_once(figures):
    """Return (figures, contradictions): what the source says twice alike counts once; where it says two things, none.

    Contradictions are the places (`Figure.at`) of which it says two things.
    """
    said = defaultdict(dict)
    for figure in figures:
        said[figure.at][figure] = None
    alike = [next(iter(found)) for found in said.values() if len(found) == 1]
    return alike, [at for at, found in said.items() if len(found) > 1]


def doubts(figure, before, on: date):
    """Return sentences about what is odd in a figure; `before` are the values that are known of the same series."""
    found = []
    if figure.year > on.year or figure.year < 1900:
        found.append(_("The year %(year)s cannot be right.") % {"year": figure.year})
    if figure.status:
        found.append(_("The source remarks “%(status)s”.") % {"status": figure.status[:60]})
    if figure.value is not None and before:
        if figure.value < 0 <= min(before):
            found.append(_("The value is below zero, which no earlier value is."))
        elif figure.value and not near(figure.value, before):
            found.append(_("The value is more than ten times as large, or as small, as any earlier one."))
    return found


def means_the_same(ours, theirs):
    """Return whether what a source says of a key figure has a word in common with what it is called here.

    Words are the same that begin alike: "sysselsättningen" is "sysselsatta". A number may be mistyped, or mean
    something else than somebody believed; that is found out before its values are taken over.
    """
    own = beginnings(ours)
    return not own or bool(own & beginnings(theirs))


def beginnings(text):
    """Return how the words of a text begin, those that say anything of what is measured."""
    return {word[:5] for word in re.findall(r"\w{4,}", text.lower())} - COMMON


def near(value, before):
    size = abs(value)
    sizes = [abs(one) for one in before if one]
    return not sizes or min(sizes) / 10 <= size <= max(sizes) * 10


def finite(*values):
    """Refuse (ValueError) what is written as a number and is none, such as “NaN”; None is no value at all."""
    if not all(value is None or value.is_finite() for value in values):
        raise ValueError("A value is no number.")


def rounded(value):
    """Return a value as ours are held, at most four decimals, or None where it is too large to be a figure."""
    if value is None or abs(value) >= LARGEST:
        return None
    return value.quantize(PLACES).normalize() + 0
