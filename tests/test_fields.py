"""What people write into number and date fields."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from programmes import formats
from programmes.fields import DayField, NumberField, PartialDateField, WholeNumberField, YearField, read_number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("83,1", "83.1"),
        ("83.1", "83.1"),
        ("0,83", "0.83"),
        ("0", "0"),
        (" 3 700 ", "3700"),
        ("3\u00a0700,5", "3700.5"),
        ("1\u202f204\u202f000", "1204000"),
        ("\u22122", "-2"),
        ("-2,0", "-2"),
        ("\u20132", "-2"),
    ],
)
def test_swedish_numbers_are_read(written, read):
    assert NumberField().clean(written) == Decimal(read)


@pytest.mark.parametrize(
    "written", ["83,1 %", "1,204.5", "1e5", "NaN", "3 70", "12 3456", "٣", "ca 5", "5,", ",5", "--1", "1\x00"]
)
def test_what_is_no_number_gets_a_sentence(written):
    with pytest.raises(ValidationError, match="3 700"):
        NumberField().clean(written)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_what_is_shown_is_read_back(value):
    assert read_number(formats.number(value)) == value


@given(st.text())
def test_no_text_breaks_a_number_field(text):
    try:
        value = NumberField(required=False).clean(text)
    except ValidationError:
        return
    assert value is None or value.is_finite()


def test_a_whole_number_has_no_decimals():
    assert WholeNumberField().clean("3 700") == 3700
    with pytest.raises(ValidationError):
        WholeNumberField().clean("3,5")


@pytest.mark.parametrize("written", ["1899", "2201", "32767", "-1", "1" * 5000])
def test_a_year_is_one_that_a_programme_can_have_to_do_with(written):
    with pytest.raises(ValidationError, match="2035"):
        YearField().clean(written)


@pytest.mark.parametrize("written", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_is_of_a_year_that_a_programme_can_have_to_do_with(written):
    for field in (DayField(), PartialDateField()):
        with pytest.raises(ValidationError, match=written):
            field.clean(written)


def test_years_are_never_grouped():
    assert (YearField().prepare_value(2035), WholeNumberField().prepare_value(2035)) == (2035, "2\u00a0035")


@pytest.mark.parametrize("written", ["05/31/2026", "5/31/26", "31.5.2026", "2026-13-01", "May 31, 2026"])
def test_days_have_one_form_only(written):
    assert DayField().clean("2026-05-31") == date(2026, 5, 31)
    with pytest.raises(ValidationError, match="2026-05-31"):
        DayField().clean(written)


@pytest.mark.parametrize("year", ["99999", "-1"])
def test_a_year_out_of_bounds_gets_the_sentence_of_a_year(year):
    with pytest.raises(ValidationError, match="2035"):
        YearField(min_value=0, max_value=9999).clean(year)
