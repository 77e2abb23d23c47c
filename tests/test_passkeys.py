"""Passkeys in a real browser, with a device that lives in it."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from programmes.models import Role
from tests import make
from tests.serving import portal

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "ett långt lösenord"  # noqa: S105
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE"}


@pytest.fixture
def address():
    """The portal under a name, since a passkey belongs to a name."""
    with portal() as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def person():
    place = make.municipality(name="Exempelby", slug="exempelby")
    return make.membership(place, Role.EDITOR, user=make.user(email="redaktor@exempel.se")).user


@pytest.fixture
def said(page):
    """What the browser complains of: a script or a style that the policy stops, an error nobody caught."""
    complaints = []

    def note(line):
        if line.type in {"error", "warning"} and not line.location["url"].endswith("favicon.ico"):
            complaints.append(line.text)

    page.on("console", note)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    return complaints


def plug_in(page, **differences):
    """Give the browser a device that holds passkeys; returns the way to talk to it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | differences})
    return tools, made["authenticatorId"]


def sign_in(page, address):
    page.goto(f"{address}/konto/logga-in/")
    page.fill("[name=login]", "redaktor@exempel.se")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def add_passkey(page, address, name="Jobbdatorn"):
    page.goto(f"{address}/konto/andra-steget/passernycklar/ny/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.fill("[name=name]", name)
    page.get_by_role("button", name="Skapa passernyckeln").press("Enter")
    expect(page.locator("h1")).to_have_text("Reservkoder")


def test_a_passkey_is_made_and_opens_the_desk_alone(page, address, person, said):
    plug_in(page)
    sign_in(page, address)
    add_passkey(page, address)
    page.context.clear_cookies()
    page.goto(f"{address}/arbete/exempelby/")
    page.get_by_role("button", name="Logga in med passernyckel").press("Enter")

    expect(page).to_have_url(f"{address}/arbete/exempelby/")
    assert [key.wrap().name for key in Authenticator.objects.filter(type="webauthn")] == ["Jobbdatorn"]
    assert said == []


def test_after_the_password_the_passkey_is_the_second_step(page, address, person, said):
    plug_in(page)
    sign_in(page, address)
    add_passkey(page, address)
    page.context.clear_cookies()
    sign_in(page, address)
    expect(page).to_have_url(f"{address}/konto/logga-in/andra-steget/")
    page.get_by_role("button", name="Använd passernyckeln").click()

    expect(page.locator("main")).to_contain_text("Exempelby")
    assert said == []


def test_a_passkey_that_was_taken_away_opens_nothing(page, address, person):
    plug_in(page)
    sign_in(page, address)
    add_passkey(page, address)
    page.goto(f"{address}/konto/andra-steget/")
    page.get_by_role("link", name="Ta bort").click()
    page.get_by_role("button", name="Ta bort passernyckeln").click()
    page.context.clear_cookies()
    page.goto(f"{address}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med passernyckel").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(f"{address}/konto/logga-in/")


def test_a_closed_account_is_not_opened_by_its_passkey(page, address, person):
    plug_in(page)
    sign_in(page, address)
    add_passkey(page, address)
    page.context.clear_cookies()
    person.is_active = False
    person.save()
    page.goto(f"{address}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med passernyckel").click()

    expect(page.get_by_role("alert")).to_have_text("E-postadressen eller lösenordet är fel.")


def test_whoever_breaks_off_is_told_and_may_try_again(page, address, person):
    tools, device = plug_in(page)
    sign_in(page, address)
    add_passkey(page, address)
    page.context.clear_cookies()
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{address}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med passernyckel").click()

    expect(page.get_by_role("alert")).to_contain_text("Försök igen")
    expect(page.get_by_role("button", name="Logga in med passernyckel")).to_be_enabled()


def test_under_another_address_it_is_told_where_passkeys_work(page, address, person):
    page.goto(f"{address.replace('localhost', '127.0.0.1')}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med passernyckel").click()

    expect(page.get_by_role("alert")).to_contain_text("localhost")


def test_without_scripts_no_button_promises_what_cannot_be(browser, address, person):
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    sign_in(page, address)
    expect(page.locator("main")).to_contain_text("Exempelby")
    page.goto(f"{address}/konto/andra-steget/passernycklar/ny/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    expect(page.locator("main")).to_contain_text("Passernycklar kräver JavaScript")
    expect(page.get_by_role("button", name="Skapa passernyckeln")).to_be_hidden()
