"""The round of a follow-up: until when departments report, and how far each has come with its part."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.desk.waiting import Waiting
from portal.followups.models import Approval, FollowUp
from portal.followups.round import last_time
from portal.followups.round.parts import mark_part, part, parts
from portal.publications.chain import SCHEMA
from programmes.models import Change, Role
from programmes.undoing import CannotUndo, undo
from tests import make
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)
PAGE, PART = 16, 14


@pytest.fixture
def follow_up():
    programme = make.programme()
    years = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, years, programme=programme)


@pytest.fixture
def plan(follow_up):
    return make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))


@pytest.fixture
def unit(follow_up):
    return make.department(follow_up.municipality, name="Tekniska förvaltningen")


def counted(follow_up):
    """Return {name of the department: (told, begun, untold)}."""
    return {str(part.department): (part.told, part.begun, part.untold) for part in parts(follow_up, TODAY)}


def test_an_action_is_told_of_once_a_report_of_the_year_is_ready(follow_up, plan, unit):
    for period, ready in [("2025", True), ("2025-T3", True), ("2025", False), ("2024", True), (None, None)]:
        action = make.action(plan, responsible=unit)
        if period:
            make.report(action, period=period, ready=ready)

    assert counted(follow_up) == {"Tekniska förvaltningen": (2, 1, 2)}


def test_what_was_finished_and_told_of_earlier_has_nothing_more_to_tell(follow_up, plan, unit):
    make.report(make.action(plan, responsible=unit, status="completed"), period="2024", ready=True)
    make.action(plan, responsible=unit, status="completed")

    assert counted(follow_up) == {"Tekniska förvaltningen": (1, 0, 1)}


def test_only_decided_plans_of_the_period_and_the_programme_count(follow_up, plan, unit):
    mine = make.action(plan, responsible=unit)
    year = {"start": date(2025, 1, 1), "end": date(2025, 12, 31)}
    make.action(make.plan(follow_up.programme, state="draft", **year), responsible=unit)
    make.action(make.plan(follow_up.programme, state="adopted"), responsible=unit)
    make.action(make.plan(make.programme(unit.municipality), state="adopted", **year), responsible=unit)
    make.action(plan)

    assert [task.action for task in part(follow_up, unit, TODAY).actions] == [mine]
    assert counted(follow_up) == {"Tekniska förvaltningen": (0, 0, 1), "None": (0, 0, 1)}


@pytest.mark.parametrize(("role", "until"), [(Role.READER, None), (Role.CONTRIBUTOR, date(2026, 1, 19))])
def test_a_department_without_an_active_contact_is_shown_with_who_steps_in(client, follow_up, plan, unit, role, until):
    make.action(plan, responsible=unit)
    make.membership(follow_up.municipality, role, department=unit, until=until)
    enter(client, follow_up.municipality, "editor")

    page = client.get(f"{follow_up.get_absolute_url()}delar/")

    assert "Nobody at present." in page.text
    assert "An editor steps in: Kim Ek" in page.text


def test_a_contact_is_named_to_those_who_see_the_members_only(client, follow_up, plan, unit):
    make.action(plan, responsible=unit)
    make.membership(follow_up.municipality, Role.CONTRIBUTOR, department=unit, user=make.user(name="Bo Ask"))
    address = f"{follow_up.get_absolute_url()}delar/"
    told = {}
    for role in ("editor", "reader"):
        enter(client, follow_up.municipality, role)
        told[role] = "Bo Ask" in client.get(address).text

    assert told == {"editor": True, "reader": False}


def test_our_part_leads_to_the_form_that_reports_on_all(client, follow_up, plan, unit):
    make.action(plan, responsible=unit)
    enter(client, follow_up.municipality, Role.CONTRIBUTOR, department=unit)
    address = reverse("followups:part", args=[follow_up.municipality.slug, follow_up.pk, unit.pk])

    page = client.get(address)
    form = client.get(f"{reverse('desk:report', args=[follow_up.municipality.slug])}?period=2025", follow=True)

    assert "<h1>Our part</h1>" in page.text
    assert f"{reverse('desk:report', args=[follow_up.municipality.slug])}?period=2025" in page.text
    assert "Företagslots" in form.text


def test_a_colleague_of_another_department_is_not_led_to_report(client, follow_up, plan, unit):
    make.action(plan, responsible=unit)
    enter(client, follow_up.municipality, Role.CONTRIBUTOR, department=make.department(follow_up.municipality))

    page = client.get(reverse("followups:part", args=[follow_up.municipality.slug, follow_up.pk, unit.pk]))

    assert "?period=2025" not in page.text


@pytest.mark.parametrize("rows", [1, 12])
def test_the_pages_ask_as_often_for_many_as_for_one(client, follow_up, plan, rows, django_assert_num_queries):
    units = [make.department(follow_up.municipality) for _n in range(rows)]
    for unit in [*units, *[units[0]] * rows]:
        make.report(make.action(plan, responsible=unit), period="2025")
    reader = make.membership(follow_up.municipality, Role.READER, department=units[0])
    for _n in range(rows):
        measured = make.save(make.indicator(plan.municipality, responsible=reader), programmes=[plan.programme])
        make.observation(measured, year=2023)
    enter(client, follow_up.municipality, "editor")

    with django_assert_num_queries(PAGE):
        page = client.get(f"{follow_up.get_absolute_url()}delar/")
    with django_assert_num_queries(PART):
        client.get(f"{follow_up.get_absolute_url()}delar/{units[0].pk}/")

    assert page.text.count("<progress") == rows


def test_the_last_day_follows_with_its_grace(follow_up):
    follow_up.last_day, follow_up.grace_days = date(2026, 1, 31), 7
    make.save(follow_up)

    assert follow_up.closes == date(2026, 2, 7)
    assert last_time.proposed(follow_up.programme, date(2026, 11, 1))["last_day"] == date(2027, 1, 31)


@pytest.mark.parametrize("wrong", [{"grace_days": 7}, {"last_day": date(2026, 1, 31), "grace_days": 366}])
def test_grace_is_counted_from_a_last_day_and_lasts_a_year_at_most(follow_up, wrong):
    for name, value in wrong.items():
        setattr(follow_up, name, value)

    with pytest.raises(ValidationError):
        follow_up.full_clean()


def press(client, follow_up, unit, ready="yes"):
    return client.post(f"{follow_up.get_absolute_url()}delar/{unit.pk}/klar/", {"ready": ready})


def test_a_department_marks_its_part_ready_and_takes_it_back(client, follow_up, plan, unit):
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    enter(client, follow_up.municipality, Role.CONTRIBUTOR, department=unit)

    stood = []
    for ready in ("yes", "no"):
        press(client, follow_up, unit, ready)
        stood.append(follow_up.parts.get().ready)

    assert stood == [True, False]
    assert follow_up.parts.get().history.count() == 2


def test_a_mark_that_was_undone_is_set_anew_and_does_not_come_back_beside_it(client, follow_up, plan, unit):
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    person = enter(client, follow_up.municipality, Role.EDITOR).user
    press(client, follow_up, unit)
    regretted = undo(Change.objects.first(), user=person)

    press(client, follow_up, unit)

    assert follow_up.parts.kept().get().ready
    with pytest.raises((CannotUndo, ValidationError)):
        undo(regretted, user=person)


@pytest.mark.parametrize(("own", "status"), [(True, 302), (False, 403)])
def test_a_contributor_marks_the_part_of_the_own_department_only(client, follow_up, plan, unit, own, status):
    make.action(plan, responsible=unit)
    other = make.department(follow_up.municipality)
    enter(client, follow_up.municipality, Role.CONTRIBUTOR, department=unit if own else other)

    assert press(client, follow_up, unit).status_code == status


def test_after_the_approval_a_part_is_not_taken_back(client, follow_up, plan, unit):
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    enter(client, follow_up.municipality, "editor")
    press(client, follow_up, unit)
    fields = {"follow_up": follow_up, "group": make.group(follow_up.programme), "on": TODAY, "schema": SCHEMA}
    make.owned(Approval, follow_up, fields, registered_by="redaktör", salt="s", content="{}", content_hash="h")

    page = client.get(press(client, follow_up, unit, "no").url)

    assert "The follow-up is approved. Withdraw the approval to change it." in page.text
    assert follow_up.parts.get().ready


def test_a_department_without_actions_in_the_period_has_no_part(client, follow_up, unit):
    enter(client, follow_up.municipality, "editor")

    press(client, follow_up, unit)

    assert not follow_up.parts.exists()


def test_a_part_waits_with_its_last_day_until_it_is_ready(follow_up, plan, unit):
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    person = make.membership(follow_up.municipality, Role.CONTRIBUTOR, department=unit).user
    follow_up.last_day = date(2026, 1, 31)
    make.save(follow_up)
    make.owned(FollowUp, follow_up, {"year": 2024, "refers_to_year": 2024}, programme=follow_up.programme, as_of=TODAY)
    before, after = (Waiting(follow_up.municipality, person, TODAY) for _n in range(2))

    assert [(one.pk, one.follow_up) for one in before.kinds["part"]] == [(unit.pk, follow_up.pk)]
    mark_part(follow_up, unit, True, person, TODAY)
    assert after.counts["part"] == 0


@pytest.mark.parametrize(("contact", "waiting"), [(True, 0), (False, 1)])
def test_a_part_waits_for_the_editor_where_nobody_reports(follow_up, plan, unit, contact, waiting):
    make.action(plan, responsible=unit)
    make.action(plan, responsible=unit)
    follow_up.last_day = date(2026, 1, 31)
    make.save(follow_up)
    if contact:
        make.membership(follow_up.municipality, Role.CONTRIBUTOR, department=unit)
    editor = make.membership(follow_up.municipality, "editor").user

    assert Waiting(follow_up.municipality, editor, TODAY).counts["part"] == waiting
