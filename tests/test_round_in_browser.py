"""A round in a real browser: a contact tells of the department's part, an editor sees how far it has come."""

from datetime import date

import pytest
from playwright.sync_api import expect

from portal.followups.models import FollowUp
from programmes.models import Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT, EDITOR = "kontakt@exempel.se", "redaktor@exempel.se"


@pytest.fixture
def follow_up():
    """A round whose one department has an action with a moved end and an indicator without its figure."""
    place = make.municipality(name="Exempelby", slug="exempelby")
    unit = make.department(place, name="Sektor samhällsbyggnad")
    contact = make.membership(place, Role.CONTRIBUTOR, user=make.user(email=CONTACT), department=unit)
    make.membership(place, Role.EDITOR, user=make.user(email=EDITOR))
    programme = make.programme(place)
    plan = make.plan(programme, title="Handlingsplan 2026", state="adopted")
    moved = {"end_adopted": date(2026, 9, 30), "end": date(2026, 12, 31), "status": "ongoing"}
    make.action(plan, title="Kartlägg pendlingen", responsible=unit, **moved)
    make.report(make.action(plan, title="Rundabordssamtal", responsible=unit), period="2026", ready=True)
    indicator = make.indicator(place, name="Nöjdkundindex", responsible=contact, unit="index")
    make.observation(make.save(indicator, programmes=[programme]), year=2024, value=72)
    facts = {"year": 2026, "refers_to_year": 2025, "as_of": date(2026, 12, 31), "title": "Uppföljning 2026"}
    return make.owned(FollowUp, programme, facts, programme=programme, last_day=date(2027, 1, 22))


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, browser):
    with browser.new_context(java_script_enabled=request.param, viewport={"width": 320, "height": 800}) as context:
        yield context.new_page()


def test_a_contact_tells_of_the_part_and_the_editor_sees_it(page, follow_up):
    with portal() as address:
        sign_in(page, address, CONTACT)
        tell(page, address, follow_up)
        page.context.clear_cookies()
        sign_in(page, address, EDITOR)
        page.goto(f"{address}{follow_up.get_absolute_url()}delar/")
        expect(page.locator("tr").filter(has_text="Sektor samhällsbyggnad")).to_contain_text("3 av 3 klara")

    assert follow_up.parts.get().ready


def sign_in(page, address, email):
    page.goto(f"{address}/arbete/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/arbete/exempelby/**")


def tell(page, address, follow_up):
    page.goto(f"{address}/arbete/exempelby/mitt/")
    page.get_by_role("link", name="Rapportera och markera som klar").click()
    expect(page.locator("main")).to_contain_text("2 uppgifter återstår innan delen kan markeras som klar.")
    page.locator("tr").filter(has_text="Kartlägg pendlingen").get_by_role("link", name="Rapportera").click()
    page.fill("[name=account]", "Enkäten är sammanställd.")
    page.check("[name=ready]")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".faults")).to_contain_text("Skriv varför slutdatumet flyttades.")
    expect(page.locator("[name=account]")).to_have_value("Enkäten är sammanställd.")
    page.fill("[name=end_reason]", "Svaren dröjde.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Ange värdet eller skälet till att det saknas").click()
    page.fill("[name=value]", "74")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name="Markera delen som klar").click()
    expect(page.locator("main")).to_contain_text("Delen är markerad som klar.")
