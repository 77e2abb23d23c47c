"""The preview is the rendering itself, of content that is not yet appended. There is no second template."""

from datetime import UTC

from django.utils import timezone

from portal.public import build
from portal.public.pages import rendering
from portal.publications import chain, record
from portal.publications.content import Envelope, Published, Record

from . import contents


def page(municipality, kind, document, address):
    """Return the bytes of the page that would lie at an address if `document` were published now, or None."""
    history = record.read(municipality.uuid)
    entries = history.publications
    if history.latest("site") is None:
        entries = (
            *entries,
            unpublished(municipality, "site", contents.site(municipality, timezone.localdate()), entries),
        )
    entries = (*entries, unpublished(municipality, kind, document, entries))
    pages = rendering.site_pages(Record(municipality.slug, entries), build.release(), build.today(), {}, {})
    return next((page.body for page in pages if page.address == address), None)


def unpublished(municipality, kind, document, entries):
    """Return a document as if it were the next entry of the record."""
    versions = [p.envelope.version for p in entries if (p.envelope.kind, p.envelope.subject) == (kind, document.id)]
    envelope = Envelope(
        municipality=municipality.uuid,
        sequence=len(entries) + 1,
        kind=kind,
        subject=document.id,
        version=max(versions, default=0) + 1,
        schema=chain.SCHEMA,
        published_at=timezone.now().astimezone(UTC).isoformat(timespec="microseconds"),
        published_by=municipality.publisher,
        note="",
        change="update",
        decision="",
        refers_to=getattr(document, "as_of", None),
        content="",
        previous="",
    )
    return Published(envelope, "", document)
