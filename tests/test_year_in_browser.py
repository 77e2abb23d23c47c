"""The turn of the year in a real browser: by mouse, by keyboard alone, and without JavaScript.

A department reports on its actions in one form; an editor drafts the next plan and closes this one.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from actions.models import Action, ActionPlan, Report
from programmes.models import Role
from tests import make
from tests.serving import portal
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "redaktor@exempel.se"


@pytest.fixture
def plan():
    """A plan of three open actions and one that is done, in a municipality whose editor answers for them all."""
    place = make.municipality(name="Exempelby", slug="exempelby")
    unit = make.department(place)
    make.membership(place, Role.EDITOR, user=make.user(email=EMAIL), department=unit)
    year = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    plan = make.plan(make.programme(place), title="Åtgärdsplan 2026", state="adopted", **year)
    for title in ("Lots", "Mässa", "Skyltar"):
        make.action(plan, title=title, responsible=unit)
    make.action(plan, title="Klar", status="completed", responsible=unit)
    return plan


class Mouse:
    def __init__(self, page):
        self.page = page

    def press(self, place):
        place.click()

    def tick(self, place):
        place.click()

    def choose(self, place, value):
        place.select_option(value)

    def write(self, place, text):
        place.click()
        self.page.keyboard.type(text)


class Keyboard:
    """Goes forward by Tab until it stands at what it wants, and then uses keys alone."""

    def __init__(self, page):
        self.page = page

    def go(self, place):
        place.wait_for()
        for _step in range(200):
            if place.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{place} is not reached by Tab.")

    def press(self, place):
        self.go(place)
        self.page.keyboard.press("Enter")

    def tick(self, place):
        self.go(place)
        self.page.keyboard.press("Space")

    def choose(self, place, value):
        self.go(place)
        values = place.locator("option").evaluate_all("options => options.map(option => option.value)")
        steps = values.index(value) - values.index(place.input_value())
        for _step in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def write(self, place, text):
        self.go(place)
        self.page.keyboard.type(text)


@pytest.fixture(params=["by mouse", "by keyboard", "without JavaScript"])
def hand(request, browser):
    with browser.new_context(java_script_enabled=request.param != "without JavaScript") as context:
        page = context.new_page()
        yield Keyboard(page) if request.param == "by keyboard" else Mouse(page)


def button(page, name):
    return page.get_by_role("button", name=name)


def test_a_year_is_reported_on_continued_and_closed(hand, plan):
    page = hand.page
    with portal() as address:
        sign_in(page, address, EMAIL)
        report(hand, address, plan)
        draft_the_next(hand, address, plan)
        close(hand, address, plan)

    statuses = list(plan.actions.order_by("number").values_list("status", flat=True))
    assert statuses == ["completed", "ongoing", "cancelled", "completed"]
    assert ActionPlan.objects.get(pk=plan.pk).state == "closed"


def report(hand, address, plan):
    """Report on two actions; the reason that one of them needs is asked for first."""
    page = hand.page
    lots, fair, _signs, _done = plan.actions.order_by("number")
    page.goto(f"{address}/arbete/exempelby/mitt/")
    expect(page.locator("#report")).to_contain_text("4")
    hand.press(page.get_by_role("link", name="Rapportera om alla på en gång"))
    hand.choose(page.locator(f"[name=action-{lots.pk}-status]"), "completed")
    hand.write(page.locator(f"[name=action-{lots.pk}-account]"), "Lotsen svarar.")
    hand.tick(page.locator(f"[name=action-{lots.pk}-ready]"))
    hand.choose(page.locator(f"[name=action-{fair.pk}-status]"), "cancelled")
    hand.tick(page.locator(f"[name=action-{fair.pk}-ready]"))
    hand.press(button(page, "Spara"))
    expect(page.locator(".faults")).to_contain_text("Mässa")
    expect(page.locator(f"[name=action-{lots.pk}-account]")).to_have_value("Lotsen svarar.")
    hand.choose(page.locator(f"[name=action-{fair.pk}-status]"), "ongoing")
    hand.press(button(page, "Spara"))
    expect(page.locator(".message")).to_contain_text("Sparat")
    assert sorted(Report.objects.values_list("status", flat=True)) == ["completed", "ongoing"]


def draft_the_next(hand, address, plan):
    """The two that are open are proposed; one of them is left out."""
    page = hand.page
    page.goto(f"{address}{plan.get_absolute_url()}")
    hand.press(page.get_by_role("link", name="Nästa plan"))
    expect(page.locator("[name=title]")).to_have_value("Åtgärdsplan 2027")
    assert page.locator("[name=actions]:checked").count() == 2
    hand.tick(page.get_by_label("Skyltar"))
    hand.press(button(page, "Skapa utkastet"))
    expect(page.locator("h1")).to_contain_text("Åtgärdsplan 2027")
    assert [action.title for action in Action.objects.filter(continues__plan=plan)] == ["Mässa"]


def close(hand, address, plan):
    """What goes on is said already; the other one is dropped with a reason."""
    page = hand.page
    signs = plan.actions.get(title="Skyltar")
    page.goto(f"{address}{plan.get_absolute_url()}")
    hand.press(page.get_by_role("link", name="Avsluta planen"))
    reason = page.locator(f"[name=action-{signs.pk}-cancel_reason]")
    expect(reason).to_be_hidden()
    hand.choose(page.locator(f"[name=action-{signs.pk}-outcome]"), "cancelled")
    hand.write(reason, "Saknar medel.")
    hand.press(button(page, "Avsluta och lås planen"))
    expect(page.locator("main")).to_contain_text("avslutad och låst")
