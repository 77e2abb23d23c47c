"""The plan's table narrowed by what stands in its address."""

from datetime import date

import pytest
from playwright.sync_api import expect

from actions.periods import awaits_report, present
from programmes.models import Role
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, enter, sign_in
from tests.world import FOREIGN

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make.plan(make.programme(make.municipality(slug="exempelby")))


@pytest.fixture
def editor(plan, client):
    return enter(client, plan.municipality, Role.EDITOR)


def shown(client, plan, **asked):
    """Return the titles that the table shows."""
    groups = client.get(plan.get_absolute_url(), asked).context["groups"]
    return [row.action.title for _area, rows in groups for row in rows]


def chips(client, plan, **asked):
    return {chip.name: chip.count for chip in client.get(plan.get_absolute_url(), asked).context["filters"].chips}


@pytest.mark.parametrize("count", [1, 100])
def test_filters_ask_the_database_nothing(client, editor, plan, count, django_assert_num_queries):
    area, unit = make.area(plan.programme), make.department(plan.municipality)
    for n in range(count):
        make.report(make.action(plan, title=f"Lots {n}", area=area, responsible=unit))
    asked = {"visa": "utan-rapport", "omrade": area.pk, "forvaltning": unit.pk, "ord": "lots", "status": "not_started"}

    with django_assert_num_queries(16):
        assert len(shown(client, plan, **asked)) == count


def test_each_part_narrows_what_the_others_leave(client, editor, plan):
    area, unit = make.area(plan.programme), make.department(plan.municipality)
    make.action(plan, title="A", area=area, responsible=unit, status="ongoing")
    make.action(plan, title="B", area=area, responsible_person=editor, end=date(2020, 1, 1))
    make.action(plan, title="C", responsible_person=editor)

    assert shown(client, plan, omrade=area.pk) == ["A", "B"]
    assert shown(client, plan, omrade="utan") == ["C"]
    assert shown(client, plan, forvaltning=unit.pk) == ["A"]
    assert shown(client, plan, forvaltning="utan") == ["B", "C"]
    assert shown(client, plan, status="not_started") == ["B", "C"]
    assert shown(client, plan, visa="mina", omrade=area.pk) == ["B"]
    assert shown(client, plan, visa=["mina", "sena"]) == ["B"]
    assert shown(client, plan, visa="sena", status="ongoing") == []


@pytest.mark.parametrize(
    ("ord", "found"), [("lots", ["Lots", "Skola"]), ("2", ["Skola"]), ("SKOLA klar", ["Skola"]), ("ångra", [])]
)
def test_words_are_looked_for_in_number_title_and_account(client, editor, plan, ord, found):
    make.action(plan, title="Lots")
    make.report(make.action(plan, title="Skola"), account="Är klar med lotsen.")

    assert shown(client, plan, ord=ord) == found


def test_a_letter_typed_in_two_parts_is_found(client, editor, plan):
    make.action(plan, title="Åtgärd")

    assert shown(client, plan, ord="A\u030atga\u0308rd") == ["Åtgärd"]


def test_chips_count_what_is_shown_while_they_are_on(client, editor, plan):
    make.action(plan, title="A", responsible_person=editor)
    make.action(plan, title="B", responsible_person=editor, end=date(2020, 1, 1))
    make.report(make.action(plan, title="C"), ready=True)

    assert chips(client, plan) == {"alla": 3, "mina": 2, "sena": 1, "utan-rapport": 2}
    assert chips(client, plan, visa="sena") == {"alla": 3, "mina": 1, "sena": 1, "utan-rapport": 1}
    assert chips(client, plan, ord="C") == {"alla": 1, "mina": 0, "sena": 0, "utan-rapport": 0}


def test_a_chip_leads_to_the_page_with_it_on_and_back(client, editor, plan):
    unit = make.department(plan.municipality)
    make.action(plan, responsible=unit)
    asked = {"visa": "sena", "forvaltning": unit.pk}

    found = client.get(plan.get_absolute_url(), asked).context["filters"].chips

    assert {chip.name: chip.query for chip in found} == {
        "alla": f"?forvaltning={unit.pk}",
        "mina": f"?visa=mina&visa=sena&forvaltning={unit.pk}",
        "sena": f"?forvaltning={unit.pk}",
        "utan-rapport": f"?visa=sena&visa=utan-rapport&forvaltning={unit.pk}",
    }


def test_the_page_says_how_many_are_shown_and_leads_to_all(client, editor, plan):
    make.action(plan, title="Lots")
    make.action(plan, title="Skola")

    page = client.get(plan.get_absolute_url(), {"ord": "lots"}).content.decode()

    assert "Showing 1 of 2." in page
    assert f'<a href="{plan.get_absolute_url()}">Show all</a>' in page
    assert "Showing" not in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["visa", "omrade", "forvaltning", "status"])
@pytest.mark.parametrize("value", [str(FOREIGN), "annat", "\x00", "9" * 40])
def test_what_no_row_has_is_passed_over(client, editor, plan, name, value):
    make.action(plan, title="Lots")

    assert shown(client, plan, **{name: value}) == ["Lots"]


def test_departments_are_offered_in_swedish_order_with_none_last(client, editor, plan):
    for name in ("Ö", "Ä", "Å", "B"):
        make.action(plan, responsible=make.department(plan.municipality, name=name))
    make.action(plan)

    form = client.get(plan.get_absolute_url()).context["filters"].form

    assert [label for _key, label in form.fields["forvaltning"].choices] == [
        "All",
        "B",
        "Å",
        "Ä",
        "Ö",
        "Without responsible",
    ]


def test_the_present_period_is_this_year_or_the_plans_nearest():
    today = date(2026, 5, 1)

    assert present(None, None, today) == "2026"
    assert present(date(2021, 1, 1), date(2025, 12, 31), today) == "2025"
    assert present(date(2027, 1, 1), None, today) == "2027"


@pytest.mark.parametrize(
    ("status", "periods", "awaits"),
    [
        ("ongoing", [], True),
        ("ongoing", ["2025"], True),
        ("ongoing", ["2025", "2026-T1"], False),
        ("completed", [], True),
        ("completed", ["2025"], False),
    ],
)
def test_an_action_waits_for_its_report_until_told_for_the_year_or_finished(status, periods, awaits):
    assert awaits_report(status, periods, "2026") == awaits


def test_a_report_that_is_not_ready_is_still_waited_for(client, editor, plan):
    make.report(make.action(plan, title="Lots"))

    assert shown(client, plan, visa="utan-rapport") == ["Lots"]


def test_a_new_action_stands_in_the_area_that_it_was_asked_for(client, editor, plan):
    area = make.area(plan.programme)
    make.action(plan, area=area)
    other = make.area(make.programme(plan.municipality))
    page = client.get(plan.get_absolute_url()).content.decode()
    address = f"{plan.get_absolute_url()}atgarder/ny/"

    assert f'href="{address}?omrade={area.pk}"' in page
    assert client.get(address, {"omrade": area.pk}).context["form"].initial["area"] == area.pk
    assert client.get(address, {"omrade": other.pk}).context["form"].initial["area"] is None


@pytest.mark.django_db(transaction=True)
def test_typing_and_clicking_narrow_the_table_and_stand_in_the_address(page, plan):
    make.membership(plan.municipality, Role.READER, user=make.user(email="reader@exempel.se", password=PASSWORD))
    make.action(plan, title="Lots", end=date(2020, 1, 1))
    make.action(plan, title="Skola")
    with portal() as address:
        sign_in(page, address, "reader@exempel.se")
        page.goto(f"{address}{plan.get_absolute_url()}")
        page.fill("[name=ord]", "lo")
        expect(page.locator("#shown")).not_to_contain_text("Skola")
        expect(page).to_have_url(f"{address}{plan.get_absolute_url()}?ord=lo")
        expect(page.locator("[name=ord]")).to_be_focused()

        page.click("#chip-sena")
        expect(page).to_have_url(f"{address}{plan.get_absolute_url()}?visa=sena&ord=lo")
        expect(page.locator("#chip-sena")).to_be_focused()
        page.reload()
        expect(page.locator("#how-many")).to_contain_text("Visar 1 av 2.")

        page.click("#how-many a")
        expect(page.locator("#shown")).to_contain_text("Skola")


@pytest.mark.django_db(transaction=True)
def test_the_table_is_narrowed_without_scripts(browser, plan):
    make.membership(plan.municipality, Role.READER, user=make.user(email="reader@exempel.se", password=PASSWORD))
    make.action(plan, title="Lots")
    make.action(plan, title="Skola")
    with portal() as address, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, address, "reader@exempel.se")
        page.goto(f"{address}{plan.get_absolute_url()}")
        page.click("#chip-utan-rapport")
        page.fill("[name=ord]", "lots")
        page.press("[name=ord]", "Enter")
        expect(page.locator("#shown")).not_to_contain_text("Skola")
        expect(page.locator("#chip-utan-rapport")).to_have_attribute("aria-current", "true")
