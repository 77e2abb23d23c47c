"""The programme's own page and those of its areas."""

from portal.public.pages.edition import noun, published_on
from portal.public.pages.follow_up import listed
from portal.public.pages.goals import promise, quoted
from portal.public.pages.story import step_href
from portal.public.pages.succession import replaced_by, replaces
from portal.public.pages.timeline import NARROW, timeline
from portal.publications.codes import GROUP_KINDS
from programmes import case
from programmes.dates import long_date
from programmes.formats import years

TEXTS = (
    ("vision", "Vision"),
    ("target_picture", "Målbild"),
    ("purpose", "Syfte"),
    ("background", "Bakgrund"),
    ("process", "Så togs det fram"),
    ("context", "Sammanhang"),
)
NUMBERS = {1: "varje", 2: "vartannat", 3: "vart tredje", 4: "vart fjärde", 5: "vart femte"}


def programme_pages(edition, published, book):
    yield edition.page(
        "programme",
        f"{book.programme.slug}/",
        book.programme.title,
        book=book,
        published=published,
        example=holds_examples(book),
        corrections=edition.corrections(published),
        replaced_by=replaced_by(edition, book),
        latest_note=edition.latest_note(published),
        **programme_context(edition, published, book),
    )
    yield from area_pages(edition, published, book)


def programme_context(edition, published, book):
    p = book.programme
    plans = book.current_plans
    return {
        "ruler": ruler(edition, book),
        "updated": long_date(published_on(published)),
        "period": years(p.period_from, p.period_through),
        "adopted": adopted(book),
        **latest_decisions(book),
        "replaces": replaces(edition, book),
        "document": edition.file_address(p.adopted_document),
        **wording(edition, published, book),
        "promises": [promise(goal, book) for goal in in_order(p.goals) if goal.quantity],
        "goals": [
            (goal, quoted(goal.wording), book.area_links(goal.areas)) for goal in in_order(p.goals) if not goal.quantity
        ],
        "plan_title": plan_title(book, plans),
        "plan_href": book.place(plans[0]) if len(plans) == 1 else book.at("planer/"),
        "action_count": len(book.actions_of(plans)),
        "tally": book.tally(plans),
        "examples": book.examples(plans),
        "chapters": book.chapters(plans),
        "indicators_href": book.at("indikatorer/"),
        "indicator_count": len(book.figures),
        "follow_ups": [listed(edition, book, found) for found in edition.follow_ups(book)],
        **about(book),
    }


def wording(edition, published, book):
    """Return which adopted wording is shown, its address, and when it was last corrected; an old version knows less."""
    found = edition.wording_of(published)
    if found is None:
        return {}
    if book.whole:
        return {"wording": found, "wording_href": edition.wording_href(found)}
    days = [long_date(published_on(version)) for _before, version in found.corrected]
    return {"wording": found, "wording_href": f"{book.home}lydelse/", "corrected": days[-1] if days else ""}


def latest_decisions(book):
    """Return where the adoption is told, and the latest decision on the programme where that is another one."""
    steps = book.programme.steps
    adoption, latest = case.adoption(steps, book.as_of), case.latest_decision(steps, book.as_of)
    found = {"adopted_href": step_href(book, adoption.id)} if adoption else {}
    if latest is not None and latest is not adoption:
        found |= {"latest": case.in_words(latest), "latest_href": step_href(book, latest.id)}
    return found


def about(book):
    """Return what stands last on the page: the programme's texts and how it is run."""
    return {
        "texts": texts(book.programme),
        "facts": facts(book),
        "short_name": noun(book.words.programme).lower(),
        "groups": [(group, GROUP_KINDS[group.kind]) for group in book.programme.groups],
    }


def ruler(edition, book):
    """Return the ruler of the period, wide and narrow, empty where the period is not known."""
    return {
        "wide": timeline(book.programme, book.as_of, "tid", accent=edition.accent),
        "narrow": timeline(book.programme, book.as_of, "tid-smal", NARROW, edition.accent),
    }


def in_order(goals):
    return sorted(goals, key=lambda goal: goal.order)


def texts(programme):
    return [(heading, getattr(programme, name)) for name, heading in TEXTS if getattr(programme, name)]


def adopted(book):
    """Return who adopted the programme and when, as far as it is known: "av kommunfullmäktige (KF) i juni 2021"."""
    words = case.adopted_in_words(book.programme.steps, book.as_of).removeprefix("Antogs ")
    return words.replace("kommunfullmäktige", "kommunfullmäktige (KF)", 1)


def plan_title(book, plans):
    """Return "Åtgärdsplan 2026" for one plan, "Handlingsplaner 2026" for those of several areas."""
    if len(plans) == 1:
        return plans[0].title
    starts = {plan.start.year for plan in plans if plan.start}
    return f"{book.words.plan.titles} {starts.pop()}" if len(starts) == 1 else book.words.plan.titles


def facts(book):
    """Return what is known of how the programme is run, as (label, text)."""
    p = book.programme
    found = (
        ("Dokumenttyp", p.document_type),
        ("Samordnas av", p.coordinator),
        ("Ytterst ansvarig", p.accountable),
        ("Följs upp", p.follow_up_cycle),
        ("Revideras", revised(p, book.as_of)),
        ("Regional ram", p.regional_frame),
    )
    return [(label, text) for label, text in found if text]


def revised(programme, on):
    """Return "vart fjärde år, nästa gång 2029", and say so where a year has passed without a revision."""
    if not programme.revision_every:
        return ""
    every = f"{NUMBERS.get(programme.revision_every, f'vart {programme.revision_every}:e')} år"
    due = case.next_revision(programme.steps, programme.revision_every, on, programme.period_through)
    if due is None:
        return every
    year, words = due
    return f"{every}, nästa gång {year}" if year >= on.year else f"{every}. {words}."


def holds_examples(book):
    p, entries = book.programme, book.actions_of(book.current_plans)
    rows = (p, *p.goals, *p.areas, *p.groups, *book.figures, *(entry.action for entry in entries))
    return any(row.example for row in rows)


def area_pages(edition, published, book):
    p, plans = book.programme, book.current_plans
    for chapter in book.chapters(plans):
        if chapter.area is None:
            continue
        area = chapter.area
        entries = chapter.entries
        found = [figure for figure in book.figures if area.id in figure.row.indicator.areas]
        yield edition.page(
            "area",
            f"{p.slug}/omraden/{area.slug}/",
            chapter.name,
            book=book,
            published=published,
            example=chapter.holds_examples or any(figure.example for figure in found),
            corrections=edition.corrections(published, {area.id}),
            area=area,
            chapter=chapter,
            kicker=f"{book.words.area.title} {area.order}" if area.name else "",
            goals=[(goal, quoted(goal.wording)) for goal in in_order(p.goals) if area.id in goal.areas],
            plan_title=plan_title(book, plans),
            tally=book.tally_of(entries),
            figures=found,
            dialogues=[dialogue for dialogue in p.dialogues if area.id in dialogue.areas],
        )
