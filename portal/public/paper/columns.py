"""What the columns of the report's workbook have in common: widths, and values as a spreadsheet holds them."""

from decimal import Decimal

from actions.sheets.writing import Sheet, Shown
from programmes import dates

NARROW, DAY, USUAL, BROAD, TEXT = 9, 12, 18, 34, 60  # widths in characters
DECIMALS = 6  # more are shown of no figure that has none of its own


def table(title, columns, things):
    """Return a sheet with a row for each thing; `columns` are (heading, width, what a thing's value is)."""
    widths = [(heading, width) for heading, width, _ in columns]
    return Sheet(title, widths, [[value(thing) for _, _, value in columns] for thing in things])


def figure(value, decimals=None):
    """Return a number as it is shown, with the decimals that matter where none are given; None where there is none."""
    if value is None:
        return None
    if decimals is None:
        decimals = min(max(-Decimal(value).normalize().as_tuple().exponent, 0), DECIMALS)
    return Shown(value, "#,##0" + ("." + "0" * decimals if decimals else ""))


def day(partial):
    """Return a day as a day, and what is known less exactly as a text."""
    return partial.value if partial.precision == dates.DAY else partial.short


def word(mark):
    return mark.word if mark else ""


def yes(flag):
    return "Ja" if flag else ""


SOURCE = (("Källa", USUAL, lambda thing: thing.source),)
EXAMPLE = (("Exempeldata", NARROW, lambda thing: yes(thing.example)),)
