"""Where words lie in accounts. Who works here is seen to among the members; what a session remembers is forgotten."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.models import User
from programmes.places import Found, Place, columns

from .models import Invitation

CACHE = {"access_cache.cache_key", "access_cache.value"}  # counts attempts to sign in, by hashes


def members(municipality):
    return User.objects.filter(memberships__municipality=municipality).distinct()


def find_people(municipality, mask):
    yield Found(_("Accounts"), mask.holding(members(municipality), ["name", "email"]).count())
    yield Found(_("Invitations"), mask.holding(municipality.invitations.all(), ["email"]).count())


def sessions(municipality, mask):
    """Yield the sessions of the municipality's people in which words are remembered, such as in a message."""
    keys = {str(pk) for pk in members(municipality).values_list("pk", flat=True)}
    for session in Session.objects.order_by("pk"):
        said = session.get_decoded()
        if said.get("_auth_user_id") in keys and mask.holds(str(said)):
            yield session


def find_sessions(municipality, mask):
    yield Found(_("Sessions"), sum(1 for _one in sessions(municipality, mask)))


def remove_sessions(municipality, mask, by):
    """End the sessions that remember the words; whoever has one signs in again."""
    for session in sessions(municipality, mask):
        session.delete()


def people_columns():
    models = (User, Invitation, EmailAddress, EmailConfirmation, Authenticator, UserSession)
    return set().union(*map(columns, models))


PLACES = [
    Place(gettext_lazy("Accounts and invitations (under Members)"), people_columns, find_people),
    Place(gettext_lazy("Sessions"), lambda: columns(Session) | CACHE, find_sessions, remove_sessions),
]
