"""One settings file, three modes; production guesses nothing."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from portal.settings import database, own_key

PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "k3y-of-fifty-characters-or-more-for-this-test-alone-0123456789",
    "PORTAL_URL": "https://program.exempel.se",
    "ALLOWED_HOSTS": "program.exempel.se",
    "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
    "MAIL_FROM": "program@exempel.se",
}
SHOW = """
import json, sys
from django.conf import settings
json.dump([getattr(settings, name) for name in sys.argv[1:]], sys.stdout)
"""


class DateForm(forms.Form):
    day = forms.DateField()


def in_production(*command, **changed):
    """Run Python with production's environment; a value of None is left out."""
    values = {**PRODUCTION, **changed}
    environment = {name: value for name, value in values.items() if value is not None}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    ours = {*PRODUCTION, "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the last is for tests with a browser
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=kept | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "PORTAL_URL", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_is_refused_without(name):
    refused = in_production("manage.py", "check", **{name: None})

    assert refused.returncode != 0
    assert f"ImproperlyConfigured: {name} is not set" in refused.stderr


def test_production_is_refused_without_encryption():
    refused = in_production("manage.py", "check", PORTAL_URL="http://program.exempel.se")

    assert "PORTAL_URL begins with https://" in refused.stderr


def test_an_unknown_mode_is_refused():
    assert "PORTAL_MODE is one of" in in_production("manage.py", "check", PORTAL_MODE="live").stderr


def test_production_protects_its_cookies_and_redirects():
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "DEBUG"]

    shown = in_production("-c", SHOW, *names)

    assert json.loads(shown.stdout) == [True, True, True, False]


@pytest.mark.parametrize(("sender", "told"), [(None, True), ("program@exempel.se", False)])
def test_letters_without_a_sender_are_told_of_before_the_portal_is_let_out(sender, told):
    checked = in_production("manage.py", "check", "--deploy", MAIL_FROM=sender)

    assert ("access.W001" in checked.stderr) is told


def test_importing_the_settings_starts_no_database(tmp_path):
    shown = in_production("-c", SHOW, "MODE", PORTAL_MODE="demo", DATABASE_URL=None, PORTAL_VAR=str(tmp_path))

    assert json.loads(shown.stdout) == ["demo"]
    assert not (tmp_path / "postgres").exists()


def test_an_address_of_a_database_is_read_as_postgresql_reads_it():
    found = database("postgresql://n%C3%A4r:p%40ss%2Fword@db.example:5433/portal%20ett?sslmode=require")

    place = ("db.example", "5433", "portal ett", "när", "p@ss/word")
    assert tuple(found[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")) == place
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_can_be_named():
    assert database("postgresql:///portal?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "address", ["mysql://db/portal", "sqlite:///portal", "portal", "postgresql://db/portal?nope=1", "postgresql://db/"]
)
def test_what_is_no_address_of_a_database_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(address)


def test_a_fault_in_the_address_does_not_tell_the_password():
    with pytest.raises(ImproperlyConfigured) as refused:
        database("postgresql://portal:hemligt@db/portal?nope=1")

    assert "hemligt" not in str(refused.value)


def test_each_folder_has_one_random_key_of_its_own(tmp_path):
    first, second = (own_key(tmp_path / name / "secret-key") for name in "ab")

    assert first != second
    assert first == own_key(tmp_path / "a" / "secret-key")
    assert stat.S_IMODE((tmp_path / "a" / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("text", "read"), [("2026-05-03", True), ("05/03/2026", False), ("03.05.26", False)])
def test_dates_are_read_year_first_only(language, text, read):
    with translation.override(language):
        assert DateForm({"day": text}).is_valid() is read


def test_only_one_driver_for_postgresql_is_installed():
    from django.db.backends.postgresql import psycopg_any

    assert psycopg_any.is_psycopg3 is False
