"""How far a goal with a number has come, and when that is not told."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from portal.public.pages.progress import NOT_COUNTED, NOT_DECIDED, NOT_YET, followed, progress
from tests.example import definition, goal, indicator, observation, quantity, target

JOBS = {"base_value": Decimal(17000), "base_year": 2020}


def promised(**fields):
    """Return the goal of 3 700 more jobs."""
    return goal("jobb", quantity=quantity(**fields))


def counting(*values, **changes):
    """Return the indicator that counts the jobs."""
    aim = {"kind": "change", "value": Decimal(3700), "base_value": None, "base_year": None} | changes.pop("aim", {})
    found = tuple(observation(year, value) for year, value in values)
    return indicator("jobb", unit="jobb", decimals=0, target=target(**aim), observations=found, **changes)


def share_of(value, **aim):
    return indicator("andel", unit="%", target=target(**aim), observations=(observation(2025, value),))


def told(found, *indicators):
    return progress(found, indicators).replace("\u00a0", " ")


def test_from_the_goals_own_baseline_it_is_told_how_many_there_are():
    assert told(promised(**JOBS), counting((2024, 18000), (2025, 18200))) == (
        "Utgångsvärde 17 000 jobb år 2020. Hittills 1 200 av 3 700 jobb (2025), 32,4 % av målet."
    )


def test_from_the_baseline_of_the_target_that_is_the_same_number_as_well():
    assert told(promised(), counting((2025, 18200), aim=JOBS)).startswith("Utgångsvärde 17 000 jobb år 2020. Hittills")


def test_without_a_baseline_nothing_is_counted_whatever_the_figures():
    assert told(promised(), counting((2020, 17000), (2025, 18200))) == NOT_DECIDED


def test_a_step_backwards_is_told_without_a_share():
    assert told(promised(**JOBS), counting((2025, 16700))) == (
        "Utgångsvärde 17 000 jobb år 2020. Hittills −300 av 3 700 jobb (2025)."
    )


def test_a_level_is_measured_along_the_way_from_the_baseline():
    share = promised(kind="level", value=Decimal(85), unit="%", base_value=Decimal(80), base_year=2020)
    of = indicator(
        "andel", unit="%", target=target(kind="level", value=Decimal(85)), observations=(observation(2025, 83),)
    )

    assert told(share, of) == "Utgångsvärde 80 % år 2020. Hittills 83 % (2025), 60 % av vägen dit."


def test_a_change_of_a_share_is_counted_in_percentage_points():
    more = promised(value=Decimal(5), unit="%", base_value=Decimal(80), base_year=2020)
    of = indicator(
        "andel", unit="%", target=target(kind="change", value=Decimal(5)), observations=(observation(2025, 81),)
    )

    assert told(more, of).endswith("Hittills 1 av 5 procentenheter (2025), 20 % av målet.")


@pytest.mark.parametrize("values", [(), ((2020, 17000),)], ids=["no value", "none after the baseline"])
def test_what_has_not_been_measured_since_is_not_compared(values):
    assert told(promised(**JOBS), counting(*values)).endswith(NOT_YET)


def test_nothing_is_compared_across_a_break():
    anew = counting((2024, 17500), definitions=(definition(), definition(2, from_year=2025, is_break=True)))
    later = replace(anew, observations=(*anew.observations, observation(2025, 18200, definition=2)))

    assert told(promised(**JOBS), anew).endswith("Hittills 500 av 3 700 jobb (2024), 13,5 % av målet.")
    assert told(promised(**JOBS), later).endswith(NOT_YET)


def test_an_indicator_of_something_else_does_not_count_the_goal():
    tied = promised(**JOBS)
    other = indicator("andel", goals=(tied.id,), observations=(observation(2025, 83),))
    same_number = counting((2025, 18200), goals=(goal("andra").id,))

    assert told(tied, other, same_number).endswith(NOT_COUNTED)
    assert followed(tied, (other, same_number)) == other
