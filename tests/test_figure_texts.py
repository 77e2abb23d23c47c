"""What officials write in a cell of figures, read as they mean it or refused in a sentence."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from indicators.doubting import doubts
from indicators.figure_texts import Told, read


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("83,1", "83.1"),
        ("83.1", "83.1"),
        ("0", "0"),
        ("3 700", "3700"),
        ("3\u2009700", "3700"),
        ("3\u202f700", "3700"),
        ("\u22122,5", "-2.5"),
        ("-2,5", "-2.5"),
        (" 83,1 %\n", "83.1"),
    ],
)
def test_a_number_is_read_as_swedes_and_spreadsheets_write_it(text, value):
    assert read(text, "%") == Told(Decimal(value))


@pytest.mark.parametrize("text", ["83,1 p", "83,1p", "83,1 % prel.", "83,1 (preliminärt)"])
def test_a_preliminary_value_is_marked_after_it(text):
    assert read(text, "%") == Told(Decimal("83.1"), preliminary=True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("..", "too_few"),
        ("…", "too_few"),
        ("-", "not_measured"),
        ("–", "not_measured"),
        (".", "not_applicable"),
        ("ej publ.", "not_published"),
        ("Ej publ", "not_published"),
        ("För få svar", "too_few"),
        ("too few answers", "too_few"),
        ("u.s.", "not_measured"),
    ],
)
def test_a_sign_or_a_word_says_why_there_is_no_value(text, reason):
    assert read(text) == Told(missing=reason)


def test_nothing_at_all_is_neither_zero_nor_a_reason():
    assert (read(" \t"), read("0")) == (None, Told(Decimal(0)))


@pytest.mark.parametrize(
    "text", ["1e400", "NaN", "inf", "٨٣", "83,1,2", "1.234,5", "1,234.5", "0x10", "0,12345", "9" * 17]
)
def test_what_is_no_number_of_ours_is_refused(text):
    with pytest.raises(ValidationError, match="neither a number nor a reason"):
        read(text)


@pytest.mark.parametrize("text", ["<4", "< 4", "≤ 5"])
def test_a_count_that_is_hidden_for_being_small_is_a_reason_and_no_figure(text):
    with pytest.raises(ValidationError, match="Write “..” where there were too few answers"):
        read(text)


def test_a_value_and_a_reason_cannot_both_be_given():
    with pytest.raises(ValidationError, match="both a value and a reason"):
        read("83 för få svar")


def test_per_cent_is_refused_where_something_else_is_counted():
    assert read("121 placering", "placering") == Told(Decimal(121))
    with pytest.raises(ValidationError, match="measured in placering"):
        read("121 %", "placering")


def asked(text, before=(), unit="%", decimals=1, year=2024):
    indicator = SimpleNamespace(unit=unit, decimals=decimals)
    return doubts(text, read(text), year, indicator, [Decimal(one) for one in before], date(2026, 11, 3))


def test_a_share_of_one_among_shares_of_a_hundred_is_asked_about():
    assert asked("0,83", before=["81.9", "83.1"]) == ["Is 83 per cent meant? The other values are such as 83,1."]


@pytest.mark.parametrize(
    ("text", "facts", "words"),
    [
        ("831", {"before": ["83.1"]}, "above 100 per cent"),
        ("-12", {"unit": "invånare"}, "though it counts something"),
        ("-12", {"unit": "invånare", "before": ["42000"]}, "below zero, which no earlier value is"),
        ("3,700", {"unit": "jobb", "decimals": 0}, "It is read as 3,7. If 3\u00a0700 is meant"),
        ("83,1", {"year": 2034}, "The year 2034 cannot be right"),
    ],
)
def test_what_is_odd_is_asked_about(text, facts, words):
    assert words in asked(text, **facts)[0]


def test_a_small_share_among_small_ones_is_not_asked_about():
    assert asked("0,8", before=["0.9", "1.4"]) == []


@pytest.mark.parametrize("text", ["83,1", "0", "..", "95"])
def test_what_is_usual_is_not_asked_about(text):
    assert asked(text, before=["81.9", "83.1"]) == []
