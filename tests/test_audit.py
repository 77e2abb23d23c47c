"""The page for whoever audits: each goal with who answers, how it is measured, what was done and when it was told."""

import csv
import io

from portal.publications import content as c
from tests.example import AREAS, action, follow_up, plan, programme, published, record, site, uid
from tests.example_parts import goal, indicator, words
from tests.read_html import links, read, texts
from tests.read_site import HOME, facts, main_text, page, pages

AUDIT = "granskning/"
AIM = {"theme": "Klimat", "wording": "", "quantity": None}
LONE = {"id": uid("goal lone"), "order": 2, "theme": "Trygghet", "wording": "", "quantity": None, "areas": ()}


def served(number=1, **changes):
    """Return an action in the area of the goal."""
    return action(number, **{"area": uid("area klimat")} | changes)


def summary(root):
    """Return the cells of the table of goals, row by row."""
    return [texts(row, "td") for row in root.find(".//main//table").iter("tr") if row.find("td") is not None]


def of_goal(root, number=1):
    section = next(one for one in root.iter("section") if one.get("aria-labelledby") == f"mal-{number}")
    return facts(section)


def csv_of(**changes):
    body = pages(record(published(site()), published(programme(**changes))))[f"{HOME}granskning.csv"]
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_who_answers_how_it_is_measured_and_what_was_done():
    one = goal(**AIM)
    counted = indicator(goals=(one.id,), name="Ranking")
    rows = [served(1, responsible="Kultur"), served(2, responsible="Kultur", status="completed"), served(3)]
    made = page(AUDIT, goals=(one,), indicators=(counted,), plans=(plan(actions=tuple(rows)),))

    [row] = summary(made)
    assert row[1].startswith("Kultur (2), ")
    assert row[2] == "Ranking"
    assert "1 genomförd" in row[3]
    assert row[4] == "Inte bedömt"


def test_a_goal_without_measure_actions_and_areas_says_so_in_words():
    made = page(AUDIT, goals=(c.Goal(**{"source": "", "example": False} | LONE),))

    assert summary(made) == [["1", "Ingen är angiven", "Inget mått", "Inga åtgärder", "Inte bedömt"]]
    said = of_goal(made)
    assert said["Ansvarig"] == "Ingen är angiven."
    assert said["Mäts med"] == "Målet har inget mått."
    assert said["Åtgärder"] == "Målet är inte knutet till vare sig strategier eller åtgärder."


def test_indicators_of_the_goals_areas_are_told_as_what_they_are():
    near = indicator(name="Ranking", target=None, areas=(uid("area klimat"),))
    made = page(AUDIT, goals=(goal(**AIM),), indicators=(near,))

    assert "Målet har inget mått. Närmast ligger Ranking, som hör till målets" in of_goal(made)["Mäts med"]


def test_an_action_that_is_to_move_the_measure_serves_the_goal_wherever_it_stands():
    one = goal(**AIM | {"areas": ()})
    counted = indicator(goals=(one.id,))
    made = page(
        AUDIT,
        goals=(one,),
        indicators=(counted,),
        plans=(plan(actions=(served(1, area=None, indicators=(counted.id,)), served(2))),),
    )

    assert summary(made)[0][3] == "1 pågår"
    assert "Ska påverka måttet: " in of_goal(made)["Åtgärder"]


def test_actions_without_anybody_are_counted():
    made = page(AUDIT, goals=(goal(**AIM),), plans=(plan(actions=(served(1, responsible=""),)),))

    assert of_goal(made)["Ansvarig"] == "Ingen är angiven. 1 åtgärd saknar ansvarig."
    assert "Ingen är angiven" in main_text(made)


def test_each_action_stands_once_with_what_was_decided_and_when_it_was_told_of():
    moved = served(1, account_period="2025", end_reason="Överklagat.")
    goals = (goal(**AIM), goal("two", **AIM | {"order": 2}))
    made = page(AUDIT, goals=goals, plans=(plan(actions=(moved, served(2, account_period=""))),))

    assert main_text(made).count("för 2025") == 1
    assert main_text(made).count("Inte rapporterad") == 1


def test_a_follow_up_published_since_tells_of_its_actions_too():
    old = programme(plans=(plan(actions=(served(1, account_period=""),)),))
    new = programme(plans=(plan(actions=(served(1, account_period="2025"),)),))
    made = pages(record(published(site()), published(old), published(follow_up(programme=new))))
    stale = pages(record(published(site()), published(follow_up(programme=new)), published(old)))

    assert "för 2025" in main_text(read(made[HOME + AUDIT]))
    assert "Inte rapporterad" in main_text(read(stale[HOME + AUDIT]))


def test_what_is_reported_bends_with_the_word_for_action():
    untold = plan(actions=(served(1, account_period=""),))
    made = page(AUDIT, words=words(action="uppdrag"), goals=(goal(**AIM),), plans=(untold,))

    assert "Inte rapporterat" in main_text(made)


def test_follow_ups_stand_with_their_verdicts_their_approval_and_their_place_in_the_record():
    verdicts = (c.AreaAssessment(area=uid("area klimat"), verdict="partly", motivation=""),)
    told = follow_up(areas=verdicts)
    made = record(published(site()), published(programme()), published(told))
    root = read(pages(made)[HOME + AUDIT])

    assert summary(root)[0][4] == str(told.year)
    assert told.title in of_goal(root)["Bedömt"]
    assert links(root)["3"] == "/exempelby/register/3.json"


def test_every_version_stands_with_its_day_and_its_place_in_the_record():
    first, second = published(programme()), published(programme(title="Ny"), version=2, note="Rättat årtal")
    root = read(pages(record(published(site()), first, second))[HOME + AUDIT])

    assert links(root)["Version 1"] == f"{HOME}versioner/1/"
    assert "Rättat årtal" in main_text(root)


def test_the_same_stands_in_a_file_a_row_for_each_action_under_each_goal():
    rows = csv_of(goals=(goal(**AIM),), plans=(plan(actions=(served(1, title="=1+1"), served(2))),))

    assert [row[5:7] for row in rows] == [["Nr", "Åtgärd"], ["1", "'=1+1"], ["2", rows[2][6]]]


def test_a_goal_without_actions_has_its_row_in_the_file():
    rows = csv_of(goals=(goal(**AIM),), plans=())

    assert [row[:2] for row in rows[1:]] == [["1", "Klimat"]]


def test_the_words_are_the_programmes_own():
    made = page(AUDIT, goals=())

    assert "Det näringslivsstrategiska programmet har inga mål." in main_text(made)
    assert f"Åtgärder: {AREAS[0].name}" in main_text(made)


def test_the_programmes_page_and_its_follow_ups_lead_there():
    made = pages(record(published(site()), published(programme()), published(follow_up())))

    for path in ("", "uppfoljning/"):
        assert any(href == f"{HOME}granskning/" for href in links(read(made[HOME + path])).values())
    assert "granskning/" not in str(made[HOME + "versioner/1/"])
