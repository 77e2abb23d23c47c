"""The preview: the very rendering that will be published, with a bar above it and addresses that stay within it."""

import re

import pytest

from portal.public.sites import Page
from portal.publishing import contents, preview
from portal.publishing.publish import propose_programme, propose_site
from tests import make
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client, municipality):
    enter(client, municipality, "reader")
    return municipality


@pytest.fixture
def programme(place):
    return make.programme(place, slug="program", title="Programmet", vision="<p>Ny <strong>vision</strong></p>")


def root(programme):
    return f"/arbete/alingsas/publicera/program/{programme.pk}/forhandsvisning/"


def bare(response, root):
    """Return the page of a preview without what is added around it."""
    html = re.sub(r'<aside class="preview".*?</aside>\n', "", response.content.decode(), flags=re.DOTALL)
    html = html.replace('<link rel="stylesheet" href="/static/preview.css">\n', "")
    return re.sub(r"(innehållet</a>)\s*", r"\1\n", html.replace(root, "/alingsas/"))


@pytest.mark.parametrize(
    "address", ["program/", "program/omraden/klimat/", "program/beslut/", "program/planer/2026/1/"]
)
def test_the_preview_is_the_rendering_that_will_be_published(client, place, programme, address):
    make.area(programme, slug="klimat", main_strategy="<ul><li>Enkelt</li></ul>")
    make.action(make.plan(programme, slug="2026", state="adopted"))
    make.step(programme)

    shown = client.get(root(programme) + address)

    page = preview.page(place, "programme", propose_programme(programme).document, f"/alingsas/{address}")
    assert bare(shown, root(programme)) == page.body.decode()


def test_the_bar_stands_after_the_link_that_skips_to_the_content(client, programme):
    html = client.get(root(programme)).content.decode()

    assert re.search(r'<body>\s*<a class="skip"[^>]*>[^<]*</a>\s*<aside class="preview"', html)


def test_a_page_that_has_no_place_for_the_bar_is_a_fault_and_not_a_page_without_it():
    page = Page("/alingsas/", b"<html><head></head><body><main>", "text/html")

    with pytest.raises(LookupError):
        preview.framed(page, "alingsas", "/", "<aside>")


def test_the_links_of_a_preview_stay_within_it(client, programme):
    make.area(programme, slug="klimat")

    html = client.get(root(programme)).content.decode()

    assert f'href="{root(programme)}program/omraden/klimat/"' in html
    assert re.findall(r'href="/alingsas/[^"]', html) == []


def test_comparisons_in_a_preview_lead_to_those_of_what_is_published():
    body = '<head></head><body><a class="skip" href="#x">x</a><a href="/orust/p/versioner/2/jamfor/1/">y</a>'
    page = preview.framed(Page("/orust/p/", body.encode(), "text/html"), "orust", "/arbete/orust/visa/", "<aside>")
    assert b'href="/orust/p/versioner/2/jamfor/1/"' in page.body


@pytest.mark.parametrize(
    ("address", "where"), [("", "programme"), ("omraden/klimat/", "area"), ("planer/2026/1/", "action")]
)
def test_the_way_back_leads_to_what_is_worked_with(client, programme, address, where):
    action = make.action(make.plan(programme, slug="2026", state="adopted"))
    rows = {"programme": programme, "area": make.area(programme, slug="klimat"), "action": action}

    html = client.get(root(programme) + (address and f"program/{address}")).content.decode()

    assert re.search(r'<aside class="preview".*?href="([^"]+)"', html, re.DOTALL)[1] == rows[where].get_absolute_url()


def test_a_draft_of_a_plan_is_shown_on_its_own_page_and_nowhere_else(client, programme):
    plan = make.plan(programme, slug="2027", title="Nästa års plan")

    draft = client.get(f"{root(programme)}program/planer/{plan.slug}/").content.decode()

    assert "The plan is a draft" in draft
    assert "Nästa års plan" in draft
    assert "Nästa års plan" not in client.get(root(programme)).content.decode()
    assert contents.programme(programme, None).plans == ()


def test_the_municipalitys_own_pages_have_a_preview(client, place):
    place.accessibility_statement = "<p>Helt förenlig.</p>"
    make.save(place)
    site = "/arbete/alingsas/publicera/kommunen/forhandsvisning/"

    shown = client.get(f"{site}tillganglighet/")

    page = preview.page(place, "site", propose_site(place).document, "/alingsas/tillganglighet/")
    assert "Helt förenlig." in page.body.decode()
    assert bare(shown, site) == page.body.decode()
    assert client.get(f"{site}hemligt/").status_code == 404


def test_style_sheets_of_what_is_not_yet_public_come_too(client, programme):
    html = client.get(root(programme)).content.decode()
    [colour] = re.findall(r'href="([^"]*farg[^"]*)"', html)

    assert client.get(colour)["Content-Type"] == "text/css"


def test_pages_of_the_desk_lead_to_the_preview_of_what_they_are_about(client, programme):
    area = make.area(programme, slug="klimat")
    action = make.action(make.plan(programme, slug="2026", state="adopted"))

    pages = {row: client.get(row.get_absolute_url()).content.decode() for row in (programme, area, action)}

    assert f'href="{root(programme)}"' in pages[programme]
    assert f'href="{root(programme)}program/omraden/klimat/"' in pages[area]
    assert f'href="{root(programme)}program/planer/2026/1/"' in pages[action]
    facts = client.get("/arbete/alingsas/uppgifter/").content.decode()
    assert 'href="/arbete/alingsas/publicera/kommunen/forhandsvisning/"' in facts
