"""The grid of figures in a real browser: typed in as in a spreadsheet."""

import re

import pytest
from playwright.sync_api import expect

from programmes.models import Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
EDITOR = "redaktor@exempel.se"


@pytest.fixture
def indicator():
    place = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(place, Role.EDITOR, user=make.user(email=EDITOR, password=PASSWORD))
    indicator = make.indicator(place, name="Sysselsättningsgrad", unit="%", decimals=1)
    make.observation(indicator, year=2022, value=83)
    return indicator


@pytest.fixture
def desk(page, indicator):
    with portal() as address:
        sign_in(page, address, EDITOR)
        page.goto(f"{address}/arbete/exempelby/indikatorer/rutor/?fran=2022&till=2025")
        yield page


def cell(page, column):
    return page.locator("tr[data-item] td").nth(column)


def saved(page):
    return expect(page.locator("[data-stand-said]")).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))


def test_a_row_is_typed_in_and_the_last_of_it_taken_back(desk, indicator):
    cell(desk, 1).click()
    for written in ("83,1", "..", "84 p"):
        desk.keyboard.type(written)
        desk.keyboard.press("Tab")
    saved(desk)
    expect(desk.locator("tr[data-item] td [data-text]")).to_have_text(["83", "83,1", "för få svar", "84 p"])

    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+z")

    expect(cell(desk, 3).locator("[data-text]")).to_have_text("")
    assert indicator.observations.kept().count() == 3


def test_a_share_typed_as_one_is_asked_about_in_its_cell_and_taken_when_confirmed(desk, indicator):
    cell(desk, 1).click()
    desk.keyboard.type("0,83")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".editor .error").first).to_contain_text("Menas 83 procent?")

    desk.wait_for_timeout(800)  # a form that has come back by itself is deaf to what was meant for another
    desk.keyboard.press("Enter")

    saved(desk)
    assert indicator.observations.filter(year=2023).count() == 1


def test_whether_the_source_has_revised_is_asked_only_where_a_value_is_changed(desk):
    cell(desk, 1).click()
    desk.keyboard.type("83")
    expect(desk.locator(".editor [type=checkbox]")).to_be_hidden()
    desk.keyboard.press("Escape")

    cell(desk, 0).click()
    desk.keyboard.type("84")

    expect(desk.locator(".editor [type=checkbox]")).to_be_visible()


PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


def test_a_block_from_a_spreadsheet_is_pasted_looked_at_and_taken_over(desk, indicator):
    cell(desk, 1).click()
    desk.evaluate(PASTE, ["82,4\t..\t84,1"])

    expect(desk.get_by_role("heading", name="Vad som ändras")).to_be_visible()
    desk.get_by_role("button", name="Ta över 3 värden").click()

    expect(desk.get_by_role("status").first).to_have_text("3 värden övertagna.")
    assert list(indicator.observations.values_list("year", "missing")) == [
        (2022, ""), (2023, ""), (2024, "too_few"), (2025, "")
    ]  # fmt: skip
