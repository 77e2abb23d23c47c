"""The order of a plan's actions: moving one saves one, and nobody is moved behind somebody's back."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actions.models import Action
from actions.order import place
from programmes.history import change
from programmes.models import Change, Role
from programmes.ordering import between
from programmes.undoing import undo
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, enter, sign_in
from tests.world import FOREIGN, other_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make.plan(make.programme(make.municipality(name="Exempelby", slug="exempelby")))


@pytest.fixture
def area(plan):
    return make.area(plan.programme)


@pytest.fixture
def actions(plan, area):
    return [make.action(plan, title=title, area=area) for title in "ABCD"]


@pytest.fixture
def editor(plan, client):
    return enter(client, plan.municipality, Role.EDITOR)


def address(plan):
    return reverse("actions:order_actions", args=[plan.municipality.slug, plan.pk])


def move(client, action, **where):
    """Move an action as a script does."""
    fields = {"item": action.pk, "list": action.area_id or "", "seen": place(action)} | where
    return client.post(address(action.plan), fields, headers={"accept": "application/json"})


def titles(plan, area):
    return "".join(plan.actions.kept().filter(area=area).values_list("title", flat=True))


def saved_since(changes):
    return Action.history.exclude(change__in=changes).count()


def test_an_action_goes_before_or_after_another_and_only_it_is_saved(client, editor, plan, area, actions):
    before = list(Change.objects.all())
    a, b, c, d = actions

    move(client, d, before=a.pk)
    move(client, a, after=c.pk)

    assert titles(plan, area) == "DBCA"
    assert saved_since(before) == 2
    assert {str(deed) for deed in Change.objects.exclude(pk__in=[one.pk for one in before])} == {
        "Moved “4. D”",
        "Moved “1. A”",
    }


def test_the_number_stays(client, editor, plan, area, actions):
    move(client, actions[3], before=actions[0].pk)

    assert list(plan.actions.values_list("title", "number")) == [("D", 4), ("A", 1), ("B", 2), ("C", 3)]


def test_an_action_goes_to_another_area_or_to_none(client, editor, plan, area, actions):
    other = make.area(plan.programme)
    standing = make.action(plan, title="X", area=other)

    move(client, actions[0], list=other.pk, before=standing.pk)
    move(client, actions[1], list=other.pk)
    move(client, actions[2], list="")

    assert (titles(plan, area), titles(plan, other), titles(plan, None)) == ("D", "AXB", "C")


def test_what_stays_in_its_place_leaves_no_trace(client, editor, plan, area, actions):
    before = Change.objects.count()

    move(client, actions[1], after=actions[0].pk)
    move(client, actions[1], before=actions[2].pk)
    move(client, actions[3])

    assert (titles(plan, area), Change.objects.count()) == ("ABCD", before)


def test_the_others_are_saved_only_when_there_is_no_room_left(client, editor, plan, area, actions):
    before = list(Change.objects.all())
    for _n in range(60):
        for action in actions[:2]:
            action.refresh_from_db()
            move(client, action, before=actions[2].pk)

    assert titles(plan, area) == "ABCD"
    assert saved_since(before) < 120 + 12


@pytest.mark.parametrize(
    ("above", "below", "place"), [(0, 1.0, 0.5), (1.0, 2.0, 1.5), (2.5, None, 3.0), (1.0, 1.0, None), (0, None, 1.0)]
)
def test_a_place_lies_between_its_neighbours(above, below, place):
    assert between(above, below) == place


def test_a_new_action_stands_last_whatever_has_been_moved(client, editor, plan, area, actions):
    for action in (*actions, *actions):
        action.refresh_from_db()
        move(client, action)
    new = make.action(plan, title="E", area=area, order=plan.next_order())

    assert titles(plan, area) == "ABCDE"
    assert new.number == 5


def test_somebody_who_has_moved_it_meanwhile_is_told_of(client, editor, plan, area, actions):
    a, b, c, d = actions
    move(client, Action.objects.get(pk=a.pk), after=c.pk)

    refused = move(client, a, after=d.pk)

    assert (refused.status_code, refused.json()) == (409, {"said": "Somebody else has moved “1. A” meanwhile."})
    assert titles(plan, area) == "BCAD"


def test_a_neighbour_that_is_elsewhere_by_now_is_told_of(client, editor, plan, area, actions):
    move(client, actions[2], list="")

    refused = move(client, actions[0], after=actions[2].pk)

    assert (refused.status_code, refused.json()) == (409, {"said": "Somebody else has changed the order meanwhile."})
    assert titles(plan, area) == "ABD"


def test_an_area_removed_meanwhile_takes_nothing(client, editor, plan, actions):
    other = make.area(plan.programme, dropped=True)

    assert move(client, actions[0], list=other.pk).status_code == 404


@pytest.mark.parametrize("field", ["item", "list", "before", "after"])
@pytest.mark.parametrize("key", [str(FOREIGN), "x", "9" * 30, "\x00"])
def test_other_peoples_keys_move_nothing(client, editor, plan, area, actions, field, key):
    other_world(make.municipality())

    refused = move(client, actions[0], **{field: key})

    assert refused.status_code in (404, 409)
    assert titles(plan, area) == "ABCD"


def test_an_area_of_another_programme_is_none_of_the_plans(client, editor, plan, area, actions):
    other = make.area(make.programme(plan.municipality))

    assert move(client, actions[0], list=other.pk).status_code == 404


def test_a_move_is_taken_back(client, editor, plan, area, actions):
    told = move(client, actions[3], before=actions[0].pk).json()

    undo(Change.objects.get(pk=told["change"]), user=editor.user)

    assert titles(plan, area) == "ABCD"


def test_a_closed_plan_keeps_its_order(client, editor, plan):
    closed = make.plan(plan.programme, state="closed", adopted_by=make.step(plan.programme))
    first, second = make.action(closed, title="A"), make.action(closed, title="B")

    refused = move(client, first, after=second.pk)

    assert refused.json() == {"said": "The plan is closed and locked. Open it again to change it."}
    assert titles(closed, None) == "AB"


def test_the_buttons_move_one_step_and_keep_the_focus(client, editor, plan, area, actions):
    def press(direction, action):
        action.refresh_from_db()
        pressed = {"move": f"{direction} {action.pk} {place(action)}"}
        return client.post(address(plan), pressed, follow=True).content.decode()

    page = press("down", actions[0])
    top = press("up", actions[1])

    assert titles(plan, area) == "BACD"
    assert f'value="down {actions[0].pk} {place(Action.objects.get(pk=actions[0].pk))}" autofocus' in page
    assert f'value="down {actions[1].pk} {place(actions[1])}" autofocus' in top


def test_the_page_shows_every_area_also_an_empty_one(client, editor, plan, area, actions):
    empty = make.area(plan.programme)

    groups = client.get(address(plan)).context["groups"]

    assert [(one, "".join(line.action.title for line in lines)) for one, lines in groups] == [
        (area, "ABCD"),
        (empty, ""),
    ]


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_takes_as_many_queries_for_many_actions(client, editor, plan, count, django_assert_num_queries):
    for _n in range(count):
        make.action(plan, area=make.area(plan.programme))

    with django_assert_num_queries(10):
        client.get(address(plan))


@pytest.mark.parametrize("count", [2, 100])
def test_a_move_takes_as_many_queries_among_many(client, editor, plan, area, count, django_assert_num_queries):
    found = [make.action(plan, area=area) for _n in range(count)]

    with django_assert_num_queries(21):
        assert move(client, found[-1], before=found[0].pk).status_code == 200


def test_what_an_action_is_changed_in_does_not_move_it(client, editor, plan, area, actions):
    with change("En annan", municipality=plan.municipality) as deed:
        row = deed.lock(actions[3])
        row.end = date(2026, 5, 31)
        row.save()

    assert move(client, actions[3], before=actions[0].pk).status_code == 200


@pytest.fixture
def signed_in(plan):
    make.membership(plan.municipality, Role.EDITOR, user=make.user(email="redaktor@exempel.se", password=PASSWORD))


@pytest.mark.django_db(transaction=True)
def test_rows_move_by_keys_and_by_dragging(page, plan, area, actions, signed_in):
    other = make.area(plan.programme)
    make.action(plan, title="X", area=other)
    before = list(Change.objects.all())
    with portal() as host:
        sign_in(page, host, "redaktor@exempel.se")
        page.set_viewport_size({"width": 1280, "height": 1400})  # room for all: near an edge dragging scrolls
        page.goto(f"{host}{plan.get_absolute_url()}")
        row = page.locator(f"#action-{actions[0].pk}")
        row.locator("[name=row]").focus()
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("[data-order-said]")).to_have_text("”1. A” är nu på plats 3 av 4.")
        assert (titles(plan, area), saved_since(before)) == ("BCAD", 1)

        page.locator(f"#action-{actions[3].pk} [data-grip]").hover()
        page.mouse.down()
        standing = page.locator("[data-item]", has_text="X")
        page.mouse.move(*centre(standing), steps=5)
        page.mouse.move(*centre(standing), steps=5)
        page.mouse.up()
        expect(page.locator("[data-order-said]")).to_have_text("”4. D” är nu på plats 2 av 2.")
        assert (titles(plan, area), titles(plan, other)) == ("BCA", "XD")


@pytest.mark.django_db(transaction=True)
def test_a_row_goes_back_when_escape_is_pressed_or_the_portal_is_away(page, plan, area, actions, signed_in):
    with portal() as host:
        sign_in(page, host, "redaktor@exempel.se")
        page.goto(f"{host}{address(plan)}")
        shown = page.locator("[data-item]")
        page.locator("[data-grip]").nth(0).hover()
        page.mouse.down()
        page.mouse.move(*centre(shown.nth(2)), steps=5)
        expect(shown.nth(0)).to_contain_text("B")
        page.keyboard.press("Escape")
        expect(shown.nth(0)).to_contain_text("A")
        page.mouse.up()

        page.context.set_offline(True)
        page.locator("[data-item] button").first.focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator("[data-order-said]")).to_contain_text("går inte att nå")
        expect(shown.nth(0)).to_contain_text("A")
    assert titles(plan, area) == "ABCD"


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8


@pytest.mark.django_db(transaction=True)
def test_the_buttons_work_without_scripts(browser, plan, area, actions, signed_in):
    with portal() as host, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, host, "redaktor@exempel.se")
        page.goto(f"{host}{plan.get_absolute_url()}")
        page.click("text=Ordning")
        page.click(f"#action-{actions[0].pk} button")
        expect(page.locator(f"#action-{actions[0].pk} button >> nth=1")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("[data-item]").nth(2)).to_contain_text("A")
    assert titles(plan, area) == "BCAD"
