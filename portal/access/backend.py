"""Django's question `user.has_perm(right, row)`, answered from the person's active memberships."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from actions.models import Action, Report
from programmes.models import Membership, Municipality, Region, Role

from .rights import MAY, ON_OWN


class Backend(AuthenticationBackend):
    """Signs people in by e-mail and password, and answers what they may do.

    Asked of a row, the right must be held where the row belongs. Asked of nothing, as templates do by `perms`, the
    question is about the municipality in the address; without one the answer is no.
    """

    def get_user(self, user_id):
        """Read the person, what gives rights today, and where, in one query: every page of the desk needs all three."""
        held = Membership.objects.active(on=timezone.localdate()).filter(user=user_id)
        held = list(held.select_related("user", "municipality"))
        if not held:
            return super().get_user(user_id)
        user = held[0].user
        user.known_memberships = held
        return user

    def has_perm(self, user_obj, perm, obj=None):
        row = getattr(user_obj, "municipality_in_address", None) if obj is None else obj
        if not user_obj.is_active or row is None or perm not in MAY:
            return False
        held = [one for one in active_memberships(user_obj) if one.role in MAY[perm] and is_at_home(one, row)]
        if perm in ON_OWN:
            held = [one for one in held if one.role != Role.CONTRIBUTOR or answers_for(user_obj, one, row)]
        return bool(held)

    def get_all_permissions(self, user_obj, obj=None):
        return set()

    def has_module_perms(self, user_obj, app_label):
        return False


def active_memberships(user):
    """Return what gives the person rights today; read once for each request, since the person is read once."""
    if not hasattr(user, "known_memberships"):
        held = user.memberships.active(on=timezone.localdate())
        user.known_memberships = list(held.select_related("municipality"))
    return user.known_memberships


def municipality_of(user, slug):
    """Return the municipality whose desk exists for this person at the slug, or None."""
    if user.is_superuser:
        return Municipality.objects.kept().filter(slug=slug).first()
    places = (one.municipality for one in active_memberships(user) if one.municipality)
    return next((place for place in places if place.slug == slug and not place.dropped), None)


def is_at_home(membership, row):
    """Tell whether the membership is of the municipality, or else the region, that the row belongs to."""
    municipality = getattr(row, "municipality_id", None)
    if municipality is not None:
        return membership.municipality_id == municipality
    region = row.pk if isinstance(row, Region) else getattr(row, "region_id", None)
    return region is not None and membership.region_id == region


def answers_for(user, contributor, row):
    """Tell whether an action or a part is the contributor's to report on; of a municipality: whether some might be."""
    if isinstance(row, Municipality):
        return True
    action = row.action if isinstance(row, Report) else row
    if isinstance(action, Action) and action.responsible_person_id in {one.pk for one in active_memberships(user)}:
        return True
    return hasattr(action, "is_answered_for_by") and action.is_answered_for_by(contributor)
