"""Going back: the public site shows how it stood on an entry of the record, until it goes on again.

It is itself an entry, so that every later build respects it. It never passes a withdrawal.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.publications import chain, record
from portal.publications.content import Pin
from portal.publications.shown import issued
from programmes.models import Municipality

from .publish import UPDATE, append


def places(history):
    """Return the entries that the site can go back to, the newest first.

    The newest of all is no way back. Neither is what lies before a withdrawal, nor before the municipality's own facts.
    """
    entries = issued(history.entries)
    facts = [one.envelope.sequence for one in entries if one.envelope.kind == "site"]
    first = max(history.withdrawn, min(facts, default=len(history.entries)))
    return [one for one in entries[:-1] if one.envelope.sequence >= first][::-1]


def pin(municipality, sequence, *, reason, by):
    """Let the site go back to an entry, or on again with None; return the publication that says so."""
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        history = record.read(municipality.uuid)
        if sequence is None and history.pinned is None:
            raise ValidationError(_("The site goes on already."))
        if sequence is not None and sequence not in [one.envelope.sequence for one in places(history)]:
            raise ValidationError(_("The site cannot go back there. Choose another one."))
        return append(
            chain.freeze(Pin(id=municipality.uuid, sequence=sequence)),
            municipality,
            kind="pin",
            subject=municipality.uuid,
            change=UPDATE,
            note=reason,
            published_by=by,
        )
