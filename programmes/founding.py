"""The empty start of a municipality: its row and the one person who may let in the others."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from .history import change
from .models import Membership, Municipality, Role, User

OWNS_WITHOUT_S = tuple("aeiouyåäösxz")
TAKEN = {
    "slug": _("Another municipality has this address already."),
    "code": _("Another municipality has this code already."),
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


def found(name, slug, code, *, administrator):
    """Make the municipality and its administrator, known by e-mail; return both and the password of a new person."""
    validate_email(administrator)
    municipality = Municipality(name=name, official_name=official_name(name), slug=slug, code=code)
    municipality.full_clean(validate_unique=False)
    _refuse_what_is_taken(municipality)
    password = None
    with change(f"Öppnade portalen för {name}", municipality=None):
        municipality.save()
        user = User.objects.filter(email=administrator.lower()).first()
        if user is None:
            password = get_random_string(16, LETTERS)
            user = User.objects.create_user(administrator, password)
        Membership.objects.create(municipality=municipality, user=user, role=Role.ADMINISTRATOR)
    return municipality, user, password


def official_name(name):
    """Return how a municipality is usually called in full: Lysekils kommun, Alingsås kommun, Umeå kommun.

    Some call themselves stad, such as Borås stad; what is guessed wrong is changed among the municipality's facts.
    """
    if name.endswith((" kommun", " stad")):
        return name
    return f"{name} kommun" if name.endswith(OWNS_WITHOUT_S) else f"{name}s kommun"


def _refuse_what_is_taken(municipality):
    taken = [name for name in TAKEN if Municipality.objects.filter(**{name: getattr(municipality, name)}).exists()]
    if taken:
        raise ValidationError({name: TAKEN[name] for name in taken})
