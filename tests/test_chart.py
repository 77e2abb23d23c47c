"""Charts as a reader, a screen reader and a strict browser meet them."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from indicators.chart import NARROW, PAPER, WIDE, Chart, Event, Line, Point, line_chart, spark
from indicators.chart.drawing import ticks
from indicators.chart.line import SOFT
from indicators.chart.words import breaks

SVG = "{http://www.w3.org/2000/svg}"


def points(*values, first=2020, **details):
    return tuple(
        Point(year, None if value is None else Decimal(str(value)), **details)
        for year, value in enumerate(values, start=first)
    )


def chart(*values, **changes):
    lines = changes.pop("lines", None) or (Line("", points(*values)),)
    return Chart(**{"name": "Insikt", "unit": "index", "decimals": 0, "lines": lines} | changes)


def drawn(thing, **options):
    return ElementTree.fromstring(line_chart(thing, "insikt", **options))  # noqa: S314 our own markup


def shapes(thing, name):
    return drawn(thing).findall(f"{SVG}{name}")


def texts(thing, **options):
    return [element.text.replace("\u00a0", " ") for element in drawn(thing, **options).findall(f"{SVG}text")]


def told(thing):
    return drawn(thing).find(f"{SVG}title").text.replace("\u00a0", " ")


def test_the_title_tells_the_whole_chart():
    aim = {"target": Decimal(80), "target_year": 2030, "target_text": "Mål minst 80 år 2030"}

    assert told(chart(68, None, 74, base=Decimal(68), base_year=2020, **aim)) == (
        "Linjediagram: Insikt, index. 2020: 68; 2021: värde saknas; 2022: 74. "
        "Utgångsvärde 68 år 2020. Mål minst 80 år 2030."
    )


def test_the_picture_is_named_by_its_title_under_the_id_that_the_page_gave():
    root = drawn(chart(68, 74))

    assert (root.get("role"), root.get("aria-labelledby"), root[0].get("id")) == ("img", "insikt", "insikt")


def test_decimal_comma_and_direct_labels():
    shown = texts(chart(11.2, 9.4, decimals=1, target=Decimal("12.5"), base=Decimal("11.2"), base_year=2020))

    assert {"9,4", "Mål 12,5", "Utgångsvärde 11,2"} < set(shown)


def test_nothing_that_a_strict_policy_forbids():
    markup = line_chart(chart(68, 74, target=Decimal(80), target_year=2030), "insikt")

    assert not re.search(r"style=|<style|<script|class=|on\w+=|href", markup)


def test_texts_are_escaped():
    assert "<b>" not in line_chart(chart(1, 2, name="<b>& co"), "insikt")


def test_the_same_numbers_give_the_same_bytes():
    assert line_chart(chart(1, 2), "insikt") == line_chart(chart(1, 2), "insikt")


def test_a_missing_value_leaves_a_gap():
    assert len(shapes(chart(1, 2, None, 4, 5), "polyline")) == 2


def test_the_break_stands_before_the_first_year_of_the_new_definition_also_where_a_value_is_missing():
    line = Line("", (*points(1, None), *points(9, first=2022, epoch=1)))

    assert [(a.year, b.year) for a, b in breaks(line)] == [(2021, 2022)]


def test_a_new_definition_breaks_the_line():
    before, after = points(1, 2), points(9, 8, first=2022, epoch=1)
    broken = chart(lines=(Line("", before + after),))

    assert len(shapes(broken, "polyline")) == 2
    assert "ny definition" in texts(broken)
    assert "Ny definition från 2022" in told(broken)


def test_a_preliminary_value_is_hollow():
    marks = shapes(chart(lines=(Line("", points(1) + points(2, first=2021, preliminary=True)),)), "circle")

    assert [mark.get("fill") == "#fff" for mark in marks] == [False, True]


def test_lines_differ_without_colour():
    both = chart(lines=(Line("Kvinnor", points(1, 2)), Line("Män", points(3, 4))))

    assert [line.get("stroke-dasharray") for line in shapes(both, "polyline")] == [None, "7 3"]
    assert len(shapes(both, "circle")) == 2
    assert {"Kvinnor", "Män"} < set(texts(both))


@pytest.mark.parametrize("values", [[0], [0, 0, 0], [-2, 1], [5], [120400, 131222]])
def test_any_values_can_be_drawn(values):
    assert len(shapes(chart(*values), "circle")) == len(values)


numbers = some.one_of(some.none(), some.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False))


@settings(max_examples=60, deadline=None)
@given(some.lists(numbers, max_size=30), numbers, some.integers(1900, 2200), some.sampled_from([WIDE, NARROW]))
def test_whatever_the_numbers_every_mark_lies_in_the_picture(values, target, year, size):
    markup = line_chart(chart(*values, target=target, target_year=year), "insikt", size=size)

    places = [float(place) for place in re.findall(r' c?x="([^"]+)"', markup)]
    assert [place for place in places if not 0 <= place <= size.width + 20] == []


def test_a_month_lies_within_its_year():
    assert Point(2017, Decimal(1), label="2017-07").at == 2017.5
    assert "2017" in texts(chart(lines=(Line("", (Point(2017, Decimal(1), label="2017-07"),)),)))


EVENTS = (Event("A", 2021, "Ny väg."), Event("B", 2021, "Ny bro."), Event("C", 2040, "Långt senare."))


def test_what_happened_is_marked_by_its_letters_at_its_year_and_told():
    marked = chart(68, 70, 74, events=EVENTS)

    assert "A, B" in texts(marked)
    assert "A, 2021: Ny väg. B, 2021: Ny bro. C, 2040: Långt senare." in told(marked)
    assert "C" not in texts(marked)  # no year of the chart, but of the list beside it


def test_the_expected_way_is_dotted_and_its_decided_years_are_told():
    way = tuple((year, Decimal(value)) for year, value in ((2020, 68), (2024, 72), (2030, 80)))
    marked = chart(68, 70, path=way, target=Decimal(80), target_year=2030)

    assert [line.get("stroke-dasharray") for line in shapes(marked, "polyline")] == ["2 3", None]
    assert "Beslutad väg till målet 2024: 72" in told(marked)


@pytest.mark.parametrize("size", [PAPER, NARROW])
def test_events_and_way_are_drawn_where_there_is_room(size):
    way = ((2020, Decimal(68)), (2030, Decimal(80)))
    markup = line_chart(chart(68, 70, events=EVENTS, path=way), "insikt", size=size)

    assert ("A, B</text>" in markup, '"2 3"' in markup) == (size.full, size.full)


def test_the_line_of_zero_is_darker_than_the_others():
    axes = [line for line in shapes(chart(-2, 0, 3), "line") if line.get("stroke") == SOFT]

    assert len(axes) == 1


def test_zero_is_drawn_and_an_indicator_of_reasons_only_is_not():
    assert "0" in texts(chart(0))
    assert line_chart(chart(None, None, target=Decimal(4)), "insikt") == ""


def test_whole_numbers_get_no_broken_ticks():
    assert ticks(Decimal(0), Decimal(1), 5, Decimal(1)) == [0, 1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("values", [[68, 69, 71, 70, 72, 73, 73, 74], [198, 176, 170, 121], [11.2, 10.8, 9.4], [60]])
def test_no_label_covers_another_or_leaves_the_picture(size, values):
    thing = chart(*values, target=Decimal(60), target_year=2035, base=Decimal(str(values[0])), base_year=2020)

    boxes = [label_box(text, size) for text in drawn(thing, size=size).findall(f"{SVG}text")]

    assert [(a, b) for a in boxes for b in boxes if a is not b and covers(a, b)] == []
    assert [box for box in boxes if box[0] < -1 or box[2] > size.width + 6] == []


def label_box(text, size):
    x, y, wide = float(text.get("x")), float(text.get("y")), len(text.text) * size.text * 0.5
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
    return left, y - size.text * 0.7, left + wide, y + size.text * 0.2


def covers(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_the_spark_names_first_and_last_year_only():
    years = re.findall(r">([^<]+)</text>", spark(chart(68, 69, 74), "insikt"))

    assert years == ["2020", "2022", "74"]


def test_the_spark_tells_its_ends_and_marks_only_what_the_line_does_not_tell():
    alone = (*points(1, 2), Point(2022, None), *points(4, first=2023), Point(2024, None), *points(6, 7, first=2025))
    markup = spark(chart(lines=(Line("", alone),)), "insikt")

    assert "Linjediagram: Insikt, index. 2020: 1. 2026: 7." in markup
    assert markup.count("<circle") == 2
