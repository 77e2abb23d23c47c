"""Typing in a real browser: what the server has not taken is kept, said, sent later and offered again."""

import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from actions.models import Action
from programmes.models import Draft, Role
from tests import make
from tests.browse import fill
from tests.serving import portal

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "ett långt lösenord"  # noqa: S105
KEPT, AWAY, SIGNED_OUT = "Utkastet är sparat", "Servern går inte att nå", "inte längre inloggad"
MAY_NOT = "Du får inte längre ändra det här"


@pytest.fixture
def action():
    municipality = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(municipality, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    return make.action(make.plan(make.programme(municipality)), title="Företagslots")


@pytest.fixture
def editor(action):
    return action.municipality.memberships.get().user


def sign_in(page, address=None):
    if address:
        page.goto(address)
    page.fill("[name=login]", "redaktor@exempel.se")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def form_of(action):
    return f"{action.get_absolute_url()}andra/"


def type_title(page, text):
    page.fill("[name=title]", text)
    return page.locator(".unsent")


def wake(page):
    """Let the page try again now instead of in a few seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def save(page):
    page.get_by_role("button", name="Spara", exact=True).click()


def test_typing_becomes_a_draft_that_is_offered_and_saved_by_keyboard(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.locator("[name=title]").press("End")
        page.keyboard.type(" för alla", delay=20)
        expect(page.locator(".unsent")).to_contain_text(KEPT)

        page.goto(f"{address}{action.municipality.get_absolute_url()}")
        page.get_by_role("link", name="Visa osparad text").press("Enter")
        page.get_by_role("link", name="Åtgärd: 1. Företagslots").press("Enter")
        expect(page.locator("[name=title]")).to_have_value("Företagslots för alla")
        page.locator("[name=title]").press("Enter")

        expect(page.locator("h1")).to_contain_text("Företagslots för alla")
    assert Action.objects.get().title == "Företagslots för alla"
    assert not Draft.objects.exists()


def test_cancel_throws_away_what_was_typed_if_that_is_meant(page, action):
    asked = []
    with portal() as host:
        sign_in(page, host + form_of(action))
        expect(type_title(page, "Fel åtgärd")).to_contain_text(KEPT)
        page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.get_by_role("link", name="Avbryt").click()
        expect(page.locator("[name=title]")).to_have_value("Fel åtgärd")

        page.once("dialog", lambda dialog: dialog.accept())
        with page.expect_navigation():
            page.get_by_role("link", name="Avbryt").click()
        page.goto(host + form_of(action))
        expect(page.locator("[data-offers]")).not_to_contain_text("inte är sparad")
        with page.expect_navigation():
            page.get_by_role("link", name="Avbryt").click()  # nothing typed, nothing asked

    assert asked == ["Ska det du har skrivit här kastas?"]
    assert not Draft.objects.exists()


def test_one_sentence_typed_with_pauses_is_one_row_of_history(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        for text in ("Lots", "Lots för", "Lots för alla"):
            expect(type_title(page, text)).to_contain_text(KEPT)
            page.wait_for_timeout(600)
        save(page)
        expect(page.locator("h1")).to_contain_text("Lots för alla")

    assert [row.title for row in Action.history.order_by("history_id")] == ["Företagslots", "Lots för alla"]


def test_an_impatient_double_click_saves_once(page, action):
    with portal() as address:
        sign_in(page, f"{address}{action.plan.get_absolute_url()}atgarder/ny/")
        type_title(page, "Mässa")
        page.get_by_role("button", name="Spara", exact=True).dblclick()
        expect(page.locator("h1")).to_contain_text("Mässa")

    assert Action.objects.filter(title="Mässa").count() == 1


def test_what_is_typed_while_the_server_is_dead_is_sent_when_it_lives_again(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
    expect(type_title(page, "Lots")).to_contain_text(AWAY)
    save(page)
    expect(page.locator("[name=title]")).to_have_value("Lots")

    with portal(urlsplit(address).port):
        wake(page)
        expect(page.locator(".unsent")).to_contain_text(KEPT)
    assert Draft.objects.get().fields["title"] == ["Lots"]
    assert Action.objects.get().title == "Företagslots"


def test_what_a_closed_browser_tab_held_is_offered_when_the_server_lives_again(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
    expect(type_title(page, "Lots")).to_contain_text(AWAY)
    page.close(run_before_unload=True)

    with portal(urlsplit(address).port):
        later = page.context.new_page()
        later.goto(f"{address}{form_of(action)}")
        later.get_by_role("link", name="Ta upp den").click()
        expect(later.locator("[name=title]")).to_have_value("Lots")
        assert later.evaluate("localStorage.length") == 0


def test_the_network_away_for_a_minute_is_told_and_nothing_is_lost(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.context.set_offline(True)
        expect(type_title(page, "Lots")).to_contain_text(AWAY)

        page.context.set_offline(False)
        expect(page.locator(".unsent")).to_contain_text(KEPT)
        save(page)

        expect(page.locator("h1")).to_contain_text("Lots")


def test_the_page_does_not_offer_the_text_that_stands_in_it_when_the_network_is_back(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.context.set_offline(True)
        expect(type_title(page, "Lots")).to_contain_text(AWAY)
        page.context.set_offline(False)
        expect(page.locator(".unsent")).to_contain_text(KEPT)
        page.wait_for_load_state("networkidle")

        expect(page.locator("[data-offers]")).not_to_contain_text("inte är sparad")


def test_a_session_that_ends_while_one_types_is_told_and_the_page_goes_on_after_a_new_sign_in(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        Session.objects.all().delete()
        expect(type_title(page, "Lots")).to_contain_text(SIGNED_OUT)

        with page.expect_popup() as opened:
            page.get_by_role("link", name="Logga in i en ny flik").click()
        sign_in(opened.value)
        wake(page)
        expect(page.locator(".unsent")).to_contain_text(KEPT)
        save(page)

        expect(page.locator("h1")).to_contain_text("Lots")
    assert not Draft.objects.exists()


def test_after_a_new_sign_in_in_the_same_tab_the_text_is_offered(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        Session.objects.all().delete()
        expect(type_title(page, "Lots")).to_contain_text(SIGNED_OUT)

        sign_in(page, f"{address}{form_of(action)}")
        page.get_by_role("link", name="Ta upp den").click()

        expect(page.locator("[name=title]")).to_have_value("Lots")


def test_somebody_else_in_the_same_browser_gets_nothing_of_it(page, action):
    other = make.membership(action.municipality, Role.EDITOR, user=make.user(email="annan@exempel.se")).user
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        Session.objects.all().delete()
        expect(type_title(page, "Lots")).to_contain_text(SIGNED_OUT)
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Logga in i en ny flik").click()
        opened.value.fill("[name=login]", other.email)
        opened.value.fill("[name=password]", PASSWORD)
        with opened.value.expect_navigation():
            opened.value.press("[name=password]", "Enter")

        wake(page)
        opened.value.goto(f"{address}{form_of(action)}")

        expect(page.locator(".unsent")).to_contain_text(SIGNED_OUT)
        expect(opened.value.get_by_role("link", name="Ta upp den")).to_have_count(0)
    assert not Draft.objects.exists()


def test_a_role_that_ends_while_one_types_leaves_the_text_to_be_copied(page, action, editor):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        membership = editor.memberships.get()
        membership.role = Role.READER
        make.save(membership)
        expect(type_title(page, "Lots")).to_contain_text(MAY_NOT)
        save(page)

        expect(page.locator(".unsent")).to_contain_text(MAY_NOT)
        expect(page.locator("[name=title]")).to_have_value("Lots")
        assert page.evaluate("localStorage.length") == 0


def test_signing_out_sends_what_is_not_sent_and_the_browser_forgets_everything(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.evaluate("localStorage.setItem('portal:999:/arbete/x/:y', '{\"at\": 9999999999999}')")
        type_title(page, "Lots")
        with page.expect_navigation():
            page.get_by_role("button", name="Logga ut").click()

        assert page.evaluate("localStorage.length") == 0
    assert Draft.objects.get().fields["title"] == ["Lots"]


def typed_earlier(editor, action, title):
    """Keep a draft as the script does; return what the page then holds."""
    client = Client()
    client.force_login(editor)
    page = fill(client.get(form_of(action)), title=title)
    client.post(form_of(action), page | {"draft": "1"}, headers={"Accept": "application/json"})
    return page


def test_without_scripts_what_was_typed_is_offered_all_the_same(browser, browser_context_args, action, editor):
    typed_earlier(editor, action, "Lots")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.get_by_role("link", name="Ta upp den").click()
        expect(page.locator("[name=title]")).to_have_value("Lots")
        save(page)

        expect(page.locator("h1")).to_contain_text("Lots")
    context.close()
    assert not Draft.objects.exists()


# before the row is saved; when it is saved and the draft is to go; when both are done
POINTS = {"EditForm._save": False, "drop": False, "redirect": True}


@pytest.mark.parametrize("function", POINTS)
def test_killed_while_saving_either_the_draft_or_the_saved_text_is_there(action, editor, function):
    page = json.dumps(typed_earlier(editor, action, "Nytt"))
    arguments = [connection.settings_dict["NAME"], str(editor.pk), form_of(action), page, function]
    done = subprocess.run([sys.executable, "-m", "tests.killed_saving", *arguments], capture_output=True, text=True)  # noqa: S603

    assert done.returncode == -9, done.stderr
    assert (Action.objects.get().title == "Nytt") is POINTS[function]
    assert Draft.objects.exists() is not POINTS[function]
