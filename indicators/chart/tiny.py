"""The smallest chart: a line, its target and its latest value, for a page that shows many of them beside their values.

Whole coordinates and one path a line keep it to some hundred bytes. Missing values and new definitions leave gaps.
"""

from .drawing import escape
from .line import AIM
from .words import summarise

WIDTH, HEIGHT, EDGE = 180, 44, 5


def tiny(chart, accent):
    """Return the chart as an `<svg>`, or nothing where there is no value to draw."""
    if not chart.drawable:
        return ""
    lines = [line for line in chart.lines if line.valued][:1]
    told = escape(summarise(chart, lines), {'"': "&quot;"})
    plane = Plane(chart, lines[0].valued)
    x, y = plane.place(lines[0].valued[-1])
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{told}">'
        f"{aim(chart, plane)}"
        f'<path d="{"".join(run(map(plane.place, points)) for points in lines[0].runs)}" fill="none" stroke="{accent}"'
        f' stroke-width="2" stroke-linecap="round"/><circle cx="{x}" cy="{y}" r="3.5" fill="{accent}"/></svg>'
    )


class Plane:
    """Where years and values lie in whole numbers; the years of the values fill the width."""

    def __init__(self, chart, points):
        values = [point.value for point in points] + ([] if chart.target is None else [chart.target])
        self.low, self.high = min(values), max(values)
        self.first, self.last = points[0].at, points[-1].at

    def place(self, point):
        along = (point.at - self.first) / (self.last - self.first) if self.last > self.first else 1
        return round(EDGE + along * (WIDTH - 2 * EDGE)), self.y(point.value)

    def y(self, value):
        up = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE))


def aim(chart, plane):
    if chart.target is None:
        return ""
    return f'<path d="M0 {plane.y(chart.target)}h{WIDTH}" stroke="{AIM}" stroke-dasharray="4 4"/>'


def run(spots):
    """Return one stretch of a line as the steps of a path; a single value is a dot."""
    (x, y), *rest = spots
    steps = [f"M{x} {y}" if rest else f"M{x} {y}h0"]
    for place, height in rest:
        steps.append(f"l{place - x}{' ' if height >= y else ''}{height - y}")
        x, y = place, height
    return "".join(steps)
