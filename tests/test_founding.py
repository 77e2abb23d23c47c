"""The empty start of a real municipality is one command."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Municipality, User
from tests import make

pytestmark = pytest.mark.django_db


def found(name="Exempel", slug="exempel", code="9999", administrator="Eva@exempel.se"):
    out = io.StringIO()
    call_command("create_municipality", name, slug, code, administrator=administrator, stdout=out)
    return out.getvalue()


def test_a_municipality_starts_empty_with_its_administrator():
    found()

    municipality = Municipality.objects.get(slug="exempel")
    assert [(one.user.email, one.role) for one in municipality.memberships.all()] == [
        ("eva@exempel.se", "administrator")
    ]
    assert municipality.official_name == "Exempels kommun"
    assert not municipality.programmes.exists()


def test_the_administrator_signs_in_with_the_password_that_is_shown():
    password = re.search(r"Lösenord \(visas bara nu\): (\S+)", found()).group(1)

    assert User.objects.get(email="eva@exempel.se").check_password(password)


def test_somebody_known_keeps_their_password():
    known = make.user(email="eva@exempel.se", password="ett eget lösenord")

    assert "Lösenord" not in found()
    known.refresh_from_db()
    assert known.check_password("ett eget lösenord")


@pytest.mark.parametrize(
    "wrong", [{"slug": "Två Ord"}, {"slug": "arbete"}, {"code": "99"}, {"administrator": "ingen adress"}]
)
def test_what_cannot_be_is_said_and_nothing_is_made(wrong):
    with pytest.raises(CommandError):
        found(**wrong)

    assert not Municipality.objects.exists() and not User.objects.exists()


def test_one_slug_belongs_to_one_municipality():
    found()

    with pytest.raises(CommandError, match="^slug: En annan kommun har redan den adressen.$"):
        found(code="9998")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Lysekil", "Lysekils kommun"),
        ("Alingsås", "Alingsås kommun"),
        ("Umeå", "Umeå kommun"),
        ("Borås stad", "Borås stad"),
    ],
)
def test_a_municipality_is_called_in_full_as_its_name_asks(name, full):
    found(name=name)

    assert Municipality.objects.get().official_name == full
