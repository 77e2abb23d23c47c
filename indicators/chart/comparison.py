"""The chart of a comparison: one's own line with its marks, the others as thin grey lines that end in a letter.

What tells the others apart is the letter, which their row in the table bears too, and for groups the dashes; never
colour. Every value stands in the table, so the title says what is seen and not each of them.
"""

from dataclasses import replace
from string import ascii_uppercase

from .drawing import Drawing, Plane, show
from .line import NARROW, SOFT, WIDE, Line, draw_axes, draw_breaks, draw_line, picture
from .words import new_definitions

MOST = len(ascii_uppercase)  # others that can be told apart
DASHES = {"region": "8 3", "similar": "2 3", "country": "8 3 2 3"}
LONGEST = 22  # signs of a name in the chart
THIN = {"fill": "none", "stroke": SOFT, "stroke_width": 1}


def letters(count):
    """Return the letter of each of the others; those beyond the alphabet have none."""
    return [*ascii_uppercase[:count], *[""] * (count - MOST)]


def comparison_chart(chart, kinds, id, size=WIDE, accent="#1c5d4a"):
    """Return the chart as an `<svg>`; its first line is one's own, and `kinds` says what each of the others is.

    Nothing comes where one's own has no value, or nobody else. On the narrow one the lines end in letters alone.
    """
    own, *rest = chart.lines
    others = [found for found in zip(rest, kinds, letters(len(rest)), strict=True) if found[2] and found[0].valued]
    if not own.valued or not others:
        return ""
    lines = [replace(own, label="" if size is NARROW else short(own.label))]
    lines += [
        replace(line, label=letter if size is NARROW else f"{letter} {short(line.label)}") for line, _, letter in others
    ]
    size = replace(size, height=max(size.height, 70 + len(lines) * (size.text + 2)))
    plane, drawing = Plane(chart, lines, size), Drawing()
    draw_axes(drawing, plane, size)
    draw_breaks(drawing, plane, [together(lines)], size)
    for line, (_, kind, _) in zip(lines[1:], others, strict=True):
        draw_other(drawing, plane, line, DASHES.get(kind))
    draw_line(drawing, plane, lines[0], 0, accent)
    name_ends(drawing, plane, lines, size, accent)
    return picture(id, size, told(chart, others), "".join(drawing.parts))


def together(lines):
    """Return one line of all points: a new definition begins where it does for the first of them."""
    points = {(point.year, point.epoch): point for line in lines for point in line.valued}
    return Line("", tuple(points[key] for key in sorted(points)))


def draw_other(drawing, plane, line, dashes):
    """Draw a thin line with a small mark at its end; a single value is the mark alone."""
    for run in line.runs:
        points = " ".join(f"{show(plane.x(one.at))},{show(plane.y(one.value))}" for one in run)
        if len(run) > 1:
            drawing.add("polyline", points=points, **THIN, **({"stroke_dasharray": dashes} if dashes else {}))
        else:
            drawing.add("circle", cx=plane.x(run[0].at), cy=plane.y(run[0].value), r=1.5, fill=SOFT)
    x, y = end(plane, line)
    drawing.add("circle", cx=x, cy=y, r=2.2, fill="#fff", stroke=SOFT)


def name_ends(drawing, plane, lines, size, accent):
    """Write the names beneath each other at the right, as near to where their lines end as there is room."""
    named = sorted((line for line in lines if line.label), key=lambda line: end(plane, line)[1])
    at = plane.right + 10
    for line, y in zip(named, apart([end(plane, line)[1] for line in named], size, plane), strict=True):
        there = end(plane, line)
        drawing.add("line", x1=there[0] + 3, y1=there[1], x2=at - 3, y2=y, stroke=SOFT, stroke_width=0.5)
        own = {"fill": accent, "font_weight": 600} if line is lines[0] else {"fill": SOFT}
        drawing.add("text", line.label, x=at, y=y + size.text * 0.35, **own)


def apart(places, size, plane):
    """Return places, which come in order, moved apart by a line of text each and within the picture."""
    gap, found = size.text + 2, []
    for place in places:
        found.append(max(place, found[-1] + gap) if found else place)
    over = max(0, found[-1] - plane.bottom)
    found[-1] -= over
    for number in range(len(found) - 2, -1, -1):
        found[number] = min(found[number], found[number + 1] - gap)
    return found


def end(plane, line):
    return plane.x(line.valued[-1].at), plane.y(line.valued[-1].value)


def short(name):
    """Return a name as there is room for it, cut between words where that is possible."""
    return name if len(name) <= LONGEST else name[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,(") + " …"


def told(chart, others):
    own = chart.lines[0]
    names = ", ".join(f"{letter} {line.label}" for line, _, letter in others)
    years = f"{own.valued[0].when}–{own.valued[-1].when}"
    said = [f"Linjediagram: {chart.name}, {own.label} {years}, jämfört med {names}"]
    said += new_definitions([together([own, *(line for line, *_ in others)])])
    return ". ".join([*said, "Alla värden står i tabellen"]) + "."
