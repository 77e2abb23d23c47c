"""The pages of a programme's follow-ups."""

import hashlib

from indicators.chart import SPARK
from portal.public.pages.book import Book
from portal.public.pages.chapters import chapters_of
from portal.public.pages.overview import verdict
from portal.public.pages.report import period_told, sections_of, year_told
from portal.public.pages.revised import beside
from portal.public.pages.story import concerning
from portal.public.sites import TYPES, Page
from portal.publications.chain import canonical
from portal.publications.codes import FOLLOW_UP_KINDS
from programmes.dates import long_date

FORM_NAMES = {"arkiv.pdf": "pdf för arkiv"}
GENUINE = "register/kontroll/"  # where anybody checks a file


def follow_up_pages(edition, book):
    found = edition.follow_ups(book)
    if not found:
        return
    base = f"{book.programme.slug}/uppfoljning/"
    yield edition.page(
        "follow_ups",
        base,
        "Uppföljning",
        book=book,
        published=found[0],
        example=any(published.content.example for published in found),
        follow_ups=[listed(edition, book, published) for published in found],
    )
    for published in found:
        yield follow_up_page(edition, published, book, f"{base}{published.content.slug}/")
        for ending, body in forms(edition, published).items():
            yield Page(f"{edition.home}{base}{published.content.slug}.{ending}", body, TYPES[ending.rpartition(".")[2]])


def forms(edition, published):
    """Return {ending: bytes} of a follow-up's files: the PDF, the workbook, and the content as it was published."""
    text = published.text or canonical(published.content)
    return {**edition.documents.get(published.envelope.content, {}), "json": text.encode()}


def form_name(ending):
    return FORM_NAMES.get(ending, ending)


def checksum(body):
    return hashlib.sha256(body).hexdigest()


def listed(edition, book, published):
    """Return a follow-up as the lists show it."""
    content = published.content
    href = f"{book.home}uppfoljning/{content.slug}"
    return {
        "content": content,
        "href": f"{href}/",
        "forms": [(form_name(ending), f"{href}.{ending}", body) for ending, body in forms(edition, published).items()],
        "approved": approved(content),
        "verdict": verdict(content.verdict),
    }


def approved(content):
    """Return "Godkänd av Styrgruppen den 18 februari 2026, § 4", or nothing before the approval."""
    if content.approval is None:
        return ""
    a = content.approval
    return ", ".join(part for part in (f"Godkänd av {a.group} den {long_date(a.on)}", a.minutes) if part)


def follow_up_page(edition, published, book, path):
    content, files = published.content, forms(edition, published)
    old = Book(edition.slug, content.programme, content.as_of, edition.accent, whole_at=book.home)
    chapters = [chapter for chapter in chapters_of(old, content, SPARK) if chapter]
    return edition.page(
        "follow_up",
        path,
        content.title,
        trail=[("Uppföljning", book.home + "uppfoljning/")],
        book=book,
        published=published,
        example=content.example or any(chapter.holds_examples for chapter in chapters),
        corrections=edition.corrections(published),
        content=content,
        kind=FOLLOW_UP_KINDS[content.kind],
        year_told=year_told(content),
        period=period_told(content),
        item=listed(edition, book, published),
        sums=[(form_name(ending), checksum(body)) for ending, body in files.items()],
        archived="arkiv.pdf" in files,
        genuine=edition.home + GENUINE,
        course=concerning(content.id, book),
        revised=beside(content, book),
        examples=old.examples(content.programme.plans),
        sections=sections_of(old, content, edition.site, chapters),
    )
