"""Appending to the record and reading it back."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from . import chain
from .content import Envelope, Published, Record
from .models import Part, Publication


class BrokenChain(ValueError):
    """The record does not verify; the message names the first fault."""


def append(frozen, *, municipality, slug, kind, subject, **said):
    """Append a frozen content to a municipality's chain and return the publication.

    The caller holds the municipality's row locked, in a transaction. What is `said` of it (change, published_by, note,
    decision, refers_to) goes into the envelope. `published_at` is never before that of the entry before, also when the
    clock was set back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Lock the municipality's row first.")
    last = Publication.objects.filter(municipality=municipality).order_by("sequence").last()
    envelope = Envelope(
        municipality=municipality,
        sequence=last.sequence + 1 if last else 1,
        kind=kind,
        subject=subject,
        version=Publication.objects.filter(kind=kind, subject=subject).count() + 1,
        schema=frozen.schema,
        published_at=_stamp(max(timezone.now(), last.published_at) if last else timezone.now()),
        content=frozen.hash,
        previous=last.entry if last else "",
        **said,
    )
    parts = [Part(municipality=municipality, sha256=key, text=text) for key, text in sorted(frozen.parts.items())]
    Part.objects.bulk_create(parts, ignore_conflicts=True)
    return _store(envelope, slug, frozen)


def _stamp(moment):
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _store(envelope, slug, frozen):
    fields = {name: getattr(envelope, name) for name in envelope.__struct_fields__}
    fields["content_hash"] = fields.pop("content")
    fields["published_at"] = datetime.fromisoformat(envelope.published_at)
    return Publication.objects.create(
        **fields, slug=slug, salt=frozen.salt, content=frozen.text, entry=chain.entry(envelope)
    )


def envelope(publication):
    """Return the envelope of a stored publication, as it was hashed."""
    fields = {name: getattr(publication, name) for name in Envelope.__struct_fields__ if name != "content"}
    fields["published_at"] = _stamp(publication.published_at)
    return Envelope(**fields, content=publication.content_hash)


def read(municipality):
    """Return a municipality's whole record, oldest first; three queries at most."""
    publications = list(Publication.objects.filter(municipality=municipality).order_by("sequence"))
    parts = dict(Part.objects.filter(municipality=municipality).values_list("sha256", "text"))
    return Record(
        slug=publications[-1].slug if publications else "",
        publications=tuple(
            Published(envelope(p), p.entry, chain.join(p.kind, p.content, parts, p.schema)) for p in publications
        ),
    )


def latest(kind, subject):
    """Return the newest content of a subject, or None."""
    newest = Publication.objects.filter(kind=kind, subject=subject).order_by("version").last()
    if newest is None:
        return None
    keys = chain.named_parts(newest.content)
    parts = dict(Part.objects.filter(municipality=newest.municipality, sha256__in=keys).values_list("sha256", "text"))
    return chain.join(kind, newest.content, parts, newest.schema)


def is_published(content_hash):
    """Return whether a content with this salted hash stands in the record."""
    return Publication.objects.filter(content_hash=content_hash).exists()


def verify(municipality):
    """Check a municipality's chain from its first entry; raise BrokenChain at the first fault, else return the head."""
    parts = dict(Part.objects.filter(municipality=municipality).values_list("sha256", "text"))
    head = ""
    for number, publication in enumerate(Publication.objects.filter(municipality=municipality).order_by("sequence"), 1):
        where = f"{publication.slug}, entry {publication.sequence}"
        if publication.sequence != number or publication.previous != head:
            raise BrokenChain(f"{where}: an entry is missing before it.")
        if chain.content_hash(publication.salt, publication.content) != publication.content_hash:
            raise BrokenChain(f"{where}: the content is not what was published.")
        if any(chain.sha256(parts.get(key, "")) != key for key in chain.named_parts(publication.content)):
            raise BrokenChain(f"{where}: a part of the content is not what was published.")
        if chain.entry(envelope(publication)) != publication.entry:
            raise BrokenChain(f"{where}: the envelope is not what was published.")
        head = publication.entry
    return head
