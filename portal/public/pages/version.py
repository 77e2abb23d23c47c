"""Earlier versions of a programme, what changed between them, and the pages of what is gone."""

from itertools import groupby

from portal.public.pages.book import Book, anchor
from portal.public.pages.compared import Compared
from portal.public.pages.edition import published_on
from portal.public.pages.goals import quoted
from portal.public.pages.programme import holds_examples, programme_context, texts
from portal.public.pages.shelf import shelf_of, shelf_pages, version_href
from portal.public.pages.story import story
from programmes.dates import long_date


def version_pages(edition, published, book):
    versions = edition.versions(published)
    shelf = shelf_of(edition, book, versions)
    yield versions_page(shelf, versions)
    yield from shelf_pages(edition, shelf, names(edition, book, versions))
    for version in versions:
        yield version_page(edition, published, book, version)
    decided = [version for version in versions if version.envelope.change == "decision"]
    if decided:
        yield wording_page(edition, book, decided[-1])
    yield from gone_pages(edition, published, book, versions)


def names(edition, book, versions):
    """Return every name that a programme has had in its address and that is no other programme's now."""
    others = {other.programme.slug for _published, other in edition.programmes if other is not book}
    return {version.content.slug for version in versions} - others


def versions_page(shelf, versions):
    """Return the list of all versions, the newest first, each with what it changed in short."""
    before, rows = None, []
    contents = {version.envelope.version: version.content for version in versions}
    for version in shelf.versions:
        pair = before and [contents[one.number] for one in (before, version) if not version.withdrawn]
        rows.insert(0, (version, before, Compared(*pair).counted if pair else ""))
        before = before if version.withdrawn else version
    return shelf.list_page(years=[(year, list(found)) for year, found in groupby(rows, lambda row: row[0].day.year)])


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
