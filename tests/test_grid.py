"""A plan's table in a real browser: moved in and edited as a spreadsheet, by keyboard, by mouse and without scripts."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from actions.models import Action, Report
from programmes.history import change
from programmes.models import Change, Draft, Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
EDITOR = "redaktor@exempel.se"
TITLE, RESPONSIBLE, STATUS, DATES, ACCOUNT = range(2, 7)  # columns, after the box and the number


@pytest.fixture
def plan():
    """Three actions in two areas of an adopted plan, in a municipality with an editor."""
    place = make.municipality(name="Exempelby", slug="exempelby")
    make.department(place, name="Samhällsbyggnad")
    make.membership(place, Role.EDITOR, user=make.user(email=EDITOR, password=PASSWORD))
    programme = make.programme(place)
    plan = make.plan(programme, state="adopted", adopted_by=make.step(programme))
    first, second = make.area(programme), make.area(programme)
    for title, area in (("Ett", first), ("Två", first), ("Tre", second)):
        make.action(plan, title=title, area=area, end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))
    return plan


@pytest.fixture
def desk(page, plan):
    """The plan's page, opened by the editor."""
    with portal() as address:
        sign_in(page, address, EDITOR)
        page.goto(address + plan.get_absolute_url())
        yield page


PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


def cell(page, row, column):
    return page.locator("tr[data-item]").nth(row).locator("> *").nth(column)


def saved(page):
    return expect(page.locator("[data-stand-said]")).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def titles():
    return list(Action.objects.order_by("number").values_list("title", flat=True))


def test_the_keys_of_a_spreadsheet_move_in_the_table(desk):
    focused = {
        ("ArrowRight", "ArrowRight"): (0, TITLE),
        ("ArrowDown",): (1, TITLE),
        ("End",): (1, ACCOUNT),
        ("ArrowRight",): (1, ACCOUNT),
        ("Home",): (1, 0),
        ("Control+End",): (2, ACCOUNT),
        ("Control+Home",): (0, 0),
        ("PageDown", "ArrowRight"): (2, 1),
        ("ArrowUp",): None,
        ("ArrowUp",) * 2: (0, 1),
    }
    cell(desk, 0, 0).focus()

    for keys, place in focused.items():
        press(desk, *keys)
        expect(cell(desk, *place) if place else desk.locator("tr.group td").last).to_be_focused()


def test_the_table_is_one_tab_stop(desk):
    desk.get_by_role("button", name="Visa", exact=True).focus()

    press(desk, "Tab")
    inside = desk.evaluate("document.activeElement.closest('[role=grid]') !== null")
    press(desk, "Tab")

    assert inside
    assert desk.evaluate("document.activeElement.closest('[role=grid]') === null")


def test_enter_edits_saves_and_goes_down(desk):
    cell(desk, 0, TITLE).focus()

    press(desk, "Enter")
    expect(desk.locator(".editor textarea")).to_be_focused()
    desk.keyboard.type(" gånger två")
    press(desk, "Enter")

    expect(cell(desk, 1, TITLE)).to_be_focused()
    saved(desk)
    assert titles() == ["Ett gånger två", "Två", "Tre"]


def test_what_is_typed_takes_the_place_of_what_stood_and_tab_saves_and_goes_on(desk):
    cell(desk, 0, TITLE).focus()

    desk.keyboard.type("Nytt")
    press(desk, "Tab")
    expect(cell(desk, 0, RESPONSIBLE)).to_be_focused()
    saved(desk)
    press(desk, "Shift+Tab")

    assert titles()[0] == "Nytt"


def test_escape_leaves_everything_as_it_was_and_f2_opens_too(desk):
    cell(desk, 0, TITLE).focus()

    press(desk, "F2")
    desk.keyboard.type(" ångrat")
    desk.wait_for_timeout(700)
    with desk.expect_response(lambda answer: "drop" in (answer.request.post_data or "")):
        press(desk, "Escape")

    expect(cell(desk, 0, TITLE)).to_be_focused()
    expect(cell(desk, 0, TITLE).locator("[data-text]")).to_have_text("Ett")
    assert titles()[0] == "Ett"
    assert not Draft.objects.exists()


def test_one_sentence_typed_with_pauses_is_one_change(desk):
    before = Change.objects.count()
    cell(desk, 0, ACCOUNT).focus()

    for words in ("Vi har ", "börjat ", "med lotsen."):
        desk.keyboard.type(words, delay=20)
        desk.wait_for_timeout(700)
    assert Draft.objects.get().fields["account"] == ["Vi har börjat med lotsen."]
    press(desk, "Enter")
    saved(desk)

    report = Report.objects.get()
    assert (report.account, report.history.count()) == ("Vi har börjat med lotsen.", 1)
    assert Change.objects.count() == before + 1
    assert not Draft.objects.exists()


def test_a_fault_is_told_in_the_cell_and_nothing_is_lost(desk):
    cell(desk, 0, STATUS).focus()

    press(desk, "Enter")
    desk.locator(".editor select").first.select_option("cancelled")
    expect(desk.locator(".editor [name=cancel_reason]")).to_be_visible()
    press(desk, "Enter")
    expect(desk.locator(".editor .error")).to_have_text("Skriv varför åtgärden utgår.")
    expect(desk.locator(".editor [name=cancel_reason]")).to_be_focused()
    desk.wait_for_timeout(800)
    desk.keyboard.type("Hanteras i annat ärende.")
    press(desk, "Enter")

    saved(desk)
    expect(cell(desk, 0, STATUS)).to_contain_text("Utgår")
    expect(desk.locator("[data-stand-tally]")).to_contain_text("1 utgår")
    assert Action.objects.get(number=1).cancel_reason == "Hanteras i annat ärende."


def test_both_texts_are_shown_in_the_cell_and_the_second_chooses(desk, plan):
    cell(desk, 0, TITLE).focus()
    press(desk, "Enter")
    desk.keyboard.type(" enligt Bo")
    action = Action.objects.get(number=1)
    with change("Anna", municipality=plan.municipality):
        action.title = "Ett enligt Anna"
        action.save()

    press(desk, "Enter")
    expect(desk.locator(".editor .others")).to_contain_text("Ett enligt Anna")
    expect(desk.locator(".editor textarea")).to_have_value("Ett enligt Bo")
    assert titles()[0] == "Ett enligt Anna"
    desk.wait_for_timeout(800)
    press(desk, "Enter")

    saved(desk)
    assert titles()[0] == "Ett enligt Bo"


def test_what_was_only_left_after_a_conflict_overwrites_nothing(desk, plan):
    cell(desk, 0, TITLE).focus()
    desk.keyboard.type("Bos")
    action = Action.objects.get(number=1)
    with change("Anna", municipality=plan.municipality):
        action.title = "Annas"
        action.save()

    press(desk, "Tab")
    expect(desk.locator(".editor .others")).to_contain_text("Annas")
    desk.locator("h1").click()

    expect(desk.get_by_role("button", name="1 ej sparade: visa")).to_be_visible()
    assert titles()[0] == "Annas"


def test_what_was_removed_while_it_was_edited_is_told(desk):
    cell(desk, 2, TITLE).focus()
    desk.keyboard.type("Ny text")
    action = Action.objects.get(number=3)
    action.dropped = True
    make.save(action)

    press(desk, "Tab")

    expect(desk.locator(".editor .error")).to_contain_text("Någon annan har tagit bort")
    expect(desk.locator(".editor textarea")).to_have_value("Ny text")


def test_undo_takes_back_the_last_changes_also_after_a_reload(desk):
    cell(desk, 0, TITLE).focus()
    desk.keyboard.type("Två gånger")
    press(desk, "Enter")
    saved(desk)
    desk.reload()

    cell(desk, 0, TITLE).focus()
    press(desk, "Control+z")

    expect(cell(desk, 0, TITLE).locator("[data-text]")).to_have_text("Ett")
    expect(desk.locator("[data-stand-said]")).to_contain_text("Tog tillbaka")
    expect(cell(desk, 0, TITLE)).to_be_focused()
    assert titles()[0] == "Ett"


def test_a_move_can_be_taken_back_at_once(desk):
    cell(desk, 0, TITLE).focus()
    press(desk, "Alt+ArrowDown")
    expect(desk.locator("[data-order-said]")).to_contain_text("plats 2 av 2")

    press(desk, "Control+z")

    expect(cell(desk, 0, TITLE).locator("[data-text]")).to_have_text("Ett")
    expect(desk.locator("[data-stand-said]")).to_contain_text("Tog tillbaka")


def test_one_cell_is_copied_to_another_as_in_a_spreadsheet(desk):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for column in (TITLE, STATUS):
        cell(desk, 1, column).focus()
        press(desk, "Control+c")
        cell(desk, 0, column).focus()
        press(desk, "Control+v")
        saved(desk)

    expect(desk.locator("[data-item] > [data-state]")).to_have_count(0)
    expect(cell(desk, 0, STATUS)).to_be_focused()
    assert titles() == ["Två", "Två", "Tre"]


@pytest.mark.parametrize(
    ("column", "copied", "field", "written"),
    [
        (STATUS, "Pågår\r\n", "status", "ongoing"),
        (RESPONSIBLE, "samhällsbyggnad", "responsible__name", "Samhällsbyggnad"),
        (ACCOUNT, '"Ett ""namn""\r\nTvå"\r\n', "reports__account", 'Ett "namn"\nTvå'),
    ],
)
def test_one_cell_from_a_spreadsheet_takes_the_place_of_what_stands_there(desk, column, copied, field, written):
    cell(desk, 0, column).focus()

    desk.evaluate(PASTE, [copied])

    saved(desk)
    assert Action.objects.filter(number=1).values_list(field, flat=True).get().replace("\r", "") == written


def test_a_pasted_word_that_cannot_stand_there_is_asked_about(desk):
    cell(desk, 0, STATUS).focus()

    desk.evaluate(PASTE, ["Pausad"])

    expect(desk.locator("h1")).to_have_text("Vad som ändras")
    expect(desk.locator("main")).to_contain_text("Statusen ”Pausad” betyder")


def test_while_the_network_is_away_typing_goes_on_and_all_is_saved_later(desk):
    cell(desk, 0, TITLE).focus()
    desk.context.set_offline(True)

    desk.keyboard.type("Utan nät")
    press(desk, "Enter")
    desk.keyboard.type("Inte heller")
    press(desk, "Enter")
    expect(desk.locator("[data-stand-draft]")).to_contain_text("Servern går inte att nå")
    desk.context.set_offline(False)

    saved(desk)
    expect(desk.locator("[data-item] > [data-state]")).to_have_count(0)
    assert titles() == ["Utan nät", "Inte heller", "Tre"]


def test_a_click_selects_and_a_click_on_what_is_selected_edits(desk):
    place = cell(desk, 1, DATES)

    place.click()
    expect(desk.locator(".editor")).to_have_count(0)
    place.click()
    desk.fill(".editor [name=end]", "2026-10-30")
    desk.fill(".editor [name=end_reason]", "Lokal saknas.")
    desk.locator("h1").click()

    saved(desk)
    expect(place).to_contain_text("2026-10-30")
    expect(place).to_contain_text("Lokal saknas.")


def test_at_320_pixels_a_finger_edits_the_card(browser, plan):
    with portal() as address, browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True) as narrow:
        page = narrow.new_page()
        sign_in(page, address, EDITOR)
        page.goto(address + plan.get_absolute_url())

        cell(page, 0, ACCOUNT).tap()
        page.fill(".editor textarea", "Vi har börjat.")
        page.get_by_role("button", name="Spara").tap()

        saved(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Report.objects.get().account == "Vi har börjat."


def test_without_scripts_every_cell_leads_to_its_own_page(browser, plan):
    with portal() as address, browser.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        sign_in(page, address, EDITOR)
        page.goto(address + plan.get_absolute_url())

        cell(page, 0, STATUS).get_by_role("link", name="ändra status 1").click()
        page.select_option("[name=status]", "ongoing")
        page.get_by_role("button", name="Spara").click()
        expect(cell(page, 0, STATUS)).to_contain_text("Pågår")
        page.get_by_role("button", name="Ångra").click()

        expect(cell(page, 0, STATUS)).to_contain_text("Ej påbörjad")
