"""Earlier versions of a programme, what changed between them, and the pages of what is gone."""

from functools import partial
from itertools import accumulate, groupby

from portal.public.earlier import key
from portal.public.pages.book import Book, anchor
from portal.public.pages.compared import Compared
from portal.public.pages.edition import published_on
from portal.public.pages.programme import holds_examples, programme_context
from portal.public.pages.shelf import shelf_of, shelf_pages, version_href
from portal.public.pages.story import story
from programmes.dates import long_date


def version_pages(edition, published, book):
    versions = edition.versions(published)
    shelf = shelf_of(edition, book, versions)
    yield versions_page(edition, shelf, versions)
    yield from shelf_pages(edition, shelf, names(edition, book, versions))
    for version in versions:
        yield version_page(edition, published, book, version)
    yield from gone_pages(edition, published, book, versions)


def names(edition, book, versions):
    """Return every name that a programme has had in its address and that is no other programme's now."""
    others = {other.programme.slug for _published, other in edition.programmes if other is not book}
    return {version.brief.slug for version in versions} - others


def versions_page(edition, shelf, versions):
    """Return the list of all versions, the newest first, each with what it changed in short."""
    before, rows = None, []
    published = {version.envelope.version: version for version in versions}
    for version in shelf.versions:
        pair = before and [published[one.number] for one in (before, version) if not version.withdrawn]
        rows.insert(0, (version, before, counted(edition, *pair) if pair else ""))
        before = before if version.withdrawn else version
    return shelf.list_page(years=[(year, list(found)) for year, found in groupby(rows, lambda row: row[0].day.year)])


def counted(edition, old, new):
    """Return what a version changed, in numbers."""
    name = key("counted", old.entry, new.entry)
    return edition.earlier.answer(name, lambda: Compared(old.content, new.content).counted)


def version_page(edition, published, book, version):
    """Return a version as it was published, whole on one page."""
    address = version_href(edition, version)
    wording = edition.wording_of(version)
    read_at = edition.wording_href(wording) if wording else ""
    shows = key(version.entry, read_at, sorted(edition.uploads))
    return edition.earlier.page(
        address, shows, edition.frame_key(book.home), lambda: whole_version(edition, version, book.home, address)
    )


def whole_version(edition, version, home, address):
    """Render a version; nothing on its page depends on what was published later, nor on today."""
    number = version.envelope.version
    old = Book(edition.slug, version.content, version.content.as_of, edition.accent, whole_at=home)
    return edition.page(
        "version",
        address.removeprefix(edition.home),
        f"{version.content.title}, version {number}",
        trail=[("Versioner", home + "versioner/")],
        book=old,
        published=version,
        example=holds_examples(old),
        sections=[(plan, anchor(f"planer/{plan.slug}"), old.actions_of([plan])) for plan in old.plans_in_order()],
        indicators=old.figures,
        pages=f"{edition.home}{version.content.slug}/indikatorer/",
        steps=story(version.content.steps, old, edition),
        **programme_context(edition, version, old) | {"follow_ups": []},
    )


def gone_pages(edition, published, book, versions):
    """Yield a page for every address that an earlier version had and the newest has not."""
    now = {book.home, *(book.home + path for path in book.links())}
    by_number = {version.envelope.version: version for version in versions}
    frame = edition.frame_key(book.home)
    for address, (title, place, number) in stood_last(edition, versions).items():
        if address not in now:
            said = (edition, by_number[number], book.home, address, title, place)
            yield edition.earlier.page(
                address, key(by_number[number].entry, title, place), frame, partial(gone_page, *said)
            )


def stood_last(edition, versions):
    """Return {address: [title, place on the version's page, number of the version]} of all that ever had an address.

    Each version adds to what the versions before it say, so the next making goes on where this one ended.
    """
    names = list(accumulate((version.entry for version in versions), key, initial="stood last"))[1:]
    known = [number for number, name in enumerate(names) if edition.earlier.known(name) is not None]
    start = known[-1] + 1 if known else 0
    last = dict(edition.earlier.known(names[start - 1])) if start else {}
    for version in versions[start:]:
        old = Book(edition.slug, version.content, edition.as_of, edition.accent)
        links = {"": version.content.title} | old.links()
        number = version.envelope.version
        last |= {old.home + path: [title, anchor(path), number] for path, title in links.items()}
    return edition.earlier.keep(names[-1], last)


def gone_page(edition, version, home, address, title, place):
    old = Book(edition.slug, version.content, version.content.as_of, edition.accent, whole_at=home)
    return edition.page(
        "gone",
        address.removeprefix(edition.home),
        title,
        book=old,
        published=version,
        number=version.envelope.version,
        day=long_date(published_on(version)),
        href=version_href(edition, version) + (f"#{place}" if place else ""),
    )
