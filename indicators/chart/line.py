"""Charts of indicators as SVG: from numbers alone, always the same bytes, legible without colour.

Only presentation attributes: neither a strict content security policy nor the PDF lets a style sheet in. A value
that is missing is a gap, a new definition a break, a preliminary value a hollow mark; zero is a value. The whole
chart is told in words (`words`) in its `<title>`, because that is all that a screen reader and the PDF's tags get
of it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from programmes.formats import number

from .drawing import Drawing, Plane, box, escape, show
from .words import breaks, describe, summarise

INK, SOFT, HAIR, AIM = "#1d2329", "#55606b", "#dcd8d0", "#a3480f"
OTHERS = ("#1f5f99", "#6d6472")
DASHES = ("", "7 3", "2 3")
FONT = "Portal Sans, sans-serif"


@dataclass(frozen=True)
class Point:
    year: int
    value: Decimal | None
    label: str = ""  # the period where it is not the year
    missing: str = ""  # why there is no value
    preliminary: bool = False
    epoch: int = 0  # grows by one with each definition that breaks the series

    @property
    def at(self):
        """Return where the point lies on the axis of years; "2017-07" lies in the middle of 2017."""
        month = re.fullmatch(r"\d{4}-(\d\d)", self.label)
        return self.year + (int(month.group(1)) - 1) / 12 if month else float(self.year)

    @property
    def when(self):
        return self.label or str(self.year)


@dataclass(frozen=True)
class Line:
    label: str  # "" for the only line or the sum
    points: tuple[Point, ...]  # oldest first

    @property
    def valued(self):
        return [point for point in self.points if point.value is not None]

    @property
    def runs(self):
        """Return the stretches that may be drawn as one line: without a gap and under one definition."""
        runs, run = [], []
        for point in self.points:
            if run and (point.value is None or point.epoch != run[-1].epoch):
                runs.append(run)
                run = []
            if point.value is not None:
                run.append(point)
        return [*runs, run] if run else runs


@dataclass(frozen=True)
class Event:
    """What happened in a year, under the letter that marks it."""

    letter: str
    year: int
    text: str


@dataclass(frozen=True)
class Chart:
    name: str
    unit: str
    decimals: int
    lines: tuple[Line, ...]
    target: Decimal | None = None
    target_year: int | None = None
    target_text: str = ""  # "Mål minst 80 år 2030"
    base: Decimal | None = None
    base_year: int | None = None
    lower_is_better: bool = False
    path: tuple[tuple[int, Decimal], ...] = ()  # the way that is expected, from the baseline to the target
    events: tuple[Event, ...] = ()  # by year

    @property
    def drawable(self):
        return any(line.valued for line in self.lines)

    def write(self, value):
        return number(value, self.decimals)


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    text: int
    ticks: int  # how many values the axis names at most
    lines: int  # how many lines there is room for
    full: bool = True  # whether baseline, way and events are drawn as well
    brief: bool = False  # whether it leads to a table of all values, and need not hold them itself


WIDE = Size(640, 300, 13, ticks=5, lines=3)
NARROW = Size(320, 230, 12, ticks=4, lines=3)
SPARK = Size(280, 112, 13, ticks=0, lines=1, full=False, brief=True)
PAPER = Size(220, 100, 12, ticks=0, lines=1, full=False)  # a third of the width of a page


def line_chart(chart, id, size=WIDE, accent="#1c5d4a"):
    """Return the chart as an `<svg>`, or nothing where there is no value to draw; `id` is unique on its page."""
    if not chart.drawable:
        return ""
    lines = drawn_lines(chart, size)
    said = (summarise if size.brief else describe)(chart, lines)
    return picture(id, size, said, parts(chart, lines, size, accent))


def picture(id, size, said, inside):
    """Return the `<svg>` of a chart on a page, with its title; `inside` is what is drawn."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" width="100%" role="img" '
        f'aria-labelledby="{id}" font-family="{FONT}" font-size="{size.text}">'
        f'<title id="{id}">{escape(said)}</title>{inside}</svg>'
    )


def drawn_lines(chart, size):
    return [line for line in chart.lines if line.valued][: size.lines]


def parts(chart, lines, size, accent):
    """Return what is inside the picture, without its frame."""
    plane, drawing = Plane(chart, lines, size), Drawing()
    draw_axes(drawing, plane, size)
    if size.full:
        draw_events(drawing, plane, chart, size)
    draw_breaks(drawing, plane, lines, size)
    if size.full:
        draw_path(drawing, plane, chart)
    draw_target(drawing, plane, chart)
    for index, line in enumerate(lines):
        draw_line(drawing, plane, line, index, (accent, *OTHERS)[index], sparse=size.brief)
    name_parts(drawing, plane, chart, lines, size, accent)
    return "".join(drawing.parts)


def spark(chart, id, accent="#1c5d4a"):
    """Return the small chart of a figure card: the line, its target, first and last year."""
    return line_chart(chart, id, SPARK, accent)


def draw_axes(drawing, plane, size):
    if size.ticks:
        for tick in plane.ticks:
            y = plane.y(tick)
            drawing.add("line", x1=plane.left, x2=plane.right, y1=y, y2=y, stroke=HAIR if tick else SOFT)
            drawing.add("text", number(tick), x=plane.left - 6, y=y + 4, text_anchor="end", fill=SOFT)
            drawing.taken.append((*box(number(tick), plane.left - 6, y + 4, "end", size.text), 50))
    else:
        drawing.add("line", x1=plane.left, x2=plane.right, y1=plane.bottom + 14, y2=plane.bottom + 14, stroke=HAIR)
    for year in named_years(plane, size):
        x = plane.x(year)
        anchor = "middle" if size.ticks and x + 18 < size.width else "end" if x > size.width / 2 else "start"
        place = (min(x + 14, size.width) if anchor == "end" and size.ticks else x, size.height - 4, anchor)
        drawing.add("text", str(year), x=place[0], y=place[1], text_anchor=anchor, fill=SOFT)
        drawing.taken.append((*box(str(year), *place, size.text), 50))


def named_years(plane, size):
    """Return the years that the axis names: all that there is room for, always the first and the last."""
    first, last = plane.first, plane.last
    if first == last:
        return [first]
    if not size.ticks:
        return [first, last]
    room = max(1, int((plane.right - plane.left) / (size.text * 3.4)))
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, last - first) if (last - first) / s <= room)
    years = [year for year in range(first, last + 1) if year % step == 0]
    inner = [year for year in years if first + step / 2 < year < last - step / 2]
    return [first, *inner, last]


def draw_breaks(drawing, plane, lines, size):
    for x in sorted({round((plane.x(a.at) + plane.x(b.at)) / 2, 1) for line in lines for a, b in breaks(line)}):
        drawing.add("line", x1=x, x2=x, y1=plane.top - 16, y2=plane.bottom, stroke=SOFT, stroke_dasharray="1 3")
        for y in range(int(plane.top), int(plane.bottom), 6):
            drawing.take(x, y, 1)
        if size.ticks:
            places = [
                (x + 4, plane.top - 7, "start"),
                (x - 4, plane.top - 7, "end"),
                (x + 4, plane.bottom - 4, "start"),
            ]
            drawing.label("ny definition", places, size.text, (size.width, size.height), fill=SOFT)


def draw_events(drawing, plane, chart, size):
    """Draw a thin line with its letters at each year in which something happened."""
    years = [event.year for event in chart.events if plane.first <= event.year <= plane.last]
    for year in dict.fromkeys(years):
        x, letters = plane.x(year), ", ".join(event.letter for event in chart.events if event.year == year)
        drawing.add("line", x1=x, x2=x, y1=plane.top - 4, y2=plane.bottom, stroke=SOFT, stroke_width=0.75)
        drawing.add("path", d=f"M{show(x - 4)} {show(plane.top - 10)}h8l-4 6z", fill=SOFT)
        drawing.take(x, plane.top - 7, 6, 50)
        drawing.take_along(x, plane.top, x, plane.bottom)
        places = [(x + 7, plane.top - 5, "start"), (x - 7, plane.top - 5, "end")]
        drawing.label(letters, places, size.text, (size.width, size.height), fill=INK, font_weight=600)


def draw_path(drawing, plane, chart):
    """Draw the way from the baseline to the target that is expected."""
    if len(chart.path) < 2:
        return
    spots = [(plane.x(year), plane.y(value)) for year, value in chart.path]
    points = " ".join(f"{show(x)},{show(y)}" for x, y in spots)
    drawing.add("polyline", points=points, fill="none", stroke=AIM, stroke_width=1.5, stroke_dasharray="2 3")
    for (x1, y1), (x2, y2) in pairwise(spots):
        drawing.take_along(x1, y1, x2, y2)


def draw_target(drawing, plane, chart):
    if chart.target is None:
        return
    y = plane.y(chart.target)
    drawing.add("line", x1=plane.left, x2=plane.right, y1=y, y2=y, stroke=AIM, stroke_width=1.5, stroke_dasharray="4 4")
    for x in range(int(plane.left), int(plane.right), 6):
        drawing.take(x, y, 1)
    if chart.target_year:
        x = plane.x(chart.target_year)
        drawing.add("path", d=f"M{show(x)} {show(y - 5)}l5 5-5 5-5-5z", fill="#fff", stroke=AIM, stroke_width=1.5)
        drawing.take(x, y, 6, 20)


def draw_line(drawing, plane, line, index, colour, *, sparse=False):
    """Draw a line with a mark at each value; a `sparse` one only where a mark tells what the line does not."""
    dash = {"stroke_dasharray": DASHES[index]} if DASHES[index] else {}
    for run in line.runs:
        spots = [(plane.x(point.at), plane.y(point.value)) for point in run]
        if len(spots) > 1:
            points = " ".join(f"{show(x)},{show(y)}" for x, y in spots)
            drawing.add("polyline", points=points, fill="none", stroke=colour, stroke_width=2.5, **dash)
        for (x1, y1), (x2, y2) in pairwise(spots):
            drawing.take_along(x1, y1, x2, y2)
        for point, (x, y) in zip(run, spots, strict=True):
            if not sparse or len(run) == 1 or point.preliminary or point is line.valued[-1]:
                draw_mark(drawing, x, y, index, colour, point.preliminary)


def draw_mark(drawing, x, y, index, colour, hollow):
    fill = {"fill": "#fff" if hollow else colour, "stroke": colour, "stroke_width": 1.5}
    if index == 0:
        drawing.add("circle", cx=x, cy=y, r=3.2, **fill)
    elif index == 1:
        drawing.add("rect", x=x - 3, y=y - 3, width=6, height=6, **fill)
    else:
        drawing.add("path", d=f"M{show(x)} {show(y - 4)}l4 7h-8z", **fill)
    drawing.take(x, y, 5, 5)


def name_parts(drawing, plane, chart, lines, size, accent):
    """Write the names beside what they name: latest value, target, baseline, the lines."""
    within, text = (size.width, size.height), size.text
    newest = lines[0].valued[-1]
    x, y = plane.x(newest.at), plane.y(newest.value)
    drawing.label(chart.write(newest.value), around(x, y, text), text, within, fill=accent, font_weight=600)
    if chart.target is not None:
        y, at = plane.y(chart.target), ((plane.right, "end"), (plane.left + 4, "start"))
        places = [(x, y + dy, anchor) for x, anchor in at for dy in (-8, text + 6)]
        drawing.label(f"Mål {number(chart.target)}", places, text, within, fill=AIM, font_weight=600)
    if chart.base is not None and size.full:
        x, y = plane.x(chart.base_year or plane.first), plane.y(chart.base)
        drawing.add("rect", x=x - 4, y=y - 4, width=8, height=8, fill="none", stroke=INK)
        drawing.take(x, y, 6, 5)
        drawing.label(f"Utgångsvärde {chart.write(chart.base)}", around(x, y, text), text, within, fill=INK)
    if len(lines) > 1:
        for line, colour in zip(lines, (accent, *OTHERS), strict=False):
            x, y = plane.x(line.valued[-1].at) + 8, plane.y(line.valued[-1].value) + 4
            places = [(x, y + dy, "start") for dy in (0, text, -text, 2 * text, -2 * text)]
            drawing.label(line.label or "Totalt", places, text, within, fill=colour)


def around(x, y, text):
    """Return the places about a mark, the best first: above, below, to the sides."""
    up, down = y - 9, y + text + 7
    spots = [(x, up, "middle"), (x, down, "middle"), (x - 5, up, "start"), (x - 5, down, "start"), (x + 5, up, "end")]
    further = [
        (x + 9, y + 4, "start"),
        (x - 9, y + 4, "end"),
        (x - 5, up - text, "start"),
        (x - 5, down + text, "start"),
    ]
    return spots + [(x + 5, down, "end")] + further
