"""A plan is closed: what remains is finished, dropped with a reason, or goes on; then it is locked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action
from programmes.history import change
from programmes.models import Change
from programmes.undoing import undo
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), title="Åtgärdsplan 2026", state="adopted", adopted_by=None)


@pytest.fixture
def desk(client, editor):
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


def page(plan):
    return reverse("actions:close_plan", args=[plan.municipality.slug, plan.pk])


def close(desk, plan, **outcomes):
    """Open the page, choose, and press the button: `a1="completed"` is said of action no. 1."""
    said = {
        f"action-{action.pk}-outcome": outcomes[f"a{action.number}"]
        for action in plan.actions.all()
        if f"a{action.number}" in outcomes
    }
    reasons = {
        f"action-{action.pk}-cancel_reason": outcomes[f"why{action.number}"]
        for action in plan.actions.all()
        if f"why{action.number}" in outcomes
    }
    return desk.post(page(plan), fill(desk.get(page(plan)), **said, **reasons), follow=True)


def faults(response):
    return [(fault.row, fault.text) for fault in response.context["form"].faults]


def standing(plan):
    plan.refresh_from_db()
    return plan.state, [action.status for action in plan.actions.order_by("number")]


def test_only_what_remains_open_is_asked_about(desk, plan):
    for status in ("completed", "ongoing", "not_started"):
        make.action(plan, status=status)
    make.action(plan, status="cancelled", cancel_reason="Saknar medel.")

    lines = desk.get(page(plan)).context["form"].remains

    assert [line.instance.number for line in lines] == [2, 3]


def test_what_remains_is_finished_dropped_or_goes_on_in_one_change(desk, plan):
    actions = [make.action(plan, status="ongoing") for _n in range(3)]
    following = make.plan(plan.programme, title="Åtgärdsplan 2027", continues=plan)
    make.action(following, continues=actions[2])
    before = Change.objects.count()

    close(desk, plan, a1="completed", a2="cancelled", why2="Saknar medel.")

    assert standing(plan) == ("closed", ["completed", "cancelled", "ongoing"])
    assert Action.objects.get(pk=actions[1].pk).cancel_reason == "Saknar medel."
    assert Change.objects.count() == before + 1


def test_a_plan_in_which_nothing_remains_is_closed_by_one_press(desk, plan):
    make.action(plan, status="completed")

    close(desk, plan)

    assert standing(plan) == ("closed", ["completed"])


def test_nothing_is_closed_while_something_is_unsaid(desk, plan):
    make.action(plan, title="Lots")
    make.action(plan, title="Mässa")

    answer = close(desk, plan, a1="completed")

    assert faults(answer) == [("2. Mässa", "Say what becomes of the action.")]
    assert standing(plan) == ("adopted", ["not_started", "not_started"])


def test_what_is_dropped_needs_its_reason_and_what_was_typed_stays(desk, plan):
    first, second = make.action(plan, title="Lots"), make.action(plan)

    answer = close(desk, plan, a1="cancelled", a2="completed")

    assert faults(answer) == [("1. Lots", "Say why the action is cancelled.")]
    assert fill(answer)[f"action-{second.pk}-outcome"] == ["completed"]
    assert first.status == "not_started"


def test_what_goes_nowhere_cannot_be_said_to_go_on(desk, plan):
    make.action(plan, title="Lots")

    answer = close(desk, plan, a1="goes_on")

    assert [row for row, _text in faults(answer)] == ["1. Lots"]


def test_what_a_colleague_has_added_meanwhile_is_shown_before_anything_is_closed(desk, plan):
    typed = fill(desk.get(page(plan)))
    make.action(plan, title="Ny")

    answer = desk.post(page(plan), typed)

    assert faults(answer) == [("1. Ny", "Say what becomes of the action.")]
    assert standing(plan) == ("adopted", ["not_started"])


def test_what_a_colleague_has_settled_meanwhile_is_shown_once(desk, plan):
    action = make.action(plan, title="Lots")
    typed = fill(desk.get(page(plan))) | {f"action-{action.pk}-outcome": ["completed"]}
    with change("Utgick", municipality=plan.municipality):
        action.status, action.cancel_reason = "cancelled", "Saknar medel."
        action.save()

    answer = desk.post(page(plan), typed)
    again = desk.post(page(plan), fill(answer), follow=True)

    assert "“1. Lots”" in faults(answer)[0][1]
    assert again.redirect_chain
    assert standing(plan) == ("closed", ["cancelled"])


def test_a_closed_plan_is_locked_and_its_closing_can_be_taken_back(desk, plan):
    action = make.action(plan)
    close(desk, plan, a1="completed")
    edit = reverse("actions:edit_action", args=[plan.municipality.slug, action.pk])

    refused = desk.post(edit, fill(desk.get(edit), title="Annan"))
    undo(Change.objects.first(), user=None)

    assert "closed and locked" in refused.context["form"].non_field_errors()[0]
    assert standing(plan) == ("adopted", ["not_started"])


def test_a_draft_is_not_closed(desk, plan):
    draft = make.plan(plan.programme)

    answer = desk.post(page(draft), {"plan-none": "of its fields"})

    assert desk.get(page(draft)).url == draft.get_absolute_url()
    assert [text for _row, text in faults(answer)] == ["A draft cannot be closed. Adopt the plan first."]


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_many_actions_as_for_one(desk, plan, count, django_assert_max_num_queries):
    for _n in range(count):
        make.action(plan, area=make.area(plan.programme), responsible=make.department(plan.municipality))

    with django_assert_max_num_queries(14):
        desk.get(page(plan))


def test_an_action_more_that_is_settled_asks_four_times_more(desk, plan):
    asked = []
    for count in (1, 2, 12):  # the first time other things are asked for too
        one = make.plan(plan.programme, state="adopted")
        for _n in range(count):
            make.action(one, area=make.area(plan.programme))
        form = {f"a{number}": "completed" for number in range(1, count + 1)}
        with CaptureQueriesContext(connection) as queries:
            close(desk, one, **form)
        asked.append(len(queries))

    assert asked[2] - asked[1] == 10 * 4
