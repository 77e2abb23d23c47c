"""What has no active owner: seen on one page, and given to somebody in one step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from indicators.models import Indicator
from programmes.models import Change, Role
from programmes.undoing import undo
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
PAGE = "/arbete/alingsas/medlemmar/utan-agare/"


@pytest.fixture
def desk(client, editor):
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), state="adopted")


@pytest.fixture
def gone(municipality):
    return make.membership(municipality, Role.CONTRIBUTOR, user=make.user(name="Anna"), until=YESTERDAY)


@pytest.fixture
def bo(municipality):
    return make.membership(municipality, Role.CONTRIBUTOR, user=make.user(name="Bo"))


@pytest.fixture
def unit(municipality):
    return make.department(municipality, name="Näringslivsenheten")


@pytest.fixture
def closed(municipality):
    return make.department(municipality, name="Gamla enheten", valid_through=YESTERDAY)


def listed(page):
    form = page.context["form"]
    return [row for row, _chosen in (*form.action_lines(), *form.indicator_lines())]


def give(desk, rows=(), series=(), **typed):
    chosen = {"actions": [row.pk for row in rows], "indicators": [row.pk for row in series]}
    return desk.post(PAGE, fill(desk.get(PAGE)) | chosen | typed, follow=True)


def faults(page):
    return dict(page.context["form"].errors)


def owners(action):
    action = Action.objects.get(pk=action.pk)
    return action.responsible_person, action.responsible


def test_the_page_lists_what_nobody_answers_for_any_more(desk, plan, gone, bo, unit, closed):
    nobody, left = make.action(plan), make.action(plan, responsible=unit, responsible_person=gone)
    of_closed = make.action(plan, responsible=closed)
    make.action(plan, responsible=unit), make.action(plan, responsible_person=bo)
    series = make.indicator(plan.municipality, responsible=gone, responsible_role="Näringslivschef")
    make.indicator(plan.municipality, responsible=bo)

    assert listed(desk.get(PAGE)) == [nobody, left, of_closed, series]


def test_what_is_finished_or_stands_in_a_closed_plan_asks_for_nobody(desk, plan):
    make.action(plan, status="completed")
    make.action(make.plan(plan.programme, state="closed"))

    page = desk.get(PAGE)

    assert listed(page) == []
    assert "Everything has an active owner." in page.text


def test_all_that_is_chosen_gets_a_person_in_one_change(desk, editor, plan, bo, closed):
    rows = [make.action(plan), make.action(plan, responsible=closed)]
    series = make.indicator(plan.municipality)
    before = Change.objects.count()

    give(desk, rows, [series], person=bo.pk)

    assert [owners(row) for row in rows] == [(bo, None), (bo, closed)]
    assert Indicator.objects.get(pk=series.pk).responsible == bo
    assert (Change.objects.count() - before, Change.objects.first().user) == (1, editor)


def test_a_department_that_takes_over_replaces_the_person_who_left(desk, plan, gone, unit, closed):
    row = make.action(plan, responsible=closed, responsible_person=gone)

    give(desk, [row], department=unit.pk)

    assert owners(row) == (None, unit)


def test_what_is_not_chosen_stays(desk, plan, bo):
    chosen, other = make.action(plan), make.action(plan)

    page = give(desk, [chosen], person=bo.pk)

    assert listed(page) == [other]


def test_it_is_taken_back_as_a_whole(desk, editor, plan, bo):
    rows = [make.action(plan) for _ in range(2)]
    give(desk, rows, person=bo.pk)

    undo(Change.objects.first(), user=editor)

    assert [owners(row) for row in rows] == [(None, None)] * 2


def test_it_is_said_what_is_missing(desk, plan, bo, unit):
    row, series = make.action(plan), make.indicator(plan.municipality)

    found = [
        faults(give(desk, person=bo.pk)),
        faults(give(desk, [row])),
        faults(give(desk, [], [series], department=unit.pk)),
    ]

    assert found == [
        {"__all__": ["Choose what is to be given to somebody."]},
        {"person": ["Choose who takes over."]},
        {"person": ["An indicator is looked after by a person."]},
    ]


def test_only_who_is_here_and_may_report_takes_over(desk, plan, municipality, gone, closed):
    reader = make.membership(municipality, Role.READER)
    foreign = make.membership(make.municipality(), Role.EDITOR)
    row = make.action(plan)

    people = [list(faults(give(desk, [row], person=one.pk))) for one in (reader, gone, foreign)]
    units = [
        list(faults(give(desk, [row], department=one.pk))) for one in (closed, make.department(foreign.municipality))
    ]

    assert (people, units) == ([["person"]] * 3, [["department"]] * 2)


def test_what_somebody_else_has_given_away_meanwhile_is_not_given_again(desk, plan, bo, unit):
    taken, free = make.action(plan), make.action(plan)
    typed = fill(desk.get(PAGE)) | {"actions": [taken.pk, free.pk], "person": bo.pk}
    taken.responsible = unit
    make.save(taken)

    page = desk.post(PAGE, typed)

    assert list(faults(page)) == ["actions"]
    assert [owners(row) for row in (taken, free)] == [(None, unit), (None, None)]


def test_a_row_that_a_rule_holds_is_named_and_nothing_is_saved(desk, plan, bo):
    fine, crooked = make.action(plan), make.action(plan)
    Action.objects.filter(pk=crooked.pk).update(area=make.area(make.programme(plan.municipality)))

    page = give(desk, [fine, crooked], person=bo.pk)

    assert faults(page)["__all__"] == [f"“{crooked}”: Choose one of the listed alternatives."]
    assert owners(fine) == (None, None)


def test_who_has_left_links_to_handing_over_for_an_administrator_only(desk, client, administrator, plan, gone):
    make.action(plan, responsible_person=gone)
    address = reverse("access:hand_over", args=["alingsas", gone.pk])
    as_editor = desk.get(PAGE).text

    client.force_login(administrator)

    assert (address in as_editor, address in client.get(PAGE).text) == (False, True)


def test_members_and_to_do_lead_here(desk, plan):
    make.action(plan)

    pages = [desk.get(reverse(name, args=["alingsas"])).text for name in ("access:members", "desk:todo")]

    assert [f'href="{PAGE}"' in page for page in pages] == [True, True]


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_much_for_one_as_for_many(desk, plan, municipality, closed, count, django_assert_num_queries):
    for _n in range(count):
        gone = make.membership(municipality, Role.CONTRIBUTOR, until=YESTERDAY)
        make.action(plan, responsible=closed, responsible_person=gone)
        make.indicator(municipality, responsible=gone)

    with django_assert_num_queries(13):
        desk.get(PAGE)
