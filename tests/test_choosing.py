"""From the whole plan to a few rows changed at once, as an official does it: by mouse, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from actions.models import Action
from programmes.models import Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    place = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(place, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    plan = make.plan(make.programme(place))
    for title in ("Lots", "Skoldag", "Lotsdag", "Mark", "Lots för mark"):
        make.action(plan, title=title)
    return plan


def statuses():
    return dict(Action.objects.values_list("title", "status"))


def open_plan(page, address, plan):
    sign_in(page, address, "redaktor@exempel.se")
    page.goto(f"{address}{plan.get_absolute_url()}")


def test_by_mouse(page, plan):
    with portal() as address:
        open_plan(page, address, plan)
        page.fill("[name=ord]", "lots")
        expect(page.locator("tr[data-item]")).to_have_count(3)
        page.get_by_label("Välj nr 1").click()
        page.get_by_label("Välj nr 5").click(modifiers=["Shift"])
        expect(page.locator("[data-count]")).to_have_text("3 valda")
        page.get_by_label("Välj nr 3").click()
        page.click("text=Ändra de valda")
        page.select_option("[name=status]", "ongoing")
        page.click("main .form button")

        expect(page.locator("tr[data-item]")).to_have_count(3)
        expect(page).to_have_url(f"{address}{plan.get_absolute_url()}?ord=lots")
    assert [title for title, status in statuses().items() if status == "ongoing"] == ["Lots", "Lots för mark"]


def test_by_keyboard_alone(page, plan):
    with portal() as address:
        open_plan(page, address, plan)
        reach(page, "[name=ord]")
        page.keyboard.type("mark")
        expect(page.locator("tr[data-item]")).to_have_count(2)
        reach(page, "[data-item] .pick")
        page.keyboard.press("Space")
        expect(page.locator("[data-count]")).to_have_text("1 vald")
        reach(page, "#chosen button")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Ändra 1 åtgärd")
        reach(page, "[name=status]")
        page.keyboard.type("Ge")
        reach(page, "main .form button")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}{plan.get_absolute_url()}?ord=mark")
    assert statuses()["Mark"] == "completed"
    assert list(statuses().values()).count("completed") == 1


def reach(page, selector):
    """Tab until something of this kind has the focus."""
    for _n in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached.")


def test_without_scripts(browser, plan):
    with portal() as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        open_plan(page, address, plan)
        page.fill("[name=ord]", "lots")
        page.press("[name=ord]", "Enter")
        page.check("[name=row] >> nth=0")
        page.check("[name=row] >> nth=1")
        page.click("text=Ändra de valda")
        page.select_option("[name=status]", "cancelled")
        page.click("main .form button")
        page.fill("[name=cancel_reason]", "Inga medel.")
        page.click("main .form button")
        expect(page.locator(".message")).to_contain_text("Sparat")
    assert [title for title, status in statuses().items() if status == "cancelled"] == ["Lots", "Lotsdag"]


def test_all_or_none_at_once_and_the_choice_outlives_the_filter(page, plan):
    with portal() as address:
        open_plan(page, address, plan)
        page.click("[data-all]")
        expect(page.locator("[data-count]")).to_have_text("5 valda")
        page.fill("[name=ord]", "lots")
        expect(page.locator("[data-count]")).to_have_text("3 valda")
        expect(page.locator("[name=row]:checked")).to_have_count(3)
        page.click("[data-none]")
        expect(page.locator("[name=row]:checked")).to_have_count(0)
