"""Rows that the publisher leaves out keep their last published wording."""

from msgspec.structs import replace

from portal.publishing.leaving_out import leave_out, loose_ends
from tests import example


def with_actions(programme, *actions):
    return replace(programme, plans=(replace(programme.plans[0], actions=actions),))


BEFORE = with_actions(example.programme(), example.action(title="Före"))
ACTION = BEFORE.plans[0].actions[0]


def test_a_left_out_action_keeps_its_last_published_wording():
    new = with_actions(BEFORE, replace(ACTION, title="Efter"))

    assert leave_out(new, BEFORE, {ACTION.id}).plans[0].actions == (ACTION,)


def test_a_left_out_new_action_stays_unpublished():
    new = with_actions(BEFORE, ACTION)

    assert leave_out(new, with_actions(BEFORE), {ACTION.id}).plans[0].actions == ()


def test_a_removal_that_is_left_out_does_not_happen():
    assert leave_out(with_actions(BEFORE), BEFORE, {ACTION.id}).plans[0].actions == (ACTION,)


def test_leaving_the_texts_out_lets_the_rows_through():
    new = replace(with_actions(BEFORE, replace(ACTION, title="Efter")), vision="Ny vision")

    published = leave_out(new, BEFORE, {new.id})
    assert (published.vision, published.plans[0].actions[0].title) == (BEFORE.vision, "Efter")


def test_a_new_area_that_is_left_out_leaves_its_action_loose():
    area = replace(example.programme().areas[0], id=example.uid("nytt område"))
    new = replace(with_actions(BEFORE, replace(ACTION, area=area.id)), areas=(*BEFORE.areas, area))

    published = leave_out(new, BEFORE, {area.id})
    assert (published.plans[0].actions[0], area.id) in set(loose_ends(published))
