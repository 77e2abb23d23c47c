"""Withdrawing what is published: hide it now, mask words in it, or dispose of it by a decision.

Each is one transaction under the municipality's lock. What it decides stands in the database, so that the worker can
bring the disk in order with it, at once and after whatever fault: sites, PDFs and files that are not to be there go.
"""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import structs

from portal.publications import chain, record
from portal.publications.content import Published, Withdrawal
from portal.publications.models import Publication
from portal.publications.shown import DISPOSE, HIDE, MASK, SHOW_AGAIN, bare, issued, named
from programmes import places
from programmes.masking import Mask
from programmes.models import Municipality

from .masked_content import masked
from .pinning import pin
from .publish import CORRECTION
from .tasks import finish_withdrawal

NO_WORDS = Mask(())


def hide(municipality, sequences, *, reason):
    """Hide publications from readers; they are kept inside."""
    return _withdraw(municipality, HIDE, sequences, reason=reason)


def show_again(municipality, sequences, *, reason):
    """Show again what is hidden."""
    return _withdraw(municipality, SHOW_AGAIN, sequences, reason=reason)


def dispose(municipality, sequences, *, reason, decision):
    """Remove the content of publications for ever, by a decision."""
    with transaction.atomic():
        done = _withdraw(municipality, DISPOSE, sequences, reason=reason, decision=decision)
        for place in places.register():
            if place.dispose:
                place.dispose(municipality, _hashes(municipality, sequences))
    return done


def _hashes(municipality, sequences):
    named = Publication.objects.filter(municipality=municipality.uuid, sequence__in=sequences)
    return set(named.values_list("content_hash", flat=True))


def _withdraw(municipality, sort, sequences, **said):
    with transaction.atomic():
        municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
        there = [one for one in everything(municipality) if one.envelope.sequence in sequences and one.text]
        if not there:
            raise ValidationError(_("Somebody has withdrawn this already."))
        return _append(municipality, sort, [named(one) if sort == DISPOSE else bare(one) for one in there], **said)


def _append(municipality, sort, publications, *, reason, decision="", words=NO_WORDS):
    """Append a withdrawal to the record, in the name of the municipality; the worker does the rest afterwards."""
    withdrawal = Withdrawal(
        id=municipality.uuid, sort=sort, publications=tuple(publications), reason=reason, decision=decision
    )
    done = record.withdraw(withdrawal, slug=municipality.slug, published_by=words.text(municipality.official_name))
    transaction.on_commit(partial(finish_withdrawal.enqueue, str(municipality.uuid)))
    return done


def everything(municipality):
    """Return all publications of which pages are or were made, hidden and emptied ones too, oldest first."""
    return issued(record.read(municipality.uuid).entries)


def holding(publications, words):
    """Return the publications in which words stand, in the content or in what is said of it."""
    return [one for one in publications if one.text and holds(one, words)]


def holds(published, words):
    e = published.envelope
    return words.holds("\n".join([chain.canonical(published.content), e.note, e.decision, e.published_by]))


def mask(municipality, words, *, reason, by):
    """Take words away wherever they stand; return the withdrawal, or None where nothing published holds them.

    Of each thing that is published now, a corrected copy is appended; every version that holds the words is emptied.
    """
    with transaction.atomic():
        municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
        done = _mask_record(municipality, words, reason)
        for place in places.register():
            if place.remove:
                place.remove(municipality, words, by)
        transaction.on_commit(partial(finish_withdrawal.enqueue, str(municipality.uuid)))
    return done


def _mask_record(municipality, words, reason):
    history = record.read(municipality.uuid)
    there = issued(history.entries)
    found = holding(there, words)
    if not found:
        return None
    hidden = {one.published.envelope.sequence: one.by.content.reason for one in history.gone}
    newest = {(one.envelope.kind, one.envelope.subject): one for one in there if one.text}
    standing = {one.envelope.sequence for one in newest.values()}
    copies = {
        one.envelope.sequence: _correct(municipality, one, words, reason)
        for one in found
        if one.envelope.sequence in standing
    }
    done = _append(municipality, MASK, [_named_without(one, words) for one in found], reason=reason, words=words)
    if history.pinned:
        pin(municipality, None, reason=reason, by=words.text(municipality.official_name))
    for sequence in copies.keys() & hidden.keys():
        hide(municipality, [copies[sequence].sequence], reason=words.text(hidden[sequence]))
    return done


def _named_without(published, words):
    """Return how a withdrawal names a publication, without the words in its title and address."""
    said = named(Published(published.envelope, published.entry, masked(published.content, words)))
    return structs.replace(said, decision=words.text(said.decision))


def _correct(municipality, published, words, reason):
    """Append a copy of a publication without the words."""
    e = published.envelope
    return record.append(
        chain.freeze(masked(published.content, words)),
        municipality=municipality.uuid,
        slug=municipality.slug,
        kind=e.kind,
        subject=e.subject,
        change=CORRECTION,
        note=f"Uppgifter har tagits bort. {reason}",
        decision=words.text(e.decision),
        published_by=words.text(municipality.publisher),
        refers_to=e.refers_to,
    )
