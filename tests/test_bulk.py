"""Several actions of a plan changed at once: one change, or nothing."""

import json
from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action
from programmes.history import change
from programmes.models import Change, Role
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter
from tests.world import FOREIGN, other_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make.plan(make.programme(make.municipality(slug="exempelby")))


@pytest.fixture
def editor(plan, client):
    return enter(client, plan.municipality, Role.EDITOR)


@pytest.fixture
def actions(plan):
    return [make.action(plan, title=title) for title in ("A", "B", "C")]


def place(plan):
    return reverse("actions:change_actions", args=[plan.municipality.slug, plan.pk])


def choose(client, plan, actions, **fields):
    """Return the page on which the chosen actions are shown."""
    return client.post(place(plan), {"row": [action.pk for action in actions]} | fields)


def save(client, plan, page, **typed):
    return client.post(place(plan), fill(page, **typed))


def now(actions, *names):
    return list(Action.objects.filter(pk__in=[one.pk for one in actions]).order_by("number").values_list(*names))


def faults(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def faults_of_rows(response):
    return {form.instance.title: [str(label) for label, *_ in form.faults] for form in response.context["bulk"].forms}


def colleague(action, **fields):
    with change("En annan", municipality=action.municipality) as deed:
        row = deed.lock(action)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def test_all_that_is_chosen_is_set_in_one_change(client, editor, plan, actions):
    area, unit = make.area(plan.programme), make.department(plan.municipality)
    page = choose(client, plan, actions[:2])
    before = Change.objects.count()

    typed = {"status": "ongoing", "start": "2026-03-01", "end": "2026-05-31", "area": area.pk, "responsible": unit.pk}
    done = save(client, plan, page, **typed)

    assert done.status_code == 302
    assert Change.objects.count() == before + 1
    assert str(Change.objects.first()) == f"Changed 2 actions in “{plan}”"
    new = ("ongoing", date(2026, 3, 1), date(2026, 5, 31), area.pk, unit.pk)
    assert now(actions, "status", "start", "end", "area", "responsible") == [
        new,
        new,
        ("not_started", None, None, None, None),
    ]


def test_what_is_left_empty_stays_as_it_is(client, editor, plan):
    unit = make.department(plan.municipality)
    actions = [make.action(plan, responsible=unit, end=date(2026, 5, 31)), make.action(plan, status="completed")]

    save(client, plan, choose(client, plan, actions), start="2026-01-01")

    assert now(actions, "responsible", "end", "status") == [
        (unit.pk, date(2026, 5, 31), "not_started"),
        (None, None, "completed"),
    ]


def test_department_and_area_can_be_taken_away(client, editor, plan):
    action = make.action(plan, area=make.area(plan.programme), responsible=make.department(plan.municipality))

    save(client, plan, choose(client, plan, [action]), area="utan", responsible="utan")

    assert now([action], "area", "responsible") == [(None, None)]


def test_nothing_chosen_is_said(client, editor, plan, actions):
    nothing = save(client, plan, choose(client, plan, actions))
    nobody = client.post(place(plan), {"query": "?visa=sena"}, follow=True)

    assert faults(nothing) == {"__all__": ["Choose what to change; what is left empty stays as it is."]}
    assert nobody.redirect_chain == [(f"{plan.get_absolute_url()}?visa=sena", 302)]
    assert "Choose the actions first." in nobody.content.decode()


def test_cancelling_asks_for_the_reason(client, editor, plan, actions):
    page = choose(client, plan, actions)

    refused = save(client, plan, page, status="cancelled")
    save(client, plan, refused, status="cancelled", cancel_reason="Inga medel.")

    assert faults(refused) == {"cancel_reason": ["Say why the action is cancelled."]}
    assert now(actions, "status", "cancel_reason") == [("cancelled", "Inga medel.")] * 3


def test_a_reason_without_what_it_explains_is_not_lost(client, editor, plan, actions):
    refused = save(client, plan, choose(client, plan, actions), status="ongoing", cancel_reason="X", end_reason="Y")

    assert set(faults(refused)) == {"cancel_reason", "end_reason"}
    assert now(actions, "status") == [("not_started",)] * 3


def test_an_adopted_end_moves_with_a_reason_or_none_moves(client, editor, plan):
    adopted = make.save(plan) and make.plan(plan.programme, state="adopted", adopted_by=make.step(plan.programme))
    promised = make.action(adopted, title="Lovad", end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))
    free = make.action(adopted, title="Fri")
    page = choose(client, adopted, [promised, free])

    refused = save(client, adopted, page, end="2026-10-30")
    save(client, adopted, refused, end="2026-10-30", end_reason="Skolorna saknar lokal.")

    assert faults(refused)["end_reason"] == ["Say why the end date was moved."]
    assert faults_of_rows(refused) == {"Lovad": ["Why the end date was moved"], "Fri": []}
    assert now([promised, free], "end", "end_adopted", "end_reason") == [
        (date(2026, 10, 30), date(2026, 5, 31), "Skolorna saknar lokal."),
        (date(2026, 10, 30), date(2026, 10, 30), "Skolorna saknar lokal."),
    ]


def test_one_faulty_row_keeps_all_from_being_saved(client, editor, plan):
    actions = [make.action(plan, title="A"), make.action(plan, title="B", start=date(2026, 6, 1))]

    refused = save(client, plan, choose(client, plan, actions), end="2026-01-31")

    assert faults_of_rows(refused) == {"A": [], "B": ["End date now"]}
    assert now(actions, "end") == [(None,), (None,)]


def test_a_colleagues_change_of_the_same_field_is_shown_and_the_second_chooses(client, editor, plan, actions):
    page = choose(client, plan, actions)
    colleague(actions[1], status="completed", title="Colleague's title")

    refused = save(client, plan, page, status="ongoing")

    assert faults_of_rows(refused) == {"A": [], "Colleague's title": ["Status"], "C": []}
    assert "There it says now: <q>completed</q>" in refused.content.decode()
    assert now(actions, "status") == [("not_started",), ("completed",), ("not_started",)]

    save(client, plan, refused, status="ongoing")

    assert now(actions, "status", "title") == [("ongoing", "A"), ("ongoing", "Colleague's title"), ("ongoing", "C")]


def test_what_a_row_said_already_is_no_licence_to_overwrite(client, editor, plan):
    action = make.action(plan, status="ongoing")
    page = choose(client, plan, [action])
    colleague(action, status="completed")

    save(client, plan, page, status="ongoing")

    assert now([action], "status") == [("completed",)]


def test_a_row_dropped_meanwhile_is_said_and_then_left_out(client, editor, plan, actions):
    page = choose(client, plan, actions)
    colleague(actions[0], dropped=True)

    refused = save(client, plan, page, status="ongoing")
    done = save(client, plan, refused, status="ongoing")

    assert faults_of_rows(refused) == {"A": [""], "B": [], "C": []}
    assert done.status_code == 302
    assert now(actions, "status") == [("not_started",), ("ongoing",), ("ongoing",)]


def test_all_that_are_shown_can_be_chosen_without_scripts(client, editor, plan, actions):
    late = make.action(plan, title="Sen", end=date(2020, 1, 1))

    page = client.post(place(plan), {"all": "1", "query": "?visa=sena"})
    done = save(client, plan, page, status="completed")

    assert done.url == f"{plan.get_absolute_url()}?visa=sena"
    assert now([*actions, late], "status") == [("not_started",)] * 3 + [("completed",)]


def test_only_the_municipalitys_departments_of_today_and_the_programmes_areas_are_offered(client, editor, plan):
    action, place = make.action(plan), plan.municipality
    unit = make.department(place, name="Nu")
    make.department(place, name="Då", valid_through=date(2020, 1, 1))
    make.department(place, name="Borta", dropped=True)
    make.department(make.municipality(), name="Annan")
    area = make.area(plan.programme, name="Här")
    make.area(make.programme(place), name="Annat program")

    form = choose(client, plan, [action]).context["form"]

    offered = {name: [key for key, _label in form.fields[name].choices] for name in ("area", "responsible")}
    assert offered == {"area": ["", str(area.pk), "utan"], "responsible": ["", str(unit.pk), "utan"]}


def test_a_department_that_is_dropped_while_one_chooses_is_refused(client, editor, plan, actions, monkeypatch):
    unit = make.department(plan.municipality)
    page = choose(client, plan, actions)
    colleague(unit, dropped=True)

    refused = save(client, plan, page, responsible=unit.pk)

    assert list(faults(refused)) == ["responsible"]
    assert now(actions, "responsible") == [(None,)] * 3


@pytest.mark.parametrize("key", [str(FOREIGN), "0", "1e3", "-1", "9" * 40, "\x00", "å"])
def test_a_row_that_is_not_the_plans_does_not_exist(client, editor, plan, actions, key):
    other_world(make.municipality())
    mine = str(actions[0].pk)

    chosen = [
        client.post(place(plan), {"row": [mine, key]}),
        client.post(place(plan), {"rows": f"{mine},{key}"}),
        client.post(place(plan), {"seen": json.dumps({mine: {}, key: {}}), "status": "ongoing"}),
    ]

    assert [response.status_code for response in chosen] == [404] * 3
    assert now(actions, "status") == [("not_started",)] * 3


def test_a_row_of_another_plan_does_not_exist(client, editor, plan):
    other = make.action(make.plan(plan.programme))

    assert choose(client, plan, [other]).status_code == 404


@pytest.mark.parametrize("seen", ["", "[]", "null", "{", '{"1": 1}', '"x"'])
def test_what_no_page_sends_is_refused(client, editor, plan, seen):
    assert client.post(place(plan), {"seen": seen}).status_code == 404


def test_the_report_of_the_year_follows_the_status(client, editor, plan, actions):
    told, before = make.report(actions[0], period="2026"), make.report(actions[0], period="2025")

    save(client, plan, choose(client, plan, actions), status="completed")

    told.refresh_from_db()
    before.refresh_from_db()
    assert (told.status, before.status) == ("completed", "ongoing")


def test_it_is_taken_back_as_one(client, editor, plan, actions):
    save(client, plan, choose(client, plan, actions), status="ongoing")

    undo(Change.objects.first(), user=editor.user)

    assert now(actions, "status") == [("not_started",)] * 3


def test_a_closed_plan_stays_as_it_is(client, editor, plan):
    closed = make.plan(plan.programme, state="closed", adopted_by=make.step(plan.programme))
    action = make.action(closed)

    refused = save(client, closed, choose(client, closed, [action]), status="ongoing")

    assert faults_of_rows(refused) == {"Företagslots": [""]}
    assert "locked" in refused.content.decode()


def test_who_may_not_change_sees_no_boxes(client, plan, actions):
    enter(client, plan.municipality, Role.CONTRIBUTOR)

    assert 'name="row"' not in client.get(plan.get_absolute_url()).content.decode()
    assert choose(client, plan, actions).status_code == 403


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_takes_as_many_queries_for_many_rows(client, editor, plan, count, django_assert_num_queries):
    area = make.area(plan.programme)
    actions = [make.action(plan, area=area, responsible=make.department(plan.municipality)) for _n in range(count)]

    with django_assert_num_queries(11):
        choose(client, plan, actions)


@pytest.mark.parametrize(("count", "queries"), [(1, 15), (11, 45)])
def test_each_row_costs_three_queries_more(client, editor, plan, count, queries, django_assert_num_queries):
    actions = [make.action(plan) for _n in range(count)]
    unit, page = make.department(plan.municipality), choose(client, plan, actions)

    with django_assert_num_queries(queries):
        save(client, plan, page, status="ongoing", end="2026-05-31", responsible=unit.pk)


def test_a_thousand_rows_are_changed_at_once(client, editor, plan):
    with change("Många", municipality=plan.municipality):
        for number in range(1, 1001):
            Action(municipality=plan.municipality, plan=plan, number=number, title=f"Nr {number}").save()
    page = client.post(place(plan), {"rows": ",".join(str(action.pk) for action in plan.actions.all())})

    done = save(client, plan, page, status="ongoing")

    assert done.status_code == 302
    assert plan.actions.filter(status="ongoing").count() == 1000
