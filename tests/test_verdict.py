"""What the numbers say of a target, whatever the numbers are."""

from decimal import Decimal
from types import SimpleNamespace

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators import verdict
from indicators.verdict import Aim, attainment, expected_share, judge, judge_target, trend

numbers = st.decimals(-100_000, 100_000, places=4)
years = st.integers(2000, 2050)
operators = st.sampled_from(["ge", "le", "eq"])
aims = st.builds(
    Aim,
    target=st.none() | numbers,
    target_year=st.none() | years,
    operator=operators,
    baseline=st.none() | numbers,
    base_year=st.none() | years,
)
series = st.dictionaries(years, numbers).map(lambda values: sorted(values.items()))


def decimals(*pairs):
    return [(year, Decimal(str(value))) for year, value in pairs]


def grades(**fields):
    """Return an aim from 60 (2020) to at least 80 (2030)."""
    given = {"target": Decimal(80), "target_year": 2030, "baseline": Decimal(60), "base_year": 2020}
    return Aim(**given | fields)


def observation(year, value, **fields):
    value = None if value is None else Decimal(str(value))
    return SimpleNamespace(**{"year": year, "value": value, "sex": "T", "definition": 1} | fields)


def definition(version, from_year=None, is_break=True):
    return SimpleNamespace(version=version, from_year=from_year, is_break=is_break)


def target(**fields):
    row = {"kind": "level", "value": Decimal(80), "year": 2030, "operator": "ge"}
    return SimpleNamespace(**row | {"base_value": Decimal(60), "base_year": 2020} | fields)


@given(numbers, numbers, numbers)
def test_attainment_is_the_same_seen_from_either_direction(baseline, target, latest):
    assume(baseline != target)

    assert attainment(-baseline, -target, -latest) == attainment(baseline, target, latest)


@given(numbers, numbers)
def test_the_way_begins_at_the_baseline_and_ends_at_the_target(baseline, target):
    assume(baseline != target)

    assert (attainment(baseline, target, baseline), attainment(baseline, target, target)) == (0, 1)


@given(years, years, years)
def test_the_expected_share_lies_between_nothing_and_all(base_year, target_year, year):
    share = expected_share(base_year, target_year, year)

    assert share is None if target_year <= base_year else 0 <= share <= 1


@given(numbers, numbers, st.decimals(0, 1000, places=4))
def test_a_trend_turned_round_is_the_opposite(first, second, tolerance):
    opposite = {"better": "worse", "worse": "better", "unchanged": "unchanged"}

    assert trend(second, first, "up", tolerance) == opposite[trend(first, second, "up", tolerance)]
    assert trend(first, second, "down", tolerance) == opposite[trend(first, second, "up", tolerance)]


def test_a_difference_up_to_the_tolerance_is_no_change():
    assert [trend(Decimal(70), Decimal(n), "up", Decimal(1)) for n in (69, 71, 72)] == [
        "unchanged",
        "unchanged",
        "better",
    ]


def test_without_a_better_direction_a_trend_is_only_higher_or_lower():
    assert [trend(Decimal(7), Decimal(n), "neutral") for n in (6, 7, 8)] == ["lower", "unchanged", "higher"]


def test_zero_is_a_value_and_none_is_not():
    assert trend(Decimal(0), Decimal(1), "up") == "better"
    assert trend(None, Decimal(1), "up") == verdict.UNKNOWN
    assert attainment(Decimal(0), Decimal(10), Decimal(0)) == 0


@given(aims, series)
def test_every_judgement_is_a_verdict_with_words(aim, values):
    judgement = judge(aim, values)

    assert judgement.verdict in verdict.VERDICT_WORDS
    assert judgement.words.endswith(".")


@given(aims, series)
def test_what_is_met_is_on_track_and_only_a_better_way_than_expected_is_so_otherwise(aim, values):
    judgement = judge(aim, values)

    if values and aim.target is not None and verdict.is_met(aim.target, values[-1][1], aim.operator):
        assert judgement.verdict == "on_track"
    elif judgement.verdict == "on_track":
        assert 1 > judgement.share >= judgement.expected


@given(aims, series)
def test_upside_down_the_verdict_is_the_same(aim, values):
    turned = Aim(
        target=None if aim.target is None else -aim.target,
        target_year=aim.target_year,
        operator={"ge": "le", "le": "ge", "eq": "eq"}[aim.operator],
        baseline=None if aim.baseline is None else -aim.baseline,
        base_year=aim.base_year,
    )

    assert judge(turned, [(year, -value) for year, value in values]).verdict == judge(aim, values).verdict


def test_the_calculation_is_written_out():
    judgement = judge(grades(), decimals((2021, 61), (2024, "67.5")))

    assert judgement.verdict == "partly"
    assert judgement.words.replace("\u00a0", " ") == (
        "Av vägen från 60 (2020) till minst 80 är 37,5 % avklarad: (67,5 − 60) / (80 − 60)."
        " Av tiden har 40 % gått: 4 av 10 år. Det är minst fyra femtedelar av det väntade: delvis på väg."
    )


def test_a_rank_that_should_sink_is_judged_by_the_same_formula():
    rank = Aim(Decimal(60), 2025, "le", Decimal(160), 2015)

    assert judge(rank, decimals((2017, 150), (2020, 110))).verdict == "on_track"
    assert judge(rank, decimals((2017, 150), (2020, 120))).verdict == "partly"
    assert judge(rank, decimals((2017, 150), (2020, 130))).verdict == "hard"


def test_the_wrong_way_is_hard_and_its_minus_is_written_as_one():
    judgement = judge(grades(), decimals((2021, 59), (2025, 50)))

    assert judgement.verdict == "hard"
    assert "är −50 % avklarad: (50 − 60) / (80 − 60)" in judgement.words.replace("\u00a0", " ")


def test_one_value_after_the_baseline_is_too_early():
    assert judge(grades(), decimals((2020, 60), (2021, 70))).verdict == "too_early"
    assert judge(grades(), decimals((2030, 70))).verdict == "hard"


def test_what_is_not_decided_is_said():
    values = decimals((2021, 61), (2024, 66))

    assert "utgångsvärde" in judge(grades(baseline=None), values).words
    assert "målår" in judge(grades(target_year=None), values).words
    assert "inget värde" in judge(grades(), []).words
    assert {judge(grades(baseline=None), values).verdict, judge(grades(), []).verdict} == {"data_missing"}


def test_a_target_that_was_met_from_the_start_is_not_saved_by_the_formula():
    assert judge(grades(baseline=Decimal(90)), decimals((2021, 85), (2024, 70))).verdict == "hard"


def test_past_an_exact_target_is_as_far_off_as_short_of_it():
    exactly = grades(operator="eq")

    short, past = judge(exactly, decimals((2021, 61), (2030, 75))), judge(exactly, decimals((2021, 61), (2030, 85)))

    assert short.share == past.share == Decimal("0.75")
    assert "1 − (85 − 80) / (80 − 60)" in past.words.replace("\u00a0", " ")


def test_a_target_as_a_change_counts_from_the_baseline():
    observations = [observation(2021, 61), observation(2025, 70)]

    assert judge_target(target(kind="change", value=Decimal(20)), observations, []).verdict == "on_track"
    assert judge_target(target(kind="change", base_value=None), observations, []).verdict == "data_missing"


def test_nothing_is_said_across_a_break():
    observations = [observation(2021, 61), observation(2024, 66), observation(2025, 75, definition=2)]
    before, after = target(), target(base_year=2025)

    broken = judge_target(before, observations, [definition(1), definition(2, 2025)])
    kept = judge_target(before, observations, [definition(1), definition(2, 2025, is_break=False)])

    assert (broken.verdict, kept.verdict) == ("data_missing", "on_track")
    assert judge_target(after, observations, [definition(1), definition(2, 2025)]).verdict == "too_early"


def test_only_the_whole_or_else_one_sex_is_compared():
    observations = [observation(2024, 1, sex="M"), observation(2024, 0), observation(2025, None), observation(2023, 2)]

    assert verdict.comparable(observations, []) == decimals((2023, 2), (2024, 0))
