"""What the demonstration leaves, and what keeps it out of real use."""

import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.demo.accounts import make_accounts
from portal.demo.checks import no_demonstration_in_real_use
from portal.demo.mark import HoldsSomethingElse, claim, holds, is_marked, note
from portal.demo.serving import stand_at
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_schema():
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA empty; SET LOCAL search_path TO empty")


def test_an_empty_database_is_marked(empty_schema):
    claim(connection)

    assert is_marked(connection)


def test_a_database_that_the_demonstration_marked_is_taken_again(empty_schema):
    claim(connection)

    claim(connection)


def test_a_database_that_holds_anything_else_is_refused():
    with pytest.raises(HoldsSomethingElse):
        claim(connection)


def test_links_in_the_demonstrations_mails_lead_to_its_own_port(settings, monkeypatch):
    monkeypatch.setenv("PORTAL_URL", "https://demo.example.se")
    stand_at(8741)
    assert settings.PORTAL_URL == "http://127.0.0.1:8000"  # somebody has said where it is reached

    monkeypatch.delenv("PORTAL_URL")
    stand_at(8741)
    assert settings.PORTAL_URL == "http://127.0.0.1:8741"


def test_the_demonstration_runs_in_its_own_mode_only():
    with pytest.raises(CommandError, match="PORTAL_MODE=demo"):
        call_command("demo")


def test_a_marked_database_is_no_place_for_production(settings, empty_schema):
    settings.PRODUCTION = True
    claim(connection)

    assert [found.id for found in no_demonstration_in_real_use()] == ["demo.E001"]


def test_a_demo_account_keeps_production_from_passing(settings):
    settings.PRODUCTION = True
    make.user(demo=True)

    assert [found.id for found in no_demonstration_in_real_use()] == ["demo.E002"]


def test_each_demo_account_has_a_password_of_its_own(municipality, tmp_path):
    made = make_accounts(tmp_path / "accounts")

    assert all(membership.user.check_password(password) for membership, password in made)
    assert len({password for _, password in made}) == 5


def test_the_same_passwords_are_shown_again(municipality, tmp_path):
    first = make_accounts(tmp_path / "accounts")

    assert make_accounts(tmp_path / "accounts") == first


def test_lost_passwords_are_made_anew(municipality, tmp_path):
    make_accounts(tmp_path / "accounts")

    made = make_accounts(tmp_path / "other")

    assert all(membership.user.check_password(password) for membership, password in made)


def test_only_the_owner_may_read_the_passwords(municipality, tmp_path):
    make_accounts(tmp_path / "accounts")

    assert stat.S_IMODE((tmp_path / "accounts").stat().st_mode) == 0o600


def test_what_was_loaded_once_is_left_alone(empty_schema):
    claim(connection)
    note(connection, "the hash of some data")

    assert holds(connection, "the hash of some data")
    assert not holds(connection, "that of other data")
