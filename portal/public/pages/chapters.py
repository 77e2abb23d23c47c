"""The chapters of a report, on page and paper: an area's verdict, its indicators, and its actions as entries."""

from dataclasses import dataclass
from itertools import batched

from django.utils.safestring import mark_safe

from indicators.chart import line_chart
from portal.public.pages.beside_others import Beside, beside_others
from portal.public.pages.judged import judged
from portal.public.pages.overview import chart, indicator_row, name_and_unit, verdict
from programmes.formats import days, number


@dataclass(frozen=True)
class Card:
    """An indicator with its chart; it has its place on the page where it is shown first."""

    row: object
    chart: str
    anchor: str

    @property
    def example(self):
        return self.row.indicator.example


@dataclass(frozen=True)
class Line:
    """An indicator's line in the table: its values come as (kind, text or mark)."""

    name: str
    values: tuple
    source: str


@dataclass(frozen=True)
class Figures:
    """Indicators as cards, three in a row, and as a table of the columns that hold anything."""

    cards: tuple
    head: tuple  # (heading, kind)
    rows: tuple
    notes: tuple
    beside: Beside

    @property
    def sourced(self):
        return any(row.source for row in self.rows)

    def __bool__(self):
        return bool(self.rows)


@dataclass(frozen=True)
class Chapter:
    """An area of the programme, or what belongs to none."""

    name: str
    lead: str = ""
    text: str = ""
    verdict: object = None
    motivation: str = ""
    band: tuple = ()
    tally: tuple = ()
    figures: Figures | None = None
    plans: tuple = ()  # (heading, entries)
    example: bool = False
    anchor: str = ""  # the area's place, where the page holds everything

    @property
    def is_long(self):
        """Return whether the chapter deserves a page of its own."""
        lines = len(self.figures.cards) if self.figures else 0
        return lines * 3 + sum(len(entries) for _, entries in self.plans) > 5

    @property
    def holds_examples(self):
        entries = [entry for _, found in self.plans for entry in found]
        return self.example or any(entry.action.example for entry in entries)

    def __bool__(self):
        return bool(self.lead or self.text or self.verdict or self.motivation or self.figures or self.plans)


@dataclass(frozen=True)
class Entry:
    """An action: who and when in small, what happened over the full width."""

    action: object
    anchor: str
    mark: object
    who: str
    moved: str
    account: str
    others: str
    reason: str


def chapters_of(book, follow_up, size):
    """Yield every area in its order, then the actions and the indicators that belong to none.

    `size` is how large the charts are drawn.
    """
    judged, drawn = {one.area: one for one in follow_up.areas}, set()
    for one in book.chapters(book.programme.plans):
        found = [i for i in book.programme.indicators if one.area and one.area.id in i.areas]
        shown = figures(book, found, one.area.slug if one.area else "", size, drawn)
        yield chapter(book, one, judged.get(one.area.id) if one.area else None, shown)
    rest = [i for i in book.programme.indicators if not set(i.areas) & set(book.areas)]
    if rest:
        yield Chapter("Övergripande indikatorer", figures=figures(book, rest, "alla", size, drawn))


def chapter(book, one, judged, shown):
    area = one.area
    return Chapter(
        name=one.name or book.words.action.titles,
        lead=area.main_strategy if area else "",
        text=area.description if area else "",
        verdict=verdict(judged.verdict) if judged else None,
        motivation=judged.motivation if judged else "",
        band=one.band,
        tally=book.tally_of(one.entries),
        figures=shown,
        plans=tuple(by_plan(book, one.entries)),
        example=bool(area and area.example),
        anchor=one.anchor,
    )


def by_plan(book, entries):
    """Yield the entries under the word for actions, or under each plan's title where there are several."""
    plans = list(dict.fromkeys(entry.plan.id for entry in entries))
    for plan in plans:
        found = [entry for entry in entries if entry.plan.id == plan]
        yield (found[0].plan.title if len(plans) > 1 else book.words.action.titles, [told_entry(e) for e in found])


def told_entry(entry):
    action = entry.action
    time = "löpande" if action.continuous and not action.end else days(action.start, action.end)
    share = f"{number(action.progress)} % klart" if action.progress is not None and action.status == "ongoing" else ""
    responsible = " · ".join(part for part in (action.responsible, action.responsible_role, time, share) if part)
    others = [", ".join(action.participating), action.partners]
    return Entry(
        action=action,
        anchor=entry.anchor,
        mark=entry.mark,
        who=responsible,
        moved=moved(action),
        account=action.account,
        others="; ".join(part for part in others if part),
        reason=action.cancel_reason if action.status == "cancelled" else action.late_reason,
    )


def moved(action):
    """Return that the end was moved, with both days and the reason: a delay is never hidden."""
    if action.end == action.end_adopted or not action.end_adopted:
        return ""
    new = f"nytt {action.end.isoformat()}" if action.end else "nytt är inte bestämt"
    text = f"Antaget slutdatum {action.end_adopted.isoformat()}, {new}."
    return f"{text} {action.end_reason}" if action.end_reason else text


def figures(book, indicators, place, size, drawn):
    """Return the indicators of one chapter; `place` keeps the charts' ids apart where two chapters share one.

    `drawn` are those that an earlier chapter has shown.
    """
    rows = [(indicator_row(one), judged(one)) for one in indicators]
    cards = [card(book, row, place, size, drawn) for row, _ in rows]
    columns = [column for column in COLUMNS if any(column[2](*row) for row in rows) or column[0] in ALWAYS]
    return Figures(
        cards=tuple(batched(cards, 3)),
        head=tuple((title, kind) for title, kind, _ in columns),
        rows=tuple(line(row, said, columns) for row, said in rows),
        notes=tuple((row.name, said.remark) for row, said in rows if said.remark),
        beside=beside_others(indicators),
    )


def line(row, said, columns):
    values = tuple((kind, value(row, said) or "–") for _, kind, value in columns)
    return Line(name_and_unit(row), values, row.source)


def card(book, row, place, size, drawn):
    indicator = row.indicator
    anchor = "" if indicator.id in drawn else book.place(indicator).removeprefix("#")
    drawn.add(indicator.id)
    drawing = line_chart(chart(indicator), f"graf-{place}-{indicator.slug}", size, book.accent)
    return Card(row, mark_safe(drawing), anchor)  # noqa: S308 our own SVG


COLUMNS = (
    ("Utgångsvärde", "number base", lambda row, said: row.baseline),
    ("Föregående", "number", lambda row, said: row.previous),
    ("Utfall", "number", lambda row, said: row.latest or row.missing),
    ("Mål", "number aim", lambda row, said: row.target),
    ("Trend", "trend", lambda row, said: said.trend),
    ("Enligt siffrorna", "mark", lambda row, said: said.numbers),
    ("Bedömning", "mark", lambda row, said: row.verdict),
)
ALWAYS = ("Utfall",)
