"""A chart as a picture that stands alone: with its name, its unit and where the figures come from, on white."""

from textwrap import wrap

from .drawing import escape, show
from .line import FONT, INK, SOFT, WIDE, drawn_lines, parts
from .words import describe, heading

MARGIN, LINE = 16, 20
NAME, SMALL = 62, 95  # characters a line


def chart_file(chart, note, accent):
    """Return an SVG document that needs no style sheet, or nothing where there is no value to draw."""
    if not chart.drawable:
        return ""
    lines, names = drawn_lines(chart, WIDE), wrap(chart.name, NAME)
    told = [*(f"{event.letter}, {event.year}: {event.text}" for event in chart.events), note]
    notes = [line for one in told for line in wrap(one, SMALL, break_on_hyphens=False)]
    top = MARGIN + LINE * (len(names) + bool(chart.unit)) + 8
    width, height = WIDE.width + 2 * MARGIN, top + WIDE.height + LINE * len(notes) + MARGIN
    texts = [text(line, MARGIN + LINE * place, 17, INK, 600) for place, line in enumerate(names, 1)]
    if chart.unit:
        texts.append(text(chart.unit, MARGIN + LINE * (len(names) + 1), 13, SOFT))
    texts += [text(line, top + WIDE.height + LINE * place, 12, SOFT) for place, line in enumerate(notes, 1)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="name" aria-describedby="told" xml:lang="sv" font-family="{FONT}" '
        f'font-size="{WIDE.text}"><title id="name">{escape(heading(chart))}</title>'
        f'<desc id="told">{escape(describe(chart, lines))} {escape(note)}</desc>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(texts)}'
        f'<g transform="translate({MARGIN} {top})">{parts(chart, lines, WIDE, accent)}</g></svg>\n'
    )


def text(line, y, size, colour, weight=400):
    return (
        f'<text x="{MARGIN}" y="{show(y)}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
        f"{escape(line)}</text>"
    )
