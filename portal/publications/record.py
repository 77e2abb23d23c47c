"""Appending to the record and reading it back."""

import dataclasses
from datetime import UTC, datetime
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from msgspec import structs

from . import chain
from . import shown as visible
from .content import Envelope, Published
from .models import Part, Publication
from .shown import REMOVING


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
    envelope = structs.replace(envelope, said=chain.said(frozen.salt, envelope))
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
    """Return what is shown of a municipality's record, and what is withdrawn, oldest first; three queries at most."""
    publications = list(Publication.objects.filter(municipality=municipality).order_by("sequence"))
    parts = dict(Part.objects.filter(municipality=municipality).values_list("sha256", "text"))
    slug = publications[-1].slug if publications else ""
    entries = tuple(Stored(one, parts) for one in publications)
    return dataclasses.replace(visible.shown(slug, entries), entries=entries, parts=parts)


class Stored(Published):
    """A publication whose content is read when somebody asks for it: of most versions nobody does."""

    def __init__(self, publication, parts):
        super().__init__(envelope(publication), publication.entry, None, publication.salt, publication.content)
        object.__setattr__(self, "parts", parts)
        del self.__dict__["content"]

    @cached_property
    def content(self):
        if not self.text:
            return None
        return chain.join(self.envelope.kind, self.text, self.parts, self.envelope.schema)


def slugs(municipality):
    """Return (sequence, name in its addresses) of every entry."""
    entries = Publication.objects.filter(municipality=municipality).order_by("sequence")
    return list(entries.values_list("sequence", "slug"))


def latest(kind, subject):
    """Return the newest content of a subject that has not been removed, or None."""
    newest = Publication.objects.filter(kind=kind, subject=subject).exclude(content="").order_by("version").last()
    return content_of(newest) if newest else None


def content_of(publication):
    """Return the content of one publication."""
    keys = chain.named_parts(publication.content)
    parts = dict(
        Part.objects.filter(municipality=publication.municipality, sha256__in=keys).values_list("sha256", "text")
    )
    return chain.join(publication.kind, publication.content, parts, publication.schema)


def withdraw(withdrawal, *, slug, published_by):
    """Append a withdrawal; where it removes, empty what it names, in the same transaction. Return its publication.

    As with `append`, the caller holds the municipality's row locked.
    """
    done = append(
        chain.freeze(withdrawal),
        municipality=withdrawal.id,
        slug=slug,
        kind="withdrawal",
        subject=withdrawal.id,
        change="update",
        published_by=published_by,
    )
    if withdrawal.sort in REMOVING:
        _empty(withdrawal.id, [one.sequence for one in withdrawal.publications])
    return done


def _empty(municipality, sequences):
    """Empty publications, and remove the parts that none of those left names."""
    chained = Publication.objects.filter(municipality=municipality)
    emptied = chained.filter(sequence__in=sequences).exclude(content="")
    parts = {key for text in emptied.values_list("content", flat=True) for key in chain.named_parts(text)}
    emptied.filter(said="").update(content="", salt="")
    emptied.exclude(said="").update(content="", salt="", **dict.fromkeys(chain.SAID, ""))
    for text in chained.exclude(content="").values_list("content", flat=True):
        parts -= chain.named_parts(text)
    Part.objects.filter(municipality=municipality, sha256__in=parts).delete()


def is_shown(kind, subject):
    """Return whether a subject has been published, and not all of it removed."""
    return Publication.objects.filter(kind=kind, subject=subject).exclude(content="").exists()


def is_published(content_hash):
    """Return whether a content with this salted hash stands in the record."""
    return Publication.objects.filter(content_hash=content_hash).exists()


def verify(municipality):
    """Check a municipality's chain from its first entry; raise BrokenChain at the first fault, else return the head."""
    parts = dict(Part.objects.filter(municipality=municipality).values_list("sha256", "text"))
    entries = list(Publication.objects.filter(municipality=municipality).order_by("sequence"))
    removed, named, head = _removed(entries), set(), ""
    for number, publication in enumerate(entries, 1):
        where = f"{publication.slug}, entry {publication.sequence}"
        if publication.sequence != number or publication.previous != head:
            raise BrokenChain(f"{where}: an entry is missing before it.")
        if fault := _fault(publication, parts, removed):
            raise BrokenChain(f"{where}: {fault}")
        named |= chain.named_parts(publication.content or "{}")
        head = publication.entry
    if parts.keys() - named:
        raise BrokenChain(f"{entries[-1].slug if entries else municipality}: a part is left that no entry names.")
    return head


def _removed(entries):
    """Return {sequence: that of the withdrawal by which it is removed}, as the chain says."""
    found = {}
    for entry in entries:
        if entry.kind == "withdrawal" and entry.content:
            withdrawal = chain.join("withdrawal", entry.content, {}, entry.schema)
            if withdrawal.sort in REMOVING:
                found |= {one.sequence: entry.sequence for one in withdrawal.publications}
    return found


def _fault(publication, parts, removed):
    """Return what is wrong with an entry in itself, or nothing."""
    if not publication.content or not publication.salt:
        if removed.get(publication.sequence, 0) <= publication.sequence:
            return "the content is gone, and no withdrawal says so."
        if publication.content or publication.salt:
            return "the content is not wholly removed."
    elif publication.sequence in removed:
        return "the content is there, though a withdrawal has removed it."
    elif chain.content_hash(publication.salt, publication.content) != publication.content_hash:
        return "the content is not what was published."
    elif publication.said not in ("", chain.said(publication.salt, publication)):
        return "what is said of it is not what was published."
    elif any(chain.sha256(parts.get(key, "")) != key for key in chain.named_parts(publication.content)):
        return "a part of the content is not what was published."
    if publication.said and not publication.content and any(getattr(publication, name) for name in chain.SAID):
        return "what was said of it is not wholly removed."
    if chain.entry(envelope(publication)) != publication.entry:
        return "the envelope is not what was published."
    return ""
