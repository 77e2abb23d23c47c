"""Where words lie in approvals, which hold what was approved, to the byte, and with the letters of a round."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publications import chain
from portal.publications.models import Publication
from portal.publishing.masked_content import masked
from programmes.models import FileToRemove
from programmes.places import Found, Place, columns

from .approving import document
from .models import Approval, Assent, Notice


def both(municipality):
    """Return the approvals and their history."""
    return [there.filter(municipality=municipality) for there in (Approval.objects, Approval.history)]


def find(municipality, mask):
    rows, history = (mask.holding(there, ["content"]).count() for there in both(municipality))
    yield Found(_("Approved follow-ups"), rows)
    yield Found(_("What has been approved before"), history)


def remove(municipality, mask, by):
    """Let approvals hold the corrected content, to the byte the one that is published, if it is."""
    for there in both(municipality):
        for row in mask.holding(there.order_by("pk"), ["content"]):
            seal(there, row, masked(document(row), mask))
    forget_digests(municipality)


def forget_digests(municipality):
    """Take away by what members have known the reports that they approved: who guesses the words could try them there.

    Members approve anew what is not approved yet.
    """
    for there in (Assent.objects, Assent.history):
        there.filter(municipality=municipality).update(digest="")


def seal(there, row, content):
    FileToRemove.objects.create(municipality=row.municipality, kind=FileToRemove.DOCUMENT, name=row.content_hash)
    frozen = published(row, content) or chain.freeze(content)
    values = {"content": frozen.text, "salt": frozen.salt, "schema": frozen.schema, "content_hash": frozen.hash}
    there.filter(pk=row.pk).update(**values)


def published(row, content):
    """Return the content as it stands in the record, if it does."""
    standing = Publication.objects.filter(kind="follow_up", subject=content.id, content=chain.canonical(content)).last()
    return standing and chain.Frozen(standing.content, standing.salt, standing.schema)


def dispose(municipality, hashes):
    """Empty the approvals whose content is disposed of."""
    for there in both(municipality):
        there.filter(content_hash__in=hashes).update(content="", salt="")
    forget_digests(municipality)


def answers(municipality, mask):
    """Return the letters with which a mail server's answer is kept that holds the words, such as an address."""
    return mask.holding(Notice.objects.filter(municipality=municipality), ["fault"])


def find_answers(municipality, mask):
    yield Found(_("Answers of mail servers"), answers(municipality, mask).count())


def remove_answers(municipality, mask, by):
    for notice in answers(municipality, mask):
        Notice.objects.filter(pk=notice.pk).update(fault=mask.plain(notice.fault)[:300])


def sealed_columns():
    kinds = [(there, kind.SEALED) for kind in (Approval, Assent) for there in (kind, kind.history.model)]
    return {name for model, sealed in kinds for name in columns(model, *sealed)}


PLACES = [
    Place(gettext_lazy("Approvals"), sealed_columns, find, remove, dispose=dispose),
    Place(gettext_lazy("Letters of the follow-up"), lambda: columns(Notice), find_answers, remove_answers),
]
