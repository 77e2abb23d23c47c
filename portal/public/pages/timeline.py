"""A programme's whole period as one ruler: adopted, revised, now, and what is still ahead.

Presentation attributes only, like the charts, and told in words in its `<title>`.
"""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from programmes.case import DECIDED, VERBS, in_words, last_year, next_revision
from programmes.dates import MONTH, YEAR, long_date
from programmes.formats import years

INK, SOFT, HAIR = "#1d2329", "#55606b", "#dcd8d0"
FONT = "Portal Sans, sans-serif"
WIDE, NARROW = 1140, 340
TEXT, ROW, EDGE = 13, 19, 10
CLOSEST = 3  # between two ticks
STEPS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)  # between two years that are written out
SHORT_BODIES = {"KF": "av KF", "KS": "av KS"}


@dataclass(frozen=True)
class Event:
    at: float  # in years
    label: str
    happened: bool


@dataclass(frozen=True)
class Ruler:
    """Where the years lie; both years belong to the period."""

    first: int
    last: int
    width: int

    def x(self, at):
        return EDGE + (at - self.first) / (self.last + 1 - self.first) * (self.width - 2 * EDGE)


def timeline(programme, on, id, width=WIDE, accent="#1c5d4a"):
    """Return the ruler as an `<svg>`, or nothing where the period is not known; `id` is unique on its page."""
    last = last_year(programme.steps, programme.period_through, on)
    if programme.period_from is None or last is None:
        return ""
    found = events(programme, last, on)
    first = min([programme.period_from, *(int(event.at) for event in found)])
    ruler = Ruler(first, max([first, last, *(int(event.at) for event in found)]), width)
    labels = place(ruler, found, on)
    base = ROW * (max((row for *_, row in labels), default=0) + 1) + 16
    parts = [*line(ruler, programme.period_from, on, base, accent), *year_marks(ruler, base)]
    parts += [mark for event in found for mark in event_mark(ruler, event, base, accent)]
    parts += [text(x, base - 16 - ROW * row, label, fill, 600 if now else 400) for x, label, fill, now, row in labels]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {base + 34}" width="100%" role="img" '
        f'aria-labelledby="{id}" font-family="{FONT}" font-size="{TEXT}">'
        f'<title id="{id}">{escape(describe(programme, last, on))}</title>{"".join(parts)}</svg>'
    )


def decisions(programme):
    """Return the dated decisions that shaped the programme."""
    return [s for s in programme.steps if s.concerns == "programme" and s.is_decision and s.kind in DECIDED and s.on]


def events(programme, last, on):
    """Return what lies on the ruler: decisions, and the revision that is due within the period."""
    found = [
        Event(place_of(step.on), " ".join([VERBS[step.kind], SHORT_BODIES.get(step.body, "")]).strip(), True)
        for step in decisions(programme)
        if step.on.value <= on
    ]
    due = next_revision(programme.steps, programme.revision_every, on, programme.period_through)
    if due is not None and due[0] <= last:
        found.append(Event(due[0] + 0.5, due[1].rsplit(" ", 1)[0], False))
    return found


def place_of(partial):
    """Return a date as years; what is only known to the month or year lies in the middle of it."""
    at = partial.value.year + (partial.value - date(partial.value.year, 1, 1)).days / 366
    return at + {MONTH: 1 / 24, YEAR: 0.5}.get(partial.precision, 0)


def place(ruler, found, on):
    """Return (x, label, colour, is now, row) of each label; a label that would cover another moves up a row."""
    wanted = [(event.at, event.label, SOFT, False) for event in found]
    if ruler.first <= on.year <= ruler.last:
        wanted.insert(0, (fraction(on), "nu", INK, True))
    placed = []
    for at, label, fill, now in wanted:
        half = len(label) * TEXT * 0.27 + 5
        x = min(max(ruler.x(at), half - 4), ruler.width - half + 4)
        taken = {p[4] for p in placed if abs(p[0] - x) < p[5] + half}
        row = next(row for row in range(len(wanted)) if row not in taken)
        placed.append((x, label, fill, now, row, half))
    return [item[:5] for item in placed]


def fraction(on):
    return on.year + (on - date(on.year, 1, 1)).days / 366


def line(ruler, begins, on, y, accent):
    """Yield the period and, in colour, how much of it has passed."""
    start, end = ruler.x(begins), ruler.x(ruler.last + 1)
    now = min(max(ruler.x(fraction(on)), start), end)
    yield f'<line x1="{ruler.x(ruler.first):.1f}" y1="{y}" x2="{end:.1f}" y2="{y}" stroke="{HAIR}" stroke-width="6"/>'
    yield f'<line x1="{start:.1f}" y1="{y}" x2="{now:.1f}" y2="{y}" stroke="{accent}" stroke-width="6"/>'
    if start < now < end:
        yield f'<path d="M{now:.1f} {y - 4}l6-10h-12z" fill="{INK}"/>'


def year_marks(ruler, y):
    """Yield the ticks between the years, and as many years as there is room for."""
    a_year = (ruler.width - 2 * EDGE) / (ruler.last + 1 - ruler.first)
    step = next(step for step in STEPS if a_year * step >= TEXT * 3)
    for year in range(ruler.first, ruler.last + 2, 1 if a_year >= CLOSEST else step):
        yield f'<line x1="{ruler.x(year):.1f}" y1="{y - 7}" x2="{ruler.x(year):.1f}" y2="{y + 7}" stroke="#9aa39d"/>'
    for year in range(ruler.first, ruler.last + 1):
        if (year - ruler.first) % step == 0:
            yield text(ruler.x(year + 0.5), y + 26, str(year), SOFT)


def event_mark(ruler, event, y, accent):
    dash = ' stroke-dasharray="3 2"' if not event.happened else ""
    yield f'<circle cx="{ruler.x(event.at):.1f}" cy="{y}" r="7" fill="#fff" stroke="{accent}" stroke-width="3"{dash}/>'


def text(x, y, words, fill, weight=400):
    return f'<text x="{x:.1f}" y="{y}" text-anchor="middle" fill="{fill}" font-weight="{weight}">{escape(words)}</text>'


def describe(programme, last, on):
    """Return the ruler in words."""
    parts = [f"Tidslinje {years(programme.period_from, last)}"]
    parts += [in_words(step) for step in decisions(programme) if step.on.value <= on]
    due = next_revision(programme.steps, programme.revision_every, on, programme.period_through)
    if due is not None and due[0] <= last:
        parts.append(due[1])
    return ". ".join([*parts, f"Nu är det {long_date(on)}"]) + "."
