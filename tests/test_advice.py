"""Advice before publishing: what readers would miss, said with its row, and nothing that stops."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from msgspec.structs import replace

from portal.publishing import advice
from portal.publishing.people import people
from portal.publishing.publish import propose_site, publish
from tests import make
from tests.browse import fill
from tests.example import action, area, goal, indicator, observation, plan, programme, uid


def advised(document):
    """Return {check: what it found, as (row's name, detail)}."""
    named = {str(sentence): check.__name__ for sentence, check in advice.CHECKS}
    return {named[str(one.sentence)]: [(row.name, row.detail) for row in one.rows] for one in advice.advice(document)}


def about(**changes):
    """Return the advice about a programme with nothing else to be said of it."""
    plain = {"summary": "<p>Kort.</p>", "goals": (), "areas": (), "plans": (), "indicators": ()}
    return advised(programme(**plain | {"dialogues": (), "proposals": ()} | changes))


def of_action(**changes):
    facts = {"title": "Lots", "responsible": "Kontoret", "end": date(2027, 1, 1), "account_period": "2026"} | changes
    return about(plans=(plan(actions=(action(1, **facts),)),))


def test_what_is_as_it_should_be_gets_no_advice():
    assert of_action() == {}


def test_a_programme_without_a_summary_in_plain_language():
    assert list(about(summary="")) == ["no_summary"]


def test_an_area_with_nothing_in_it():
    empty = area("klimat", order=1, name="Klimat", main_strategy="", description="")
    worked_for = (plan(actions=(action(1, area=empty.id, responsible="Kontoret", end=date(2027, 1, 1)),)),)

    assert about(areas=(empty,)) == {"empty_areas": [("Strategi 1 Klimat", "")]}
    assert about(areas=(empty,), plans=worked_for) == {}


def test_a_goal_that_no_area_works_for_where_others_have_one():
    klimat = area("klimat")
    tied, loose = (
        goal(name, order=n, theme="", areas=ids, quantity=None)
        for n, (name, ids) in enumerate([("a", (klimat.id,)), ("b", ())], 1)
    )

    assert about(areas=(klimat,), goals=(tied, loose)) == {"loose_goals": [("Mål 2", "")]}


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"responsible": "", "responsible_role": ""}, "without_responsible"),
        ({"end": None, "continuous": False}, "without_end"),
        ({"end": date(2026, 1, 1)}, "past_their_end"),
        ({"account": "Det går.", "account_period": "2023"}, "old_accounts"),
    ],
)
def test_an_action_that_lacks_something(changes, check):
    assert list(of_action(**changes)) == [check]
    assert of_action(**changes, status="completed").get(check) is None or check == "without_responsible"


def test_a_figure_without_a_source():
    bare = indicator(name="Möten", source="", publisher="", source_kind="manual", source_id="")
    unsourced = observation(2025, value=Decimal(3), source="")

    found = about(indicators=(replace(bare, observations=(unsourced,)),))

    assert found == {"figures_without_source": [("Indikator Möten", "2025")]}


@pytest.mark.parametrize("words", ["klicka här", "Läs mer »", "https://exempel.se/a", "www.exempel.se"])
def test_a_link_whose_words_lead_nowhere(words):
    found = about(vision=f'<p>Se <a href="https://exempel.se/a">{words}</a></p>')

    assert [detail for _name, detail in found["wordless_links"]] == [words]


def test_a_link_that_says_where_it_leads():
    assert about(vision='<p><a href="https://exempel.se/a">Protokollet från juni</a></p>') == {}


def test_shouting_and_headings_that_begin_too_low():
    found = about(vision="<h4>Vision</h4><p>VI SKA BLI BÄST I LANDET nu</p>")

    assert {check: detail for check, [(_name, detail)] in found.items()} == {
        "shouted": "VI SKA BLI BÄST I LANDET",
        "headings_out_of_order": "",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kontakta Anna Svensson på kontoret.", ["Anna Svensson"]),
        ("Kommunalrådet Karin Berg inledde.", ["Karin Berg"]),
        ("Ansvarig är Xhemile Gustafsson.", ["Xhemile Gustafsson"]),
        ("Enligt Lars-Erik von Essen.", ["Lars-Erik von Essen"]),
        ("Frågor: anna.berg@kommunen.example", ["anna.berg@kommunen.example"]),
        ("Ring 070-123 45 67", ["070-123 45 67"]),
        ("Personnummer 640823-3234", ["640823-3234"]),
    ],
)
def test_what_looks_like_a_private_person(text, found):
    assert people(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Barn- och ungdomsförvaltningen i Alingsås kommun",
        "Västra Götalandsregionen och Business Region Göteborg",
        "Svenskt Näringsliv, Sveriges Kommuner och Regioner",
        "Vid Karin Boyes gata och Alströmergymnasiet",
        "Stiftelsen Peter Andersson AB",
        "Region Halland, Norra Bohuslän och Södra Älvsborg",
        "Skriv till info.naringsliv@kommunen.example eller naringsliv@kommunen.example",
        "Växeln 0322-61 60 00, dnr 2021.083 KS, org.nr 212000-1553",
        "Antogs 2021-06-16, 20210616 och 3 700 nya jobb 2016–2035",
        "Kommunledningskontoret Tillväxt Plan Bygg",
        "Business Sweden, Almi Företagspartner Väst och Innovatum Science Park",
        "Nyföretagarcentrum Sjuhärad, Coompanion och Ung Företagsamhet",
    ],
)
def test_what_does_not(text):
    assert people(text) == []


def test_a_known_name_is_no_person():
    assert people("Erik Dahlbergs Kontor svarar", {"Erik Dahlbergs Kontor"}) == []


def test_abbreviations_are_not_shouting():
    assert about(vision="<p>Godkänns av KF, KS, KSAU, SKR och BRG.</p>") == {}


def test_what_does_not_change_is_told_apart():
    found = [advice.Advice("Råd", (advice.Found(uid("a"), "A"), advice.Found(uid("b"), "B")))]

    here, elsewhere = advice.apart(found, {uid("a")})

    assert [[row.name for row in one.rows] for one in (*here, *elsewhere)] == [["A"], ["B"]]


@pytest.mark.django_db
def test_advice_leads_to_the_row_and_stops_nothing(client, municipality, editor):
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="Enheten")
    late = make.action(make.plan(make.programme(municipality), state="adopted"), title="Lots", end=date(2020, 1, 1))
    client.force_login(editor)
    page = reverse("publishing:publish_programme", args=[municipality.slug, late.plan.programme.pk])

    shown = client.get(page)
    answer = client.post(page, fill(shown))

    assert f'<a href="{late.get_absolute_url()}">Åtgärd 1 Lots</a>: 2020-01-01' in shown.content.decode()
    assert answer.status_code == 302
