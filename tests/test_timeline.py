"""The ruler of a programme's period."""

import re
from datetime import date

import pytest

from portal.public.pages.timeline import NARROW, timeline
from tests import example

ON = date(2026, 11, 3)


def words(markup):
    return re.findall(r">([^<]+)</text>", markup)


def title(markup):
    return re.search(r">([^<]+)</title>", markup).group(1).replace("\u00a0", " ")


def labels(**changes):
    return [text for text in words(timeline(example.programme(**changes), ON, "tid")) if not text.isdigit()]


def adopted_and_extended(day, through):
    extension = example.step("more", kind="extension", on=example.day(""), extends_through=through)
    return example.step("start", on=example.day(day)), extension


def test_the_ruler_is_told_in_words():
    assert title(timeline(example.programme(), ON, "tid")) == (
        "Tidslinje 2021–2035. Antogs av kommunfullmäktige i juni 2021. Skulle ha reviderats 2025. "
        "Nu är det 3 november 2026."
    )


def test_every_year_of_the_period_stands_on_the_wide_ruler():
    found = words(timeline(example.programme(period_from=2021, period_through=2026), ON, "tid"))

    assert [text for text in found if text.isdigit()] == [str(year) for year in range(2021, 2027)]


def test_decisions_revision_and_now_are_marked():
    assert sorted(labels()) == ["Antogs av KF", "Skulle ha reviderats", "nu"]


def test_nothing_is_due_after_the_last_year():
    assert sorted(labels(period_through=2024)) == ["Antogs av KF"]


def test_an_extension_lengthens_the_ruler():
    extension = example.step("more", kind="extension", on=example.day("2024-10-01"), extends_through=2030)

    assert "2030" in words(timeline(example.programme(period_through=2024, steps=(extension,)), ON, "tid"))


@pytest.mark.parametrize("day", ["0001-01-01", "2021-06-01"])
def test_a_mistyped_year_costs_the_page_neither_its_ruler_nor_its_size(day):
    markup = timeline(example.programme(steps=adopted_and_extended(day, 9999)), ON, "tid", NARROW)

    assert 2 <= len([text for text in words(markup) if text.isdigit()]) <= 12
    assert markup.count("<line") < 200


def test_an_extension_that_ends_before_the_beginning_does_not_turn_the_ruler():
    programme = example.programme(steps=adopted_and_extended("", 1999))

    assert words(timeline(programme, ON, "tid")) == words(
        timeline(example.programme(steps=programme.steps[:1]), ON, "tid")
    )


def test_without_a_known_period_there_is_no_ruler():
    assert timeline(example.programme(period_from=None), ON, "tid") == ""
    assert timeline(example.programme(period_through=None), ON, "tid") == ""


def test_labels_of_the_narrow_ruler_do_not_cover_each_other():
    markup = timeline(example.programme(), ON, "tid", NARROW)
    found = re.findall(r'<text x="([\d.]+)" y="(\d+)"[^>]*>([^<]+)<', markup)
    boxes = [(float(x) - len(t) * 3.3, float(x) + len(t) * 3.3, y) for x, y, t in found]

    assert [(a, b) for a in boxes for b in boxes if a is not b and a[2] == b[2] and a[0] < b[1] and b[0] < a[1]] == []
    assert [box for box in boxes if box[0] < -2 or box[1] > NARROW + 2] == []
