"""An indicator beside the figures of others, as its public page shows it: nothing is compared that cannot be."""

import json
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from indicators.chart import NARROW, Chart, Line, Point
from indicators.chart.comparison import comparison_chart, letters
from portal.public.paper.figure_sheets import comparisons
from portal.publications import content as c
from portal.publications.comparison import compare
from portal.publishing import contents
from tests import make
from tests.example import indicator, made, observation, programme, published, record, site
from tests.example_parts import definition
from tests.read_html import texts
from tests.read_site import HOME, page, pages

OWN = (observation(2022, 82), observation(2023, 83), observation(2024, 81))
PER_CENT = {"unit": "%", "decimals": 1, "target": None, "direction": "up"}


def figure(year, value, version=1, **changes):
    said = {"value": None if value is None else Decimal(str(value)), "missing": "" if value is not None else "too_few"}
    return made(c.ComparedValue, changes, definition=version, year=year, sex="T", source="Kolada (RKA), N02267", **said)


def other(*values, name="Grannköping", **changes):
    return made(c.Comparison, changes, kind="municipality", name=name, values=values)


def shown(*comparisons, observations=OWN, **changes):
    one = indicator(observations=observations, comparisons=comparisons, **PER_CENT | changes)
    return page("indikatorer/ranking/", indicators=(one,)).find(".//section[@aria-labelledby='jamforelse']")


def table(root, number=0):
    """Return the head of a table, and its rows."""
    found = root.findall(".//table")[number]
    return texts(found, "thead//th"), [texts(row, "*") for row in found.findall("tbody/tr")]


def test_the_latest_common_year_and_the_one_before_stand_beside_each_other():
    head, rows = table(shown(other(figure(2022, 80), figure(2023, 81), figure(2024, 82.3))))

    assert head == ["Vem", "2023", "2024", "Jämfört med Exempelby 2024"]
    assert rows == [
        ["Exempelby", "83,0", "81,0", "den egna kommunen"],
        ["A Grannköping", "81,0", "82,3", "1,3 procentenheter högre"],
    ]


def test_a_year_that_only_one_of_them_has_is_not_compared():
    head, rows = table(shown(other(figure(2023, 81), figure(2025, 90))))

    assert head == ["Vem", "2023", "Jämfört med Exempelby 2023"]
    assert rows[1] == ["A Grannköping", "81,0", "2,0 procentenheter lägre"]


def test_whoever_has_no_figure_says_why():
    _, rows = table(shown(other(figure(2024, 80)), other(figure(2024, None), name="Lillby"), other(name="Storby")))

    assert [row[-2:] for row in rows[2:]] == [
        ["för få svar", "kan inte jämföras"],
        ["uppgift saknas", "kan inte jämföras"],
    ]


def test_zero_is_a_figure():
    _, rows = table(shown(other(figure(2024, 0))))

    assert rows[1] == ["A Grannköping", "0,0", "81,0 procentenheter lägre"]


def test_nothing_is_compared_across_a_break():
    versions = (definition(), definition(2, from_year=2024, is_break=True))
    own = (observation(2023, 83), observation(2024, 70, definition=2))
    root = shown(other(figure(2023, 80), figure(2024, 71, 2)), observations=own, definitions=versions)

    head, rows = table(root)
    assert head == ["Vem", "2024", "Jämfört med Exempelby 2024"]
    assert "Definitionen ändrades 2024: värdena före kan inte jämföras med dem efter." in texts(root, "p")


def test_a_figure_by_another_definition_is_not_compared():
    versions = (definition(), definition(2, from_year=2024, is_break=True))
    own = (observation(2024, 70, definition=2),)
    late = other(figure(2024, 71, 1), name="Lillby")
    _, rows = table(shown(other(figure(2024, 71, 2)), late, observations=own, definitions=versions))

    assert rows[2][-2:] == ["mäts med en annan definition", "kan inte jämföras"]


def test_values_only_for_women_are_compared_with_those_of_women():
    women = tuple(observation(year, 80, sex="K") for year in (2023, 2024))
    root = shown(other(figure(2024, 79, sex="K"), figure(2024, 99, sex="T")), observations=women)

    assert table(root)[1][1][-1] == "1,0 procentenhet lägre"
    assert "Värdena gäller kvinnor." in texts(root, "p")


def test_without_a_common_year_the_page_says_so_and_still_shows_the_figures():
    root = shown(other(figure(2010, 80)))

    assert "inget år" in texts(root, "p")[0]
    assert table(root)[1][-1] == ["2010", "uppgift saknas", "80,0"]


def test_the_others_keep_the_order_that_was_chosen():
    _, rows = table(shown(other(figure(2024, 1), name="Österby"), other(figure(2024, 99), name="Alby")))

    assert [row[0] for row in rows] == ["Exempelby", "A Österby", "B Alby"]


def test_every_year_stands_in_a_table_of_its_own():
    head, rows = table(shown(other(figure(2022, 80), figure(2024, None))), 1)

    assert head == ["År", "Exempelby", "Grannköping"]
    assert rows == [["2024", "81,0", "för få svar"], ["2023", "83,0", "uppgift saknas"], ["2022", "82,0", "80,0"]]


def test_the_source_and_the_day_are_told():
    root = shown(other(figure(2024, 80, retrieved=date(2026, 5, 3))))

    assert texts(root, "p")[-1] == "Källa: Kolada (RKA), N02267, hämtat 3 maj 2026."


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [
        ("placering", 90, "9 platser sämre"),
        ("antal", 80, "1 färre"),
        ("mnkr", 82, "1 mnkr högre"),
        ("index", 81, "lika"),
    ],
)
def test_a_difference_is_told_in_the_words_of_its_unit(unit, value, told):
    assert table(shown(other(figure(2024, value)), unit=unit, decimals=0))[1][1][-1] == told


def test_an_indicator_without_comparisons_has_no_such_part():
    assert shown() is None


def points(*values):
    return tuple(Point(year, Decimal(value)) for year, value in enumerate(values, 2020))


def drawn(*lines, kinds=None, **options):
    chart = Chart("Insikt", "index", 0, lines)
    svg = comparison_chart(chart, kinds or ["municipality"] * (len(lines) - 1), "jamfort", **options)
    return ElementTree.fromstring(svg) if svg else None  # noqa: S314 our own markup


def words(root):
    return [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_name_with_a_sign_that_no_picture_may_hold_leaves_it_out():
    root = drawn(Line("Alingsås", points(70, 71)), Line("A\x0ble", points(60, 61)))

    assert "A Ale" in words(root)
    assert "jämfört med A Ale" in root.find("{http://www.w3.org/2000/svg}title").text


def test_the_others_end_in_a_letter_and_their_name():
    root = drawn(Line("Alingsås", points(70, 71)), Line("Ale", points(60, 61)), Line("Mark", points(80, 79)))

    assert {"Alingsås", "A Ale", "B Mark"} <= set(words(root))


def test_on_a_narrow_chart_the_letter_stands_alone():
    root = drawn(Line("Alingsås", points(70, 71)), Line("Ale", points(60, 61)), size=NARROW)

    assert "A" in words(root)
    assert "A Ale" not in words(root)


def test_lines_are_told_apart_without_colour():
    lines = [Line("Alingsås", points(70, 71)), Line("GR", points(60, 61)), Line("Riket", points(65, 66))]
    root = drawn(*lines, kinds=["region", "country"])

    dashes = {one.get("stroke-dasharray") for one in root.iter("{http://www.w3.org/2000/svg}polyline")}
    assert dashes == {None, "8 3", "8 3 2 3"}


def test_names_never_cover_each_other():
    lines = [Line("Alingsås", points(70, 71)), *(Line(f"Ort {n}", points(60, 61)) for n in range(13))]
    found = [one for one in drawn(*lines).iter("{http://www.w3.org/2000/svg}text") if "Ort" in one.text]
    at = sorted(float(one.get("y")) for one in found)

    assert len(at) == 13
    assert min(b - a for a, b in zip(at, at[1:], strict=False)) >= 13


def test_nothing_is_drawn_without_own_values():
    assert drawn(Line("Alingsås", ()), Line("Ale", points(60, 61))) is None


def test_those_beyond_the_alphabet_have_no_letter():
    assert letters(27)[25:] == ["Z", ""]


@pytest.mark.django_db
def test_what_was_entered_is_published():
    one = make.indicator()
    make.comparison(one, [(2024, 3)], name="Ale", code="1440", members="Ale")
    make.comparison(one, name="Borttagen", dropped=True)
    make.save(one, programmes=[made_programme := make.programme(one.municipality)])

    (published,) = contents.programme(made_programme, date(2026, 1, 1)).indicators[0].comparisons
    assert (published.name, published.code, published.values[0].value) == ("Ale", "1440", 3)


def differences(before, after):
    old, new = (programme(indicators=(indicator(comparisons=some),)) for some in (before, after))
    return [(one.kind, one.room, one.field, one.old, one.new) for one in compare(old, new)]


def test_a_difference_names_the_years_that_changed_and_no_others():
    found = differences((other(figure(2023, 1), figure(2024, 2)),), (other(figure(2023, 1), figure(2024, 3)),))

    assert found == [
        ("changed", "Indikator Svenskt Näringsliv, ranking, jämfört med Grannköping", "Värden", "2024: 2", "2024: 3")
    ]


def test_the_same_figures_fetched_again_differ_by_their_day():
    again = differences((other(figure(2024, 2)),), (other(figure(2024, 2, retrieved=date(2026, 5, 3))),))

    assert again[0][-2:] == ("Kolada (RKA), N02267", "Kolada (RKA), N02267, 2026-05-03")


def test_a_comparison_that_came_is_told_by_its_name():
    (found,) = differences((), (other(figure(2024, 2)),))

    assert found == ("added", "Indikator Svenskt Näringsliv, ranking, jämfört med Grannköping", "", "", "Grannköping")


def test_a_sheet_of_the_workbook_holds_the_others_with_their_reasons():
    one = indicator(comparisons=(other(figure(2023, 0), figure(2024, None), code="1440"),), **PER_CENT)
    sheet = comparisons([one])
    rows = [dict(zip([head for head, _width in sheet.columns], row, strict=True)) for row in sheet.rows]

    assert [(row["Jämförs med"], row["År"], row["Skäl till att värde saknas"]) for row in rows] == [
        ("Grannköping", 2023, ""),
        ("Grannköping", 2024, "för få svar"),
    ]
    assert [row["Värde"] and row["Värde"].value for row in rows] == [0, None]


def test_the_indicators_json_tells_the_others_as_it_tells_oneself():
    one = indicator(comparisons=(other(figure(2024, None), code="1440"),), observations=OWN, **PER_CENT)
    body = pages(record(published(site()), published(programme(indicators=(one,)))))[HOME + "indikatorer/ranking.json"]

    (told,) = json.loads(body)["comparisons"]
    assert (told["kind"], told["code"], told["observations"][0]["value"]) == ("municipality", "1440", None)
    assert told["observations"][0]["missing"] == {"code": "too_few", "words": "för få svar"}
