"""The page for whoever audits: for each goal who answers for it, how it is measured, what was done, when it was told.

What is missing is said, never left out: a goal that nothing measures, a goal that no action serves.
"""

from collections import Counter
from dataclasses import dataclass

from msgspec.structs import replace

from actions.sheets.writing import Sheet, sheet_as_csv
from portal.public.pages.book import Book
from portal.public.pages.edition import published_on
from portal.public.pages.figures import Figure
from portal.public.pages.follow_up import listed
from portal.public.pages.goals import named, quoted
from portal.public.pages.overview import Count, verdict
from portal.public.pages.programme import adopted, holds_examples, in_order, revised
from portal.public.pages.progress import measure, progress
from portal.public.pages.shelf import version_href, version_of
from portal.public.sites import TYPES, Page
from portal.publications.content import Goal
from programmes.dates import long_date

ADDRESS = "granskning/"
FILE = "granskning.csv"
COLUMNS = (
    ("Mål nr", 8),
    ("Mål", 45),
    ("Område", 30),
    ("Mäts med", 30),
    ("Plan", 20),
    ("Nr", 6),
    ("Åtgärd", 45),
    ("Ansvarig", 30),
    ("Status", 20),
    ("Slutdatum som beslutades", 14),
    ("Slutdatum nu", 14),
    ("Skäl till flyttat slutdatum", 45),
    ("Senast rapporterad för", 14),
)


@dataclass(frozen=True)
class Audited:
    """A goal with all that an auditor asks of it; what nobody has said is empty, and the page says so."""

    goal: Goal
    number: int
    areas: tuple  # (name, where its actions stand on the page)
    responsible: tuple[str, ...]  # "Kultur (3)", those with the most actions first
    unowned: int  # actions without anybody
    measures: tuple[Figure, ...]
    progress: str
    beside: tuple[Figure, ...]  # indicators of the goal's areas, where nothing measures the goal itself
    entries: tuple
    tally: tuple[Count, ...]
    reported: tuple  # (follow-up, [(area, verdict)])

    @property
    def name(self):
        return named(self.goal)

    @property
    def others(self):
        """The actions that stand in no area of the goal, and are meant to move what measures it."""
        return [entry for entry in self.entries if not (entry.area and entry.area.id in self.goal.areas)]

    @property
    def quote(self):
        return quoted(self.goal.wording) if self.goal.theme else ""

    @property
    def anchor(self):
        return f"mal-{self.number}"


def audit_pages(edition, published, book):
    follow_ups = [(one, listed(edition, book, one)) for one in edition.follow_ups(book)]
    book = Book(edition.slug, as_told(published, [one for one, _item in follow_ups]), edition.as_of, edition.accent)
    goals = [audited(n, goal, book, follow_ups) for n, goal in enumerate(in_order(book.programme.goals), 1)]
    path = f"{book.programme.slug}/{ADDRESS}"
    chapters = [chapter for chapter in book.chapters(book.plans_in_order()) if chapter.entries]
    csv = sheet_as_csv(Sheet("Granskning", COLUMNS, list(rows(goals, book))))
    yield edition.page(
        "audit",
        path,
        "Granskning",
        book=book,
        published=published,
        example=holds_examples(book),
        corrections=edition.corrections(published),
        goals=goals,
        facts=facts(book),
        chapters=[(chapter, place(chapter.area)) for chapter in chapters],
        is_reported="rapporterat" if book.words.action.article == "ett" else "rapporterad",
        follow_ups=[told(one, item) for one, item in follow_ups],
        versions=[version_of(one, version_href(edition, one)) for one in reversed(edition.versions(published))],
        file=(f"{book.home}{FILE}", csv),
    )
    yield Page(f"{book.home}{FILE}", csv, TYPES["csv"])


def as_told(published, follow_ups):
    """Return the programme with what its actions were last reported for, also by a follow-up published after it."""
    later = [one for one in follow_ups if one.envelope.sequence > published.envelope.sequence]
    told = {
        action.id: action.account_period
        for one in sorted(later, key=lambda one: one.envelope.sequence)
        for plan in one.content.programme.plans
        for action in plan.actions
        if action.account_period
    }
    return replace(published.content, plans=tuple(told_plan(plan, told) for plan in published.content.plans))


def told_plan(plan, told):
    actions = (replace(a, account_period=told.get(a.id, a.account_period)) for a in plan.actions)
    return replace(plan, actions=tuple(actions))


def audited(number, goal, book, follow_ups):
    measures = measures_of(goal, book)
    entries = entries_of(goal, book, {figure.row.indicator.id for figure in measures})
    units = Counter(entry.action.responsible for entry in entries if entry.action.responsible)
    return Audited(
        goal=goal,
        number=number,
        areas=tuple((name, place(book.areas[key])) for key, (name, _href) in areas_of(goal, book)),
        responsible=tuple(f"{unit} ({count})" for unit, count in units.most_common()),
        unowned=len(entries) - units.total(),
        measures=measures,
        progress=progress(goal, book.programme.indicators) if goal.quantity else "",
        beside=() if measures else beside(goal, book),
        entries=entries,
        tally=book.tally_of(entries),
        reported=tuple(found for one, item in follow_ups if (found := judged(goal, book, one, item))),
    )


def areas_of(goal, book):
    """Return [(id, (name, address))] of the areas that the goal is tied to."""
    keys = [key for key in book.areas if key in goal.areas]
    return list(zip(keys, book.area_links(goal.areas), strict=True))


def measures_of(goal, book):
    """Return the indicators that are tied to the goal, and the one that counts its number."""
    counting = goal.quantity and measure(goal, book.programme.indicators)
    return tuple(one for one in book.figures if goal.id in one.row.indicator.goals or one.row.indicator is counting)


def beside(goal, book):
    return tuple(one for one in book.figures if set(one.row.indicator.areas) & set(goal.areas))


def entries_of(goal, book, measures):
    """Return the actions, of all plans, that serve the goal: in one of its areas, or meant to move its measures."""
    entries = book.actions_of(book.plans_in_order())
    return tuple(e for e in entries if (e.area and e.area.id in goal.areas) or measures & set(e.action.indicators))


def place(area):
    return f"omrade-{area.slug}" if area else "utan-omrade"


def judged(goal, book, published, item):
    """Return a follow-up with its verdicts on the goal's areas, or None where it says nothing of them."""
    verdicts = {one.area: one.verdict for one in published.content.areas if one.verdict}
    found = [(name, verdict(verdicts[key])) for key, (name, _href) in areas_of(goal, book) if key in verdicts]
    return (item, found) if found else None


def told(published, item):
    """Return a follow-up with when it was published, and as which entry of the record."""
    return item | {
        "on": long_date(published_on(published)),
        "sequence": published.envelope.sequence,
    }


def facts(book):
    """Return who answers for the programme as a whole; what is not known is said."""
    p = book.programme
    found = (
        ("Antogs", adopted(book)),
        ("Ytterst ansvarig", p.accountable),
        ("Samordnas av", p.coordinator),
        ("Följs upp", p.follow_up_cycle),
        ("Revideras", revised(p, book.as_of)),
    )
    return [(label, text or "Det är inte angivet.") for label, text in found]


def rows(goals, book):
    """Yield a row for each action under each goal, and one for a goal that no action serves."""
    for one in goals:
        measured = ", ".join(figure.row.name for figure in one.measures)
        for entry in one.entries:
            yield [one.number, one.name, entry.area.name if entry.area else "", measured, *action_row(entry)]
        if not one.entries:
            yield [one.number, one.name, ", ".join(name for name, _ in one.areas), measured, *[None] * 9]


def action_row(entry):
    a = entry.action
    facts = entry.plan.title, a.number, a.title, a.responsible, entry.mark.word
    return [*facts, a.end_adopted, a.end, a.end_reason, a.account_period]
