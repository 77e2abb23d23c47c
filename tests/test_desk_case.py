"""The desk's pages of the steps of a case and of the groups in it."""

from datetime import date

import pytest

from portal.publishing import contents
from programmes.models import CaseStep, Group, Role
from tests import make
from tests.desk_pages import faults, save, url
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(municipality):
    return municipality


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR).user


def test_a_step_of_the_case_is_registered_as_far_as_it_is_known(client, editor, place):
    programme = make.programme(place)

    save(client, url("add_step", place, programme.pk), kind="adoption", is_decision="on", body="KF", on="2021-06")

    step = CaseStep.objects.get()
    assert (step.on.short, step.body, step.is_decision) == ("2021-06", "KF", True)
    assert "In force" in client.get(url("programme", place, programme.pk)).content.decode()


@pytest.mark.parametrize("kind", ["adoption", "revision", "extension", "repeal"])
def test_what_only_a_decision_can_do_needs_one(client, editor, place, kind):
    programme = make.programme(place)

    page = save(client, url("add_step", place, programme.pk), kind=kind, extends_through="2040")

    sentence = "Only a decision adopts, revises, extends or repeals. State that it is one, or choose another step."
    assert faults(page) == {"is_decision": [sentence]}
    assert CaseStep.objects.count() == 0


def test_an_extension_ends_in_a_year_or_is_until_further_notice(client, editor, place):
    extend = url("add_step", place, make.programme(place).pk)

    neither, both = (
        save(client, extend, kind="extension", is_decision="on", **typed)
        for typed in ({}, {"extends_through": "2030", "open_ended": "on"})
    )
    save(client, extend, kind="extension", is_decision="on", open_ended="on")

    assert list(faults(neither)) == list(faults(both)) == ["extends_through"]
    assert CaseStep.objects.get().extends_through is None


def test_a_step_says_which_plan_it_concerns(client, editor, place):
    programme = make.programme(place)
    plan, elsewhere = make.plan(programme, title="Plan 2026", state="adopted"), make.plan()
    add = url("add_step", place, programme.pk)

    unsaid = save(client, add, kind="tabling", subject=plan.uuid)
    foreign = save(client, add, kind="tabling", concerns="plan", subject=elsewhere.uuid)
    save(client, add, kind="tabling", concerns="plan", subject=plan.uuid)

    assert list(faults(unsaid)) == list(faults(foreign)) == ["subject"]
    (told,) = contents.programme(programme, date(2026, 11, 3)).steps
    assert (told.subject, told.subject_name) == (plan.uuid, "Plan 2026")


def test_a_draft_is_not_named_by_the_steps_that_concern_it(place):
    programme = make.programme(place)
    make.step(programme, kind="preparation", concerns="plan", subject=make.plan(programme, title="Hemlig").uuid)

    assert "Hemlig" not in str(contents.programme(programme, date(2026, 11, 3)))


def test_a_council_does_not_decide(client, editor, place):
    programme = make.programme(place)

    page = save(client, url("add_step", place, programme.pk), kind="adoption", is_decision="on", body="council")

    assert faults(page) == {"__all__": ["A business council, a group or a department does not decide."]}


def test_the_link_to_the_minutes_is_a_web_address(client, editor, place):
    step = make.step(make.programme(place))

    page = save(client, step.get_absolute_url(), minutes_url="javascript:alert(1)")

    assert list(faults(page)) == ["minutes_url"]


def test_a_step_that_a_plan_rests_on_is_not_removed(client, editor, place):
    step = make.step(make.programme(place))
    make.plan(step.programme, title="Plan 2026", adopted_by=step)

    page = save(client, url("drop_step", place, step.pk))

    assert "Plan 2026" in str(faults(page))


def test_a_group_is_added_and_changed(client, editor, place):
    programme = make.programme(place)
    save(client, url("add_group", place, programme.pk), kind="steering_group", name="Styrgruppen")

    save(client, Group.objects.get().get_absolute_url(), approves="on")

    assert [(group.name, group.approves) for group in Group.objects.all()] == [("Styrgruppen", True)]
