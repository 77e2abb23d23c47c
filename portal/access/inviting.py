"""Letting people in: an invitation is sent, sent again, accepted. Its link alone opens it, and only for a week."""

import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.history import change, dead_ends
from programmes.models import Membership, Role, User

from . import mail
from .models import Invitation, hashed
from .rights import ROLES

NO_LETTER = (SMTPException, OSError)  # what a mail server that is away, or refuses, raises


class Over(Exception):
    """The invitation has been used, withdrawn or is too old; or whoever sent it may no longer invite."""


@transaction.atomic
def send(invitation, by):
    """Save the invitation with a new link, which ends the earlier one, and write the letter; both or neither."""
    token = secrets.token_urlsafe(32)
    invitation.invited_by, invitation.sent_at, invitation.token_hash = by, timezone.now(), hashed(token)
    invitation.save()
    mail.send(
        "invitation",
        invitation.email,
        invitation.language,
        reply_to=by.email,
        invitation=invitation,
        meaning=ROLES[Role(invitation.role)],
        by=by,
        link=settings.PORTAL_URL + reverse("invitation", args=[token]),
    )


def find(token):
    """Return the invitation that the link opens, or None."""
    found = Invitation.objects.by_token(token).select_related("municipality", "department", "invited_by").first()
    return found if found and stands(found) else None


def stands(invitation):
    """Tell whether the invitation holds: it is not too old, and whoever sent it may still give out roles here."""
    by = invitation.invited_by
    return not invitation.is_too_old() and by.has_perm("programmes.add_membership", invitation.municipality)


@transaction.atomic
def accept(token, user=None, **new):
    """Give the role to whom it waits for and return the membership; `new` are name and password of somebody new.

    Whoever comes second finds nothing: the invitation is locked, and then gone.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).by_token(token).first()
    if invitation is None or not stands(invitation):
        raise Over
    if user is None:
        user = User.objects.create_user(invitation.email, language=invitation.language, **new)
    try:
        membership = give(invitation, user)
    except ValidationError as error:
        raise Over from error
    invitation.delete()
    return membership


def give(invitation, user):
    """Give the role in a change of the person's own; one that she or he has had here before goes on."""
    sentence = _("Accepted the invitation from %(person)s") % {"person": invitation.invited_by}
    wanted = {"user": user, "role": invitation.role, "department": invitation.department}
    with change(sentence, municipality=invitation.municipality, user=user) as deed:
        row = invitation.municipality.memberships.kept().filter(**wanted).first()
        before = row and deed.lock(row)
        row = deed.lock(row) if row else Membership(municipality=invitation.municipality, **wanted)
        if before is None or before.until is not None:
            row.until = invitation.until
        if dead_ends(row):
            raise ValidationError(_("The department is no longer there."))
        row.check_change(before, deed)
        row.full_clean()
        row.save()
    return row
