"""The main job in a real browser: change an action, publish, see it in public, find it in the report's PDF."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from portal.followups.models import FollowUp
from programmes.models import Role
from tests import make
from tests.serving import portal

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "ett långt lösenord"  # noqa: S105
NEW = "Lots för alla tillstånd"


@pytest.fixture
def action():
    """An action of the year, in a municipality with an editor and a follow-up that is written."""
    municipality = make.municipality(name="Exempelby", slug="exempelby", contact="Näringslivsenheten")
    make.membership(municipality, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    programme = make.programme(municipality, slug="program")
    make.group(programme)
    plan = make.plan(programme, state="adopted", slug="2025", start=date(2025, 1, 1), end=date(2025, 12, 31))
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    make.owned(FollowUp, programme, facts, programme=programme, verdict="partly", summary="Det går framåt.")
    return make.action(plan, area=make.area(programme), title="Företagslots")


def sign_in(page, address):
    page.goto(f"{address}/arbete/")
    page.fill("[name=login]", "redaktor@exempel.se")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("main")).to_contain_text("Exempelby")


def save(page):
    with page.expect_navigation():  # a draft goes first
        page.locator("main form [type=submit], main form button").last.click()


def publish(page, address, what):
    page.goto(f"{address}/arbete/exempelby/publicera/{what}/")
    save(page)
    expect(page).to_have_url(f"{address}/arbete/exempelby/publicera/")
    call_command("worker", batch=True)


def test_from_the_desk_to_the_public_page_and_the_pdf(page, action, browser_context_args):
    with portal() as address:
        sign_in(page, address)
        page.goto(f"{address}{action.get_absolute_url()}andra/")
        page.fill("[name=title]", NEW)
        save(page)
        publish(page, address, "kommunen")
        publish(page, address, f"program/{action.plan.programme.pk}")

        page.goto(f"{address}/exempelby/program/planer/2025/1/")
        expect(page.locator("h1")).to_contain_text(NEW)

        approve_and_publish(page, address)
        page.goto(f"{address}/exempelby/program/uppfoljning/2025/")
        expect(page.locator("main")).to_contain_text(NEW)
        pdf = page.request.get(f"{address}/exempelby/program/uppfoljning/2025.pdf").body()
    assert NEW in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def approve_and_publish(page, address):
    follow_up = FollowUp.objects.get()
    page.goto(f"{address}{follow_up.get_absolute_url()}godkann/")
    page.select_option("[name=group]", index=1)
    page.fill("[name=on]", "2026-02-18")
    save(page)
    expect(page).to_have_url(f"{address}{follow_up.get_absolute_url()}")
    page.locator("main form[action$='publicera/'] button").click()
    call_command("worker", batch=True)
