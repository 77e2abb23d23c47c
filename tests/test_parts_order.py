"""Goals and areas are put in order by dragging, by keys, and by buttons where there is no script."""

import pytest

from programmes.models import Change
from tests import make
from tests.signed_in import enter


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
