"""The band on paper: one cell an action, drawn as a picture that is told in words to those who cannot see it.

All cells of a status are one shape and one text: each element of a picture has its price in the printing, and a text
that is to be centred there becomes a picture of its own.
"""

from itertools import groupby
from xml.sax.saxutils import escape

CELL, STEP, ROW, TEXT = 50, 58, 13, 38  # tenths of a millimetre: a cell, from one to the next, and their text; a row
ROUNDED = "h34c3.3 0 6 2.7 6 6v34c0 3.3-2.7 6-6 6h-34c-3.3 0-6-2.7-6-6v-34c0-3.3 2.7-6 6-6z"  # the edge of a cell
COLOURS = {"done": "#2a6f4e", "ongoing": "#1f5f99", "todo": "#5f6a74", "late": "#a3480f", "dropped": "#6d6472"}
WIDTHS = {"✓": 0.612, "◐": 0.6, "○": 0.6, "!": 0.289, "×": 0.497}  # of the symbols in Portal Sans, of its size


def drawn(cells, told):
    """Return the band as an `<svg>`; `told` says in words what it shows."""
    rows = -(-len(cells) // ROW)
    width, height = min(len(cells), ROW) * STEP, rows * STEP
    kinds = groupby(sorted(enumerate(cells), key=kind), key=kind)
    parts = [alike(*one, [place for place, _ in placed]) for one, placed in kinds]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width / 10}mm" '
        f'height="{height / 10}mm" role="img" font-family="Portal Sans" font-size="{TEXT}">'
        f"<title>{escape(told)}</title>{''.join(parts)}</svg>"
    )


def kind(placed):
    _place, one = placed
    return one.code, one.symbol


def alike(code, symbol, places):
    """Return the cells of a status: filled, or with nothing but their edge where nothing has begun."""
    colour, empty = COLOURS[code], code == "todo"
    corners = [(place % ROW * STEP, place // ROW * STEP) for place in places]
    inset = (CELL - WIDTHS[symbol] * TEXT) / 2
    return (
        f'<path d="{"".join(f"M{x + 8} {y + 2}{ROUNDED}" for x, y in corners)}" stroke="{colour}" stroke-width="4" '
        f'fill="{"#fff" if empty else colour}"/>'
        f'<text x="{" ".join(f"{x + inset:.1f}" for x, _ in corners)}" y="{" ".join(f"{y + 38}" for _, y in corners)}" '
        f'fill="{colour if empty else "#fff"}">{escape(symbol * len(places))}</text>'
    )
