"""What changes a promise, and what is an ordinary update."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from portal.publications import content as c
from portal.publications import promises
from portal.publications.comparison import compare
from programmes.models import Area, Goal, Programme
from tests import example
from tests.example import action, area, goal, indicator, observation, plan, programme, quantity, target


def changed(old, new):
    """Return (row's name, field) of what changes a promise."""
    return [(one.room, one.field) for one in promises.changed(old, compare(old, new))]


def of_an_action(before, after):
    old, new = (programme(plans=(plan(actions=(action(3, title="Lots", **one),)),)) for one in (before, after))
    return changed(old, new)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ({"expected_result": "Tio lotsar"}, {"expected_result": "En lots"}, "Förväntat resultat"),
        ({"description": "Alla får en lots."}, {"description": ""}, "Beskrivning"),
        ({"end_adopted": date(2026, 6, 30)}, {"end_adopted": date(2027, 6, 30)}, "Antaget slutdatum"),
        ({"status": "ongoing"}, {"status": "cancelled"}, "Status"),
    ],
)
def test_an_action_that_is_another_than_was_adopted_changes_a_promise(before, after, field):
    assert of_an_action(before, after) == [("Åtgärd 3 Lots", field)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"status": "ongoing"}, {"status": "completed"}),
        ({"account": "Det går bra."}, {"account": "Det gick bra."}),
        ({"end": date(2026, 6, 30)}, {"end": date(2026, 9, 30), "end_reason": "Upphandlingen överklagades."}),
        ({"expected_result": ""}, {"expected_result": "Tio lotsar"}),
        ({"responsible": "Kontoret"}, {"responsible": "Förvaltningen"}),
    ],
)
def test_how_it_goes_is_no_promise(before, after):
    assert of_an_action(before, after) == []


def test_what_is_taken_away_was_promised_and_what_is_added_was_not():
    one, two = action(1, title="Lots"), action(2, title="Mark")
    plans = [(plan(actions=some),) for some in ((one,), (two,))]

    assert changed(*(programme(plans=some) for some in plans)) == [("Åtgärd 1 Lots", "")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"vision": "<p>Bäst.</p>"}, {"vision": "<p>Näst bäst.</p>"}),
        ({"goals": (goal(wording="Hundra jobb"),)}, {"goals": (goal(wording="Tio jobb"),)}),
        (
            {"goals": (goal(quantity=quantity(value=Decimal(100))),)},
            {"goals": (goal(quantity=quantity(value=Decimal(10))),)},
        ),
        ({"areas": (area("klimat", name="Klimat"),)}, {"areas": (area("klimat", name="Väder"),)}),
        (
            {"indicators": (indicator(target=target(value=Decimal(80))),)},
            {"indicators": (indicator(target=target(value=Decimal(60))),)},
        ),
        ({"indicators": (indicator(target=target()),)}, {"indicators": (indicator(target=None),)}),
    ],
)
def test_the_programmes_own_wording_and_targets_are_promised_once_it_is_adopted(before, after):
    assert len(changed(programme(**before), programme(**after))) == 1
    assert changed(programme(**before, steps=()), programme(**after, steps=())) == []


def test_a_new_figure_is_no_promise():
    old, new = (indicator(observations=(observation(2025, value=Decimal(value)),)) for value in (120, 121))

    assert changed(programme(indicators=(old,)), programme(indicators=(new,))) == []


def test_nothing_was_promised_before_the_first_publication_nor_by_the_municipalitys_facts():
    assert promises.changed(None, compare(None, programme())) == ()
    assert changed(example.site(), replace(example.site(), contact="Växeln")) == []


def test_all_that_is_adopted_wording_is_promised():
    promised = promises.OF_THE_PROGRAMME
    in_numbers = {"quantity_kind"} | promised[c.Quantity]

    assert promised[c.Programme] == set(Programme.ADOPTED_WORDING)
    assert promised[c.Area] | {"dropped"} == set(Area.ADOPTED_WORDING)
    assert promised[c.Goal] | {"dropped"} == set(Goal.ADOPTED_WORDING) - in_numbers
