"""The next year's plan: a draft beside this year's, with the actions that continue."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.continuing import continue_in
from actions.following import next_period, next_title
from actions.models import Action, ActionPlan
from programmes.adding import add_all
from programmes.history import change
from programmes.models import Change
from programmes.past import values
from programmes.undoing import undo
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def plan(municipality):
    programme = make.programme(municipality)
    return make.plan(programme, title="Åtgärdsplan 2026", slug="atgardsplan-2026", state="adopted")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def url(name, plan):
    return reverse(f"actions:{name}", args=[plan.municipality.slug, plan.pk])


def send(desk, page, **typed):
    return desk.post(page, fill(desk.get(page), **typed), follow=True)


def choices(form):
    return [choice for _area, choices in form.by_area() for choice in choices]


def continued(plan, *actions, on=TODAY):
    """Return the actions as they go on in a new draft after the plan."""
    draft = make.plan(plan.programme, continues=plan)
    with change("Nästa", municipality=plan.municipality) as deed:
        return continue_in(draft, Action.objects.filter(pk__in=[one.pk for one in actions]), deed, on)


@pytest.mark.parametrize(
    ("period", "following"),
    [
        (("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31")),
        (("2026-01-15", "2026-12-31"), ("2027-01-01", "2027-12-31")),
        (("2024-01-01", "2026-06-30"), ("2026-07-01", "2028-12-31")),
        (("2025-07-01", "2026-06-30"), ("2026-07-01", "2027-06-30")),
        (("2026-03-10", "2026-04-09"), ("2026-04-10", "2026-05-10")),
        ((None, "2026-12-31"), ("2027-01-01", None)),
        (("2026-01-01", None), (None, None)),
        (("2199-01-01", "9999-12-31"), (None, None)),
    ],
)
def test_the_next_period_follows_and_is_as_long(period, following):
    days = [date.fromisoformat(day) if day else None for day in period]

    assert [day and day.isoformat() for day in next_period(*days)] == list(following)


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("Åtgärdsplan 2026", "Åtgärdsplan 2027"),
        ("Handlingsplan 2025–2026", "Handlingsplan 2026–2027"),
        ("Handlingsplan", "Handlingsplan 2027"),
        ("Plan för 100 nya jobb 2026", "Plan för 100 nya jobb 2027"),
    ],
)
def test_the_next_title_names_the_next_year(title, following):
    assert next_title(title, date(2026, 1, 1), date(2026, 12, 31)) == following


def test_the_next_plan_is_proposed_as_a_whole(desk, plan):
    make.action(plan)

    send(desk, url("next_plan", plan))

    draft = ActionPlan.objects.get(continues=plan)
    assert (draft.title, draft.slug, draft.start, draft.end, draft.state) == (
        "Åtgärdsplan 2027",
        "atgardsplan-2027",
        date(2027, 1, 1),
        date(2027, 12, 31),
        "draft",
    )
    assert draft.actions.count() == 1


def test_what_is_open_or_continuous_is_ticked_and_the_rest_is_shown(desk, plan):
    make.action(plan, title="Pågår", status="ongoing")
    make.action(plan, title="Ej påbörjad")
    make.action(plan, title="Varje år", status="completed", continuous=True)
    make.action(plan, title="Klar", status="completed")
    make.action(plan, title="Utgår", status="cancelled", cancel_reason="Saknar medel.")

    form = desk.get(url("next_plan", plan)).context["form"]

    assert {one.action.title: one.is_ticked for one in choices(form)} == {
        "Pågår": True,
        "Ej påbörjad": True,
        "Varje år": True,
        "Klar": False,
        "Utgår": False,
    }


def test_only_what_is_ticked_continues(desk, plan):
    stays, goes = make.action(plan), make.action(plan)

    send(desk, url("next_plan", plan), actions=[goes.pk])

    assert list(Action.objects.filter(continues__isnull=False).values_list("continues", "number")) == [
        (goes.pk, goes.number)
    ]
    assert not stays.continued_by.exists()


def test_number_and_story_go_along(plan, municipality):
    unit, other = make.department(municipality), make.department(municipality)
    person = make.membership(municipality, "contributor")
    told = {"title": "Lots", "description": "En ingång.", "expected_result": "Snabbare.", "partners": "Högskolan"}
    make.action(plan)
    action = make.action(plan, area=make.area(plan.programme), responsible=unit, responsible_person=person, **told)
    make.save(action, participating=[other], indicators=[make.indicator(municipality)])

    [row] = continued(plan, action)

    row.refresh_from_db()
    same = ["number", "area", "responsible", "responsible_person", *told]
    assert [getattr(row, name) for name in same] == [getattr(action, name) for name in same]
    assert (list(row.participating.all()), list(row.indicators.all())) == ([other], list(action.indicators.all()))
    assert (row.continues, row.years()) == (action, [action, row])


def test_the_end_that_was_adopted_first_stays_through_the_years(plan):
    dates = {"end_adopted": date(2026, 5, 31), "end": date(2026, 12, 1), "end_reason": "Lokal saknas."}
    action = make.action(plan, status="ongoing", **dates)
    [second] = continued(plan, action)
    with change("Antogs", municipality=plan.municipality):
        second.plan.adopt_ends()

    [third] = continued(second.plan, second)

    assert (third.end_adopted, third.end, third.end_reason) == tuple(dates.values())


def test_in_the_draft_too_a_promised_end_moves_with_a_reason(desk, plan):
    action = make.action(plan, end_adopted=date(2026, 5, 31), end=date(2026, 5, 31))
    [row] = continued(plan, action)

    refused = send(desk, url("edit_action", row), end="2027-03-31")
    send(desk, url("edit_action", row), end="2027-03-31", end_reason="Skolorna saknar lokal.")

    row.refresh_from_db()
    assert list(refused.context["form"].errors) == ["end_reason"]
    assert (row.end_adopted, row.end) == (date(2026, 5, 31), date(2027, 3, 31))


def test_in_the_draft_a_promised_end_moves_with_a_reason_for_many_at_once_too(desk, plan):
    action = make.action(plan, end_adopted=date(2026, 5, 31), end=date(2026, 5, 31))
    [row] = continued(plan, action)
    chosen = desk.post(url("change_actions", row.plan), {"row": [row.pk]})

    refused = desk.post(url("change_actions", row.plan), fill(chosen, end="2027-03-31"))
    desk.post(url("change_actions", row.plan), fill(refused, end_reason="Skolorna saknar lokal."))

    row.refresh_from_db()
    assert refused.status_code == 200
    assert (row.end_adopted, row.end, row.end_reason) == (
        date(2026, 5, 31),
        date(2027, 3, 31),
        "Skolorna saknar lokal.",
    )


def test_what_was_completed_starts_anew_and_what_was_cancelled_keeps_its_promise(plan):
    promised = {"end_adopted": date(2026, 5, 31), "end": date(2026, 5, 31)}
    done = make.action(plan, status="completed", progress=100, **promised)
    dropped = make.action(plan, status="cancelled", cancel_reason="Saknar medel.", **promised)

    rows = continued(plan, done, dropped)

    assert [(row.status, row.end_adopted, row.progress, row.cancel_reason) for row in rows] == [
        ("not_started", None, None, ""),
        ("not_started", date(2026, 5, 31), None, ""),
    ]


def test_a_closed_department_is_replaced_by_its_successor_and_a_former_colleague_is_not_named(plan, municipality):
    heir = make.department(municipality)
    between = make.department(municipality, valid_through=date(2026, 8, 31), successor=heir)
    closed = make.department(municipality, valid_through=date(2026, 6, 30), successor=between)
    gone = make.membership(municipality, "contributor", until=date(2026, 6, 30))
    action = make.action(plan, responsible=closed, responsible_person=gone)
    make.save(action, participating=[between, heir])

    [row] = continued(plan, action)

    assert (row.responsible, row.responsible_person, list(row.participating.all())) == (heir, None, [heir])


def test_a_number_is_new_to_the_whole_chain_of_plans(plan):
    first = make.action(plan)
    [row] = continued(plan, first)

    added = make.action(plan), make.action(row.plan), make.action(plan)

    assert [one.number for one in added] == [2, 3, 4]


def test_more_actions_are_fetched_while_the_draft_lives(desk, plan):
    first, second = make.action(plan), make.action(plan)
    [row] = continued(plan, first)

    page = desk.get(url("more_actions", row.plan))
    send(desk, url("more_actions", row.plan), actions=[second.pk])

    assert [one.has_gone_on for one in choices(page.context["form"])] == [True, False]
    assert list(row.plan.actions.values_list("number", "continues")) == [(1, first.pk), (2, second.pk)]


def test_an_adopted_plan_fetches_nothing_more(desk, plan):
    [row] = continued(plan, make.action(plan))
    with change("Antogs", municipality=plan.municipality):
        row.plan.state = "adopted"
        row.plan.save()

    assert desk.get(url("more_actions", row.plan)).status_code == 404


def test_what_was_taken_out_of_the_draft_comes_back_under_its_number(desk, plan):
    action = make.action(plan, title="Före")
    [row] = continued(plan, action)
    make.save(row_dropped(row))
    make.save(retitled(action, "Efter"))

    send(desk, url("more_actions", row.plan), actions=[action.pk])

    assert [(one.pk, one.title, one.dropped) for one in row.plan.actions.all()] == [(row.pk, "Efter", False)]


def row_dropped(row):
    row.dropped = True
    return row


def retitled(row, title):
    row.title = title
    return row


def test_a_number_that_the_draft_has_given_away_is_not_given_twice(plan):
    action = make.action(plan)
    draft = make.plan(plan.programme)
    own = make.action(draft)
    make.save(linked(draft, plan))

    with change("Hämtade", municipality=plan.municipality) as deed:
        [row] = continue_in(draft, Action.objects.filter(pk=action.pk), deed, TODAY)

    assert (own.number, row.number) == (1, 2)


def linked(draft, plan):
    draft.continues = plan
    return draft


def test_an_action_goes_on_once(plan):
    action = make.action(plan)
    continued(plan, action)

    with pytest.raises(IntegrityError, match="action_continued_once"), transaction.atomic():
        continued(plan, action)


def test_the_next_plan_is_one_change_that_can_be_taken_back(desk, plan):
    for _n in range(3):
        make.save(make.action(plan), participating=[make.department(plan.municipality)])
    before = Change.objects.count()
    send(desk, url("next_plan", plan))

    undo(Change.objects.first(), user=None)

    assert Change.objects.count() == before + 2
    assert [row.dropped for row in ActionPlan.objects.filter(continues=plan)] == [True]
    assert set(Action.objects.filter(continues__isnull=False).values_list("dropped", flat=True)) == {True}


def test_two_who_make_the_next_plan_make_one(desk, plan):
    page = fill(desk.get(url("next_plan", plan)))
    desk.post(url("next_plan", plan), page)

    late = desk.post(url("next_plan", plan), page | {"address": ["annan"]})

    assert "Åtgärdsplan 2027" in late.context["form"].non_field_errors()[0]
    assert desk.get(url("next_plan", plan)).url == ActionPlan.objects.get(continues=plan).get_absolute_url()


def test_an_action_of_another_plan_cannot_be_smuggled_along(desk, plan):
    other = make.action(make.plan(plan.programme))

    answer = send(desk, url("next_plan", plan), actions=[other.pk])

    assert list(answer.context["form"].errors) == ["actions"]
    assert not ActionPlan.objects.filter(continues=plan).exists()


def test_many_rows_get_the_history_that_single_rows_get(plan):
    action = make.save(make.action(plan), participating=[make.department(plan.municipality)])
    [row] = continued(plan, action)

    past = row.history.get()

    assert (past.history_type, past.change.sentence) == ("+", "Nästa")
    assert (
        values([past])[past.history_id]["participating"]
        == frozenset(row.participating.values_list("pk", flat=True))
        != frozenset()
    )


def test_many_rows_meet_the_walls_of_the_database(plan):
    foreign = make.department(make.municipality())
    row = Action(municipality=plan.municipality, plan=plan, number=1, title="Fel")

    with (
        pytest.raises(IntegrityError, match="action_participating_same"),
        transaction.atomic(),
        change("Fel", municipality=plan.municipality) as deed,
    ):
        add_all(deed, [row], {"participating": [[foreign.pk]]})


@pytest.mark.parametrize("count", [1, 1000])
def test_a_thousand_actions_go_on_in_as_many_queries_as_one(desk, plan, count):
    unit = make.department(plan.municipality)
    blank = [Action(municipality=plan.municipality, plan=plan, number=n + 1, title="Lots") for n in range(count)]
    with change("Fyllde", municipality=plan.municipality) as deed:
        add_all(deed, blank, {"participating": [[unit.pk]] * count})
    page = url("next_plan", plan)

    with CaptureQueriesContext(connection) as looked:
        typed = fill(desk.get(page))
    with CaptureQueriesContext(connection) as saved:
        desk.post(page, typed)

    assert Action.objects.filter(continues__isnull=False).count() == count
    assert len(looked) <= 14
    assert len(saved) <= 50
