"""Members: who has which role, until when, and what is handed over when one leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionPlan
from indicators.models import Indicator
from programmes.models import Change, Membership, User
from programmes.undoing import undo
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def desk(client, administrator):
    """A browser in which the administrator has signed in."""
    administrator.language = "en"
    administrator.save()
    client.force_login(administrator)
    return client


@pytest.fixture
def anna(municipality):
    return make.membership(municipality, "contributor", user=make.user(name="Anna"))


@pytest.fixture
def bo(municipality):
    return make.membership(municipality, "editor", user=make.user(name="Bo"))


def url(name, *args):
    return reverse(f"access:{name}", args=["alingsas", *args])


def save(client, address, **typed):
    """Open a page, type, press the button, and land where that leads."""
    return client.post(address, fill(client.get(address), **typed), follow=True)


def faults(response):
    return response.context["form"].errors


def action_of(membership, **fields):
    return make.action(make.plan(make.programme(membership.municipality)), responsible_person=membership, **fields)


def owner(row):
    return type(row).objects.get(pk=row.pk).responsible_person


# Roles


def test_a_role_stands_with_what_it_means(desk, anna):
    page = desk.get(url("member", anna.pk)).text

    assert "Reports on the actions of the own department and on those she or he is responsible for." in page


def test_a_role_is_changed_and_given_a_last_day(desk, anna):
    save(desk, url("member", anna.pk), role="editor", until=str(TODAY))

    anna = Membership.objects.get(pk=anna.pk)
    assert (anna.role, anna.until) == ("editor", TODAY)


def test_a_person_may_hold_several_roles(desk, anna):
    department = make.department(anna.municipality)

    save(desk, url("add_role", anna.pk), role="steering_group", department=department.pk)

    held = Membership.objects.filter(user=anna.user).values_list("role", "department")
    assert set(held) == {("contributor", None), ("steering_group", department.pk)}


def test_a_person_has_a_role_once(desk, anna):
    page = save(desk, url("add_role", anna.pk), role="contributor")

    assert faults(page) == {"__all__": ["This person already has this role."]}


@pytest.mark.parametrize("role", ["region_editor", "superuser", ""])
def test_only_the_municipalitys_roles_are_given_out(desk, anna, role):
    assert list(faults(save(desk, url("add_role", anna.pk), role=role))) == ["role"]


def test_a_role_opens_nothing_after_its_last_day(client, anna):
    anna.until = YESTERDAY
    make.save(anna)
    client.force_login(anna.user)

    assert client.get("/arbete/alingsas/").status_code == 404


def test_a_role_taken_away_opens_nothing_at_the_next_click(desk, client, anna):
    other = type(client)()
    other.force_login(anna.user)
    before = other.get("/arbete/alingsas/").status_code

    save(desk, url("end_member", anna.pk))

    assert (before, other.get("/arbete/alingsas/").status_code) == (200, 404)


def test_a_role_taken_away_stands_among_the_ended_and_may_go_on(desk, anna):
    page = save(desk, url("end_member", anna.pk))
    ended = [one.pk for one in page.context["ended"]]
    save(desk, url("member", anna.pk), until="")

    assert ended == [anna.pk]
    assert list(desk.get(url("members")).context["ended"]) == []


@pytest.mark.parametrize("typed", [{"role": "editor"}, {"until": "2026-12-31"}])
def test_the_last_administrator_stays_one(desk, administrator, typed):
    page = save(desk, url("member", administrator.memberships.get().pk), **typed)

    sentence = "The municipality needs an administrator. Give somebody else the role first."
    assert faults(page) == {"__all__": [sentence]}


def test_the_last_administrator_does_not_leave(desk, administrator):
    page = save(desk, url("end_member", administrator.memberships.get().pk))

    assert "needs an administrator" in str(faults(page))


def test_undo_obeys_the_rules(desk, administrator, anna):
    save(desk, url("member", anna.pk), role="administrator")
    raised = Change.objects.first()
    save(desk, url("end_member", administrator.memberships.get().pk))
    desk.force_login(anna.user)

    page = desk.post(reverse("programmes:undo", args=["alingsas", raised.pk]), follow=True)

    assert [str(message) for message in page.context["messages"]] != []
    assert Membership.objects.get(pk=anna.pk).role == "administrator"


def test_an_editor_cannot_take_back_what_only_an_administrator_may_do(desk, anna, bo):
    save(desk, url("member", anna.pk), role="editor")
    desk.force_login(bo.user)

    desk.post(reverse("programmes:undo", args=["alingsas", Change.objects.first().pk]))

    assert Membership.objects.get(pk=anna.pk).role == "editor"


@pytest.mark.parametrize("count", [1, 100])
def test_the_members_ask_as_much_for_one_as_for_a_hundred(desk, municipality, count, django_assert_num_queries):
    department = make.department(municipality)
    people = User.objects.bulk_create(User(email=f"p{n}@exempel.se") for n in range(count))
    for n, person in enumerate(people):
        make.membership(
            municipality, "contributor", user=person, department=department, until=YESTERDAY if n % 2 else None
        )
        make.invitation(municipality, f"q{n}@exempel.se", link=str(n), invited_by=person, department=department)

    with django_assert_num_queries(10):
        desk.get(url("members"))


# Handing over


def test_all_that_one_was_responsible_for_goes_to_another_in_one_change(desk, anna, bo):
    actions = [action_of(anna) for _ in range(3)]
    indicator = make.indicator(anna.municipality, responsible=anna)

    save(desk, url("hand_over", anna.pk), to=bo.pk)

    assert {owner(action) for action in actions} | {Indicator.objects.get(pk=indicator.pk).responsible} == {bo}
    assert Change.objects.first().sentence == "Handed over what Anna (contributor) was responsible for"


def test_what_would_move_is_shown_before(desk, anna):
    action = action_of(anna, title="Företagslots")

    page = desk.get(url("hand_over", anna.pk))

    assert "Företagslots" in page.text
    assert owner(action) == anna


def test_handing_over_is_taken_back_as_a_whole(desk, administrator, anna, bo):
    actions = [action_of(anna) for _ in range(2)]
    save(desk, url("hand_over", anna.pk), to=bo.pk)

    undo(Change.objects.first(), user=administrator)

    assert [owner(action) for action in actions] == [anna, anna]


def test_what_is_finished_or_closed_keeps_its_name(desk, anna, bo):
    done, closed = action_of(anna, status="completed"), action_of(anna)
    ActionPlan.objects.filter(pk=closed.plan.pk).update(state="closed")

    save(desk, url("hand_over", anna.pk), to=bo.pk)

    assert [owner(done), owner(closed)] == [anna, anna]


def test_only_who_may_report_can_take_over(desk, anna, municipality):
    reader = make.membership(municipality, "reader")
    ended = make.membership(municipality, "editor", until=YESTERDAY)
    closed = make.membership(municipality, "editor", user=make.user(is_active=False))
    foreign = make.membership(make.municipality(), "editor")

    found = [list(faults(save(desk, url("hand_over", anna.pk), to=one.pk))) for one in (reader, ended, closed, foreign)]

    assert found == [["to"]] * 4


def test_ending_a_role_hands_over_in_the_same_change(desk, anna, bo):
    action = action_of(anna)
    before = Change.objects.count()

    save(desk, url("end_member", anna.pk), to=bo.pk)

    assert (owner(action), Membership.objects.get(pk=anna.pk).until) == (bo, YESTERDAY)
    assert Change.objects.count() - before == 1


def test_ending_a_role_may_leave_things_without_an_owner(desk, anna):
    action = action_of(anna)

    save(desk, url("end_member", anna.pk), to="")

    assert (owner(action), Membership.objects.get(pk=anna.pk).until) == (anna, YESTERDAY)


def test_who_owns_nothing_is_not_asked_to_hand_over(desk, anna):
    assert list(desk.get(url("end_member", anna.pk)).context["form"].fields) == []


def test_nothing_is_handed_over_where_ending_is_refused(desk, administrator, bo):
    mine = administrator.memberships.get()
    action = action_of(mine)

    save(desk, url("end_member", mine.pk), to=bo.pk)

    assert (owner(action), Membership.objects.get(pk=mine.pk).until) == (mine, None)


def test_an_editor_hands_nothing_over(client, anna, bo):
    client.force_login(bo.user)

    assert client.post(url("hand_over", anna.pk), {"to": bo.pk}).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_handing_over_asks_as_much_for_one_as_for_many(desk, anna, count, django_assert_num_queries):
    plan = make.plan(make.programme(anna.municipality))
    for _ in range(count):
        make.action(plan, responsible_person=anna)
        make.indicator(anna.municipality, responsible=anna)

    with django_assert_num_queries(16):
        desk.get(url("hand_over", anna.pk))
