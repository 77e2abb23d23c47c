"""The band on paper: one cell an action, drawn as a picture that is told in words to those who cannot see it."""

from xml.sax.saxutils import escape

CELL, STEP, ROW = 50, 58, 13  # tenths of a millimetre: a cell, and from one to the next; cells in a row
COLOURS = {"done": "#2a6f4e", "ongoing": "#1f5f99", "todo": "#5f6a74", "late": "#a3480f", "dropped": "#6d6472"}


def drawn(cells, told):
    """Return the band as an `<svg>`; `told` says in words what it shows."""
    rows = -(-len(cells) // ROW)
    width, height = min(len(cells), ROW) * STEP, rows * STEP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width / 10}mm" '
        f'height="{height / 10}mm" role="img" font-family="Portal Sans" font-size="38" text-anchor="middle">'
        f"<title>{escape(told)}</title>{''.join(cell(place, one) for place, one in enumerate(cells))}</svg>"
    )


def cell(place, one):
    """Return an action's cell: filled, or with nothing but its edge where nothing has begun."""
    x, y, colour = place % ROW * STEP, place // ROW * STEP, COLOURS[one.code]
    empty = one.code == "todo"
    return (
        f'<rect x="{x + 2}" y="{y + 2}" width="{CELL - 4}" height="{CELL - 4}" rx="6" stroke="{colour}" '
        f'stroke-width="4" fill="{"#fff" if empty else colour}"/>'
        f'<text x="{x + CELL // 2}" y="{y + 38}" fill="{colour if empty else "#fff"}">{escape(one.symbol)}</text>'
    )
