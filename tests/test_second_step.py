"""The second step of signing in: codes from an app, reserve codes, and how often one may guess."""

import base64
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import call_command
from django.test import Client

from portal.access import second_step
from portal.access.adapter import AccountAdapter
from tests import make
from tests.account_pages import account_pages

pytestmark = pytest.mark.django_db

WRONG = second_step.MFAAdapter.error_messages["incorrect_code"]
WAIT = AccountAdapter.error_messages["too_many_login_attempts"]
PASSWORD = "ett långt lösenord"
PERIOD = 1_000_000  # seconds that a code holds here, so that no period ends while a test is at work


@pytest.fixture(autouse=True)
def long_period(settings):
    settings.MFA_TOTP_PERIOD = PERIOD


def code_of(secret, periods_ago=0):
    """Return what an app shows that has been given the key."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD - periods_ago))


def sign_in(client, user):
    return client.post("/konto/logga-in/", {"login": user.email, "password": PASSWORD})


def confirm(client, address):
    """Open a page that asks once more for the password, and answer."""
    return client.post(client.get(address).url, {"password": PASSWORD}, follow=True)


def add_app(client, user):
    """Add an app for codes as its user does; return its key."""
    sign_in(client, user)
    page = confirm(client, "/konto/andra-steget/app/")
    secret = page.context["form"].secret
    client.post("/konto/andra-steget/app/", {"code": code_of(secret, periods_ago=1)})
    return secret


@pytest.fixture
def secret(reader):
    return add_app(Client(), reader)


def answer(client, code):
    return client.post("/konto/logga-in/andra-steget/", {"code": code})


def test_the_app_is_added_by_whoever_knows_the_password(client, reader):
    sign_in(client, reader)
    away = client.get("/konto/andra-steget/app/")
    page = client.post(away.url, {"password": "fel lösenord"})

    assert away.url == "/konto/bekrafta-dig/?next=%2Fkonto%2Fandra-steget%2Fapp%2F"
    assert list(page.context["form"].errors) == ["password"]


def test_the_key_stands_as_a_picture_and_as_text(client, reader):
    sign_in(client, reader)
    page = confirm(client, "/konto/andra-steget/app/")

    assert page.context["form"].secret in re.sub(r"(?<=[A-Z2-7]{4}) ", "", page.text)
    assert '<svg class="qr" viewBox="0 0' in page.text
    assert re.findall(r"data:|style=", page.text) == []


def test_a_wrong_code_adds_no_app(client, reader):
    sign_in(client, reader)
    confirm(client, "/konto/andra-steget/app/")
    page = client.post("/konto/andra-steget/app/", {"code": "000000"})

    assert page.context["form"].errors == {"code": [WRONG]}
    assert not second_step.has_second_step(reader)


def test_with_an_app_the_password_alone_opens_nothing(client, reader, secret):
    response = sign_in(client, reader)

    assert response.url == "/konto/logga-in/andra-steget/"
    assert client.get("/arbete/alingsas/").status_code == 302
    assert client.get("/konto/").status_code == 302


def test_the_code_opens_the_desk_where_one_was_going(client, reader, secret):
    client.post("/konto/logga-in/", {"login": reader.email, "password": PASSWORD, "next": "/arbete/alingsas/"})

    assert answer(client, code_of(secret)).url == "/arbete/alingsas/"


def test_a_code_is_taken_once(reader, secret):
    first, second = Client(), Client()
    sign_in(first, reader)
    sign_in(second, reader)
    code = code_of(secret)

    assert answer(first, code).status_code == 302
    assert answer(second, code).context["form"].errors == {"code": [WRONG]}
    assert answer(second, f" {code[:3]} {code[3:]}").context["form"].errors == {"code": [WRONG]}


def test_a_slow_typist_may_be_one_period_late_but_not_three(client, reader, secret):
    sign_in(client, reader)

    assert answer(client, code_of(secret, periods_ago=3)).context["form"].errors == {"code": [WRONG]}
    assert answer(client, code_of(secret)).status_code == 302


def test_the_sixth_wrong_code_must_wait(client, reader, secret):
    sign_in(client, reader)
    for _ in range(5):
        answer(client, "000000")

    assert answer(client, code_of(secret)).context["form"].errors == {"code": [WAIT]}


def test_a_reserve_code_opens_once(reader, secret):
    reserve = Authenticator.objects.get(user=reader, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    sign_in(first, reader)
    sign_in(second, reader)

    assert answer(first, reserve).status_code == 302
    assert answer(second, reserve).context["form"].errors == {"code": [WRONG]}


def test_whoever_stops_halfway_can_start_again(client, reader, secret):
    sign_in(client, reader)
    left = client.post("/konto/logga-ut/", {"next": "/konto/logga-in/"})

    assert left.url == "/konto/logga-in/"
    assert client.get("/konto/logga-in/").status_code == 200


def test_no_secret_lies_open_in_the_database(reader, secret):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert Authenticator.objects.get(type="totp").wrap().instance.data["secret"].startswith("gAAAA")


def test_a_lost_key_of_the_installation_opens_nothing(client, reader, secret, settings):
    settings.SECRET_KEY = "another"
    sign_in(client, reader)
    empty = base64.b32encode(b"").decode()

    assert [answer(client, code_of(key)).status_code for key in (secret, empty)] == [200, 200]


def test_an_earlier_key_of_the_installation_still_reads(client, reader, secret, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    sign_in(client, reader)

    assert answer(client, code_of(secret)).status_code == 302


def test_taking_the_app_away_asks_who_one_is(client, reader, secret):
    sign_in(client, reader)
    answer(client, code_of(secret))
    away = client.post("/konto/andra-steget/app/ta-bort/")

    assert away.url.startswith("/konto/bekrafta-dig/?next=")
    assert second_step.has_second_step(reader)


def test_with_the_app_go_the_reserve_codes(client, reader, secret):
    sign_in(client, reader)
    answer(client, code_of(secret))
    confirm(client, "/konto/andra-steget/app/ta-bort/")
    client.post("/konto/andra-steget/app/ta-bort/")

    assert Authenticator.objects.filter(user=reader).count() == 0
    assert sign_in(Client(), reader).url == "/arbete/"


def test_the_person_learns_by_letter_what_was_done(reader, immediately, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add_app(Client(), reader)

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([reader.email], "Ditt konto har ändrats")
    assert "En app för koder lades till." in letter.body


def test_whoever_edits_may_be_made_to_have_a_second_step(client, editor, settings):
    settings.MFA_REQUIRED = True
    client.force_login(editor)

    assert client.get("/arbete/alingsas/").url == "/konto/andra-steget/"
    assert client.get("/konto/").status_code == 200


def test_whoever_only_reads_is_not(client, reader, settings):
    settings.MFA_REQUIRED = True
    client.force_login(reader)

    assert client.get("/arbete/alingsas/").status_code == 200


def test_whoever_has_the_second_step_gets_in(client, editor, settings):
    add_app(Client(), editor)
    settings.MFA_REQUIRED = True
    client.force_login(editor)

    assert client.get("/arbete/alingsas/").status_code == 200


def test_whoever_has_lost_everything_is_helped_by_a_command(reader, secret, capsys):
    call_command("forget_second_step", reader.email.upper())

    assert sign_in(Client(), reader).url == "/arbete/"
    assert capsys.readouterr().out == f"{reader.email} loggar in med bara lösenordet.\n"


def test_another_persons_passkey_does_not_exist(client, reader):
    other = Authenticator.objects.create(user=make.user(), type="webauthn", data={"name": "Hemlig", "credential": {}})
    sign_in(client, reader)
    confirm(client, "/konto/andra-steget/app/")
    addresses = [f"/konto/andra-steget/passernycklar/{other.pk}/{end}" for end in ("", "ta-bort/")]

    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert [client.post(address, {"name": "Min"}).status_code for address in addresses] == [404, 404]


def test_what_must_be_confirmed_is_looked_at_by_the_checkers_of_pages_too(reader):
    pages = account_pages(reader, PASSWORD, "Telefonen").values()

    assert {re.search("<h1>(.*)</h1>", page.decode()).group(1) for page in pages} == {
        "Det andra steget",
        "Ditt konto",
        "Lägg till en app för koder",
        "Lägg till en passernyckel",
        "Passernyckelns namn",
        "Reservkoder",
        "Skapa nya reservkoder?",
        "Ta bort appen?",
        "Ta bort ”Telefonen”?",
        "Var du är inloggad",
        "Visa att det är du",
    }
