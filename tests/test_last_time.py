"""The follow-up beside the one before, and what of the period did not go as was decided."""

from datetime import date

import pytest
from django.urls import reverse

from portal.followups import approving, places
from portal.followups.models import Approval, AreaAssessment, FollowUp
from portal.followups.round import last_time
from portal.followups.round.deviations import deviations, last_statuses
from programmes.history import change
from tests import make
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
QUERIES = 11


def follow_up(programme, year=2025, **fields):
    years = {"year": year, "refers_to_year": year - 1, "as_of": date(year, 12, 31), "title": f"Läget {year}"}
    return make.owned(FollowUp, programme, years | fields, programme=programme)


def approve(row):
    group = make.group(row.programme)
    approval = Approval(municipality=row.municipality, follow_up=row, group=group, on=date(2026, 2, 18))
    with change("Godkände", municipality=row.municipality):
        approving.freeze(approval)
        approval.save()


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def plan(programme):
    return make.plan(programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))


def test_the_next_follow_up_starts_from_the_one_before(programme):
    facts = {
        "refers_to_year": 2023,
        "as_of": date(2024, 11, 30),
        "title": "Program 2021–2035: läget 2024 (siffror 2023)",
    }
    follow_up(programme, 2024, **facts)

    proposed = last_time.proposed(programme, date(2026, 3, 1))

    assert proposed["title"] == "Program 2021–2035: läget 2025 (siffror 2024)"
    assert (proposed["year"], proposed["refers_to_year"], proposed["as_of"]) == (2025, 2024, date(2025, 11, 30))


def test_the_first_follow_up_is_of_the_year_before(programme):
    proposed = last_time.proposed(programme, date(2026, 3, 1))

    assert (proposed["year"], proposed["title"]) == (2025, "Uppföljning 2025")


def test_what_a_leap_day_stood_for_falls_on_the_last_of_february():
    assert last_time.years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_before_is_the_latest_earlier_one_of_the_same_programme_and_kind(programme):
    last = follow_up(programme, 2024)
    for kind, year in [("yearly", 2023), ("interim", 2024), ("yearly", 2026)]:
        follow_up(programme, year, kind=kind)
    follow_up(make.programme(programme.municipality), 2024)

    assert last_time.before(follow_up(programme)) == last


def test_before_an_interim_one_comes_the_part_of_the_year_that_ended_before_it(programme):
    days = [date(2024, 8, 31), None, date(2025, 4, 30), date(2025, 8, 31)]
    first, year, april, august = (
        follow_up(programme, day.year if day else 2024, kind="interim", end=day) for day in days
    )

    assert [last_time.before(one) for one in (first, year, april, august)] == [None, first, year, april]


def test_an_area_is_assessed_beside_what_was_said_last_time(client, programme):
    area = make.area(programme)
    told = {"verdict": "hard", "motivation": "Marken saknas."}
    last = follow_up(programme, 2024)
    make.owned(AreaAssessment, last, told, follow_up=last, area=area)
    enter(client, programme.municipality, "editor")

    page = client.get(reverse("followups:assess", args=[programme.municipality.slug, follow_up(programme).pk, area.pk]))

    assert f"forhandsvisning/#omraden-{area.slug}" in page.text
    assert "Last time: Läget 2024" in page.text
    assert "Marken saknas." in page.text


def test_late_cancelled_and_moved_actions_deviate_and_the_others_do_not(programme, plan):
    in_spring, later = date(2025, 5, 31), date(2026, 5, 31)
    make.action(plan, status="completed", end=in_spring, end_adopted=in_spring)
    make.action(plan, end=later)
    late = make.action(plan, status="ongoing", end=in_spring)
    cancelled = make.action(plan, status="cancelled", cancel_reason="Medel saknas.")
    moved = make.action(plan, end=later, end_adopted=in_spring, end_reason="Överklagad.")
    make.action(make.plan(programme, state="adopted"), status="ongoing", end=in_spring)

    found = {one.action: (one.mark.code, one.is_moved) for one in deviations(follow_up(programme))}

    assert found == {late: ("late", False), cancelled: ("dropped", False), moved: ("todo", True)}


def test_what_stands_worse_than_in_the_approved_follow_up_before_says_how_it_stood(programme, plan):
    earlier = make.plan(programme, state="adopted", start=date(2024, 1, 1), end=date(2024, 12, 31))
    worse, better = make.action(earlier, status="ongoing"), make.action(earlier, status="not_started")
    approve(follow_up(programme, 2024, verdict="partly"))
    worse = make.action(plan, continues=worse, status="not_started")
    make.action(plan, continues=better, status="ongoing")

    (one,) = deviations(follow_up(programme))

    assert (one.action, one.was.code) == (worse, "ongoing")


def test_an_approved_follow_up_whose_content_was_disposed_of_says_nothing(programme):
    last = follow_up(programme, 2024, verdict="partly")
    approve(last)
    places.dispose(programme.municipality, [last.approval.content_hash])

    assert last_statuses(follow_up(programme)) == {}


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_asks_as_often_for_many_deviations_as_for_one(
    client, programme, plan, rows, django_assert_num_queries
):
    enter(client, programme.municipality, "editor")
    approve(follow_up(programme, 2024, verdict="partly"))
    unit = make.department(programme.municipality)
    for _n in range(rows):
        make.action(plan, responsible=unit, end=date(2026, 5, 31), end_adopted=date(2025, 5, 31), end_reason="Sjukdom.")
    address = reverse("followups:deviations", args=[programme.municipality.slug, follow_up(programme).pk])

    with django_assert_num_queries(QUERIES):
        page = client.get(address)

    assert page.text.count("Moved from 2025-05-31 to 2026-05-31. Sjukdom.") == rows
