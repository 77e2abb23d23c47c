"""Approved = published: the approval stores the content and its hash, publishing appends exactly those bytes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from msgspec.structs import replace

from portal.publications import chain, comparison, record
from portal.publications.models import Publication
from portal.publishing.publish import CORRECTION, UPDATE, append
from programmes.models import Municipality

from . import contents
from .models import FollowUp


class Changed(ValidationError):
    """The follow-up says something else than what somebody has read; `stands` is the digest of what it says now."""

    def __init__(self, stands):
        super().__init__(_("Something has been changed since you opened the page. Read through it once more."))
        self.stands = stands


def as_read(follow_up, seen):
    """Return the content that somebody has read, known by its digest; raise Changed where it is another by now.

    It is read once, and what is read is what is approved: between two readings somebody else could save.
    """
    content = contents.follow_up(follow_up)
    if seen != (stands := digest_of(content)):
        raise Changed(stands)
    return content


def freeze(approval, content=None, *, represented=(), members=0):
    """Give a new approval the content that it approves: what was read, or what stands; the follow-up is locked."""
    require_verdict(approval.follow_up)
    content = content or contents.follow_up(approval.follow_up)
    said = contents.approval_of(approval, represented, members)
    frozen = chain.freeze(replace(content, approval=said))
    approval.content, approval.salt, approval.schema = frozen.text, frozen.salt, frozen.schema
    approval.content_hash = frozen.hash


def require_verdict(follow_up):
    if not follow_up.verdict:
        raise ValidationError(_("Write the overall verdict before the follow-up is approved."))


def digest(follow_up):
    """Return by what one tells whether a follow-up still says what somebody has read."""
    return digest_of(contents.follow_up(follow_up))


def digest_of(content):
    text, _parts = chain.split(content)
    return chain.sha256(text)


def changed_since(approval):
    """Return how the follow-up, as it stands, differs from what was approved: what a new approval would let in."""
    approved = document(approval)
    return comparison.compare(approved, replace(contents.follow_up(approval.follow_up), approval=approved.approval))


def document(approval):
    """Return the content that was approved."""
    return chain.join("follow_up", approval.content, {}, approval.schema)


def shown(follow_up):
    """Return the content as it would be published: what was approved, or as it stands now."""
    approval = follow_up.approval
    return document(approval) if approval and approval.content else contents.follow_up(follow_up)


def published(follow_up):
    """Return whether what is approved now has been published."""
    approval = follow_up.approval
    return approval is not None and record.is_published(approval.content_hash)


def is_corrected(follow_up):
    """Return whether what is published next corrects what was published before."""
    return Publication.objects.filter(kind="follow_up", subject=follow_up.uuid).exists()


def publish(approval, *, by, note=""):
    """Append the approved bytes to the chain; raise ValidationError where a rule stands in the way.

    What corrects an earlier publication says why in its `note`.
    """
    with transaction.atomic():
        follow_up = FollowUp.objects.select_for_update().get(pk=approval.follow_up_id)  # first, as who withdraws does
        municipality = Municipality.objects.select_for_update().get(pk=approval.municipality_id)
        if follow_up.approval != approval:
            raise ValidationError(_("The approval has just been withdrawn."))
        if (
            record.latest("site", municipality.uuid) is None
            or record.latest("programme", follow_up.programme.uuid) is None
        ):
            raise ValidationError(_("Publish the municipality’s facts and the programme first."))
        if record.is_published(approval.content_hash):
            raise ValidationError(_("This follow-up is published already."))
        corrects = is_corrected(follow_up)
        if corrects and not note.strip():
            raise ValidationError({"note": _("Say in a few words what has been corrected, and why.")})
        return append(
            chain.Frozen(approval.content, approval.salt, approval.schema),
            municipality,
            kind="follow_up",
            subject=follow_up.uuid,
            change=CORRECTION if corrects else UPDATE,
            note=note.strip(),
            decision=f"{approval.group.name}, {approval.on.isoformat()}",
            published_by=by,
            refers_to=follow_up.as_of,
        )
