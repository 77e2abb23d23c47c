"""Every kind of page in a real browser: axe finds nothing to say, and nothing is wider than a narrow screen."""

import pytest
from django.conf import settings

from tests.every_page import desk_pages, error_pages, html, public_files, static_files
from tests.serving import files

AXE = settings.BASE_DIR / "tests" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
ASK = """async tags => (await axe.run({runOnly: tags, resultTypes: ["violations"]})).violations.map(
    rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(" ")).join(", ")}`)"""
OPEN = "document.querySelectorAll('details').forEach(details => details.open = true)"
WIDTH = "document.documentElement.scrollWidth"
FAULTY = "<!doctype html><html><title>Fel</title><body><img src='/bild.png'><pre>" + "o" * 100


def faults(page, pages, bodies):
    """Return {address: what is wrong there} for the pages, which ask for the other bodies."""
    page.add_init_script(path=AXE)
    with files(bodies | pages) as host:
        return {address: wrong for address in pages if (wrong := faults_of(page, host + address))}


def faults_of(page, address):
    page.set_viewport_size(WIDE)
    page.goto(address)
    page.evaluate(OPEN)  # axe passes over what is folded away
    found = page.evaluate(ASK, TAGS)
    page.set_viewport_size(NARROW)
    width = page.evaluate(WIDTH)
    return found + ([f"{width} px wide"] if width > NARROW["width"] else [])


def test_the_public_pages_bar_nobody(page):
    made = public_files()

    assert faults(page, html(made), made) == {}


@pytest.mark.django_db
def test_the_pages_of_the_desk_bar_nobody(page, administrator):
    assert faults(page, desk_pages(administrator), static_files() | public_files()) == {}


def test_the_pages_of_refusal_bar_nobody(page):
    assert faults(page, error_pages(), static_files()) == {}


def test_a_page_with_faults_is_noticed(page):
    found = faults(page, {"/fel/": FAULTY.encode()}, {})

    assert {said.partition(":")[0] for said in found["/fel/"]} >= {"html-has-lang", "image-alt"}
    assert found["/fel/"][-1].endswith("px wide")
