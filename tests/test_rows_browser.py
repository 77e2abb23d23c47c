"""Rows copied, removed and brought back, and history read and taken back, in a browser with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from programmes.models import Draft, Role
from tests import make
from tests.serving import portal
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
EDITOR, OTHER = "redaktor@exempel.se", "annan@exempel.se"


@pytest.fixture
def plan():
    """One action, in a municipality with two editors, one of them from a department."""
    place = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(place, Role.EDITOR, user=make.user(email=EDITOR))
    make.membership(place, Role.EDITOR, user=make.user(email=OTHER), department=make.department(place, name="Skolan"))
    plan = make.plan(make.programme(place))
    make.action(plan, title="Lots")
    return plan


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def desk(request, browser, plan):
    """The page of the plan's action, opened by an editor."""
    with portal() as address, browser.new_context(java_script_enabled=request.param) as context:
        page = context.new_page()
        sign_in(page, address, EDITOR)
        page.goto(address + plan.actions.get().get_absolute_url())
        yield page


def titles(plan):
    return list(plan.actions.kept().order_by("number").values_list("title", flat=True))


def go(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def test_an_action_is_copied_removed_with_a_reason_and_brought_back(desk, plan):
    go(desk, "link", "Kopiera …")
    desk.fill("[name=title]", "Lots för handeln")
    go(desk, "button", "Spara")
    assert titles(plan) == ["Lots", "Lots för handeln"]

    go(desk, "link", "Ta bort …")
    desk.fill("[name=reason]", "Dubblett.")
    go(desk, "button", "Ta bort")
    assert titles(plan) == ["Lots"]

    go(desk, "link", "Borttagna")
    expect(desk.locator("main")).to_contain_text("Dubblett.")
    go(desk, "button", "Ta tillbaka")
    assert titles(plan) == ["Lots", "Lots för handeln"]


def test_a_change_is_read_in_the_history_and_taken_back(desk, plan):
    go(desk, "link", re.compile("^Ändra åtgärden"))
    desk.fill("[name=title]", "Företagslots")
    go(desk, "button", "Spara")

    go(desk, "link", "Hela historiken")
    expect(desk.locator("main")).to_contain_text("Lots")
    expect(desk.locator("main ins").first).to_have_text("Företagslots")
    go(desk, "button", re.compile("^Ta tillbaka"))

    assert titles(plan) == ["Lots"]
    expect(desk.locator("main")).to_contain_text("Tog tillbaka")


def test_who_else_is_writing_is_seen_in_the_cell_and_goes_with_the_draft(browser, plan):
    with portal() as address, browser.new_context() as mine, browser.new_context() as others:
        pages = [context.new_page() for context in (mine, others)]
        for page, email in zip(pages, (EDITOR, OTHER), strict=True):
            sign_in(page, address, email)
            page.goto(address + plan.get_absolute_url())
        reading, writing = pages
        title = "tr[data-item] th"
        writing.locator(title).focus()
        writing.keyboard.type("Lots i hela")
        expect(writing.locator("[data-stand-draft]")).to_contain_text("Utkastet är sparat")

        reading.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(reading.locator(title)).to_contain_text("Skolan skriver")
        expect(reading.locator(title)).not_to_contain_text("i hela")

        writing.keyboard.press("Escape")
        expect(writing.locator(".editor")).to_have_count(0)
        while Draft.objects.exists():
            writing.wait_for_timeout(100)
        reading.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(reading.locator(title)).not_to_contain_text("Skolan skriver")
