"""The pages of plans and of their actions."""

from portal.public.pages.edition import capital
from portal.public.pages.story import concerning
from portal.publications.codes import PLAN_STATES
from programmes import case
from programmes.dates import long_date
from programmes.formats import years


def plan_pages(edition, published, book):
    plans = book.plans_in_order()
    base = f"{book.programme.slug}/planer/"
    if plans:
        plan_word = book.words.plan
        yield edition.page(
            "plans",
            base,
            plan_word.title if len(plans) == 1 else plan_word.titles,
            book=book,
            published=published,
            example=any(plan.example or book.examples([plan]) for plan in plans),
            plans=[plan_line(book, plan) for plan in plans],
        )
    for plan in plans:
        yield plan_page(edition, published, book, plan)
        entries = book.actions_of([plan])
        for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
            yield action_page(edition, published, book, entry, before, after)


def plan_line(book, plan):
    return {
        "plan": plan,
        "facts": plan_facts(book, plan),
        "tally": book.tally([plan]),
        "href": book.place(plan),
        "examples": book.examples([plan]),
    }


def plan_page(edition, published, book, plan):
    chapters = [chapter for chapter in book.chapters([plan]) if chapter.entries]
    return edition.page(
        "plan",
        f"{book.programme.slug}/planer/{plan.slug}/",
        plan.title,
        trail=[(book.words.plan.titles, book.home + "planer/")],
        book=book,
        published=published,
        example=plan.example or any(chapter.holds_examples for chapter in chapters),
        corrections=edition.corrections(published, {plan.id}),
        plan=plan,
        facts=plan_facts(book, plan),
        course=concerning(plan.id, book),
        tally=book.tally([plan]),
        examples=book.examples([plan]),
        chapters=chapters,
    )


def plan_facts(book, plan):
    """Return what is known of a plan, as (label, text): its period, its adoption or state, its area."""
    step = book.steps.get(plan.adopted_by)
    verb, _, rest = case.in_words(step).partition(" ") if step else ("", "", "")
    area = book.areas.get(plan.area)
    found = (
        (book.words.area.title, book.chapter(area, ()).name if area else ""),
        ("Gäller", plan_period(plan)),
        (verb, rest),
        ("Läge", "" if step and plan.state == "adopted" else PLAN_STATES[plan.state]),
    )
    return [(label, text) for label, text in found if label and text]


def plan_period(plan):
    """Return "2026" for a plan of whole years, else its days."""
    start, end = plan.start, plan.end
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return years(start.year, end.year)
    return " – ".join(long_date(day) for day in (start, end) if day)


def action_page(edition, published, book, entry, before, after):
    action, plan = entry.action, entry.plan
    return edition.page(
        "action",
        f"{book.programme.slug}/planer/{plan.slug}/{action.number}/",
        action.title,
        trail=[(book.words.plan.titles, book.home + "planer/"), (plan.title, book.place(plan))],
        book=book,
        published=published,
        example=action.example,
        corrections=edition.corrections(published, {action.id}),
        entry=entry,
        action=action,
        earlier=book.entries.get(action.continues),
        area_name=book.chapter(entry.area, ()).name if entry.area else "",
        facts=action_facts(action),
        moved=action.end_adopted and action.end and action.end_adopted != action.end,
        figures=[figure for figure in book.figures if figure.row.indicator.id in action.indicators],
        proposals=[proposal for proposal in book.programme.proposals if action.id in proposal.actions],
        before=before,
        after=after,
    )


def action_facts(action):
    """Return what is known of an action beside its dates, as (label, text)."""
    responsible = capital(", ".join(part for part in (action.responsible, action.responsible_role) if part))
    found = (
        ("Ansvarig", responsible),
        ("Medverkar", ", ".join(action.participating)),
        ("Samarbetar med", action.partners),
        ("Förväntat resultat", action.expected_result),
        ("Budget", action.budget_note),
    )
    return [(label, text) for label, text in found if text]
