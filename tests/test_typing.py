"""Typing in a real browser: what the server has not taken is kept, said, sent later and offered again."""

import pytest
from playwright.sync_api import expect

from actions.models import Action
from programmes.models import Draft, Role
from tests import make
from tests.serving import portal

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "ett långt lösenord"  # noqa: S105


@pytest.fixture
def action():
    municipality = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(municipality, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    return make.action(make.plan(make.programme(municipality)), title="Företagslots")


def sign_in(page, address):
    page.goto(address)
    page.fill("[name=login]", "redaktor@exempel.se")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def form_of(action):
    return f"{action.get_absolute_url()}andra/"


def test_typing_becomes_a_draft_that_is_offered_and_saved(page, action):
    with portal() as address:
        sign_in(page, f"{address}{form_of(action)}")
        page.fill("[name=title]", "Lots")
        expect(page.locator(".unsent")).to_contain_text("Utkastet är sparat")

        page.goto(f"{address}{form_of(action)}")
        page.get_by_text("Ta upp den").click()
        expect(page.locator("[name=title]")).to_have_value("Lots")
        page.get_by_role("button", name="Spara").click()

        expect(page.locator("h1")).to_contain_text("Lots")
    assert Action.objects.get().title == "Lots"
    assert not Draft.objects.exists()
