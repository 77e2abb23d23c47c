"""What a chart is drawn with: where years and values lie, round ticks, and labels that keep out of each other's way."""

import re
from decimal import Decimal
from math import ceil, floor, log10
from xml.sax import saxutils

from programmes.formats import number

UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML holds them
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Plane:
    """Where years and values lie in the drawing."""

    def __init__(self, chart, lines, size):
        points = [point for line in lines for point in line.valued]
        years = [p.at for p in points] + [float(y) for y in (chart.base_year, chart.target_year) if y]
        values = [p.value for p in points] + [v for v in (chart.base, chart.target) if v is not None]
        if size.full:
            years += [float(year) for year, _value in chart.path]
            values += [value for _year, value in chart.path]
        self.ticks = ticks(min(values), max(values), size.ticks or 2, Decimal(1).scaleb(-chart.decimals))
        self.low, self.high = (self.ticks[0], self.ticks[-1]) if size.ticks else spread(min(values), max(values))
        self.first, self.last = floor(min(years)), ceil(max(years))
        names = [line.label for line in lines if line.label and len(lines) > 1]
        wide = max(text_width(number(tick), size.text) for tick in self.ticks) + 8 if size.ticks else 6
        self.left, self.right = wide, size.width - 14 - (max(text_width(n, size.text) for n in names) if names else 0)
        self.top, self.bottom = size.text + 12, size.height - size.text - (10 if size.ticks else 20)

    def x(self, year):
        if self.first == self.last:
            return (self.left + self.right) / 2
        return self.left + 8 + (year - self.first) / (self.last - self.first) * (self.right - self.left - 8)

    def y(self, value):
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - float(share) * (self.bottom - self.top)


class Drawing:
    """The parts of the picture, and the places that are taken, so that no label covers another."""

    def __init__(self):
        self.parts, self.taken = [], []

    def add(self, name, text=None, **attributes):
        written = "".join(f' {key.replace("_", "-")}="{show(value)}"' for key, value in attributes.items())
        self.parts.append(f"<{name}{written}/>" if text is None else f"<{name}{written}>{escape(text)}</{name}>")

    def take(self, x, y, reach=3, weight=1):
        self.taken.append((x - reach, y - reach, x + reach, y + reach, weight))

    def take_along(self, x1, y1, x2, y2):
        """Take the places along a straight line."""
        steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 5))
        for step in range(steps + 1):
            self.take(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)

    def label(self, text, places, size, within, **attributes):
        """Write `text` at the first of the places (x, y, anchor) that covers least of what is there."""
        boxes = [(box(text, *place, size), place) for place in places]
        rect, (x, y, anchor) = min(boxes, key=lambda found: self.cost(found[0], within))
        self.taken.append((*rect, 50))
        self.add("text", text, x=x, y=y, text_anchor=anchor, **attributes)

    def cost(self, rect, within):
        outside = rect[0] < 0 or rect[2] > within[0] or rect[1] < 0 or rect[3] > within[1]
        return 200 * outside + sum(weight for *taken, weight in self.taken if overlap(rect, taken))


def ticks(low, high, count, finest):
    """Return round values that span low to high, at most `count`; from zero where the values come near it."""
    if 0 < low <= high * Decimal("0.4"):
        low = Decimal(0)
    if low == high:
        low, high = min(low, max(Decimal(0), low - 1)) if low >= 0 else low - 1, high + 1
    scale = Decimal(10) ** floor(log10(float(high - low)) - 1)
    for step in (s * scale * power for power in (1, 10, 100, 1000) for s in STEPS):
        start, end = floor(low / step), ceil(high / step)
        if step >= finest and end - start < count:
            return [step * at for at in range(start, end + 1)]
    return [low, high]


def spread(low, high):
    return (low, high) if low != high else (low - 1, high + 1)


def text_width(text, size):
    return len(text) * size * 0.53


def box(text, x, y, anchor, size):
    wide = text_width(text, size)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return left, y - size * 0.75, left + wide, y + size * 0.2


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def escape(text, also=None):
    """Return a text as XML holds it; signs that no XML can hold are left out."""
    return saxutils.escape(UNWRITABLE.sub("", text), also or {})


def show(value):
    """Return an attribute's value: numbers with one decimal at most, texts made safe."""
    if isinstance(value, float | int):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value), {'"': "&quot;"})
