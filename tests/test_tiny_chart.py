"""The smallest chart, of which a page shows many."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from indicators.chart import Line
from indicators.chart.tiny import HEIGHT, WIDTH, tiny
from tests.test_chart import chart, points

GREEN = "#1c5d4a"


def drawn(thing):
    return ElementTree.fromstring(tiny(thing, GREEN))  # noqa: S314 our own markup


def test_it_tells_where_the_line_begins_and_ends_and_leaves_the_rest_to_the_table():
    told = drawn(chart(68, 70, 74, target=Decimal(80), target_text="Mål minst 80 år 2030")).get("aria-label")

    assert told == "Linjediagram: Insikt, index. 2020: 68. 2022: 74. Mål minst 80 år 2030."


def test_a_missing_value_and_a_new_definition_leave_gaps():
    (gap,) = drawn(chart(1, None, 3, 4)).findall("path")
    (break_,) = drawn(chart(lines=(Line("", points(1, 2) + points(9, 8, first=2022, epoch=1)),))).findall("path")

    assert [one.get("d").count("M") for one in (gap, break_)] == [2, 2]


def test_a_value_that_stands_alone_is_a_dot():
    assert re.fullmatch(r"M\d+ \d+h0M.*", drawn(chart(1, None, 3, 4)).find("path").get("d"))


def test_nothing_is_drawn_of_reasons_only_and_zero_is_drawn():
    assert tiny(chart(None, None), GREEN) == ""
    assert drawn(chart(0, 0)).find("circle") is not None


def test_the_name_can_neither_leave_its_attribute_nor_break_the_picture():
    assert drawn(chart(1, name='"><script>\x00')).get("aria-label").startswith('Linjediagram: "><script>, index')


def test_twenty_years_take_some_hundred_bytes():
    assert len(tiny(chart(*range(20), target=Decimal(30), target_text="Mål minst 30"), GREEN)) < 700


numbers = some.one_of(some.none(), some.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("target", [None, Decimal(0), Decimal(-(10**9))])
@settings(max_examples=40, deadline=None)
@given(values=some.lists(numbers, max_size=40))
def test_whatever_the_numbers_every_step_lies_in_the_picture(target, values):
    made = tiny(chart(*values, target=target), GREEN)

    for d in re.findall(r' d="(M(?!0 )[^"]+)"', made):
        x = y = 0
        for kind, first, second in re.findall(r"([Ml])(-?\d+)[ ]?(-?\d+)", d):
            x, y = (int(first), int(second)) if kind == "M" else (x + int(first), y + int(second))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
