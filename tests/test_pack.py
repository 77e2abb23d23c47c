"""The pack for a meeting: what needs a decision, what is late and why, what has changed since last time."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.followups.pack import Pack
from portal.followups.round.baseline import as_approved, on_day
from programmes.models import CaseStep
from tests import make
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST = TODAY - timedelta(days=60)  # when the group met last
ASKED = 23


@pytest.fixture
def programme():
    return make.programme(revision_every=None)


@pytest.fixture
def plan(programme):
    year = {"start": date(TODAY.year, 1, 1), "end": date(TODAY.year, 12, 31)}
    return make.plan(programme, state="adopted", title="Plan nu", **year)


def age(*rows):
    """Let all that history tells of the rows have happened a year ago."""
    for row in rows:
        row.history.update(history_date=timezone.make_aware(datetime(TODAY.year - 1, 6, 1)))  # noqa: DTZ001


def approve(programme):
    """Approve a follow-up as it stands, sixty days ago."""
    years = {"year": TODAY.year, "refers_to_year": TODAY.year - 1, "as_of": LAST, "title": "Förra", "verdict": "partly"}
    follow_up = make.owned(FollowUp, programme, years, programme=programme)
    approval = Approval(municipality=programme.municipality, follow_up=follow_up, on=LAST, registered_by="redaktör")
    approval.group = make.group(programme)
    approving.freeze(approval)
    return make.save(approval)


def set_to(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    return make.save(row)


def since_a_day(programme):
    return Pack(programme, on_day(programme, LAST), TODAY)


def since_the_approval(programme):
    return Pack(programme, as_approved(Approval.objects.get()), TODAY)


@pytest.fixture(params=[since_a_day, since_the_approval])
def last_time(request, programme):
    """Let all that is there now have stood last time; returns what makes the pack."""

    def stood(*rows):
        age(programme, *rows)
        if request.param is since_the_approval:
            approve(programme)
        return lambda: request.param(programme)

    return stood


def test_statuses_and_dates_that_moved_are_told_from_what_to_what_and_why(plan, last_time):
    action, same = make.action(plan, end=date(2026, 3, 1), end_adopted=date(2026, 3, 1)), make.action(plan)
    made = last_time(plan, action, same)
    set_to(action, status="ongoing", end=date(2026, 9, 1), end_reason="Upphandlingen drog ut på tiden.")
    make.report(action, account="Har börjat.", ready=True)

    assert [(one.was.word, one.now.word, one.why) for one in made().statuses] == [
        ("Ej påbörjad", "Pågår", "Har börjat.")
    ]
    assert [(one.was, one.now, one.why) for one in made().ends] == [
        (date(2026, 3, 1), date(2026, 9, 1), "Upphandlingen drog ut på tiden.")
    ]


def test_what_was_added_and_what_was_taken_out_is_told(plan, last_time):
    action = make.action(plan, title="Borttagen")
    made = last_time(plan, action)
    new = make.action(plan, title="Tillkommen")
    set_to(action, dropped=True)

    assert (made().added, made().removed) == ([new], [action])


def test_a_plan_that_was_decided_since_is_one_line_however_many_its_actions(plan, last_time):
    made = last_time(plan)
    later = {"start": date(TODAY.year + 1, 1, 1), "end": date(TODAY.year + 1, 12, 31)}
    coming = make.plan(plan.programme, state="adopted", **later)
    actions = [make.action(coming), make.action(coming)]
    make.action(make.plan(plan.programme, state="draft", **later))

    assert (made().new_plans, made().added) == ([(coming, actions)], [])


def test_figures_that_are_new_or_other_ones_are_told_with_what_stood(programme, last_time):
    indicator = make.indicator(programme.municipality, name="Arbetslöshet", unit="%", decimals=1)
    make.save(indicator, programmes=[programme])
    stands, changes = make.observation(indicator, year=2023, value=5), make.observation(indicator, year=2024, value=6)
    made = last_time(indicator, stands, changes)
    set_to(changes, value=7)
    make.observation(indicator, year=2025, missing="too_few")

    [(_indicator, figures)] = made().figures.items()
    assert [str(one).replace("\xa0", " ") for one in figures] == ["2024: 7,0 % (6,0 %)", "2025: för få svar"]


def test_steps_and_proposals_since_are_told_and_those_judged(programme, last_time):
    known, old = make.proposal(programme), make.step(programme)
    made = last_time(known, old)
    new, step = make.proposal(programme, text="Nytt förslag"), make.step(programme, kind="noting")
    set_to(known, state="feasible")

    assert (made().new_proposals, made().judged, made().new_steps) == ([new], [known], [step])


def test_nothing_has_changed_where_nothing_has(plan, last_time):
    made = last_time(plan, make.action(plan))

    assert not made().has_changed


def test_what_is_late_says_why_and_whether_it_was_so_last_time(plan):
    years_ago, lately = date(2020, 1, 1), TODAY - timedelta(days=5)
    old, new = make.action(plan, end=years_ago, late_reason="Ingen sökande."), make.action(plan, end=lately)
    age(plan.programme, plan, old, new)

    late = since_a_day(plan.programme).late

    assert [(one.action, one.why, one.is_new) for one in late] == [(old, "Ingen sökande.", False), (new, "", True)]


def test_what_needs_a_decision_is_gathered(plan):
    programme = set_to(plan.programme, revision_every=4)
    make.step(programme, on_date=date(TODAY.year - 5, 6, 1))
    unit = make.department(programme.municipality)
    end = {"end": date(2030, 1, 1), "end_adopted": date(2029, 1, 1)}
    moved, nobodys = make.action(plan, responsible=unit, **end), make.action(plan)
    make.action(plan, responsible=unit, status="completed", **end)
    proposal = make.proposal(programme)
    make.proposal(programme, state="dormant")
    years = {"year": 2025, "refers_to_year": 2024, "as_of": LAST, "verdict": "partly"}
    follow_up = make.owned(FollowUp, programme, years, programme=programme)

    made = since_a_day(programme)

    assert (made.to_approve, made.revision) == ([follow_up], TODAY.year - 1)
    assert ([one.action for one in made.delayed], made.ownerless, made.to_judge) == ([moved], [nobodys], [proposal])


def test_a_programme_that_is_new_here_is_compared_with_its_first_day(client, plan):
    make.action(plan)
    enter(client, plan.municipality, "reader")

    page = client.get(address(plan.programme))

    assert f"The programme has been in the portal since {TODAY}" in page.text
    assert "Nothing has changed." in page.text


def address(programme):
    return reverse("followups:pack", args=[programme.municipality.slug, programme.pk])


def test_the_last_approved_follow_up_is_where_it_begins_unless_a_day_is_chosen(client, plan):
    age(plan.programme, plan)
    approve(plan.programme)
    enter(client, plan.municipality, "steering_group")

    of_itself, chosen = (
        client.get(address(plan.programme)),
        client.get(address(plan.programme), {"since": "2026-02-18"}),
    )

    assert f"since “Förra”, approved on {LAST}" in of_itself.text
    assert "nothing chosen" in of_itself.text
    assert "since 2026-02-18" in chosen.text


@pytest.mark.parametrize("wrong", [{"since": "2999-01-01"}, {"since": "18/2"}, {"approval": "999999"}])
def test_a_day_or_follow_up_that_is_none_is_told_at_its_field(client, plan, wrong):
    enter(client, plan.municipality, "reader")

    page = client.get(address(plan.programme), wrong)

    assert (page.status_code, list(page.context["form"].errors)) == (200, list(wrong))


def test_internal_notes_are_no_part_of_it(client, plan):
    action = make.action(plan, end=date(2020, 1, 1), internal_note="Hemligt")
    make.report(action, internal_note="Hemligt", ready=True)
    make.proposal(plan.programme, internal_note="Hemligt")
    enter(client, plan.municipality, "steering_group")

    assert "Hemligt" not in client.get(address(plan.programme)).text


@pytest.mark.parametrize("rows", [1, 9])
def test_the_pack_asks_as_often_for_many_rows_as_for_one(client, plan, rows, django_assert_num_queries):
    programme = plan.programme
    age(programme)
    indicator = make.save(make.indicator(programme.municipality), programmes=[programme])
    for year in range(rows):
        action = make.action(plan, end=date(2020, 1, 1))
        make.report(action, ready=True)
        make.observation(indicator, year=2000 + year)
        make.proposal(programme)
        make.step(programme)
    enter(client, plan.municipality, "steering_group")

    with django_assert_num_queries(ASKED):
        page = client.get(address(programme))

    assert page.text.count("No reason is given.") == rows
    assert CaseStep.objects.count() == rows
