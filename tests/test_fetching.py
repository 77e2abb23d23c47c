"""Figures fetched from Kolada wait for a person's word: nothing is taken over by itself, nothing is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from indicators import fetching, taking
from indicators.models import Definition, Fetch, FetchedValue, Indicator, KeyFigureSeen, Observation
from programmes.models import Change, Role
from tests import make
from tests import source_server as faults
from tests.browse import fill
from tests.fetched import fetch, waiting
from tests.kolada_server import kolada_server, value_of
from tests.scb_server import scb_server

pytestmark = pytest.mark.django_db
QUERIES = 12
KEY, HERE = "N02267", "1489"
YEAR = timezone.localdate().year - 1


@pytest.fixture
def server(settings):
    with kolada_server() as server:
        settings.KOLADA = server.address
        yield server


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas", code=HERE)


@pytest.fixture
def editor(place, client):
    membership = make.membership(place, Role.EDITOR, user=make.user(language="en"))
    client.force_login(membership.user)
    return membership.user


@pytest.fixture
def indicator(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", source_kind="kolada", source_id=KEY)


def url(name, place, *args):
    return reverse(f"indicators:{name}", args=[place.slug, *args])


def test_every_value_that_differs_waits_and_none_is_taken(server, place, indicator):
    make.observation(indicator, year=YEAR, value=value_of(KEY, HERE, YEAR))
    assert fetch(place).state == Fetch.State.DONE
    found = waiting(place)
    assert len(found) == fetching.YEARS * 3 - 1
    assert (YEAR, "T") not in found
    assert Observation.objects.count() == 1


def test_the_answers_are_kept_as_they_came(server, place, indicator):
    answer = fetch(place).answers.last()
    assert f"/data/kpi/{KEY}/municipality/{HERE}/year/" in answer.address
    assert answer.body.startswith(b'{"values": [{"kpi": "N02267"')


def test_a_value_is_taken_over_with_the_day_it_was_fetched(server, place, indicator, editor):
    fetch(place)
    value = waiting(place)[YEAR, "T"]
    taking.take([value], editor, place)
    row = indicator.observations.get()
    assert (row.value, row.retrieved) == (value_of(KEY, HERE, YEAR), timezone.localdate())
    assert (row.provenance, row.example) == ("Kolada (RKA), N02267", False)
    assert Change.objects.latest("pk").sentence == "Tog över 1 hämtat värde"
    assert FetchedValue.objects.get(pk=value.pk).state == FetchedValue.State.TAKEN


def test_what_the_source_has_revised_keeps_the_former_value_beside_it(server, place, indicator, editor):
    make.observation(indicator, year=YEAR, value=Decimal("70.5"))
    fetch(place)
    value = waiting(place)[YEAR, "T"]
    assert value.is_revision
    taking.take([value], editor, place)
    row = indicator.observations.get()
    assert (row.value, row.revised_from) == (value_of(KEY, HERE, YEAR), Decimal("70.5"))


def test_zero_is_a_value(server, place, indicator, editor):
    server.values[KEY, HERE, YEAR, "T"] = Decimal(0)
    fetch(place)
    taking.take([waiting(place)[YEAR, "T"]], editor, place)
    row = indicator.observations.get()
    assert (row.value, row.missing) == (0, "")


def test_a_value_that_was_taken_back_becomes_a_reason_not_a_zero(server, place, indicator, editor):
    make.observation(indicator, year=YEAR, value=Decimal("70.5"))
    server.values[KEY, HERE, YEAR, "T"] = None
    fetch(place)
    taking.take([waiting(place)[YEAR, "T"]], editor, place)
    row = indicator.observations.get()
    assert (row.value, row.missing, row.revised_from) == (None, "not_published", Decimal("70.5"))


def test_nothing_is_taken_where_somebody_has_changed_the_value_meanwhile(server, place, indicator, editor):
    fetch(place)
    chosen = [waiting(place)[YEAR, "T"], waiting(place)[YEAR, "K"]]
    make.observation(indicator, year=YEAR, value=Decimal(1), sex="T")
    with pytest.raises(ValidationError, match="has been changed|har ändrats"):
        taking.take(chosen, editor, place)
    assert indicator.observations.count() == 1


def test_what_is_declined_is_not_offered_again_until_the_source_says_something_else(server, place, indicator):
    fetch(place)
    taking.decline(taking.waiting(place))
    fetch(place)
    assert waiting(place) == {}
    server.values[KEY, HERE, YEAR, "T"] = Decimal("81.2")
    fetch(place)
    assert list(waiting(place)) == [(YEAR, "T")]


def test_a_new_fetch_replaces_what_waited(server, place, indicator):
    fetch(place)
    fetch(place)
    assert FetchedValue.objects.count() == fetching.YEARS * 3


def test_values_of_each_key_figure_go_to_its_own_definition(server, place):
    insikt = make.indicator(place, name="Insikt", source_kind="kolada", source_id="U07453")
    first = insikt.definitions.get()
    first.source_id = "U07451"
    make.save(first)
    make.owned(Definition, insikt, {}, indicator=insikt, version=2, source_id="U07453", from_year=2024)
    fetch(place)
    told = {(one.year, one.definition, one.key) for one in taking.waiting(place).filter(sex="T")}
    assert (2023, 1, "U07451") in told
    assert (2024, 2, "U07453") in told
    assert (2024, 1, "U07451") not in told


def test_a_series_that_has_ended_and_the_next_publication_are_noted(server, place, indicator):
    old = make.indicator(place, name="Insikt", source_kind="kolada", source_id="U07451")
    fetch(place)
    assert KeyFigureSeen.objects.get(indicator=old).closed == 2024
    seen = KeyFigureSeen.objects.get(indicator=indicator)
    assert (seen.title, seen.next_on) == ("Sysselsättningsgrad 20-64 år, andel (%)", date(2026, 11, 28))


def test_a_key_figure_that_does_not_exist_is_told(server, place, indicator):
    make.indicator(place, name="Påhitt", source_kind="kolada", source_id="N99999")
    assert fetch(place).remarks == ["Påhitt: Kolada har inget nyckeltal N99999."]


@pytest.mark.parametrize("fault", [faults.web_page, faults.another_shape, faults.elsewhere])
def test_a_fault_of_the_source_is_told_and_changes_nothing(server, place, indicator, fault):
    fetch(place)
    before = set(FetchedValue.objects.values_list("pk"))
    server.faults.extend([None, fault])
    failed = fetch(place)
    assert (failed.state, bool(failed.fault)) == (Fetch.State.FAILED, True)
    assert set(FetchedValue.objects.values_list("pk")) == before


def test_a_table_at_scb_gives_the_figures_of_its_selection(settings, place, editor):
    said = "SNI2007=A-U+US\nContentsCode=000002XH"
    jobs = make.indicator(place, source_kind="scb", source_id="TAB5890", source_selection=said)
    with scb_server() as scb:
        settings.SCB = scb.address
        assert fetch(place).remarks == []
    taking.take([waiting(place)[2024, "T"]], editor, place)
    assert jobs.observations.get().provenance == "SCB, TAB5890"


def test_a_table_that_refuses_keeps_no_other_indicator_from_its_figures(settings, server, place, indicator):
    make.indicator(place, name="Jobb", source_kind="scb", source_id="TAB5890", source_selection="SNI2007=ZZ")
    with scb_server() as scb:
        settings.SCB = scb.address
        fetched = fetch(place)
    assert fetched.remarks == ["Jobb: Tabellen har inget ”ZZ” för ”SNI2007”."]
    assert len(waiting(place, indicator=indicator)) == fetching.YEARS * 3


def test_what_is_fetched_of_a_table_is_chosen_on_a_page(settings, place, client, editor):
    jobs = make.indicator(place, source_kind="scb", source_id="TAB5890")
    page = url("choose_selection", place, jobs.pk)
    with scb_server() as scb:
        settings.SCB = scb.address
        client.post(page, fill(client.get(page), code_SNI2007="C", code_ContentsCode="000002XH"))
    jobs.refresh_from_db()
    assert jobs.source_selection == "SNI2007=C\nContentsCode=000002XH"


def test_a_table_at_scb_is_searched_for(settings, place, client, editor):
    with scb_server() as scb:
        settings.SCB = scb.address
        page = client.get(url("search_scb", place), {"ord": "folkmängd"})
    assert "TAB638: Folkmängden efter region, ålder och kön. År" in page.text


def test_indicators_of_both_sources_stand_on_the_page(place, client, editor):
    make.indicator(place, name="Jobb", source_kind="scb", source_id="TAB5890")
    make.indicator(place, name="Arbete", source_kind="kolada", source_id=KEY)
    make.indicator(place, name="Ranking")
    rows = client.get(url("fetched", place)).context["rows"]
    assert [row["indicator"].name for row in rows] == ["Jobb", "Arbete"]


def test_the_right_is_asked_again_when_the_source_is_asked(server, place, indicator, editor):
    found = fetching.begin(place, editor)
    editor.memberships.update(until=timezone.localdate() - timedelta(days=1))
    fetching.run.func(found.pk)
    found.refresh_from_db()
    assert (found.state, server.asked) == (Fetch.State.FAILED, [])


def test_the_source_is_asked_on_its_day_once_a_day_until_it_has_published(server, place, indicator):
    fetch(place)
    fetching.by_schedule()
    assert Fetch.objects.count() == 1
    KeyFigureSeen.objects.update(next_on=timezone.localdate())
    Fetch.objects.update(at=timezone.now() - timedelta(days=1))
    fetching.by_schedule()
    fetching.by_schedule()
    assert Fetch.objects.count() == 2


def test_the_figures_of_another_municipality_are_not_ours(server, place, indicator, client, editor):
    elsewhere = make.municipality(code="1415")
    make.indicator(elsewhere, source_kind="kolada", source_id=KEY)
    fetch(elsewhere)
    theirs = taking.waiting(elsewhere).first()
    client.post(url("fetched_values", place, indicator.pk), {"value": theirs.pk, "take": ""})
    theirs.refresh_from_db()
    assert theirs.state == FetchedValue.State.WAITING
    assert client.get(url("fetched_values", place, theirs.indicator_id)).status_code == 404


def test_the_chosen_values_are_taken_over_on_the_page(server, place, indicator, client, editor):
    fetch(place)
    page = url("fetched_values", place, indicator.pk)
    chosen = [one.pk for one in waiting(place, sex="T").values()]
    answer = client.post(page, {"value": chosen, "take": ""}, follow=True)
    assert f"{len(chosen)} values taken over." in answer.text
    assert indicator.observations.count() == len(chosen)


def test_the_page_tells_how_many_values_are_new_and_how_many_have_changed(server, place, indicator, client, editor):
    for year in (YEAR, YEAR - 1):
        make.observation(indicator, year=year, value=Decimal("70.5"))
    fetch(place)
    (row,) = client.get(url("fetched", place)).context["rows"]
    assert (row["new"], row["changed"]) == (fetching.YEARS * 3 - 2, 2)


def test_a_key_figure_is_searched_for_and_begins_an_indicator(server, place, client, editor):
    page = client.get(url("search_kolada", place), {"ord": "efter arbetsställets"})
    assert "N02201: Sysselsatta efter arbetsställets belägenhet, antal" in page.text
    form = client.get(url("add_indicator", place), {"nyckeltal": "N02201", "namn": "Sysselsatta"}).context["form"]
    assert (form["source_id"].value(), form["source_kind"].value()) == ("N02201", Indicator.Source.KOLADA)


def test_a_source_that_is_down_is_told_on_the_page(server, place, client, editor):
    server.faults.extend([faults.broken] * 2)
    page = client.get(url("search_kolada", place), {"ord": "företag"})
    assert (page.status_code, "does not answer" in page.text) == (200, True)


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_however_many_indicators(
    server, place, client, editor, count, django_assert_num_queries
):
    for key in sorted(server.catalogue)[:count]:
        make.indicator(place, source_kind="kolada", source_id=key)
    fetch(place)
    with django_assert_num_queries(QUERIES):
        client.get(url("fetched", place))
