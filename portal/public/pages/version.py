"""Earlier versions of a programme, what changed between them, and the pages of what is gone."""

from dataclasses import dataclass

from portal.public.pages.book import Book, anchor
from portal.public.pages.edition import published_on
from portal.public.pages.goals import quoted
from portal.public.pages.programme import holds_examples, programme_context, texts
from portal.public.pages.story import story
from portal.publications.codes import CHANGES
from portal.publications.comparison import compare
from portal.publications.content import Published
from programmes.dates import long_date

LONG = 120  # characters; a longer text is not repeated in a list of changes


@dataclass(frozen=True)
class Version:
    """A publication as the list of versions shows it."""

    published: Published
    href: str
    day: str
    change: str
    differences: tuple


def version_pages(edition, published, book):
    versions = edition.versions(published)
    yield versions_page(edition, published, book, versions)
    for version in versions:
        yield version_page(edition, published, book, version)
    decided = [version for version in versions if version.envelope.change == "decision"]
    if decided:
        yield wording_page(edition, book, decided[-1])
    yield from gone_pages(edition, published, book, versions)


def version_href(edition, version):
    """Return the address that a version has for ever, under the programme's name at the time."""
    return f"{edition.home}{version.content.slug}/versioner/{version.envelope.version}/"


def versions_page(edition, published, book, versions):
    listed = [
        Version(
            published=new,
            href=version_href(edition, new),
            day=long_date(published_on(new)),
            change=CHANGES[new.envelope.change],
            differences=tuple(said(one) for one in compare(old.content, new.content)) if old else (),
        )
        for old, new in zip([None, *versions], versions, strict=False)
    ]
    return edition.page(
        "versions",
        f"{book.programme.slug}/versioner/",
        "Versioner",
        book=book,
        published=published,
        example=any(version.content.example for version in versions),
        versions=listed[::-1],
    )


def said(difference):
    """Return a difference with what a list can hold: long texts are only said to be rewritten."""
    kept = len(difference.old) <= LONG and len(difference.new) <= LONG
    where = ": ".join(part for part in (difference.room, difference.field) if part)
    return {
        "where": where,
        "kind": difference.kind,
        "old": difference.old,
        "new": difference.new,
        "short": kept,
        "field": difference.field,
    }


def version_page(edition, published, book, version):
    """Return a version as it was published, whole on one page."""
    number = version.envelope.version
    old = Book(edition.slug, version.content, version.content.as_of, edition.accent, whole_at=book.home)
    return edition.page(
        "version",
        version_href(edition, version).removeprefix(edition.home),
        f"{version.content.title}, version {number}",
        trail=[("Versioner", book.home + "versioner/")],
        book=book,
        published=version,
        example=holds_examples(old),
        shown=old,
        current=version is published,
        sections=[(plan, anchor(f"planer/{plan.slug}"), old.actions_of([plan])) for plan in old.plans_in_order()],
        indicators=old.figures,
        steps=story(version.content.steps, old, edition),
        **programme_context(edition, version, old) | {"follow_ups": []},
    )


def wording_page(edition, book, decided):
    old = Book(edition.slug, decided.content, decided.content.as_of, edition.accent, whole_at=book.home)
    p = decided.content
    return edition.page(
        "wording",
        f"{book.programme.slug}/lydelse/",
        "Antagen lydelse",
        book=book,
        published=decided,
        example=p.example or any(row.example for row in (*p.goals, *p.areas)),
        decided=decided,
        href=version_href(edition, decided),
        day=long_date(published_on(decided)),
        heading=p.title,
        texts=texts(p),
        goals=[(goal, quoted(goal.wording)) for goal in sorted(p.goals, key=lambda goal: goal.order)],
        chapters=[chapter for chapter in old.chapters([]) if chapter.area],
    )


def gone_pages(edition, published, book, versions):
    """Yield a page for every address that an earlier version had and the newest has not."""
    now = {book.home, *(book.home + path for path in book.links())}
    last = {}
    for version in versions:
        old = Book(edition.slug, version.content, edition.as_of, edition.accent)
        links = {"": version.content.title} | old.links()
        last |= {old.home + path: (title, anchor(path), version) for path, title in links.items()}
    for address, (title, place, version) in last.items():
        if address not in now:
            yield edition.page(
                "gone",
                address.removeprefix(edition.home),
                title,
                book=book,
                published=version,
                number=version.envelope.version,
                day=long_date(published_on(version)),
                href=version_href(edition, version) + (f"#{place}" if place else ""),
            )
