"""The empty start of a municipality: its row and the one person who may let in the others."""

from django.core.validators import validate_email
from django.utils.crypto import get_random_string

from .history import change
from .models import Membership, Municipality, Role, User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


def found(name, slug, code, *, administrator):
    """Make the municipality and its administrator, known by e-mail; return both and the password of a new person."""
    validate_email(administrator)
    municipality = Municipality(name=name, official_name=official_name(name), slug=slug, code=code)
    municipality.full_clean()
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
    """Return how the municipality is called in full; some call themselves stad, such as Borås stad."""
    return name if name.endswith((" kommun", " stad")) else f"{name} kommun"
