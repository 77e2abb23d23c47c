"""The wordings that were adopted, each as it was, beside the one that stands today."""

from portal.public.pages.book import Book
from portal.public.pages.edition import published_on
from portal.public.pages.goals import quoted
from portal.public.pages.programme import TEXTS
from portal.public.pages.shelf import version_href
from portal.public.pages.story import step_href
from portal.publications.comparison import ADDED, REMOVED, SHAPED
from portal.publications.wordings import ADOPTED, altered
from programmes import comparing
from programmes.dates import long_date
from programmes.formats import years

LABELS = {
    "correction": "Redaktionell rättelse",
    "update": "Ändring utan eget beslut",
    "decision": "Ändring genom beslut",
}


def wording_pages(edition, published, book):
    """Yield a page for every wording at an address of its own, and the newest at one that stays the same."""
    found = edition.wordings[published.envelope.subject]
    for wording in found:
        path = f"{wording.first.content.slug}/lydelse/{wording.number}/"
        yield wording_page(edition, published, book, found, wording, path)
    if found:
        yield wording_page(edition, published, book, found, found[-1], f"{book.programme.slug}/lydelse/")


def wording_page(edition, published, book, found, wording, path):
    p = wording.first.content
    old = Book(edition.slug, p, p.as_of, edition.accent, whole_at=book.home)
    newest = wording is found[-1]
    document = wording.document
    return edition.page(
        "wording",
        path,
        "Antagen lydelse" if newest else f"Antagen lydelse, version {wording.number}",
        trail=[] if path.endswith("/lydelse/") else [("Antagen lydelse", f"{book.home}lydelse/")],
        book=book,
        published=wording.first,
        example=p.example or any(row.example for row in (*p.goals, *p.areas)),
        newest=newest,
        wording=wording,
        decision_href=decision_href(book, wording),
        version_href=version_href(edition, wording.first),
        day=long_date(published_on(wording.first)),
        document=document,
        document_href=edition.file_address(document),
        corrections=[correction(version, differences) for version, differences in wording.corrections],
        beside=[side_by_side(one) for one in altered(p, published.content)],
        period=years(p.period_from, p.period_through),
        texts=[(heading, getattr(p, name)) for name, heading in TEXTS if name in ADOPTED[type(p)] and getattr(p, name)],
        goals=[(goal, quoted(goal.wording)) for goal in sorted(p.goals, key=lambda goal: goal.order)],
        chapters=[chapter for chapter in old.chapters([]) if chapter.area],
        others=[(one, edition.wording_href(one)) for one in reversed(found) if one is not wording],
    )


def decision_href(book, wording):
    """Return where the decision is told, if it still is."""
    known = {step.id for step in book.programme.steps}
    return step_href(book, wording.step) if wording.step.id in known else ""


def correction(version, differences):
    """Return a change of the wording as it is told: when, as what, why, and every word of it."""
    return {
        "day": long_date(published_on(version)),
        "label": LABELS[version.envelope.change],
        "reason": version.envelope.note,
        "lines": [line(one) for one in differences],
    }


def line(difference):
    return {"where": where(difference), "note": note(difference), "pieces": pieces(difference)}


def side_by_side(difference):
    """Return a difference as the adopted wording and today's, the words that differ marked in each."""
    found = pieces(difference)
    return {
        "where": where(difference),
        "note": note(difference),
        "adopted": [piece for piece in found if piece[0] != comparing.NEW],
        "now": [piece for piece in found if piece[0] != comparing.OLD],
    }


def where(difference):
    return ": ".join(part for part in (difference.room, difference.field) if part)


def note(difference):
    """Return what happened to the whole of it, where words do not show it."""
    if difference.kind == SHAPED:
        return "Samma ord i ny form"
    if difference.field:
        return ""
    return {ADDED: "Har lagts till", REMOVED: "Har tagits bort"}.get(difference.kind, "")


def pieces(difference):
    return comparing.marked(comparing.compare(difference.old, difference.new))
