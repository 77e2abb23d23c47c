"""Actions added, copied, removed with a reason and brought back."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action, Report
from programmes.models import Change, Role
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter
from tests.world import FOREIGN, other_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make.plan(make.programme(make.municipality(slug="exempelby")), title="Plan 2026")


@pytest.fixture
def editor(plan, client):
    return enter(client, plan.municipality, Role.EDITOR)


def url(name, row):
    return reverse(f"actions:{name}", args=[row.municipality.slug, row.pk])


def save(client, page, **typed):
    return client.post(page, fill(client.get(page), **typed), follow=True)


def faults(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_several_actions_are_added_one_after_the_other(client, editor, plan):
    area = make.area(plan.programme)
    page = f"{url('add_action', plan)}?omrade={area.pk}"

    first = save(client, page, title="Lots", more="1")
    second = save(client, page, title="Skola")

    assert first.redirect_chain == [(page, 302)]
    assert list(plan.actions.values_list("number", "title", "area")) == [(1, "Lots", area.pk), (2, "Skola", area.pk)]
    assert second.redirect_chain == [(plan.actions.get(number=2).get_absolute_url(), 302)]


def test_a_copy_says_the_same_and_has_a_number_and_a_story_of_its_own(client, editor, plan):
    unit, indicator = make.department(plan.municipality), make.indicator(plan.municipality)
    fields = {
        "area": make.area(plan.programme),
        "responsible": unit,
        "responsible_person": editor,
        "end": date(2026, 5, 31),
    }
    story = {"status": "completed", "end_adopted": date(2026, 3, 1), "end_reason": "Sent", "progress": 100}
    source = make.action(plan, title="100 % lots", description="Så här.", **fields, **story)
    make.save(source, participating=[unit], indicators=[indicator])
    make.report(source)

    save(client, url("copy_action", source))

    copy = plan.actions.get(number=2)
    assert (copy.title, copy.description) == ("100 % lots", "Så här.")
    assert {name: getattr(copy, name) for name in fields} == fields
    assert (list(copy.participating.all()), list(copy.indicators.all())) == ([unit], [indicator])
    assert (copy.status, copy.end_adopted, copy.end_reason, copy.progress) == ("not_started", None, "", None)
    assert list(copy.reports.all()) == []
    assert Change.objects.first().sentence == "Added “100 % lots” as a copy of “1. 100 % lots”"


def test_what_is_gone_is_not_copied(client, editor, plan):
    gone = make.department(plan.municipality, valid_through=date(2020, 1, 1))
    person = make.membership(plan.municipality, Role.READER, until=date(2020, 1, 1))
    source = make.action(plan, responsible=gone, responsible_person=person)
    make.save(source, participating=[gone])

    save(client, url("copy_action", source))

    copy = plan.actions.get(number=2)
    assert (copy.responsible, copy.responsible_person, list(copy.participating.all())) == (None, None, [])


def test_departments_that_are_gone_are_not_offered_as_participants(client, editor, plan):
    closed = {"valid_through": date(2020, 1, 1)}
    stays, there = make.department(plan.municipality, **closed), make.department(plan.municipality)
    make.department(plan.municipality, **closed)
    action = make.save(make.action(plan), participating=[stays])

    form = client.get(url("edit_action", action)).context["form"]

    assert set(form.fields["participating"].queryset) == {stays, there}


def test_removing_asks_for_a_reason_that_stays_in_the_history(client, editor, plan):
    action = make.action(plan, title="Lots")

    refused = save(client, url("drop_action", action))
    save(client, url("drop_action", action), reason="Stod två gånger.")

    deed = Change.objects.first()
    assert list(faults(refused)) == ["reason"]
    assert (deed.sentence, deed.reason) == ("Removed the action “1. Lots”", "Stod två gånger.")
    assert "because: Stod två gånger." in client.get(reverse("programmes:changes", args=["exempelby"])).text


def test_reports_go_with_their_action_and_come_back_with_it(client, editor, plan):
    action = make.action(plan, title="Lots")
    report, earlier = make.report(action), make.report(action, period="2025", dropped=True)
    save(client, url("drop_action", action), reason="Fel.")
    gone = Report.objects.get(pk=report.pk).dropped

    back = client.post(url("restore_action", action), follow=True)

    assert gone
    assert not Action.objects.get(pk=action.pk).dropped
    assert [Report.objects.get(pk=row.pk).dropped for row in (report, earlier)] == [False, True]
    assert back.redirect_chain == [(f"{plan.get_absolute_url()}#action-{action.pk}", 302)]
    assert Change.objects.first().sentence == "Brought back “1. Lots”"


def test_what_others_stand_on_is_not_removed(client, editor, plan):
    action = make.action(plan)
    proposal = make.save(make.proposal(plan.programme, text="Förslaget"), actions=[action])

    refused = save(client, url("drop_action", action), reason="Fel.")

    assert faults(refused) == {"__all__": [f"It cannot be removed while it is used: proposal “{proposal}”."]}


def test_removed_actions_are_listed_with_who_when_and_why(client, editor, plan):
    for title in ("Lots", "Skola"):
        action = make.action(plan, title=title)
        save(client, url("drop_action", action), reason=f"{title} var fel.")
    make.action(plan, title="Kvar")

    page = client.get(url("removed_actions", plan))

    listed = [(one.action.title, one.change.user.name, one.change.reason) for one in page.context["removed"]]
    assert listed == [("Skola", "Kim Ek", "Skola var fel."), ("Lots", "Kim Ek", "Lots var fel.")]
    assert page.text.count("Bring back") == 2


@pytest.mark.parametrize("count", [1, 100])
def test_the_list_takes_as_many_queries_for_many(client, editor, plan, count, django_assert_num_queries):
    for _n in range(count):
        make.action(plan, dropped=True)

    with django_assert_num_queries(11):
        client.get(url("removed_actions", plan))


def test_an_action_whose_area_is_gone_stays_away(client, editor, plan):
    area = make.area(plan.programme, name="Borta")
    action = make.action(plan, area=area, dropped=True)
    area.dropped = True
    make.save(area)

    refused = client.post(url("restore_action", action), follow=True)

    assert "“Borta” has been removed since then." in refused.text
    assert Action.objects.get(pk=action.pk).dropped


def test_a_closed_plan_takes_nothing_back(client, editor, plan):
    closed = make.plan(plan.programme, state="closed", adopted_by=make.step(plan.programme))
    action = make.action(closed, dropped=True)

    client.post(url("restore_action", action))

    assert Action.objects.get(pk=action.pk).dropped
    assert "Bring back" not in client.get(url("removed_actions", closed)).text


def test_who_may_not_change_brings_nothing_back(client, plan):
    enter(client, plan.municipality, Role.READER)
    action = make.action(plan, title="Lots", dropped=True)
    page = client.get(url("removed_actions", plan))

    assert "Lots" in page.text
    assert "Bring back" not in page.text
    assert client.post(url("restore_action", action)).status_code == 403


def test_another_municipalitys_action_is_not_brought_back(client, editor, plan):
    other_world(make.municipality())
    theirs = Action.objects.get(pk=FOREIGN)
    theirs.dropped = True
    make.save(theirs)

    address = reverse("actions:restore_action", args=["exempelby", FOREIGN])

    assert client.post(address).status_code == 404


def choose(client, plan, actions, **fields):
    return client.post(url("drop_actions", plan), {"row": [action.pk for action in actions]} | fields)


def test_several_are_removed_for_one_reason_in_one_change(client, editor, plan):
    actions = [make.action(plan) for _n in range(3)]
    page = choose(client, plan, actions[:2])
    before = Change.objects.count()

    client.post(url("drop_actions", plan), fill(page, reason="Fel plan."))

    assert list(plan.actions.kept()) == actions[2:]
    assert Change.objects.count() == before + 1
    assert (Change.objects.first().sentence, Change.objects.first().reason) == (
        "Removed 2 actions from “Plan 2026”",
        "Fel plan.",
    )


def test_one_that_others_stand_on_keeps_all_from_being_removed(client, editor, plan):
    actions = [make.action(plan, title="A"), make.action(plan, title="B")]
    make.save(make.proposal(plan.programme), actions=actions[1:])
    page = choose(client, plan, actions)

    empty = client.post(url("drop_actions", plan), fill(page))
    refused = client.post(url("drop_actions", plan), fill(page, reason="Fel."))

    assert list(faults(empty)) == ["reason"]
    assert "It cannot be removed while it is used" in refused.text
    assert list(plan.actions.kept()) == actions


def test_a_removal_of_several_is_taken_back_as_one(client, editor, plan):
    actions = [make.action(plan) for _n in range(3)]
    for action in actions:
        make.report(action)
    client.post(url("drop_actions", plan), fill(choose(client, plan, actions), reason="Fel."))

    inverse = undo(Change.objects.first(), user=editor.user)

    assert list(plan.actions.kept()) == actions
    assert Report.objects.kept().count() == 3
    assert inverse.reason == ""


def test_rows_of_others_are_not_removed(client, editor, plan):
    mine, other = make.action(plan), make.action(make.plan(plan.programme))

    assert choose(client, plan, [mine, other], reason="Fel.").status_code == 404
    assert Action.objects.kept().count() == 2
