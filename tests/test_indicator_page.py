"""An indicator's page: what it is, how it stands, and where its figures come from."""

from datetime import date

import pytest

from portal.publications import content as c
from tests.example import goal, indicator
from tests.read_html import by_class, links, text, texts
from tests.read_site import facts, main_text, page

PATH = "indikatorer/ranking/"


def shown(as_of=date(2026, 11, 21), **changes):
    return page(PATH, as_of=as_of, indicators=(indicator(**changes),))


def test_the_page_says_first_how_it_stands_and_why_it_was_chosen():
    lede = by_class(shown(why="Visar hur företagen ser på kommunen."), "lede")[0]

    assert text(lede) == (
        "Företagsklimat Svenskt Näringsliv, ranking plats 121 (2025), 2026: ännu inte publicerat"
        " Visar hur företagen ser på kommunen."
    )


def test_the_goals_and_areas_that_it_belongs_to_are_links():
    followed = goal("jobb", theme="Fler jobb")
    root = page(PATH, goals=(followed,), indicators=(indicator(goals=(followed.id,)),))

    home = "/exempelby/naringslivsstrategiskt-program/"
    assert links(root)["Fler jobb"] == home + "#mal"
    assert links(root)["Företagsklimat"] == home + "omraden/klimat/"


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


def test_events_are_told_with_their_year():
    events = (c.Annotation(year=2024, text="Motorvägen öppnades."),)

    assert facts(shown(annotations=events))["2024"] == "Motorvägen öppnades."


def test_the_actions_that_are_meant_to_move_it_show_their_status():
    (section,) = [one for one in shown().iter("section") if one.get("aria-labelledby") == "atgarder"]

    assert texts(section, ".//li") == ["Samlad företagslots för tillståndsärenden, Åtgärdsplan 2026 ✓Genomförd"]


def test_nothing_is_said_of_what_is_not_known():
    bare = indicator(definitions=(), target=None, assessment="", motivation="", areas=(), responsible_role="")
    told = main_text(page(PATH, indicators=(bare,), plans=()))

    assert not [word for word in ("Definition", "Mål och", "Nya värden", "Händelser", "Följs av") if word in told]
