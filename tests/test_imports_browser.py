"""From a spreadsheet into the plan in a real browser: by mouse, by keyboard, and without JavaScript."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from actions.models import Action
from programmes.models import Role
from tests import hostile, make
from tests.serving import portal
from tests.signed_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
FILE = {
    "name": "plan.xlsx",
    "mimeType": "application/octet-stream",
    "buffer": hostile.rows(
        [None, "Lots", "SBF", "Pågår", "03/05/2026", "Det går framåt."],
        [None, "Mässa", "SBF", "Klar", "2026-10-01", ""],
    ),
}


@pytest.fixture
def plan():
    municipality = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(municipality, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    make.department(municipality, name="Samhällsbyggnad")
    plan = make.plan(make.programme(municipality), title="Plan 2026")
    for title in ("Tillsyn", "Upphandling", "Branschdag"):
        make.action(plan, title=title)
    return plan


def work():
    """Do what the worker would do beside."""
    call_command("worker", batch=True)


def hand_in(page, address, plan):
    page.goto(f"{address}{plan.get_absolute_url()}")
    page.get_by_role("link", name="Importera …").click()
    page.set_input_files("[name=file]", files=[FILE])
    page.get_by_role("button", name="Läs filen").click()
    work()


def mend_and_take(page):
    expect(page.locator("[data-fault]").first).to_contain_text("SBF", timeout=20_000)
    page.locator("select[name=word_0]").select_option(label="Samhällsbyggnad")
    page.get_by_label("Slutdatum, rad 2").fill("2026-05-03")
    page.get_by_role("button", name="Spara det jag har rättat").click()
    page.get_by_role("button", name="För in 2 rader i planen").click()
    work()
    expect(page.get_by_role("link", name="Till planen")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_is_handed_in_mended_and_taken(browser, plan, javascript):
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    with portal() as address:
        sign_in(page, address, "redaktor@exempel.se")
        hand_in(page, address, plan)
        mend_and_take(page)
    context.close()

    taken = Action.objects.filter(number__gt=3).order_by("number")
    assert [(action.title, str(action.responsible), str(action.end)) for action in taken] == [
        ("Lots", "Samhällsbyggnad", "2026-05-03"),
        ("Mässa", "Samhällsbyggnad", "2026-10-01"),
    ]


PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""


def test_a_block_is_pasted_on_the_table_by_keyboard_and_taken(page, plan):
    with portal() as address:
        sign_in(page, address, "redaktor@exempel.se")
        page.goto(f"{address}{plan.get_absolute_url()}")
        page.locator(f"#action-{plan.actions.get(number=2).pk} [data-label=Ansvarig]").click()
        page.evaluate(PASTE, ["Samhällsbyggnad\tKlar\nSamhällsbyggnad\tPågår\n"])
        expect(page.locator("h1")).to_have_text("Vad som ändras")
        page.get_by_role("button", name="För in 2 rader i planen").press("Enter")
        work()
        expect(page.get_by_role("link", name="Till planen")).to_be_visible(timeout=20_000)

    assert [(action.number, action.status) for action in plan.actions.order_by("number")] == [
        (1, "not_started"),
        (2, "completed"),
        (3, "ongoing"),
    ]


def test_a_text_pasted_while_a_cell_is_edited_stays_there(page, plan):
    with portal() as address:
        sign_in(page, address, "redaktor@exempel.se")
        page.goto(f"{address}{plan.get_absolute_url()}")
        page.locator(f"#action-{plan.actions.get(number=2).pk} th").click()
        page.keyboard.press("F2")
        expect(page.locator("form.editor textarea")).to_be_focused()
        page.evaluate(PASTE, ["ett\ttvå\n"])
        expect(page.locator("form.editor textarea")).to_be_visible()

        assert page.url == f"{address}{plan.get_absolute_url()}"
