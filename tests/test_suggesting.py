"""Which follow-ups are suggested beside the yearly one, and what they are proposed to say."""

from datetime import date

import pytest
from django.urls import reverse

from portal.followups.models import FollowUp
from portal.followups.round.suggesting import suggestions
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


@pytest.fixture
def programme():
    return make.programme(period_from=2021, period_through=2035)


def kinds(programme):
    return [(one.kind, one.plan and one.plan.title) for one in suggestions(programme, TODAY)]


def long_plan(programme, end, **fields):
    usual = {"title": "Plan", "start": date(2023, 1, 1), "state": "adopted"}
    return make.plan(programme, end=end, **usual | fields)


@pytest.mark.parametrize(
    ("end", "fields", "suggested"),
    [
        (date(2026, 12, 31), {}, True),
        (date(2025, 12, 31), {"state": "closed"}, True),
        (date(2024, 12, 31), {}, False),
        (date(2027, 12, 31), {}, False),
        (date(2026, 12, 31), {"state": "draft"}, False),
        (date(2026, 12, 31), {"start": date(2026, 1, 1)}, False),
        (None, {}, False),
    ],
)
def test_a_plan_of_several_years_gets_a_final_follow_up_when_it_ends(programme, end, fields, suggested):
    plan = long_plan(programme, end, **fields)

    assert kinds(programme) == [("final", plan.title)] * suggested


@pytest.mark.parametrize(("every", "suggested"), [(4, True), (5, True), (6, False), (None, False)])
def test_an_evaluation_is_due_when_the_programme_is_to_be_revised(programme, every, suggested):
    make.step(programme, on_date=date(2021, 6, 1))
    programme.revision_every = every

    assert kinds(programme) == [("evaluation", None)] * suggested


def test_what_has_been_started_is_not_suggested_again(programme):
    make.step(programme, on_date=date(2021, 6, 1))
    programme.revision_every = 5
    plan = long_plan(programme, date(2026, 12, 31))
    facts = {"year": 2026, "refers_to_year": 2025, "as_of": TODAY, "programme": programme}
    make.owned(FollowUp, programme, facts, kind="final", plan=plan)
    make.owned(FollowUp, programme, facts, kind="evaluation")

    assert kinds(programme) == []


def test_a_suggestion_fills_the_form_in(client, programme):
    year = date.today().year  # noqa: DTZ011 - the view asks for the same
    plan = long_plan(programme, date(year, 10, 31))
    enter(client, programme.municipality, "editor")
    index = client.get(reverse("followups:index", args=[programme.municipality.slug]))
    address = f"{reverse('followups:start', args=[programme.municipality.slug, programme.pk])}?forslag=final-{plan.pk}"

    assert address in index.text
    client.post(address, fill(client.get(address)))

    row = FollowUp.objects.get()
    assert (row.kind, row.plan, row.year, row.as_of) == ("final", plan, year, date(year, 10, 31))
    assert row.title == "Slutuppföljning av Plan"


def test_the_title_follows_the_kind_until_somebody_writes_another(client, programme):
    enter(client, programme.municipality, "editor")
    address = reverse("followups:start", args=[programme.municipality.slug, programme.pk])

    client.post(address, fill(client.get(address), kind="interim", year="2026", end="2026-06-30"))

    assert FollowUp.objects.get().title == "Delårsuppföljning 2026"


@pytest.mark.parametrize("asked", ["final-999999", "evaluation", "nonsense"])
def test_a_suggestion_that_does_not_stand_gives_the_usual_form(client, programme, asked):
    enter(client, programme.municipality, "editor")
    address = reverse("followups:start", args=[programme.municipality.slug, programme.pk])

    page = client.get(f"{address}?forslag={asked}")

    assert page.context["form"].initial["kind"] == "yearly"
