"""The wordings that were adopted, each as it was, beside the one that stands today."""

from itertools import zip_longest

from portal.public.earlier import key
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
    for wording, later in zip_longest(found, found[1:]):
        yield wording_page(edition, published, book, (wording, later), edition.wording_href(wording))
    if found:
        yield wording_page(edition, published, book, (found[-1], None), f"{book.home}lydelse/")


def wording_page(edition, published, book, pair, address):
    """Return a wording's page: an earlier one beside the next, so that it stays as it is; the newest beside today's."""
    wording, later = pair
    found, beside = edition.wordings[published.envelope.subject], later.first if later else published
    known = {step.id for step in book.programme.steps}
    links = {
        "decision_href": step_href(book, wording.step) if wording.step in known else "",
        "version_href": version_href(edition, wording.first),
        "document_href": edition.file_address(wording.document),
        "later": later.decision if later else "",
        "others": [] if later else [(one.decision, edition.wording_href(one)) for one in found[-2::-1]],
    }
    corrected = [version.entry for _before, version in wording.corrected]
    worded = edition.wording_facts(beside).get("worded")
    shows = key(wording.first.entry, corrected, worded, links, str(wording.document))

    def render():
        return whole_wording(edition, wording, beside.content, book.home, address, links)

    return edition.earlier.page(address, shows, edition.frame_key(book.home), render)


def whole_wording(edition, wording, now, home, address, links):
    p = wording.first.content
    old = Book(edition.slug, p, p.as_of, edition.accent, whole_at=home)
    name = f"Antagen lydelse, version {wording.number}" if links["later"] else "Antagen lydelse"
    return edition.page(
        "wording",
        address.removeprefix(edition.home),
        name,
        trail=[] if address == f"{home}lydelse/" else [("Antagen lydelse", f"{home}lydelse/")],
        book=old,
        published=wording.first,
        example=p.example or any(row.example for row in (*p.goals, *p.areas)),
        wording=wording,
        day=long_date(published_on(wording.first)),
        document=wording.document,
        changes=[correction(edition, *one) for one in wording.corrected],
        beside=[side_by_side(one) for one in altered(p, now)],
        period=years(p.period_from, p.period_through),
        texts=[(heading, getattr(p, name)) for name, heading in TEXTS if name in ADOPTED[type(p)] and getattr(p, name)],
        goals=[(goal, quoted(goal.wording)) for goal in sorted(p.goals, key=lambda goal: goal.order)],
        chapters=[chapter for chapter in old.chapters([]) if chapter.area],
        **links,
    )


def correction(edition, before, version):
    """Return a change of the wording as it is told: when, as what, why, and every word of it."""

    def lines():
        return [line(one) for one in altered(before.content, version.content)]

    return {
        "day": long_date(published_on(version)),
        "label": LABELS[version.envelope.change],
        "reason": version.envelope.note,
        "lines": edition.earlier.answer(key("corrected", before.entry, version.entry), lines),
    }


def line(difference):
    return {"where": where(difference), "note": note(difference), "pieces": pieces(difference)}


def side_by_side(difference):
    """Return a difference as the adopted wording and the other one, the words that differ marked in each."""
    found = pieces(difference)
    return {
        "where": where(difference),
        "note": note(difference),
        "adopted": [piece for piece in found if piece[0] != comparing.NEW],
        "after": [piece for piece in found if piece[0] != comparing.OLD],
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
