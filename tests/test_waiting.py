"""What waits for somebody, across the programmes of a municipality."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.periods import awaits_report, present
from indicators.models import Indicator
from portal.desk.waiting import Waiting, counts, known_counts
from portal.followups.models import Approval, AreaAssessment, FollowUp
from portal.publications.chain import SCHEMA
from programmes.models import Role
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
LONG_AGO = date(2026, 1, 31)


@pytest.fixture
def unit(municipality):
    return make.department(municipality)


@pytest.fixture
def contributor(municipality, unit):
    return make.membership(municipality, Role.CONTRIBUTOR, department=unit).user


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), state="adopted")


def waits(user, municipality, on=TODAY):
    """Return {kind: what waits} without the kinds in which nothing does."""
    kinds = Waiting(municipality, user, on).kinds
    return {kind: list(rows) for kind, rows in kinds.items() if rows}


def follow_up(programme, **fields):
    years = {"year": 2026, "refers_to_year": 2025, "as_of": date(2025, 12, 31), "title": "Uppföljning"}
    return make.owned(FollowUp, programme, fields, programme=programme, **years)


def approved(follow_up):
    fields = {"follow_up": follow_up, "group": make.group(follow_up.programme), "on": TODAY}
    return make.owned(
        Approval, follow_up, fields, registered_by="redaktör", salt="s", content="{}", content_hash="h", schema=SCHEMA
    )


def test_an_action_waits_until_its_report_is_ready(contributor, municipality, plan, unit):
    told, begun, silent = (make.action(plan, responsible=unit) for _n in range(3))
    make.report(told, ready=True)
    make.report(begun, ready=False)

    assert waits(contributor, municipality) == {"report": [begun, silent]}


def test_by_name_or_by_department_but_not_others(contributor, municipality, plan, unit):
    own = make.action(plan, responsible_person=contributor.memberships.get())
    of_unit = make.action(plan, responsible=unit)
    make.action(plan, responsible=make.department(municipality))
    make.action(plan)

    assert waits(contributor, municipality) == {"report": [own, of_unit]}


def test_a_readers_department_asks_for_nothing(municipality, plan, unit):
    reader = make.membership(municipality, Role.READER, department=unit).user
    make.action(plan, responsible=unit)

    assert waits(reader, municipality) == {}


def test_plans_that_are_closed_or_yet_to_begin_ask_for_nothing(contributor, municipality, plan, unit):
    for fields in ({"state": "closed"}, {"state": "adopted", "start": date(2027, 1, 1), "end": date(2027, 12, 31)}):
        make.action(make.plan(plan.programme, **fields), responsible=unit)

    assert waits(contributor, municipality) == {}


def test_an_action_that_goes_on_waits_once_for_the_earlier_year_first(contributor, municipality, plan, unit):
    action = make.action(plan, responsible=unit)
    following = make.plan(plan.programme, start=date(2027, 1, 1), end=date(2027, 12, 31), continues=plan)
    goes_on = make.action(following, responsible=unit, continues=action)
    january = date(2027, 1, 20)

    before = waits(contributor, municipality, january)
    plan.state = "closed"
    make.save(plan)

    assert (before["report"], waits(contributor, municipality, january)["report"]) == ([action], [goes_on])


def test_after_its_year_a_plan_is_still_reported_for_that_year(contributor, municipality, plan, unit):
    make.report(make.action(plan, responsible=unit), period="2026-T3", ready=True)

    assert waits(contributor, municipality, date(2027, 1, 20)) == {}


def test_what_is_reported_and_late_stands_apart(contributor, municipality, plan, unit):
    told, silent = (make.action(plan, responsible=unit, end=LONG_AGO) for _n in range(2))
    make.report(told, ready=True)

    assert waits(contributor, municipality) == {"report": [silent], "late": [told]}


@pytest.mark.parametrize("status", Action.Status.values)
@pytest.mark.parametrize("end", [None, LONG_AGO, TODAY])
@pytest.mark.parametrize("override", [None, True, False])
def test_the_set_of_late_actions_is_what_the_rule_says(plan, status, end, override):
    reasons = {"late_reason": "Så är det.", "cancel_reason": "Saknar medel."}
    action = make.action(plan, status=status, end=end, late_override=override, **reasons)

    assert list(Action.objects.late(TODAY)) == ([action] if action.is_late(TODAY) else [])


@pytest.mark.parametrize("status", Action.Status.values)
@pytest.mark.parametrize("period", ["2025", "2026", "2026-T1", "2027"])
@pytest.mark.parametrize("years", [(2026, 2026), (2024, 2025), (None, None), (2027, None)])
def test_the_set_of_untold_actions_is_what_the_rule_says(municipality, status, period, years):
    start, end = (year and date(year, 6, 1) for year in years)
    plan = make.plan(make.programme(municipality), start=start, end=end)
    action = make.action(plan, status=status, cancel_reason="Saknar medel.")
    make.report(action, period=period, ready=True)

    expected = awaits_report(status, [period], present(start, end, TODAY))

    assert Action.objects.awaiting_report(TODAY).exists() is expected


def test_the_round_waits_area_by_area_for_the_editor(editor, municipality, plan):
    first, second = make.area(plan.programme), make.area(plan.programme)
    open_round, empty = follow_up(plan.programme, verdict="partly"), follow_up(make.programme(municipality))
    interim = follow_up(plan.programme, kind="interim", verdict="partly")
    approved(interim)
    make.owned(AreaAssessment, first, {"follow_up": open_round, "area": first, "verdict": "partly"})
    make.owned(AreaAssessment, second, {"follow_up": open_round, "area": second, "verdict": ""})

    of_the_round = {"assess": [second], "verdict": [empty], "approve": [open_round]}
    assert waits(editor, municipality) == of_the_round | {"publish": [interim]}


def test_the_steering_group_is_asked_to_approve_and_nothing_else(steering_group, municipality, plan):
    written = follow_up(plan.programme, verdict="partly")
    make.proposal(plan.programme)
    make.action(plan)

    assert waits(steering_group, municipality) == {"approve": [written]}


def test_proposals_wait_until_they_are_judged(editor, municipality, plan):
    received = make.proposal(plan.programme)
    make.proposal(plan.programme, state="not_feasible", reason="Saknar medel.")

    assert waits(editor, municipality) == {"judge": [received]}


def test_what_nobody_looks_after_waits_for_the_editor(editor, municipality, plan, unit):
    gone = make.membership(municipality, Role.CONTRIBUTOR, until=LONG_AGO)
    closed = make.department(municipality, valid_through=LONG_AGO)
    nobody = make.action(plan), make.action(plan, responsible=closed), make.action(plan, responsible_person=gone)
    left = make.action(plan, responsible=unit, responsible_person=gone)
    make.action(plan, responsible=unit)
    series = make.indicator(municipality)
    Indicator.objects.exclude(pk=series.pk).update(responsible_role="Näringslivschef")

    assert waits(editor, municipality) == {"ownerless": [*nobody], "left": [left], "indicators": [series]}


def test_nothing_of_another_municipality_waits(editor, municipality):
    elsewhere = make.plan(state="adopted")
    make.action(elsewhere)
    make.proposal(elsewhere.programme)
    make.indicator(elsewhere.municipality)
    follow_up(elsewhere.programme, verdict="partly")

    assert waits(editor, municipality) == {}


def test_the_counts_are_those_of_the_sets_in_one_query(editor, municipality, plan, django_assert_num_queries):
    make.action(plan)
    make.area(plan.programme)
    follow_up(plan.programme, verdict="partly")
    waiting = Waiting(municipality, editor, TODAY)
    editor.has_perm("actions.change_action", municipality)

    with django_assert_num_queries(1):
        counted = waiting.counts

    assert counted == {"mine": waiting.mine.count()} | {kind: rows.count() for kind, rows in waiting.kinds.items()}
    assert waiting.count == 3


def test_several_municipalities_are_counted_in_one_query(plan, municipality, django_assert_num_queries):
    other = make.municipality()
    person = make.membership(municipality, Role.EDITOR).user
    make.membership(other, Role.STEERING_GROUP, user=person)
    make.action(plan)
    follow_up(make.programme(other), verdict="partly")
    waiting = [Waiting(place, person, TODAY) for place in (municipality, other)]
    person.has_perm("actions.change_action", municipality)

    with django_assert_num_queries(1):
        counted = counts(waiting)

    assert (counted[municipality.pk]["ownerless"], counted[other.pk]["approve"]) == (1, 1)


def test_each_page_counts_what_the_list_holds(editor, municipality, plan, unit):
    everything(municipality, plan, unit, editor)
    todo, rail = (Waiting(municipality, editor, TODAY) for _ in range(2))

    assert known_counts(rail) == todo.counts
    assert rail.is_open


def test_where_no_follow_up_is_open_no_page_asks_what_one_waits_for(editor, municipality, plan):
    make.action(plan)
    todo, rail = (Waiting(municipality, editor, TODAY) for _ in range(2))

    counted = known_counts(rail)

    assert counted.items() < todo.counts.items()
    assert {todo.counts[kind] for kind in todo.kinds if kind not in counted} == {0}


def test_each_task_has_a_link_that_leads_to_doing_it(client, editor, municipality, plan, unit):
    everything(municipality, plan, unit, editor)
    client.force_login(editor)

    sections = client.get(reverse("desk:todo", args=[municipality.slug])).context["sections"]

    kinds = ["report", "late", "assess", "verdict", "approve", "judge", "ownerless", "left", "indicators"]
    assert [section.kind for section in sections] == kinds
    answers = {task.address: client.get(task.address).status_code for section in sections for task in section.tasks}
    assert set(answers.values()) == {200}


def everything(municipality, plan, unit, editor):
    """Make one thing of each kind wait for the editor, who answers for a department as well."""
    gone = make.membership(municipality, Role.CONTRIBUTOR, until=LONG_AGO)
    make.membership(municipality, Role.CONTRIBUTOR, user=editor, department=unit)
    make.action(plan, responsible=unit, responsible_person=gone)
    make.report(make.action(plan, responsible=unit, end=LONG_AGO), ready=True, period=str(timezone.localdate().year))
    make.action(plan)
    make.area(plan.programme)
    make.proposal(plan.programme)
    make.indicator(municipality)
    follow_up(plan.programme)
    follow_up(plan.programme, verdict="partly", kind="interim")


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_as_often_for_much_as_for_little(
    client, editor, municipality, plan, unit, count, django_assert_max_num_queries
):
    for _n in range(count):
        programme = make.programme(municipality)
        everything(municipality, make.plan(programme, state="adopted"), make.department(municipality), editor)
    client.force_login(editor)

    with django_assert_max_num_queries(30):
        page = client.get(reverse("desk:todo", args=[municipality.slug]))

    assert len(page.context["sections"]) == 9


def test_nothing_to_do_is_said_calmly(client, contributor, municipality):
    client.force_login(contributor)

    assert "Inget väntar på dig just nu." in client.get(reverse("desk:todo", args=[municipality.slug])).text


def test_of_very_much_the_page_shows_a_part_and_counts_the_rest(client, editor, municipality, plan):
    for _n in range(52):
        make.proposal(plan.programme)
    client.force_login(editor)

    [section] = client.get(reverse("desk:todo", args=[municipality.slug])).context["sections"]

    assert (section.count, len(section.tasks), section.more) == (52, 50, 2)


def test_the_rail_counts_for_those_who_act_and_is_silent_for_those_who_read(client, editor, reader, municipality, plan):
    make.action(plan)
    titles = {}
    for person in (editor, reader):
        client.force_login(person)
        titles[person] = client.get(municipality.get_absolute_url()).context["desk"].sections[0]

    assert [(link.text, link.count) for link in titles[editor].links] == [("Att göra", 1), ("Mina åtgärder", 0)]
    assert titles[reader].title == "Program"


def test_the_rail_is_counted_anew_after_each_change(client, editor, municipality, plan, unit):
    client.force_login(editor)
    action = make.action(plan, responsible=unit)
    page = municipality.get_absolute_url()

    def shown():
        return client.get(page).context["desk"].sections[0].links[0].count

    before = shown()
    action.responsible = None
    make.save(action)

    assert (before, shown()) == (0, 1)


def test_my_actions_are_listed_with_all_their_states(client, contributor, municipality, plan, unit):
    mine = [make.action(plan, responsible=unit, status=status, cancel_reason="x") for status in Action.Status.values]
    make.action(plan)
    client.force_login(contributor)

    page = client.get(reverse("desk:my_actions", args=[municipality.slug]))

    assert [action for action, _mark in page.context["actions"]] == mine


def test_the_choice_of_a_municipality_tells_how_much_waits_in_each(client, municipality, plan, editor):
    quiet = make.municipality()
    make.membership(quiet, Role.READER, user=editor)
    make.action(plan)
    client.force_login(editor)

    places = client.get("/arbete/").context["places"]

    assert [(place, waits) for place, waits, _unsaved in places] == [(municipality, 1), (quiet, 0)]


@pytest.mark.parametrize("count", [2, 12])
def test_the_choice_asks_as_often_for_many_municipalities_as_for_two(client, editor, count, django_assert_num_queries):
    for _n in range(count):
        make.membership(make.municipality(), Role.EDITOR, user=editor)
    client.force_login(editor)

    with django_assert_num_queries(5):
        client.get("/arbete/")


def begins(client, user):
    client.force_login(user)
    return client.get("/arbete/").url.removeprefix("/arbete/alingsas/")


def test_whoever_reports_begins_with_what_waits_and_whoever_edits_with_the_overview(
    client, contributor, municipality, plan, unit
):
    editor = make.membership(municipality, Role.EDITOR, department=unit).user
    assert begins(client, contributor) == ""  # nothing waits

    make.action(plan, responsible=unit, end=LONG_AGO)

    assert (begins(client, contributor), begins(client, editor)) == ("mitt/", "")
