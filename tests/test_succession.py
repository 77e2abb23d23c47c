"""A department that is reorganised hands what is open to its successor in one step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing import contents
from programmes.history import change, tracked_models
from programmes.models import Change, Department, Role
from programmes.succession import hand_over, ties
from programmes.undoing import undo
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)


@pytest.fixture
def old(municipality):
    return make.department(municipality, name="Barn och ungdom")


@pytest.fixture
def new(municipality):
    return make.department(municipality, name="Utbildning")


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), state="adopted")


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def page(department):
    return reverse("programmes:close_department", args=[department.municipality.slug, department.pk])


def close(desk, old, new, **typed):
    typed = {"valid_through": "2026-12-31", "successor": new.pk} | typed
    return desk.post(page(old), fill(desk.get(page(old)), **typed), follow=True)


def responsible(*actions):
    for action in actions:
        action.refresh_from_db()
    return [action.responsible for action in actions]


def test_open_actions_of_all_plans_go_to_the_successor_in_one_change(desk, plan, old, new):
    actions = make.action(plan, responsible=old), make.action(make.plan(plan.programme), responsible=old)
    before = Change.objects.count()

    close(desk, old, new)

    assert responsible(*actions) == [new, new]
    assert Change.objects.count() == before + 1


def test_what_is_finished_keeps_the_department_that_did_it(desk, plan, old, new):
    done = make.action(plan, responsible=old, status="completed")
    locked = make.action(closed := make.plan(plan.programme, state="adopted"), responsible=old)
    closed.state = "closed"
    make.save(closed)

    close(desk, old, new)

    assert responsible(done, locked) == [old, old]


def test_whatever_else_is_open_goes_along(desk, municipality, plan, old, new):
    action = make.save(make.action(plan), participating=[old])
    member = make.membership(municipality, Role.CONTRIBUTOR, department=old)
    former = make.membership(municipality, Role.CONTRIBUTOR, department=old, until=YESTERDAY)
    child = make.department(municipality, parent=old)

    close(desk, old, new)

    for row in (member, former, child):
        row.refresh_from_db()
    assert (list(action.participating.all()), member.department, child.parent) == ([new], new, new)
    assert former.department == old


def test_a_successor_that_was_a_part_takes_the_place(desk, municipality, old):
    above = make.department(municipality)
    make.save(placed(old, above))
    part = make.department(municipality, parent=old)

    close(desk, old, part)

    part.refresh_from_db()
    assert part.parent == above


def placed(department, parent):
    department.parent = parent
    return department


def test_a_role_that_the_person_has_there_already_stays_and_is_told(desk, municipality, old, new):
    member = make.membership(municipality, Role.CONTRIBUTOR, department=old)
    make.membership(municipality, Role.CONTRIBUTOR, department=new, user=member.user)

    answer = close(desk, old, new)

    member.refresh_from_db()
    assert member.department == old
    assert str(member) in answer.text


def test_an_editor_hands_over_all_but_the_roles(client, editor, municipality, plan, old, new):
    client.force_login(editor)
    action = make.action(plan, responsible=old)
    member = make.membership(municipality, Role.CONTRIBUTOR, department=old)

    close(client, old, new)

    member.refresh_from_db()
    assert (responsible(action), member.department) == ([new], old)


def test_what_would_move_is_shown_before(desk, plan, old, new):
    action = make.action(plan, responsible=old, title="Branschdagar")

    shown = desk.get(page(old))

    assert "Branschdagar" in shown.text
    assert responsible(action) == [old]


def test_one_may_close_first_and_hand_over_later(desk, plan, old, new):
    action = make.action(plan, responsible=old)
    typed = fill(desk.get(page(old)), valid_through="2026-12-31", successor=new.pk)
    desk.post(page(old), {name: value for name, value in typed.items() if name != "hand_over"})
    first = responsible(action)

    desk.post(page(old), fill(desk.get(page(old)), hand_over="on"))

    assert (first, responsible(action)) == ([old], [new])


def test_the_hand_over_can_be_taken_back(desk, plan, old, new):
    action = make.action(plan, responsible=old)
    close(desk, old, new)

    undo(Change.objects.first(), user=None)

    assert responsible(action) == [old]
    assert Department.objects.get(pk=old.pk).valid_through is None


def test_nothing_of_another_municipality_is_handed_over(desk, plan, old):
    foreign = make.department(make.municipality())

    answer = close(desk, old, foreign)

    assert list(answer.context["form"].errors) == ["successor"]


def test_every_room_that_points_to_departments_is_asked(old, administrator):
    fields = {
        f"{model.__name__}.{field.name}"
        for model in tracked_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is Department
    }

    assert {f"{tie.field.model.__name__}.{tie.field.name}" for tie in ties(old, administrator, YESTERDAY)} == fields


def test_the_public_site_names_the_departments_of_the_day(municipality):
    make.department(municipality, name="Blir till", valid_from=TOMORROW)
    make.department(municipality, name="Går till sin sista dag", valid_through=timezone.localdate())
    gone = make.department(municipality, name="Har gått", valid_through=YESTERDAY)
    make.department(municipality, name="Finns", parent=gone)

    site = contents.site(municipality, timezone.localdate())

    assert [(unit.name, unit.parent) for unit in site.departments] == [
        ("Finns", None),
        ("Går till sin sista dag", None),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_many_rows_as_for_one(desk, plan, old, count, django_assert_max_num_queries):
    for _n in range(count):
        make.action(
            plan, responsible=old, responsible_person=make.membership(plan.municipality, "reader", department=old)
        )

    with django_assert_max_num_queries(19):
        desk.get(page(old))


def test_a_row_more_that_is_handed_over_asks_fourteen_times_more(plan, old, new):
    user = make.user(is_superuser=True)
    asked = []
    for count in (1, 11):
        for _n in range(count):
            make.save(make.action(plan, responsible=old), participating=[old])
        handing_over = change("Lämnade över", municipality=plan.municipality)
        with CaptureQueriesContext(connection) as queries, handing_over as deed:
            hand_over(old, new, ties(old, user, timezone.localdate()), deed)
        asked.append(len(queries))

    assert asked[1] - asked[0] == 10 * 14
    assert not plan.actions.filter(Q(responsible=old) | Q(participating=old)).exists()
