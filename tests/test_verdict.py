"""What the numbers say of a target, whatever the numbers are."""

import re
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators import reckoning_in_english, verdict
from indicators.aims import Aim, attainment, expected_level, time_share
from indicators.verdict import judge, judge_target, trend

ORDER = ("hard", "partly", "on_track")
TURNED = {"ge": "le", "le": "ge", "eq": "eq", "top": "ge", "keep": "keep"}
OPPOSITE = {"up": "down", "down": "up", "neutral": "neutral"}

numbers = st.decimals(-(10**11), 10**11, places=4)
few = st.integers(-20, 20).map(Decimal)  # near each other, so that borders are met
values = few | numbers
years = st.integers(2000, 2050)


ways = {
    "operator": st.sampled_from(["ge", "le", "eq", "top", "keep"]),
    "direction": st.sampled_from(["up", "down", "neutral"]),
    "tolerance": st.just(Decimal(0)) | st.integers(0, 3).map(Decimal),
}


@st.composite
def decided(draw, **fields):
    """Draw an aim of which everything is decided, the way year by year as well."""
    start, length = draw(years), draw(st.integers(1, 15))
    between = st.integers(start + 1, start + length - 1) if length > 1 else st.nothing()
    steps = draw(st.dictionaries(between, values, max_size=3)) if length > 1 else {}
    levels = {"target": values, "baseline": values}
    given = draw(st.fixed_dictionaries(levels | ways | fields))
    return Aim(**given, base_year=start, target_year=start + length, path=tuple(sorted(steps.items())))


def aims(**fields):
    """Draw an aim of which everything is decided, or anything."""
    loose = {name: st.none() | values for name in ("target", "baseline")}
    loose |= {name: st.none() | years for name in ("target_year", "base_year")}
    return decided(**fields) | st.builds(Aim, **loose | ways | fields)


def operators(names):
    return {"operator": st.sampled_from(names.split())}


series = st.dictionaries(years, values).map(lambda found: sorted(found.items()))


def decimals(*pairs):
    return [(year, Decimal(str(value))) for year, value in pairs]


def grades(**fields):
    """Return an aim from 60 (2020) to at least 80 (2030)."""
    given = {"target": Decimal(80), "target_year": 2030, "baseline": Decimal(60), "base_year": 2020}
    return Aim(**given | fields)


def places(**fields):
    """Return an aim from place 160 (2015) to place 60 or better (2025)."""
    given = {"target": Decimal(60), "target_year": 2025, "baseline": Decimal(160), "base_year": 2015}
    return Aim(operator="top", unit="placering", direction="down", **given | fields)


def held(**fields):
    """Return the aim of at least 80 all the time from 2020 through 2030."""
    return Aim(target=Decimal(80), target_year=2030, base_year=2020, operator="keep", **fields)


def observation(year, value, **fields):
    value = None if value is None else Decimal(str(value))
    given = {"year": year, "value": value, "sex": "T", "definition": 1, "preliminary": False}
    return SimpleNamespace(**given | fields)


def definition(version, from_year=None, is_break=True):
    return SimpleNamespace(version=version, from_year=from_year, is_break=is_break)


def indicator(**fields):
    return SimpleNamespace(**{"direction": "up", "tolerance": Decimal(0), "unit": ""} | fields)


def target(**fields):
    row = {"kind": "level", "value": Decimal(80), "year": 2030, "operator": "ge", "path": ()}
    return SimpleNamespace(**row | {"base_value": Decimal(60), "base_year": 2020} | fields)


def judged(row, observations, definitions=(), **fields):
    return judge_target(row, indicator(**fields), observations, definitions)


def plain(judgement):
    return judgement.words.replace("\u00a0", " ")


def numbers_in(judgement):
    return sorted(re.findall(r"\d+(?:[\u00a0,]\d+)*", judgement.words))


def changed(aim, how):
    """Return the aim with every level of it changed; what is not decided stays so."""
    levels = {name: how(getattr(aim, name)) for name in ("target", "baseline") if getattr(aim, name) is not None}
    return replace(aim, **levels, path=tuple((year, how(value)) for year, value in aim.path))


def test_in_english_what_is_known_of_the_latest_value_is_told_too():
    found = [
        observation(2021, 61, sex="K"),
        observation(2024, 66, sex="K", preliminary=True),
        observation(2025, None, sex="K"),
    ]

    judgement = judge_target(target(), indicator(), found, (), reckoning_in_english)

    assert plain(judgement).endswith(
        "There is no value for women and men together; the calculation is for women. There is no value for 2025; the"
        " calculation is of the latest one, for 2024. The value for 2024 is preliminary."
    )


# Whatever the numbers are


@given(aims(), series)
def test_every_judgement_is_a_verdict_with_words(aim, found):
    judgement = judge(aim, found)

    assert judgement.verdict in {*ORDER, "too_early", "data_missing"}
    assert judgement.words.endswith(".")


@given(aims(unit=st.sampled_from(["", "%", "placering"])), series)
def test_in_english_the_same_is_said_with_the_same_numbers(aim, found):
    swedish, english = judge(aim, found), judge(aim, found, reckoning_in_english)

    assert replace(english, words=swedish.words) == swedish
    assert numbers_in(english) == numbers_in(swedish)
    assert english.words != swedish.words
    assert not re.search("[åäöÅÄÖ]", english.words)


@given(aims(), series)
def test_upside_down_the_verdict_is_the_same(aim, found):
    turned = changed(aim, lambda value: -value)
    turned = replace(turned, operator=TURNED[aim.operator], direction=OPPOSITE[aim.direction])

    assert judge(turned, [(year, -value) for year, value in found]).verdict == judge(aim, found).verdict


@given(aims(), series, st.sampled_from([Decimal("0.001"), Decimal("0.3"), Decimal(7), Decimal(1000)]))
def test_in_another_unit_the_verdict_is_the_same(aim, found, factor):
    scaled = replace(changed(aim, lambda value: value * factor), tolerance=aim.tolerance * factor)
    judgements = judge(scaled, [(year, value * factor) for year, value in found]), judge(aim, found)

    assert len({(one.verdict, one.share, one.expected) for one in judgements}) == 1


@given(aims(), series, numbers)
def test_counted_from_another_zero_the_verdict_is_the_same(aim, found, zero):
    moved = changed(aim, lambda value: value + zero)
    judgements = judge(moved, [(year, value + zero) for year, value in found]), judge(aim, found)

    assert len({(one.verdict, one.share, one.expected) for one in judgements}) == 1


@given(aims(), series, st.integers(-100, 100))
def test_in_other_years_the_verdict_is_the_same(aim, found, later):
    when = {name: getattr(aim, name) and getattr(aim, name) + later for name in ("target_year", "base_year")}
    moved = replace(aim, **when, path=tuple((year + later, value) for year, value in aim.path))

    assert judge(moved, [(year + later, value) for year, value in found]).verdict == judge(aim, found).verdict


@given(aims(), series, st.randoms())
def test_the_order_of_the_rows_changes_nothing(aim, found, random):
    row = target(
        value=aim.target,
        year=aim.target_year,
        operator=aim.operator,
        base_value=aim.baseline,
        base_year=aim.base_year,
        path=aim.path,
    )
    rows = [observation(year, value, definition=1 + year % 2) for year, value in found]
    definitions = [definition(1), definition(2, 2020)]
    shuffled = random.sample(rows, len(rows)), random.sample(definitions, 2)

    assert judged(row, *shuffled) == judged(row, rows, definitions)


@given(aims(**operators("ge le top keep")), series, values)
def test_a_better_latest_value_never_gives_a_worse_verdict(aim, found, other):
    assume(found and aim.side != "eq")
    (year, latest), rises = found[-1], aim.side == "ge"
    better, worse = (max, min) if rises else (min, max)
    first, second = (judge(aim, [*found[:-1], (year, pick(latest, other))]).verdict for pick in (worse, better))

    if {first, second} <= {*ORDER}:
        assert ORDER.index(first) <= ORDER.index(second)


@given(st.lists(few, min_size=2, max_size=5), few)
def test_a_level_that_is_held_now_is_never_judged_worse_for_it(found, other):
    kept = held(direction="up")
    low, high = sorted([found[-1] + 80, other + 80])
    earlier = [(2020 + n, value + 80) for n, value in enumerate(found[:-1])]

    first, second = (judge(kept, [*earlier, (2029, value)]).verdict for value in (low, high))

    assert ORDER.index(first) <= ORDER.index(second)


@given(aims(**operators("ge le eq top")), series)
def test_what_is_met_is_on_track_and_only_a_better_way_than_expected_is_so_otherwise(aim, found):
    judgement = judge(aim, found)
    in_its_year = dict(found).get(aim.target_year)

    if found and aim.target is not None and aim.is_met(found[-1][1]):
        assert judgement.verdict == "on_track"
    elif judgement.verdict == "on_track" and not (in_its_year is not None and aim.is_met(in_its_year)):
        assert 1 > judgement.share >= judgement.expected


@given(aims(**operators("keep")), series)
def test_a_level_to_keep_has_no_share(aim, found):
    assert (judge(aim, found).share, judge(aim, found).expected) == (None, None)


@given(numbers, numbers, numbers)
def test_attainment_is_the_same_seen_from_either_direction(baseline, aimed, latest):
    assume(baseline != aimed)

    assert attainment(-baseline, -aimed, -latest) == attainment(baseline, aimed, latest)


@given(numbers, numbers)
def test_the_way_begins_at_the_baseline_and_ends_at_the_target(baseline, aimed):
    assume(baseline != aimed)

    assert (attainment(baseline, aimed, baseline), attainment(baseline, aimed, aimed)) == (0, 1)


@given(years, years, years)
def test_the_share_of_the_time_lies_between_nothing_and_all(base_year, target_year, year):
    share = time_share(base_year, target_year, year)

    assert share is None if target_year <= base_year else 0 <= share <= 1


@given(decided(), years)
def test_the_expected_level_lies_on_the_way(aim, year):
    points = dict([(aim.base_year, aim.baseline), *aim.path, (aim.target_year, aim.target)])

    assert min(points.values()) <= expected_level(aim, year) <= max(points.values())
    assert {at: expected_level(aim, at) for at in points} == points


@given(numbers, numbers, st.decimals(0, 1000, places=4))
def test_a_trend_turned_round_is_the_opposite(first, second, tolerance):
    opposite = {"better": "worse", "worse": "better", "unchanged": "unchanged"}

    assert trend(second, first, "up", tolerance) == opposite[trend(first, second, "up", tolerance)]
    assert trend(first, second, "down", tolerance) == opposite[trend(first, second, "up", tolerance)]


# The trend


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
    assert judge(grades(baseline=Decimal(0)), decimals((2021, 0), (2025, 40))).verdict == "on_track"


def trends(found, row=None, definitions=(), **fields):
    return verdict.trends(indicator(**fields), row, [observation(*one) for one in found], definitions)


def test_the_latest_value_is_compared_with_the_one_before_and_with_the_decided_baseline():
    found = [(2024, 66), (2025, 64)]

    assert trends(found, target()) == ("worse", "better")
    assert trends(found, target(), tolerance=Decimal(3)) == ("unchanged", "better")
    assert trends(found) == trends(found, target(base_value=None)) == ("worse", "")


def test_there_is_no_trend_without_something_to_compare_with():
    assert trends([]) == trends([(2024, None)]) == ("", "")
    assert trends([(2020, 66)], target()) == ("", "")
    assert trends([(2025, 64)], target(base_year=None)) == ("", "better")


def test_no_trend_goes_across_a_break():
    found = [observation(2024, 66), observation(2025, 64, definition=2)]
    definitions = [definition(1), definition(2, 2025)]

    for since in (2020, None):
        assert verdict.trends(indicator(), target(base_year=since), found, definitions) == ("", "")


# On the way


def test_the_calculation_is_written_out():
    judgement = judge(grades(unit="%"), decimals((2021, 61), (2024, "67.5")))

    assert judgement.verdict == "partly"
    assert plain(judgement) == (
        "Av vägen från 60 % (2020) till minst 80 % är 37,5 % avklarad: (67,5 − 60) / (80 − 60)."
        " Av tiden har 40 % gått: 4 av 10 år. Det är minst fyra femtedelar av det väntade: delvis på väg."
    )


def test_exactly_four_fifths_of_the_expected_is_partly_however_it_is_rounded():
    thirds = Aim(Decimal(15), 2023, "ge", Decimal(0), 2020)

    assert judge(thirds, decimals((2021, 1), (2022, 8))).verdict == "partly"
    assert judge(thirds, decimals((2021, 1), (2022, "7.9999"))).verdict == "hard"


def test_the_wrong_way_is_hard_and_its_minus_is_written_as_one():
    judgement = judge(grades(), decimals((2021, 59), (2025, 50)))

    assert judgement.verdict == "hard"
    assert "är −50 % avklarad: (50 − 60) / (80 − 60)" in plain(judgement)
    assert "Värdet är längre från målet än från början." in plain(judgement)


def test_one_value_after_the_baseline_is_too_early():
    assert judge(grades(), decimals((2020, 60), (2021, 70))).verdict == "too_early"
    assert judge(grades(), decimals((2020, 60))).verdict == "too_early"
    assert judge(grades(), decimals((2030, 70))).verdict == "hard"


def test_what_is_not_decided_is_said():
    found = decimals((2021, 61), (2024, 66))

    assert "utgångsvärde" in judge(grades(baseline=None), found).words
    assert "målår" in judge(grades(target_year=None), found).words
    assert "inget värde" in judge(grades(), []).words
    assert {judge(grades(baseline=None), found).verdict, judge(grades(), []).verdict} == {"data_missing"}


def test_a_target_equal_to_the_baseline_is_met_or_lost():
    stay = grades(target=Decimal(60))

    assert judge(stay, decimals((2021, 61), (2024, 60))).verdict == "on_track"
    assert plain(judge(stay, decimals((2021, 61), (2024, 59)))) == (
        "Målet minst 60 var uppnått från början, 60 (2020), men är det inte längre: 59 (2024)."
    )


def test_past_an_exact_target_is_as_far_off_as_short_of_it():
    exactly = grades(operator="eq")

    short, past = judge(exactly, decimals((2021, 61), (2030, 75))), judge(exactly, decimals((2021, 61), (2030, 85)))

    assert short.share == past.share == Decimal("0.75")
    assert "1 − (85 − 80) / (80 − 60)" in plain(past)


def test_a_target_as_a_change_counts_from_the_baseline():
    more = target(kind="change", value=Decimal(3700), base_value=Decimal(20000))
    found = [observation(2021, 20500), observation(2025, 21000)]

    assert plain(judged(more, found, unit="jobb")).startswith(
        "Av vägen från 20 000 jobb (2020) till minst 23 700 jobb (en ökning med 3 700 jobb från 20 000 jobb) är 27 %"
    )
    assert judged(more, [*found, observation(2026, 23700)]).verdict == "on_track"


def test_a_change_without_a_baseline_is_no_level():
    judgement = judged(target(kind="change", value=Decimal(3700), base_value=None), [observation(2025, 1)], unit="jobb")

    assert (judgement.verdict, plain(judgement)) == (
        "data_missing",
        "Målet är en ökning med 3 700 jobb, men inget utgångsvärde är beslutat, så det går inte att säga när det är"
        " nått.",
    )


def test_on_a_decided_way_each_year_has_its_own_expected_level():
    slow = grades(unit="%", path=tuple(decimals((2024, 62), (2028, 70))))

    assert judge(slow, decimals((2021, 60), (2024, 62))).verdict == "on_track"
    assert judge(grades(), decimals((2021, 60), (2024, 62))).verdict == "hard"
    assert (
        "Enligt den beslutade vägen väntades 66 % år 2026, rakt mellan 62 % (2024) och 70 % (2028): 30 % av"
        in plain(judge(slow, decimals((2021, 60), (2026, 65))))
    )


# When the target year has passed


def test_what_was_met_in_its_year_stays_met_and_what_came_later_is_told():
    lost, late = (
        judge(grades(), decimals((2021, 61), *found)) for found in [[(2030, 81), (2032, 70)], [(2030, 79), (2032, 80)]]
    )

    assert (lost.verdict, plain(lost)) == (
        "on_track",
        "Målet minst 80 nåddes målåret 2030: 81. Därefter har värdet blivit 70 (2032).",
    )
    assert (late.verdict, plain(late)) == (
        "on_track",
        "Målet minst 80 är uppnått: 80 (2032). Det nåddes efter målåret 2030, då värdet var 79.",
    )


def test_what_was_never_met_is_measured_against_the_whole_way():
    judgement = judge(grades(), decimals((2021, 61), (2032, 79)))

    assert judgement.verdict == "partly"
    assert "Av tiden har 100 % gått: målåret var 2030." in plain(judgement)


# A place, and a level to keep


def test_a_place_that_should_become_better_is_counted_in_places():
    on_track, partly, hard = (judge(places(), decimals((2017, 150), (2020, n))) for n in (110, 120, 130))

    assert [one.verdict for one in (on_track, partly, hard)] == ["on_track", "partly", "hard"]
    assert plain(partly).startswith(
        "Från plats 160 (2015) till plats 60 eller bättre är det 100 platser; 40 av dem är avklarade: 160 − 120."
    )


def test_a_place_that_became_worse_is_told_as_such():
    judgement = judge(places(), decimals((2017, 150), (2020, 161)))

    assert judgement.verdict == "hard"
    assert "Nu är det i stället 1 plats sämre än från början: 161 − 160." in plain(judgement)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            [(2019, 70), (2020, 80), (2024, 82)],
            ("on_track", "Nivån minst 80 har hållits i alla 2 mätningar 2020–2024. Senast: 82 (2024)."),
        ),
        (
            [(2020, 79), (2024, 82)],
            ("partly", "Nivån minst 80 hölls inte i 1 av 2 mätningar: 2020 (79). Nu hålls den: 82 (2024)."),
        ),
        ([(2020, 81), (2024, 79)], ("hard", "Nivån minst 80 hölls inte i 1 av 2 mätningar: 2024 (79).")),
        (
            [(2020, 81), (2032, 79)],
            ("on_track", "Nivån minst 80 har hållits i den enda mätningen, 2020. Senast: 81 (2020)."),
        ),
        ([(2019, 90)], ("too_early", "Nivån ska hållas från 2020, och något värde från den tiden finns inte.")),
    ],
)
def test_a_level_to_keep_has_been_kept_or_not(found, said):
    judgement = judge(held(), decimals(*found))

    assert (judgement.verdict, plain(judgement)) == said


def test_the_direction_says_on_which_side_a_level_is_kept():
    found = decimals((2021, 5), (2024, 90))
    verdicts = {way: judge(held(direction=way), found).verdict for way in ("up", "down", "neutral")}

    assert verdicts == {"up": "partly", "down": "hard", "neutral": "hard"}


# The rows


def test_nothing_is_said_across_a_break():
    found = [observation(2021, 61), observation(2024, 66), observation(2025, 75, definition=2)]
    before, after = target(), target(base_year=2025)

    broken = judged(before, found, [definition(1), definition(2, 2025)])
    kept = judged(before, found, [definition(1), definition(2, 2025, is_break=False)])

    assert (broken.verdict, kept.verdict) == ("data_missing", "on_track")
    assert judged(after, found, [definition(1), definition(2, 2025)]).verdict == "too_early"


def test_only_the_whole_or_else_one_sex_is_compared():
    found = [observation(2024, 1, sex="M"), observation(2024, 0), observation(2025, None), observation(2023, 2)]

    assert verdict.comparable(found, []) == decimals((2023, 2), (2024, 0))


def test_what_is_to_be_known_of_the_latest_value_is_said():
    women = [observation(year, 82, sex="K", preliminary=True) for year in (2024, 2025)]

    said = plain(judged(target(), [*women, observation(2026, None, sex="K")]))

    assert said == (
        "Målet minst 80 är uppnått: 82 (2025)."
        " Det finns inget värde för kvinnor och män tillsammans; beräkningen gäller kvinnor."
        " För 2026 finns inget värde; beräkningen gäller det senaste som finns, 2025."
        " Värdet för 2025 är preliminärt."
    )
