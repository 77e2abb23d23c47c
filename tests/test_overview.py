"""Tally, band and an indicator's row as the reader meets them."""

from decimal import Decimal

import pytest

from portal.public.pages import overview
from programmes.words import word
from tests import example

ATGARD, UPPDRAG = word("action", "åtgärd"), word("action", "uppdrag")


def plain(text):
    return text.replace("\u00a0", " ")


def phrases(actions, noun=ATGARD):
    return [plain(count.phrase) for count in overview.tally(actions, noun)]


def row(**changes):
    return overview.indicator_row(example.indicator(**changes))


def test_the_tally_counts_each_action_once_and_leaves_out_what_is_none():
    assert phrases(example.ACTIONS) == ["1 genomförd", "1 pågår", "1 ej påbörjad", "1 försenad", "1 utgår"]
    assert phrases([]) == []


@pytest.mark.parametrize(
    ("count", "noun", "told"),
    [
        (1, ATGARD, "1 genomförd"),
        (1, UPPDRAG, "1 genomfört"),
        (27, ATGARD, "27 genomförda"),
        (2, UPPDRAG, "2 genomförda"),
    ],
)
def test_the_tally_agrees_with_number_and_gender(count, noun, told):
    actions = [example.action(number, status="completed") for number in range(count)]

    assert phrases(actions, noun) == [told]


def test_large_tallies_are_grouped():
    assert phrases([example.action(number) for number in range(1200)]) == ["1 200 pågår"]


def test_late_is_said_beside_the_status():
    late, begun = example.action(late=True), example.action(status="not_started", late=True)

    assert overview.mark(late, ATGARD) == overview.Mark("late", "!", "Pågår, försenad")
    assert overview.mark(begun, UPPDRAG).word == "Ej påbörjat, försenat"


def test_what_is_finished_or_dropped_is_never_late():
    assert overview.mark(example.action(status="completed", late=True), ATGARD).word == "Genomförd"
    assert overview.mark(example.action(status="cancelled", late=True), ATGARD).word == "Utgår"


def test_the_band_has_a_named_cell_for_each_action_in_the_plans_order():
    cells = overview.band([example.action(17, title="Lots", status="completed"), example.action(2)], ATGARD)

    assert [(c.code, c.symbol, c.label) for c in cells] == [
        ("done", "✓", "17. Lots: Genomförd"),
        ("ongoing", "◐", "2. Åtgärd nummer 2: Pågår"),
    ]


def test_an_indicators_row_tells_baseline_previous_latest_and_target():
    found = row()

    assert [plain(cell) for cell in (found.baseline, found.previous, found.latest, found.target)] == [
        "176 (2019)",
        "144 (2024)",
        "121 (2025)",
        "60 eller bättre (2035)",
    ]
    assert found.missing == "2026: ännu inte publicerat"
    assert found.verdict == overview.Mark("ongoing", "◐", "Delvis på väg")


def test_an_indicator_without_values_target_or_verdict_leaves_them_empty():
    found = row(observations=(), target=None, assessment="")

    assert (found.value, found.baseline, found.previous, found.latest, found.target) == ("", "", "", "", "")
    assert found.verdict is None


def test_zero_is_a_value():
    assert plain(row(unit="%", observations=(example.observation(2025, 0),)).value) == "0 %"


def test_a_target_without_baseline_shows_none():
    assert row(target=example.target(base_value=None, base_year=None)).baseline == ""


def test_a_change_is_shown_with_its_sign():
    more = example.target(kind="change", value=Decimal(3700), year=2035)

    assert plain(row(unit="jobb", target=more).target_text) == "Mål +3 700 jobb år 2035"


def test_a_value_before_a_break_is_said_not_to_compare():
    found = row(
        definitions=(example.definition(), example.definition(2, is_break=True)),
        observations=(example.observation(2024, 144), example.observation(2025, 121, definition=2)),
    )

    assert plain(found.previous) == "144 (2024, ej jämförbart)"


def test_women_and_men_are_never_mixed_into_one_series():
    both = (example.observation(2025, 5, sex="K"), example.observation(2025, 7, sex="M"))

    assert plain(row(observations=both).latest) == "5 (2025, kvinnor)"
    assert row(observations=both).previous == ""


def test_an_area_without_a_name_is_called_by_its_number():
    assert overview.area_name(example.area(order=3, name=""), example.words()) == "Strategi 3"
