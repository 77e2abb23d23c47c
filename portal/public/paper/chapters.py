"""The chapters of the follow-up on paper: an area's verdict, its indicators, and its actions as entries."""

from dataclasses import dataclass
from itertools import batched

from django.utils.safestring import mark_safe

from indicators.chart import PAPER, line_chart
from portal.public.pages.overview import chart, indicator_row, verdict
from programmes.formats import days, number


@dataclass(frozen=True)
class Figures:
    """Indicators as cards, three in a row, and as a table of the columns that hold anything."""

    cards: tuple
    head: tuple
    rows: tuple
    notes: tuple

    def __bool__(self):
        return bool(self.rows)


@dataclass(frozen=True)
class Chapter:
    """An area of the programme, or what belongs to none."""

    name: str
    lead: str
    text: str
    verdict: object
    motivation: str
    band: tuple
    tally: tuple
    figures: Figures
    plans: tuple  # (heading, entries)
    example: bool

    @property
    def is_long(self):
        """Return whether the chapter deserves a page of its own."""
        return len(self.figures.cards) * 3 + sum(len(entries) for _, entries in self.plans) > 5

    def __bool__(self):
        return bool(self.lead or self.text or self.verdict or self.motivation or self.figures or self.plans)


@dataclass(frozen=True)
class Entry:
    """An action: who and when in small, what happened over the full width."""

    action: object
    mark: object
    who: str
    moved: str
    account: str
    others: str
    reason: str


def chapters_of(book, follow_up):
    """Yield every area in its order, then the actions and the indicators that belong to none."""
    judged = {one.area: one for one in follow_up.areas}
    plans = book.plans_of(follow_up.refers_to_year)
    for one in book.chapters(plans):
        indicators = [i for i in book.programme.indicators if one.area and one.area.id in i.areas]
        yield chapter(book, one, judged.get(one.area.id) if one.area else None, indicators)
    rest = [i for i in book.programme.indicators if not set(i.areas) & set(book.areas)]
    if rest:
        yield Chapter(
            "Övergripande indikatorer", "", "", None, "", (), (), figures(rest, book.accent, "alla"), (), False
        )


def chapter(book, one, judged, indicators):
    area = one.area
    return Chapter(
        name=one.name or book.words.action.titles,
        lead=area.main_strategy if area else "",
        text=area.description if area else "",
        verdict=verdict(judged.verdict) if judged else None,
        motivation=judged.motivation if judged else "",
        band=one.band,
        tally=book.tally_of(one.entries),
        figures=figures(indicators, book.accent, area.slug if area else ""),
        plans=tuple(by_plan(book, one.entries)),
        example=bool(area and area.example),
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


def figures(indicators, accent, place):
    """Return the indicators of one chapter; `place` keeps the charts' ids apart where two chapters share one."""
    rows = [indicator_row(indicator) for indicator in indicators]
    cards = [
        (row, mark_safe(line_chart(chart(row.indicator), f"graf-{place}-{row.indicator.slug}", PAPER, accent)))  # noqa: S308 our own SVG
        for row in rows
    ]
    columns = [column for column in COLUMNS if any(column[2](row) for row in rows) or column[0] in ALWAYS]
    return Figures(
        cards=tuple(batched(cards, 3)),
        head=tuple((title, kind) for title, kind, _ in columns),
        rows=tuple(tuple((kind, value(row) or "–") for _, kind, value in columns) for row in rows),
        notes=tuple((row.name, row.indicator.motivation) for row in rows if row.indicator.motivation),
    )


def name_and_unit(row):
    return f"{row.name}, {row.unit}" if row.unit else row.name


COLUMNS = (
    ("Indikator", "name", name_and_unit),
    ("Utgångsvärde", "number base", lambda row: row.baseline),
    ("Föregående", "number", lambda row: row.previous),
    ("Utfall", "number", lambda row: row.latest or row.missing),
    ("Mål", "number aim", lambda row: row.target),
    ("Bedömning", "mark", lambda row: row.verdict),
    ("Källa", "source", lambda row: row.source),
)
ALWAYS = ("Indikator", "Utfall")
