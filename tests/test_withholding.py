"""Figures that would give a suppressed one away: withheld in what is published, never in what is worked with."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Target
from indicators.withholding import withheld
from portal.public.pages.figures import value_table
from portal.public.pages.overview import chart
from portal.publications import content as c
from portal.publishing import advice, contents
from portal.publishing.withheld import withhold_others
from tests import make
from tests.example import indicator, made, observation

ON = date(2026, 11, 3)
SEXES = [("T", ("K", "M"))]
REGION = [*SEXES, ("region", ("T", "next")), ("region K", ("K", "next K"))]


def numbers(**told):
    return {key.replace("_", " "): Decimal(value) for key, value in told.items()}


def test_the_other_sex_is_withheld_with_the_one_that_is_suppressed():
    assert withheld(numbers(T=40, M=37), {"K"}, SEXES) == {"M"}


def test_the_smaller_sex_is_withheld_where_their_sum_is_suppressed():
    assert withheld(numbers(K=3, M=1), {"T"}, SEXES) == {"M"}


@pytest.mark.parametrize(
    ("told", "suppressed"),
    [
        (numbers(T=40, K=3, M=37), set()),
        (numbers(T=40), {"K", "M"}),
        (numbers(T=40), {"K"}),
        (numbers(M=37), {"K"}),
    ],
)
def test_nothing_is_withheld_where_nothing_can_be_worked_out(told, suppressed):
    assert withheld(told, suppressed, SEXES) == set()


def test_a_zero_is_a_figure_that_can_give_another_away():
    assert withheld(numbers(T=4, M=0), {"K"}, SEXES) == {"M"}


def test_what_is_withheld_is_protected_in_the_sums_that_it_stands_in():
    told = numbers(T=40, M=37, next=60, region=100, next_K=5, region_K=8)

    assert withheld(told, {"K"}, REGION) == {"M", "next K"}


def test_what_is_spared_is_told_and_the_total_withheld_instead():
    told = numbers(region=100, own=40)

    assert withheld(told, {"next"}, [("region", ("own", "next"))], spared={"own"}) == {"region"}


def figure(year, value, sex="T"):
    facts = {"value": value if value is None else Decimal(value), "missing": "too_few" if value is None else ""}
    return made(c.ComparedValue, facts, definition=1, year=year, sex=sex)


NAMES = {"1441": "Lerum", "1480": "Göteborg", "1489": "Alingsås"}


def others(figures, own=None, members=tuple(NAMES)):
    """Return what is told of the others in 2024; `figures` is {code, or name: value}, "GR" the region."""
    kinds = {"GR": "region"}
    compared = tuple(
        made(
            c.Comparison,
            {},
            kind=kinds.get(code, "municipality"),
            code=code if code.isdecimal() else "",
            name=code,
            values=(figure(2024, value),),
        )
        for code, value in figures.items()
    )
    document = indicator(observations=(observation(2024, own, missing="" if own else "too_few"),), comparisons=compared)
    region = tuple(c.Member(code=code, name=NAMES[code]) for code in members)
    told = withhold_others(document, "1489", region).comparisons
    return {one.name: one.values[0].missing or one.values[0].value for one in told}


def test_a_region_less_all_its_others_does_not_tell_a_suppressed_figure():
    assert others({"GR": 100, "1441": 60, "1480": 37}) == {"GR": 100, "1441": 60, "1480": "withheld"}


def test_whose_figures_come_by_hand_is_known_by_name():
    by_hand = {"GR": 100, "Göteborgs stad": 37, "lerum": 60}

    assert others(by_hand) == {"GR": 100, "Göteborgs stad": "withheld", "lerum": 60}


def test_where_one_of_the_region_is_not_told_nothing_is_withheld():
    assert others({"GR": 100, "1441": 60}) == {"GR": 100, "1441": 60}
    assert others({"GR": 100, "1441": 60, "1480": 37}, own=3) == {"GR": 100, "1441": 60, "1480": 37}


def test_the_own_figure_is_told_though_a_neighbours_is_suppressed():
    assert others({"GR": 100, "1441": None}, own=40, members=("1489", "1441")) == {"GR": "withheld", "1441": "too_few"}


def group(name, value, members, kind="similar"):
    facts = {"kind": kind, "code": "", "name": name, "members": members, "values": (figure(2024, value),)}
    return made(c.Comparison, facts)


@pytest.mark.parametrize("kind", ["similar", "region"])
def test_a_group_less_those_that_it_names_does_not_tell_a_suppressed_figure(kind):
    compared = (
        group("Gruppen", 100, "Alingsås, Ale kommun,Lerum", kind),
        group("Ale", 37, "", "municipality"),
        group("Lerums kommun", 60, "", "municipality"),
    )
    document = indicator(observations=(observation(2024, None, missing="too_few"),), comparisons=compared)

    told = withhold_others(document, "1489", (), "Alingsås").comparisons

    assert [one.values[0].missing for one in told] == ["", "withheld", ""]


def test_a_group_of_which_one_is_unknown_tells_nothing_of_a_suppressed_one():
    compared = (group("Gruppen", 100, "Alingsås, Ale, Lerum"), group("Ale", 37, "", "municipality"))
    document = indicator(observations=(observation(2024, None, missing="too_few"),), comparisons=compared)

    assert withhold_others(document, "1489", (), "Alingsås").comparisons == compared


def test_what_is_suppressed_is_not_told_where_it_stands_a_second_time():
    own = (group("Alingsås kommun", 3, "", "municipality"),)
    document = indicator(observations=(observation(2024, None, missing="too_few"),), comparisons=own)

    assert withhold_others(document, "1489", (), "Alingsås").comparisons[0].values[0].missing == "withheld"


@pytest.fixture
def programme(db):
    return make.programme()


@pytest.fixture
def published(programme):
    def observed(*figures):
        indicator = make.indicator(programme.municipality)
        make.save(indicator, programmes=[programme])
        for sex, value in figures:
            told = {"missing": value, "value": None} if value == "too_few" else {"value": value}
            make.observation(indicator, year=2024, sex=sex, **told)
        return contents.programme(programme, ON)

    return observed


def test_content_withholds_what_would_give_a_suppressed_figure_away(published):
    [indicator] = published(("T", 40), ("K", "too_few"), ("M", 37)).indicators

    assert [(one.sex, one.value, one.missing) for one in indicator.observations] == [
        ("K", None, "too_few"),
        ("M", None, "withheld"),
        ("T", Decimal(40), ""),
    ]


def test_what_is_suppressed_by_one_definition_is_told_by_none(published, programme):
    published(("T", 40), ("K", "too_few"), ("M", 37))
    make.observation(programme.indicators.get(), year=2024, sex="K", definition=2, value=3)

    [indicator] = contents.programme(programme, ON).indicators

    assert {one.value for one in indicator.observations} == {Decimal(40), None}


def test_the_note_of_a_withheld_figure_is_withheld_with_it(published, programme):
    published(("T", 40), ("K", "too_few"), ("M", 37))
    row = programme.indicators.get().observations.get(sex="M")
    row.note = "37 av 40 som svarade"
    make.save(row)

    [indicator] = contents.programme(programme, ON).indicators

    assert [one.note for one in indicator.observations if one.missing == "withheld"] == [""]


def test_the_working_row_keeps_its_figure(published, programme):
    published(("T", 40), ("K", "too_few"), ("M", 37))

    assert programme.indicators.get().observations.get(sex="M").value == 37


def test_table_and_chart_say_in_words_that_a_figure_is_withheld(published):
    [indicator] = published(("T", 40), ("K", "too_few"), ("M", 37)).indicators

    _columns, [row] = value_table(indicator)
    assert row["values"] == ["40", "för få svar", "visas inte, skyddar ett annat värde"]
    assert chart(indicator).lines[2].points[0].missing == "visas inte, skyddar ett annat värde"


def test_whoever_publishes_is_told_what_is_withheld(published):
    document = published(("T", 40), ("K", "too_few"), ("M", 37))

    [said] = [sentence for sentence, check in advice.CHECKS if check is advice.withheld_figures]
    [found] = [one for one in advice.advice(document) if one.sentence == said]
    assert [row.detail for row in found.rows] == ["2024 män"]


@pytest.mark.parametrize(("value", "advised"), [("too_few", ["2024"]), (40, [])])
def test_whoever_publishes_is_told_that_a_baseline_tells_a_suppressed_figure(published, programme, value, advised):
    published(("T", value))
    facts = {"value": 80, "base_year": 2024, "base_value": 40}
    make.owned(Target, programme, facts, programme=programme, indicator=programme.indicators.get())

    found = list(advice.told_baselines(advice.Reading(contents.programme(programme, ON))))

    assert [row.detail for row in found] == advised
