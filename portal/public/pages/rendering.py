"""From content to pages: no database, no clock, the same bytes for the same record.

`site_pages` makes a municipality's whole site. What is made from several municipalities together is in
`portal.public.pages.shared`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType

from portal.public.earlier import Earlier
from portal.public.pages.audit import audit_pages
from portal.public.pages.case import case_pages
from portal.public.pages.edition import Edition
from portal.public.pages.feed import feed_pages
from portal.public.pages.files import file_pages
from portal.public.pages.follow_up import follow_up_pages
from portal.public.pages.indicator import indicator_pages
from portal.public.pages.indicator_files import indicator_file_pages
from portal.public.pages.municipality import municipality_pages
from portal.public.pages.plan import plan_pages
from portal.public.pages.programme import programme_pages
from portal.public.pages.register import register_pages
from portal.public.pages.version import version_pages
from portal.public.pages.withdrawn import withdrawn_pages
from portal.public.pages.wording import wording_pages
from portal.public.sites import Carried, Page
from portal.publications.content import Record


def site_pages(
    record: Record,
    release: str,
    as_of: date,
    documents: Mapping[str, Mapping[str, bytes]],
    uploads: Mapping[str, bytes] = MappingProxyType({}),
    origin: str = "",
    earlier: Earlier | None = None,
) -> Iterator[Page | Carried]:
    """Yield every page of a municipality's site as it is on a day.

    `documents` holds the stored PDF and workbook of each follow-up, by the hash of its content and by ending; `uploads`
    the files that were handed in by the hash of their bytes. One that is missing is not spoken of. `origin` is the
    portal's own address. What `earlier` holds is carried over.
    """
    edition, taken = Edition(record, release, as_of, documents, uploads, origin, earlier or Earlier()), set()
    for page in chain(pages_now(edition), pages_before(edition)):
        if page.address not in taken:
            taken.add(page.address)
            yield page


def pages_now(edition):
    yield from municipality_pages(edition)
    yield from file_pages(edition)
    yield from register_pages(edition)
    yield from feed_pages(edition)
    for published, book in edition.programmes:
        yield from programme_pages(edition, published, book)
        yield from plan_pages(edition, published, book)
        yield from indicator_pages(edition, published, book)
        yield from case_pages(edition, published, book)
        yield from follow_up_pages(edition, book)
        yield from audit_pages(edition, published, book)
    for published, book in edition.programmes:
        yield from indicator_file_pages(edition, published, book)


def pages_before(edition):
    """Yield the earlier versions, then what is withdrawn; an address that something else has now is its own."""
    for published, book in edition.programmes:
        yield from wording_pages(edition, published, book)
        yield from version_pages(edition, published, book)
    yield from withdrawn_pages(edition)
