"""A letter of the round goes to a mail server that is who it says it is, and to no other."""

from datetime import timedelta

import pytest

from portal.followups.models import Notice
from tests.certificates import certificate
from tests.mail_server import free_port, mail_server, mailers
from tests.test_mailing import by_day, contact, follow_up, later, states, to, unit  # noqa: F401 fixtures too

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediately")]
PASSWORD = "hemligt ord"  # noqa: S105 of a server that lives as long as the test


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """The certificate that this machine trusts, and no other."""
    path = certificate(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return path


@pytest.fixture
def port(settings, unit):  # noqa: F811
    """Where the portal finds its mail server, as the settings say it of port 587, and has a letter for it."""
    contact(unit, "bo@amal.example")
    port = free_port()
    settings.MAILERS = mailers(port, use_tls=True, username="portal", password=PASSWORD)
    return port


def test_a_letter_goes_by_an_encrypted_connection_after_signing_in(trusted, port):
    with mail_server(port, trusted, PASSWORD) as inbox:
        by_day()

    assert (to(inbox), states()) == (["bo@amal.example"], ["sent"])
    assert inbox.logins == 1


@pytest.mark.parametrize(
    "wrong", [{}, {"of": "127.0.0.2"}, {"until": -timedelta(days=1)}], ids=["of a stranger", "of another", "expired"]
)
def test_a_wrong_certificate_is_refused_and_the_letter_waits_for_the_right_one(
    monkeypatch, tmp_path, trusted, port, wrong
):
    shown = certificate(tmp_path / "shown.pem", **wrong)
    if wrong:
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))  # trusted, but not for this address, or not today

    with mail_server(port, shown, PASSWORD) as stranger:
        by_day()
    refused = states(), Notice.objects.get().fault
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(port, trusted, PASSWORD) as inbox:
        later()

    assert (stranger.letters, stranger.logins) == ([], 0)
    assert refused[0] == ["waiting"]
    assert "CERTIFICATE_VERIFY_FAILED" in refused[1]
    assert (to(inbox), states()) == (["bo@amal.example"], ["sent"])


def test_a_server_without_encryption_is_told_no_password(port):
    with mail_server(port) as inbox:
        by_day()

    assert (inbox.letters, states()) == ([], ["waiting"])
    assert Notice.objects.get().fault == "STARTTLS extension not supported by server."


def test_a_wrong_password_is_told_without_the_word_and_the_letter_waits(trusted, port):
    with mail_server(port, trusted, "another word") as inbox:
        by_day()

    fault = Notice.objects.get().fault
    assert (inbox.letters, states()) == ([], ["waiting"])
    assert fault.startswith("535 ")
    assert PASSWORD not in fault
