"""An indicator's page: what it is, how it stands, and where its figures come from."""

from datetime import date

import pytest

from portal.publications import content as c
from tests.example import definition, goal, indicator, observation
from tests.read_html import by_class, links, text, texts
from tests.read_site import HOME, facts, main_text, page

PATH = "indikatorer/ranking/"


def shown(as_of=date(2026, 11, 21), **changes):
    return page(PATH, as_of=as_of, indicators=(indicator(**changes),))


def test_the_page_says_first_how_it_stands_and_why_it_was_chosen():
    lede = by_class(shown(why="Visar hur företagen ser på kommunen."), "lede")[0]

    assert text(lede) == (
        "Företagsklimat Svenskt Näringsliv, ranking plats 121 (2025), 2026: ännu inte publicerat"
        " Visar hur företagen ser på kommunen."
    )


def test_an_indicator_without_any_value_says_why_first():
    root = shown(observations=(observation(2025, None, missing="too_few"),), target=None)

    assert text(by_class(root, "standing")[0]) == "2025: för få svar"


def test_the_goals_and_areas_that_it_belongs_to_are_links():
    followed = goal("jobb", theme="Fler jobb")
    root = page(PATH, goals=(followed,), indicators=(indicator(goals=(followed.id,)),))

    assert links(root)["Fler jobb"] == HOME + "#mal"
    assert links(root)["Företagsklimat"] == HOME + "omraden/klimat/"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"next_on": date(2026, 12, 1)}, "Väntas den 1 december 2026."),
        ({"next_on": date(2026, 11, 1)}, "Väntades den 1 november 2026."),
        (
            {"next_on": date(2026, 12, 1), "closed": 2024},
            "Serien är avslutad av källan. Det sista året är 2024.",
        ),
        ({}, None),
    ],
)
def test_the_page_says_when_the_next_figures_come(changes, says):
    assert facts(shown(**changes)).get("Nya värden") == says


def test_events_are_marked_by_a_letter_in_the_list_the_table_and_the_chart():
    root = shown(annotations=(c.Annotation(year=2024, text="Motorvägen öppnades."),))
    years = texts(root, ".//tbody//th")

    assert facts(root)["A, 2024"] == "Motorvägen öppnades."
    assert years[:3] == ["2026", "2025", "2024 händelse A"]
    assert "A" in texts(root, ".//figure//svg/text")


def test_a_new_definition_stands_as_a_break_between_the_values():
    new = definition(2, is_break=True, from_year=2025)
    values = (observation(2024, 144), observation(2025, 121, definition=2))
    root = shown(definitions=(definition(), new), observations=values)

    assert [text(row)[:4] for row in root.findall(".//tbody/tr")] == ["2025", "Ny d", "2024"]


def test_values_of_one_sex_only_are_told_as_such():
    values = (observation(2024, 83), observation(2025, 80), observation(2025, 78, sex="K"))
    root = shown(observations=values)

    assert [texts(row, "td")[:2] for row in root.findall(".//tbody/tr")] == [["80", "78"], ["83", "–"]]
    assert "– betyder inte redovisat." in main_text(root)
    assert "80 (2025, kvinnor)" in main_text(shown(observations=(observation(2025, 80, sex="K"),)))


def test_the_page_says_how_to_refer_to_it_and_on_what_terms():
    root = shown(licence="cc_by")

    assert facts(root)["Så här hänvisar du"].startswith(
        "Exempelby kommun: Svenskt Näringsliv, ranking. Näringslivsstrategiskt program 2021–2035, version 1,"
        " publicerad den 3 november 2026. Källa till värdena: Svenskt Näringsliv."
    )
    assert links(root)["Version 1"] == HOME + "versioner/1/#indikatorer-ranking"
    assert links(root)["CC BY 4.0, annan webbplats"] == "https://creativecommons.org/licenses/by/4.0/deed.sv"
    assert facts(shown())["Licens"] == "Ingen licens är angiven."


def test_the_actions_that_are_meant_to_move_it_show_their_status():
    (section,) = [one for one in shown().iter("section") if one.get("aria-labelledby") == "atgarder"]

    assert texts(section, ".//li") == ["Samlad företagslots för tillståndsärenden, Åtgärdsplan 2026 ✓Genomförd"]


def test_nothing_is_said_of_what_is_not_known():
    bare = indicator(definitions=(), target=None, assessment="", motivation="", areas=(), responsible_role="")
    told = main_text(page(PATH, indicators=(bare,), plans=()))

    assert not [word for word in ("Definition", "Mål", "Nya värden", "Händelser", "Följs av") if word in told]
