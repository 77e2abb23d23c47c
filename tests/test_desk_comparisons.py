"""Whom an indicator is compared with, as an official chooses it: found at the source, or written in by hand."""

import pytest
from django.urls import reverse

from indicators import choosing, fetching
from indicators.models import Comparison, ComparisonValue, FetchedValue
from programmes.models import Change, Region, Role
from tests import make
from tests import source_server as faults
from tests.browse import fill
from tests.fetched import fetch
from tests.kolada_server import MEMBERS, kolada_server
from tests.scb_server import scb_server

pytestmark = pytest.mark.django_db
KEY, HERE, GROUP = "N02267", "1489", "G96190"


@pytest.fixture
def server(settings):
    with kolada_server() as server:
        settings.KOLADA = server.address
        yield server


@pytest.fixture
def place():
    region = make.save(Region(name="Göteborgsregionen", slug="goteborgsregionen", kolada_group=GROUP))
    return make.municipality(name="Alingsås", slug="alingsas", code=HERE, region=region, kolada_peer_group="G37326")


@pytest.fixture
def indicator(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", source_kind="kolada", source_id=KEY)


@pytest.fixture
def editor(place, client):
    membership = make.membership(place, Role.EDITOR, user=make.user(language="sv"))
    client.force_login(membership.user)
    return membership.user


def url(name, place, *args):
    return reverse(f"indicators:{name}", args=[place.slug, *args])


def compared(indicator):
    return [(one.kind, one.name, one.code) for one in indicator.comparisons.kept()]


def test_the_region_similar_municipalities_and_the_country_are_close_at_hand(server, place, indicator, editor, client):
    page = client.get(url("choose_comparisons", place, indicator.pk)).context["places"]
    assert [(one.code, one.kind) for one in page] == [(GROUP, "region"), ("G37326", "similar"), ("0000", "country")]


def test_municipalities_and_groups_are_searched_for_by_name(server, place, indicator, editor, client):
    found = client.get(url("choose_comparisons", place, indicator.pk), {"ord": "alingsås"}).context["places"]
    assert [(one.code, one.name) for one in found] == [("G37326", "Liknande kommuner, övergripande, Alingsås, 2025")]


def test_what_is_chosen_is_written_as_the_source_calls_it(server, place, indicator, editor, client):
    client.post(url("choose_comparisons", place, indicator.pk), {"code": ["1440", "0000", GROUP]})
    assert set(compared(indicator)) == {
        ("municipality", "Ale", "1440"),
        ("country", "Riket", "0000"),
        ("region", "Göteborgsregionen", GROUP),
    }
    assert "Lerum" in indicator.comparisons.get(code=GROUP).members
    assert Change.objects.latest("pk").sentence == "Valde 3 jämförelser för ”Sysselsättningsgrad”"


def test_each_municipality_of_a_group_may_be_chosen_but_not_oneself(server, place, indicator, editor, client):
    client.post(url("choose_comparisons", place, indicator.pk), {"members": GROUP})
    assert {code for _kind, _name, code in compared(indicator)} == {*MEMBERS[GROUP]} - {HERE}


def test_nobody_is_chosen_twice(server, place, indicator, editor, client):
    for _ in range(2):
        answer = client.post(url("choose_comparisons", place, indicator.pk), {"code": "1440"})
    assert "jämförs redan med dem" in answer.text
    assert compared(indicator) == [("municipality", "Ale", "1440")]


@pytest.mark.parametrize("code", ["9999", "G11111", "../kpi", ""])
def test_what_the_source_does_not_know_cannot_be_chosen(server, place, indicator, editor, client, code):
    client.post(url("choose_comparisons", place, indicator.pk), {"code": code})
    assert compared(indicator) == []


def test_there_is_an_end_to_how_many_can_be_compared(server, place, indicator, editor, client):
    for number in range(choosing.MOST):
        make.comparison(indicator, name=str(number), code="")
    page = client.post(url("choose_comparisons", place, indicator.pk), {"code": "1440"})
    assert "högst 60" in page.text


def test_a_source_that_is_down_is_told_on_the_page(server, place, indicator, editor, client):
    server.faults.extend([faults.web_page])
    page = client.get(url("choose_comparisons", place, indicator.pk), {"ord": "ale"})
    assert (page.status_code, "webbsida" in page.text) == (200, True)


def test_places_of_a_table_at_scb_are_chosen_in_the_same_way(settings, place, editor, client):
    jobs = make.indicator(place, source_kind="scb", source_id="TAB5890")
    with scb_server() as scb:
        settings.SCB = scb.address
        client.post(url("choose_comparisons", place, jobs.pk), {"code": ["00", "1415", "9999"]})
    assert compared(jobs) == [("country", "Riket", "00"), ("municipality", "Stenungsund", "1415")]


def test_without_a_source_comparisons_are_written_in_by_hand(place, editor, client):
    ranking = make.indicator(place, name="Ranking")
    page = client.get(url("choose_comparisons", place, ranking.pk), follow=True)
    client.post(page.redirect_chain[-1][0], fill(page, kind="municipality", name="Ale"))
    assert compared(ranking) == [("municipality", "Ale", "")]


def test_a_value_by_hand_needs_a_value_or_a_reason(place, editor, client):
    ale = make.comparison(make.indicator(place), name="Ale", code="")
    page = url("comparison", place, ale.pk)
    answer = client.post(page, fill(client.get(page), year="2024", value="", missing=""))
    assert "antingen ett värde eller" in answer.text
    client.post(page, fill(client.get(page), year="2024", value="0"))
    assert [(one.year, one.value) for one in ale.values.all()] == [(2024, 0)]


def test_comparisons_change_places(place, editor, client):
    indicator = make.indicator(place)
    make.comparison(indicator, name="Ale")
    lerum = make.comparison(indicator, name="Lerum")
    client.post(url("move_comparison", place, lerum.pk), {"direction": "up"})
    assert [one.name for one in indicator.comparisons.all()] == ["Lerum", "Ale"]


def test_what_is_removed_takes_its_values_along_and_comes_back_with_them(place, editor, client):
    ale = make.comparison(make.indicator(place), [(2024, 1)], name="Ale")
    page = url("drop_comparison", place, ale.pk)
    client.post(page, fill(client.get(page)))
    assert (Comparison.objects.get().dropped, ComparisonValue.objects.get().dropped) == (True, True)


def test_the_page_shows_the_latest_value_of_each(place, editor, client):
    indicator = make.indicator(place, unit="%", decimals=1)
    make.comparison(indicator, [(2023, 80), (2024, 81)], name="Ale")
    assert "81,0\u00a0% (2024)" in client.get(indicator.get_absolute_url()).text


def test_all_values_of_one_are_taken_over_in_one_step(server, place, indicator, editor, client):
    ale, lerum = (make.comparison(indicator, name=code, code=code) for code in ("1440", "1441"))
    fetch(place)
    client.post(url("fetched_values", place, indicator.pk), {"of": ale.pk})
    assert (ale.values.count(), lerum.values.count(), indicator.observations.count()) == (fetching.YEARS, 0, 0)


def test_everything_that_raises_no_question_is_taken_over_in_one_step(server, place, indicator, editor, client):
    ale = make.comparison(indicator, [(2010, 1)], name="Ale", code="1440")
    fetch(place)
    doubted = FetchedValue.objects.filter(comparison=ale).exclude(doubts=[]).count()
    client.post(url("fetched_values", place, indicator.pk), {"all": ""})
    assert FetchedValue.objects.filter(state="waiting").count() == doubted > 0


def test_the_values_of_another_municipality_s_comparison_are_not_ours(server, place, indicator, editor, client):
    elsewhere = make.municipality(code="1415")
    theirs = make.indicator(elsewhere, name="Sysselsättningsgrad", source_kind="kolada", source_id=KEY)
    ale = make.comparison(theirs, name="Ale", code="1440")
    fetch(elsewhere)
    client.post(url("fetched_values", place, indicator.pk), {"of": ale.pk})
    assert ale.values.count() == 0


def test_the_page_of_the_fetched_shows_whose_the_values_are(server, place, indicator, editor, client):
    make.comparison(indicator, name="Ale", code="1440")
    fetch(place)
    groups = client.get(url("fetched_values", place, indicator.pk)).context["groups"]
    assert [(str(whose or ""), len(values)) for whose, values in groups] == [("", 75), ("Ale", 25)]
