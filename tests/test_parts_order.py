"""Goals and areas are put in order by dragging, by keys, and by buttons where there is no script."""

import pytest
from playwright.sync_api import expect

from programmes.models import Change
from tests import make
from tests.serving import portal
from tests.signed_in import PASSWORD, enter, sign_in


@pytest.fixture
def programme(municipality):
    programme = make.programme(municipality)
    for theme in ("Ett", "Två", "Tre"):
        make.goal(programme, theme=theme)
    return programme


def themes(programme):
    return [goal.theme for goal in programme.goals.kept()]


def order(client, programme, **fields):
    return client.post(f"{programme.get_absolute_url()}mal/ordning/", fields)


def test_a_goal_goes_before_or_after_another_in_one_change(client, programme):
    enter(client, programme.municipality, "editor")
    one, two, three = programme.goals.kept()

    told = order(client, programme, item=three.pk, before=one.pk).json()
    assert (themes(programme), told["said"]) == (["Tre", "Ett", "Två"], "“Tre” is now number 1 of 3.")

    order(client, programme, item=three.pk, after=two.pk)
    assert themes(programme) == ["Ett", "Två", "Tre"]
    assert Change.objects.first().sentence == "Moved the goal “Tre”"


def test_where_the_neighbour_is_gone_nothing_moves(client, programme):
    enter(client, programme.municipality, "editor")
    one, two, _three = programme.goals.kept()
    two.dropped = True
    make.save(two)
    foreign = make.goal(make.programme())

    answers = [order(client, programme, item=one.pk, after=other.pk).status_code for other in (two, foreign)]

    assert (answers, themes(programme)) == ([409, 409], ["Ett", "Tre"])


def test_who_only_reads_and_what_is_no_goal_here_move_nothing(client, programme):
    one, two, _three = programme.goals.kept()
    enter(client, programme.municipality, "reader")
    assert order(client, programme, item=two.pk, before=one.pk).status_code == 403

    enter(client, programme.municipality, "editor")
    foreign = make.goal(make.programme(programme.municipality))
    assert [order(client, programme, item=item).status_code for item in (foreign.pk, "x", "9" * 40, "")] == [404] * 4


def test_a_goal_moves_by_its_button(client, programme):
    enter(client, programme.municipality, "editor")
    two = programme.goals.kept()[1]

    client.post(f"{two.get_absolute_url()}flytta/", {"direction": "up"})

    assert themes(programme) == ["Två", "Ett", "Tre"]
    assert "Up" in client.get(programme.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_goals_are_put_in_order_by_keys_and_by_dragging(page):
    place = make.municipality(name="Exempelby", slug="exempelby")
    make.membership(place, "editor", user=make.user(email="redaktor@exempel.se", password=PASSWORD))
    programme = make.programme(place)
    for theme in ("Ett", "Två", "Tre"):
        make.goal(programme, theme=theme)
    with portal() as address:
        sign_in(page, address, "redaktor@exempel.se")
        page.set_viewport_size({"width": 1280, "height": 1400})  # room for all: near an edge dragging scrolls
        page.goto(f"{address}{programme.get_absolute_url()}")
        page.get_by_role("link", name="Tre", exact=True).focus()
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("[data-order-said]")).to_contain_text("”Tre” är nu på plats 1 av 3.")
        assert themes(programme) == ["Tre", "Ett", "Två"]
        expect(page.locator("#goals [data-number]").first).to_have_text("1")

        rows = page.locator("#goals [data-item]")
        rows.nth(2).locator("[data-grip]").hover()
        page.mouse.down()
        top = rows.nth(0).bounding_box()
        page.mouse.move(top["x"] + 20, top["y"] + 3, steps=5)
        page.mouse.up()
        expect(page.locator("[data-order-said]")).to_contain_text("”Två” är nu på plats 1 av 3.")
    assert themes(programme) == ["Två", "Tre", "Ett"]
