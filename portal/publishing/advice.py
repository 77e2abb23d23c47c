"""Advice to whoever publishes: what readers would miss or stumble over. It stops nothing. Content in, sentences out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from msgspec import Struct, structs

from actions.statuses import OPEN
from indicators.withholding import HIDDEN, TOTAL, WITHHELD
from portal.publications import comparison
from portal.publications import content as c
from programmes import rich

from .people import people

CLOSED = "closed"
MOST = 12  # rows of one piece of advice that are named
LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
HEADING = re.compile(r"<h([34])>")
WORDLESS = {"här", "se här", "klicka här", "tryck här", "länk", "länken", "mer", "läs mer", "läs mer här"}
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
SHOUTED = re.compile(r"(?:\b[A-ZÅÄÖ]+\b[ ,.–-]*){4,}")
SEXES = {"T": "", "K": " kvinnor", "M": " män"}
ABBREVIATION = 4  # letters; KF, KS, KSAU and SKR are no shouting
SILENT = {
    "slug",
    "digest",
    "type",
    "source_id",
    "minutes_url",
    "predecessor_url",
    "successor_url",
    "website",
    "email",
    "phone",
    "code",
}


@dataclass(frozen=True)
class Found:
    """A row that a piece of advice is about; `id` is None for what the document says itself."""

    id: UUID | None
    name: str
    detail: str = ""
    place: str = ""  # where the desk works with it


@dataclass(frozen=True)
class Advice:
    """One piece of advice with the rows that it is about."""

    sentence: str
    rows: tuple

    @property
    def shown(self):
        return self.rows[:MOST]

    def placed(self, places):
        """Return the advice with the way to each of its rows; `places` is {row: address}."""
        return replace(self, rows=tuple(replace(row, place=places.get(row.id, "")) for row in self.rows))

    @property
    def more(self):
        return len(self.rows) - len(self.shown)


@dataclass(frozen=True)
class Reading:
    """A document opened for advice: its rows with their names, and every text in it."""

    document: Struct

    def __post_init__(self):
        rows = {row: name for _kind, some in comparison.rows_by_kind(self.document) for row, name in some}
        object.__setattr__(self, "names", rows)
        object.__setattr__(self, "texts", list(texts_of(self.document)))

    def found(self, row, detail=""):
        return Found(row, self.names.get(row) or self.title, detail)

    @property
    def title(self):
        return getattr(self.document, "title", "") or self.document.name

    @property
    def actions(self):
        """The actions of the plans that are worked by."""
        plans = [plan for plan in getattr(self.document, "plans", ()) if plan.state != CLOSED]
        return [action for plan in plans for action in plan.actions]


def advice(document):
    """Return all advice about a document."""
    reading = Reading(document)
    found = [Advice(sentence, tuple(check(reading))) for sentence, check in CHECKS]
    return [one for one in found if one.rows]


def apart(found, ids):
    """Return the advice about the rows with these ids, and the advice about all others."""
    here = [replace(one, rows=tuple(row for row in one.rows if row.id in ids)) for one in found]
    elsewhere = [replace(one, rows=tuple(row for row in one.rows if row.id not in ids)) for one in found]
    return [one for one in here if one.rows], [one for one in elsewhere if one.rows]


def texts_of(thing, row=None):
    """Yield (row, text, is it rich?) of every text in a thing and in what it holds."""
    rich_ones = c.rich_fields(type(thing))
    for field in structs.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, str) and value and field.name not in SILENT:
            yield row, value, field.name in rich_ones
        elif isinstance(value, tuple):
            for one in value:
                if isinstance(one, Struct):
                    yield from texts_of(one, getattr(one, "id", row))
                elif isinstance(one, str):
                    yield row, one, False


def no_summary(reading):
    if isinstance(reading.document, c.Programme) and not reading.document.summary:
        yield reading.found(None)


def empty_areas(reading):
    if not isinstance(reading.document, c.Programme):
        return
    used = {one.area for plan in reading.document.plans for one in (plan, *plan.actions)}
    used |= {area for goal in reading.document.goals for area in goal.areas}
    for area in reading.document.areas:
        if not area.main_strategy and not area.description and area.id not in used:
            yield reading.found(area.id)


def loose_goals(reading):
    """Goals without area, where others have one: what nothing hangs under is easily forgotten."""
    goals = getattr(reading.document, "goals", ())
    if any(goal.areas for goal in goals):
        yield from (reading.found(goal.id) for goal in goals if not goal.areas and not goal.quantity)


def wordless_links(reading):
    for row, text, is_rich in reading.texts:
        for link in LINK.findall(text) if is_rich else ():
            said = " ".join(TAG.sub("", link).split())
            if said.lower().strip(" .!»>→") in WORDLESS or ADDRESS.fullmatch(said):
                yield reading.found(row, said)


def persons(reading):
    known = {*reading.names.values(), *(row.name for row in getattr(reading.document, "departments", ()))}
    known |= {action.responsible for action in reading.actions}
    for row, text, is_rich in reading.texts:
        for person in people(rich.plain(text) if is_rich else text, known):
            yield reading.found(row, person)


def figures_without_source(reading):
    for indicator in getattr(reading.document, "indicators", ()):
        own = indicator.source_kind == "manual" and not indicator.source and not indicator.publisher
        unsourced = [one for one in indicator.observations if one.value is not None and not one.source]
        if own and unsourced:
            yield reading.found(indicator.id, ", ".join(dict.fromkeys(str(one.year) for one in unsourced)))


def withheld_figures(reading):
    """Figures that are not told because a suppressed one of the same year could be worked out from them."""
    for indicator in getattr(reading.document, "indicators", ()):
        series = [("", indicator.observations), *((f" {one.name}", one.values) for one in indicator.comparisons)]
        withheld = [(who, one) for who, figures in series for one in figures if one.missing == WITHHELD]
        if withheld:
            yield reading.found(indicator.id, ", ".join(f"{one.year}{SEXES[one.sex]}{who}" for who, one in withheld))


def told_baselines(reading):
    """Targets whose baseline is the figure of a year that is not told."""
    for indicator in getattr(reading.document, "indicators", ()):
        target = indicator.target
        hidden = {one.year for one in indicator.observations if one.sex == TOTAL and one.missing in HIDDEN}
        if target and target.base_value is not None and target.base_year in hidden:
            yield reading.found(indicator.id, str(target.base_year))


def without_responsible(reading):
    for action in reading.actions:
        if not action.responsible and not action.responsible_role:
            yield reading.found(action.id)


def without_end(reading):
    for action in reading.actions:
        if action.status in OPEN and action.end is None and not action.continuous:
            yield reading.found(action.id)


def past_their_end(reading):
    for action in reading.actions:
        if action.status in OPEN and action.end and action.end < reading.document.as_of:
            yield reading.found(action.id, action.end.isoformat())


def old_accounts(reading):
    for action in reading.actions:
        year = action.account_period[:4]
        if action.status in OPEN and year.isdecimal() and int(year) < reading.document.as_of.year - 1:
            yield reading.found(action.id, action.account_period)


def shouted(reading):
    for row, text, is_rich in reading.texts:
        found = SHOUTED.search(rich.plain(text) if is_rich else text)
        if found and max(map(len, re.findall(r"\w+", found[0]))) > ABBREVIATION:
            yield reading.found(row, comparison.short(found[0].strip()))


def headings_out_of_order(reading):
    for row, text, is_rich in reading.texts:
        levels = HEADING.findall(text) if is_rich else []
        if levels and levels[0] == "4":
            yield reading.found(row)


CHECKS: list[tuple[str, Callable]] = [
    (_("What looks like a private person"), persons),
    (_("There is no summary in plain language"), no_summary),
    (_("Areas with neither text nor actions"), empty_areas),
    (_("Goals that no area works for"), loose_goals),
    (_("Figures without a source"), figures_without_source),
    (_("Withheld, because a figure with too few answers could be worked out otherwise"), withheld_figures),
    (_("The target’s baseline tells a figure that is withheld"), told_baselines),
    (_("Actions with nobody responsible"), without_responsible),
    (_("Actions without an end date"), without_end),
    (_("Actions past their end date that are still open"), past_their_end),
    (_("Accounts that are more than a year old"), old_accounts),
    (_("Links whose words do not say where they lead"), wordless_links),
    (_("Texts in capitals only"), shouted),
    (_("Headings that begin one level too low"), headings_out_of_order),
]
