"""The grid of years × indicators: each cell a value or a reason, one change each, and nobody's figure lost."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Definition, Observation
from programmes.models import Change, Role
from tests import make
from tests.browse import Form, fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def indicator(place):
    return make.indicator(place, name="Insikt", unit="index", decimals=0)


def grid(place, query=""):
    return reverse("indicators:grid", args=[place.slug]) + query


def cell(indicator, year=2024, sex="T"):
    return reverse("indicators:cell", args=[indicator.municipality.slug, indicator.pk, sex, year])


def opened(client, *where):
    """Return what the form in the table holds when the cell is opened."""
    form = client.get(cell(*where), headers=JSON).json()["form"]
    return Form(f"<main>{form.replace('editor', 'form', 1)}").values


def send(client, page, *where, **typed):
    return client.post(cell(*where), page | typed, headers=JSON)


def write(client, written, *where, **typed):
    return send(client, opened(client, *where), *where, written=written, **typed)


def faults(answer):
    return [re.sub("<[^>]+>", "", fault) for fault in re.findall("<li>(.*?)</li>", answer.json()["form"])]


def stands(indicator):
    rows = indicator.observations.kept().order_by("year", "sex")
    return [(one.year, one.sex, one.value, one.missing, one.preliminary) for one in rows]


def test_a_value_is_entered_as_one_change_and_its_row_comes_back(client, editor, indicator):
    before = Change.objects.count()

    answer = write(client, "83,1 p", indicator)

    assert stands(indicator) == [(2024, "T", Decimal("83.1"), "", True)]
    assert Change.objects.count() == before + 1
    assert answer.json()["sentence"] == "Entered 83,1 p for “Insikt 2024”"
    assert "<span data-text>83,1 p</span>" in answer.json()["row"]


def test_a_reason_takes_the_place_of_a_value_and_is_shown_in_words(client, editor, indicator):
    make.observation(indicator, year=2024, value=70)

    answer = write(client, "..", indicator)

    assert stands(indicator) == [(2024, "T", None, "too_few", False)]
    assert "<span data-text>too few answers</span>" in answer.json()["row"]


def test_an_emptied_cell_takes_the_value_away_and_it_can_be_taken_back(client, editor, indicator):
    make.observation(indicator, year=2024, value=70)

    deed = write(client, "", indicator).json()["change"]
    gone = stands(indicator)
    client.post(reverse("indicators:take_back", args=[indicator.municipality.slug]), {"change": deed}, headers=JSON)

    assert (gone, stands(indicator)) == ([], [(2024, "T", Decimal(70), "", False)])


def test_a_cell_that_is_left_as_it_was_changes_nothing(client, editor, indicator):
    before = Change.objects.count()

    answer = write(client, "", indicator)

    assert (answer.status_code, stands(indicator), Change.objects.count()) == (200, [], before)


def test_two_who_fill_the_same_empty_cell_both_see_it_and_the_second_chooses(client, editor, indicator):
    page = opened(client, indicator)
    make.observation(indicator, year=2024, value=70)

    refused = send(client, page, indicator, written="71")
    again = Form(f"<main>{refused.json()['form'].replace('editor', 'form', 1)}").values
    taken = send(client, again, indicator)

    assert refused.status_code == 422
    assert "70" in refused.json()["form"]
    assert (taken.status_code, stands(indicator)) == (200, [(2024, "T", Decimal(71), "", False)])


def test_who_writes_where_somebody_else_has_emptied_the_cell_is_told_once(client, editor, indicator):
    one = make.observation(indicator, year=2024, value=70)
    page = opened(client, indicator)
    one.dropped = True
    make.save(one)

    refused = send(client, page, indicator, written="71")
    again = Form(f"<main>{refused.json()['form'].replace('editor', 'form', 1)}").values
    send(client, again, indicator)

    assert faults(refused) == ["Somebody else has removed this while you wrote."]
    assert stands(indicator) == [(2024, "T", Decimal(71), "", False)]


def test_a_final_value_keeps_the_preliminary_one_that_it_replaces(client, editor, indicator):
    make.observation(indicator, year=2024, value=70, preliminary=True)

    write(client, "72", indicator)

    one = indicator.observations.get()
    assert (one.value, one.preliminary, one.revised_from, one.is_final) == (72, False, 70, True)
    assert "Final; the preliminary value was 70." in client.get(indicator.get_absolute_url()).text


@pytest.mark.parametrize(("ticked", "kept"), [({}, None), ({"revised": "on"}, 70)])
def test_a_slip_is_corrected_and_a_revision_keeps_what_was(client, editor, indicator, ticked, kept):
    make.observation(indicator, year=2024, value=70)

    write(client, "72", indicator, **ticked)

    assert indicator.observations.get().revised_from == kept
    assert not indicator.observations.get().is_final


def test_what_is_odd_is_asked_about_once(client, editor, place):
    share = make.indicator(place, name="Andel", unit="%", decimals=1)
    make.observation(share, year=2023, value=83)

    asked = write(client, "0,83", share)
    again = Form(f"<main>{asked.json()['form'].replace('editor', 'form', 1)}").values
    sure = send(client, again, share)

    assert faults(asked) == [
        "Is 83 per cent meant? The other values are such as 83.", "Save once more if it is right."
    ]  # fmt: skip
    assert (sure.status_code, share.observations.get(year=2024).value) == (200, Decimal("0.83"))


def test_what_cannot_be_read_is_told_at_its_cell_and_nothing_is_saved(client, editor, indicator):
    answer = write(client, "1e400", indicator)

    assert (answer.status_code, stands(indicator)) == (422, [])
    assert "neither a number nor a reason" in faults(answer)[0]


def test_a_value_is_measured_by_the_definition_of_its_year(client, editor, indicator):
    make.owned(Definition, indicator, {}, indicator=indicator, version=2, from_year=2024)

    for year in (2023, 2024):
        write(client, "70", indicator, year)

    assert list(indicator.observations.values_list("year", "definition")) == [(2023, 1), (2024, 2)]


def test_without_a_script_every_cell_is_a_page_and_leads_back_to_its_row(client, editor, indicator):
    page = client.get(cell(indicator))

    answer = client.post(cell(indicator), fill(page, written="70"))

    assert answer.url == f"{grid(indicator.municipality)}#varde-{indicator.pk}-T"
    assert stands(indicator) == [(2024, "T", Decimal(70), "", False)]


def test_the_row_that_comes_back_is_the_one_of_the_page(client, editor, place, indicator):
    years = "?fran=2020&till=2024"

    answer = client.post(cell(indicator) + years, {"written": "70"}, headers=JSON)

    assert answer.json()["row"].strip() in client.get(grid(place, years)).text


def test_the_total_stands_first_and_the_sexes_below_where_there_are_any(client, editor, place, indicator):
    make.observation(indicator, year=2024, sex="K", value=1)
    plain = make.indicator(place, name="Jobb")

    keys = re.findall('data-item="([^"]+)"', client.get(grid(place)).text)

    assert keys == [f"{indicator.pk}-T", f"{indicator.pk}-K", f"{indicator.pk}-M", f"{plain.pk}-T"]


def test_one_programmes_indicators_can_be_shown_and_no_others(client, editor, place, indicator):
    programme, foreign = make.programme(place), make.programme()
    shown = make.save(make.indicator(place), programmes=[programme])

    assert re.findall('data-item="([^"]+)"', client.get(grid(place, f"?program={programme.pk}")).text) == [
        f"{shown.pk}-T"
    ]
    assert client.get(grid(place, f"?program={foreign.pk}")).context["grid"].form.errors


def test_who_may_only_read_sees_the_figures_and_no_way_to_change_them(client, place, indicator):
    make.observation(indicator, year=2024, value=70)
    client.force_login(make.membership(place, Role.READER).user)

    page = client.get(grid(place)).text

    assert ("<span data-text>70</span>" in page, 'class="change"' in page) == (True, False)


@pytest.mark.parametrize("count", [1, 30])
def test_the_grid_takes_as_many_queries_however_large_it_is(client, editor, place, count, django_assert_num_queries):
    for _ in range(count):
        one = make.indicator(place)
        for year in (2024, 2025):
            make.observation(one, year=year, value=1)
    client.get(grid(place))

    with django_assert_num_queries(13):
        client.get(grid(place, "?fran=2006&till=2025"))


def test_a_sex_or_year_that_there_is_none_of_is_not_found(client, editor, indicator):
    assert client.get(cell(indicator, 3024)).status_code == 404
    assert client.get(cell(indicator, 2024, "X")).status_code == 404


def test_an_observation_of_another_municipality_is_out_of_reach(client, editor):
    foreign = make.indicator()

    assert (
        client.post(cell(foreign).replace(foreign.municipality.slug, "alingsas"), {"written": "1"}).status_code == 404
    )
    assert Observation.objects.count() == 0


@pytest.mark.parametrize("forged", ["12", "A\0B", "9" * 5000])
def test_the_history_tells_what_stood_whatever_a_page_says_that_it_saw(client, editor, indicator, forged):
    make.observation(indicator, year=2024, value=70)
    page = opened(client, indicator)

    refused = send(client, page | {"initial-written": forged}, indicator, written="80")
    again = send(client, page | {"initial-written": forged}, indicator, written="70")

    assert (refused.status_code, again.status_code) == (422, 200)
    assert not Change.objects.filter(sentence__contains="12").exists()


@pytest.mark.parametrize("forged", ["A\0B", "9" * 5000])
def test_an_empty_cell_that_a_page_says_was_full_is_told(client, editor, indicator, forged):
    page = opened(client, indicator)

    for address, answered in ((JSON, 422), ({}, 200)):
        answer = client.post(cell(indicator), page | {"initial-written": forged, "written": "5"}, headers=address)
        assert answer.status_code == answered

    assert stands(indicator) == []
