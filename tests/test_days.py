"""Days as readers write them."""

from datetime import date

import pytest

from programmes.dates import NoSuchDay, parse_day


@pytest.mark.parametrize(
    "text", ["2026-05-03", "2026-5-3", "20260503", " 2026-05-03\n", "3 maj 2026", "Den 3 Maj  2026"]
)
def test_a_day_is_read_in_the_forms_that_say_one_day_only(text):
    assert parse_day(text) == date(2026, 5, 3)


@pytest.mark.parametrize("text", ["2026-02-31", "2026-13-01", "0000-01-01", "31 april 2026", "20260230"])
def test_a_day_that_the_calendar_has_not_is_told_apart(text):
    with pytest.raises(NoSuchDay):
        parse_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-05",
        "3/5 2026",
        "03-05-2026",
        "5 may 2026",
        "i går",
        "2026-05-03T10:00",
        "٢٠٢٦-٠٥-٠٣",
        "1" * 99,
    ],
)
def test_what_can_be_read_in_two_ways_or_says_no_day_is_refused(text):
    with pytest.raises(ValueError, match="is no day"):
        parse_day(text)
