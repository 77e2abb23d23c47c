"""The period of a follow-up, and the plans that it gathers."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.followups import contents
from portal.followups.models import FollowUp
from portal.followups.round.period import actions_of, period, plans_of
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
HALF = {"kind": "interim", "start": date(2025, 1, 1), "end": date(2025, 6, 30)}


@pytest.fixture
def programme():
    return make.programme(period_from=2021)


def follow_up_of(programme, **fields):
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, facts | fields, programme=programme)


def plan_of(programme, start, end, **fields):
    days = {name: day and date.fromisoformat(day) for name, day in (("start", start), ("end", end))}
    return make.plan(programme, title=f"{start}–{end}", **{"state": "adopted"} | days | fields)


@pytest.mark.parametrize(
    ("fields", "gathered"),
    [
        ({}, {"2025-01-01–2025-12-31", "2024-07-01–2025-03-01", "2025-10-01–None", "None–None"}),
        (HALF, {"2025-01-01–2025-12-31", "2024-07-01–2025-03-01", "None–None"}),
        ({"start": date(2022, 1, 1)}, {"2022-01-01–2022-12-31", "2025-01-01–2025-12-31", "2024-07-01–2025-03-01"}
         | {"2025-10-01–None", "None–None"}),
        ({"kind": "evaluation"}, {"2022-01-01–2022-12-31", "2025-01-01–2025-12-31", "2024-07-01–2025-03-01"}
         | {"2025-10-01–None", "None–None"}),
    ],
)  # fmt: skip
def test_a_follow_up_gathers_every_decided_plan_that_its_period_touches(programme, fields, gathered):
    days = [("2022-01-01", "2022-12-31"), ("2025-01-01", "2025-12-31"), ("2024-07-01", "2025-03-01")]
    for start, end in [*days, ("2025-10-01", None), (None, None), ("2026-01-01", None)]:
        plan_of(programme, start, end)
    plan_of(programme, "2025-01-01", "2025-12-31", state="draft")
    plan_of(make.programme(programme.municipality), "2025-01-01", "2025-12-31")

    assert {plan.title for plan in plans_of(follow_up_of(programme, **fields).pk)} == gathered


def test_six_plans_of_one_year_are_one_report(programme):
    plans = [plan_of(programme, "2025-01-01", "2025-12-31", area=make.area(programme)) for _n in range(6)]

    content = contents.follow_up(follow_up_of(programme))

    assert {plan.id for plan in content.programme.plans} == {plan.uuid for plan in plans}


def test_a_final_follow_up_gathers_the_plan_that_it_names_whenever_that_was(programme):
    mine = plan_of(programme, "2022-07-01", "2024-12-31")
    action = make.action(mine)
    make.action(plan_of(programme, "2025-01-01", "2025-12-31"))
    final = follow_up_of(programme, kind="final", plan=mine)

    assert list(actions_of(final.pk)) == [action]
    assert period(final) == (mine.start, mine.end)


def test_an_evaluation_looks_back_on_the_whole_programme(programme):
    assert period(follow_up_of(programme, kind="evaluation")) == (date(2021, 1, 1), date(2025, 12, 31))


def test_interim_follow_ups_of_one_year_have_addresses_of_their_own(programme):
    tertials = [follow_up_of(programme, kind="interim", end=date(2025, month, 30)) for month in (4, 9)]

    assert [one.slug for one in tertials] == ["2025-delar-30-april", "2025-delar-30-september"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": "2025-06-30", "end": "2025-01-01"}, "end"),
        ({"kind": "interim", "end": "2024-06-30"}, "end"),
        ({"kind": "final"}, "plan"),
    ],
)
def test_a_period_that_cannot_be_is_refused_at_its_field(client, programme, typed, field):
    enter(client, programme.municipality, "editor")
    address = reverse("followups:start", args=[programme.municipality.slug, programme.pk])

    refused = client.post(address, fill(client.get(address), year="2025", **typed))

    assert list(refused.context["form"].errors) == [field]
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("whose", ["of another programme", "of another municipality", "a draft"])
def test_a_final_follow_up_is_of_a_decided_plan_of_the_programme(client, programme, whose):
    other = {"of another programme": make.programme(programme.municipality), "a draft": programme}
    plan = plan_of(other.get(whose) or make.programme(), None, None, state="draft" if whose == "a draft" else "adopted")
    enter(client, programme.municipality, "editor")
    address = reverse("followups:start", args=[programme.municipality.slug, programme.pk])

    refused = client.post(address, fill(client.get(address), kind="final", plan=plan.pk))

    assert "plan" in refused.context["form"].errors
    assert not FollowUp.objects.exists()


def test_a_plan_of_another_programme_gets_past_no_rule(programme):
    other = plan_of(make.programme(programme.municipality), None, None)

    with pytest.raises(ValidationError):
        FollowUp(programme=programme, kind="final", plan=other, year=2025).clean()
