"""The editor of rich texts in a real browser: by mouse, by keyboard alone, and what is left without scripts."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from programmes.models import Draft, Programme, Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, sign_in
from tests.test_accessibility import AXE, faults_of

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "redaktor@exempel.se"
WORD = (Path(__file__).parent / "pasted" / "word.html").read_text()
PASTE = """html => {
    const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "plain");
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
}"""


@pytest.fixture
def programme():
    municipality = make.municipality(name="Exempelby", slug="exempelby", contact="Näringslivsenheten")
    make.membership(municipality, Role.EDITOR, user=make.user(email=EMAIL, password=PASSWORD))
    return make.programme(municipality, slug="program")


@pytest.fixture
def texts(page, programme):
    """The page with the programme's texts, open in the browser of an editor; no script faults, none is refused."""
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    with portal() as address:
        sign_in(page, address, EMAIL)
        page.goto(f"{address}{programme.get_absolute_url()}texter/")
        yield page
    assert faults == []


def writing(page, name):
    """Return the editor under a label, with the cursor in it."""
    editor = page.get_by_role("textbox", name=name, exact=True)
    expect(editor).to_have_class("tiptap ProseMirror")
    editor.click()
    return editor


def tool(page, name):
    """Press a button of the toolbar of the editor that somebody writes in."""
    page.locator(".writing:focus-within").get_by_role("button", name=name, exact=True).click()


def save(page):
    page.locator("main form .buttons button").click()
    expect(page.locator(".message")).to_contain_text("Sparat")


def test_with_the_mouse_to_the_public_page(texts):
    writing(texts, "Vision")
    tool(texts, "Rubrik")
    texts.keyboard.type("Mål")
    texts.keyboard.press("Enter")
    texts.keyboard.type("Det ska vara ")
    tool(texts, "Fet")
    texts.keyboard.type("enkelt")
    tool(texts, "Fet")
    texts.keyboard.press("Enter")
    tool(texts, "Lista")
    texts.keyboard.type("snabbt")
    save(texts)

    stored = "<h3>Mål</h3><p>Det ska vara <strong>enkelt</strong></p><ul><li>snabbt</li></ul>"
    assert Programme.objects.get().vision == stored
    address = texts.url.partition("/arbete/")[0]
    for what in ("kommunen", f"program/{Programme.objects.get().pk}"):
        texts.goto(f"{address}/arbete/exempelby/publicera/{what}/")
        texts.locator("main form .buttons button").click()
        texts.wait_for_load_state("networkidle")
    call_command("worker", batch=True)
    texts.goto(f"{address}/exempelby/program/")
    assert "<h4>Mål</h4><p>Det ska vara <strong>enkelt</strong></p><ul><li>snabbt</li></ul>" in texts.content()


def test_with_the_keyboard_alone(texts):
    writing(texts, "Vision")
    texts.keyboard.press("Alt+F10")
    for _ in range(3):
        texts.keyboard.press("ArrowRight")
    expect(texts.locator(":focus")).to_have_text("Lista")
    texts.keyboard.press("Enter")
    texts.keyboard.type("Ett")
    texts.keyboard.press("Enter")
    texts.keyboard.press("Alt+Shift+ArrowRight")
    texts.keyboard.press("Control+b")
    texts.keyboard.type("två")
    texts.keyboard.press("Tab")
    expect(texts.locator(":focus")).not_to_have_class("tiptap ProseMirror")
    texts.keyboard.press("Shift+Tab")
    texts.keyboard.press("Shift+Tab")
    expect(texts.locator(":focus")).to_have_text("Lista")
    texts.keyboard.press("Escape")
    texts.keyboard.press("Control+a")
    texts.keyboard.press("Control+k")
    texts.keyboard.type("www.exempel.se")
    texts.keyboard.press("Enter")
    save(texts)

    link = '<a href="https://www.exempel.se">{}</a>'.format
    nested = f"<ul><li><strong>{link('två')}</strong></li></ul>"
    assert Programme.objects.get().vision == f"<ul><li>{link('Ett')}{nested}</li></ul>"


def test_what_is_pasted_from_word_becomes_plain_structure(texts):
    writing(texts, "Vision")
    texts.evaluate(PASTE, WORD)
    save(texts)

    assert Programme.objects.get().vision == (
        "<h3>Målbild</h3>"
        '<p>Det ska vara <strong>enkelt</strong> att driva företag, se <a href="https://exempel.se/">programmet</a>.</p>'
        "<ul><li>Enkelt<ul><li>snabbt</li></ul></li></ul><ol><li>Först</li><li>Sedan</li></ol>"
    )


def test_what_is_typed_becomes_a_draft_that_the_editor_takes_up(texts):
    writing(texts, "Syfte")
    texts.keyboard.type("2026. Halvfärdigt")
    expect(texts.locator(".unsent")).to_contain_text("Utkastet är sparat")

    texts.reload()
    texts.get_by_text("Ta upp den").click()

    expect(writing(texts, "Syfte")).to_have_text("2026. Halvfärdigt")
    assert Draft.objects.get().fields["purpose-as"] == ["html"]
    assert Programme.objects.get().purpose == ""


def test_words_are_counted_and_a_long_sentence_is_pointed_out(texts):
    writing(texts, "Vision")
    texts.keyboard.insert_text("Kort mening. " + "ord " * 31)

    counted = texts.locator(".rich", has=texts.locator("[name=vision]")).locator(".counted")
    expect(counted).to_contain_text("33 ord")
    expect(counted.locator("summary")).to_have_text("1 lång mening")


def test_the_page_with_the_editor_bars_nobody(page, texts):
    texts.add_init_script(path=AXE)
    texts.reload()
    writing(texts, "Vision")
    tool(texts, "Länk")

    assert faults_of(texts, texts.url) == []


def test_a_link_without_an_address_says_so(texts):
    writing(texts, "Vision")
    tool(texts, "Länk")
    texts.keyboard.type("javascript:alert(1)")
    texts.keyboard.press("Enter")

    expect(texts.get_by_role("alert")).to_contain_text("Skriv hela adressen")
    texts.keyboard.press("Escape")
    expect(texts.get_by_role("textbox", name="Vision", exact=True)).to_be_focused()


def test_where_the_editor_does_not_come_the_plain_field_stays(page, programme):
    page.route("**/django_prose_editor/editor.js", lambda route: route.abort())
    with portal() as address:
        sign_in(page, address, EMAIL)
        page.goto(f"{address}{programme.get_absolute_url()}texter/", wait_until="networkidle")
        page.get_by_label("Vision", exact=True).fill("- enkelt")
        save(page)

    assert Programme.objects.get().vision == "<ul><li>enkelt</li></ul>"


def test_without_scripts_the_plain_field_takes_signs(browser, programme):
    with portal() as address:
        page = browser.new_context(java_script_enabled=False).new_page()
        sign_in(page, address, EMAIL)
        page.goto(f"{address}{programme.get_absolute_url()}texter/")
        page.fill("[name=vision]", "## Mål\n- **enkelt**")
        save(page)
        page.goto(f"{address}{programme.get_absolute_url()}texter/")

        assert Programme.objects.get().vision == "<h3>Mål</h3><ul><li><strong>enkelt</strong></li></ul>"
        expect(page.locator("[name=vision]")).to_have_value("## Mål\n\n- **enkelt**")
        expect(page.locator(".rich", has=page.locator("[name=vision]")).locator("[data-count]")).to_have_text("2 ord")
