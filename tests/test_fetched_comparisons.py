"""The figures of others come with the municipality's own, and wait for a person's word like them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from indicators import fetching, taking
from indicators.models import ComparisonValue, Fetch, FetchedValue, KeyFigureSeen, Observation
from programmes.history import change
from programmes.models import Role
from tests import fetch_bench, make
from tests import source_server as faults
from tests.fetched import fetch, waiting
from tests.kolada_server import kolada_server, value_of
from tests.scb_server import scb_server
from tests.test_races import at_once

pytestmark = pytest.mark.django_db
KEY, HERE, GROUP = "N02267", "1489", "G96190"
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
def indicator(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", source_kind="kolada", source_id=KEY)


@pytest.fixture
def editor(place):
    return make.membership(place, Role.EDITOR).user


def test_the_figures_of_all_come_in_the_same_questions(server, place, indicator):
    ale, group = (make.comparison(indicator, name=code, code=code) for code in ("1440", GROUP))
    fetch(place)
    assert len([path for path in server.asked if "/data/" in path]) == 1
    assert waiting(place, comparison=ale)[YEAR, "T"].value == value_of(KEY, "1440", YEAR)
    assert waiting(place, comparison=group)[YEAR, "T"].value == value_of(KEY, GROUP, YEAR)
    assert waiting(place, comparison=None)[YEAR, "T"].value == value_of(KEY, HERE, YEAR)


def test_others_are_compared_as_a_whole_where_there_is_a_whole(server, place, indicator):
    ale = make.comparison(indicator, name="Ale", code="1440")
    fetch(place)
    assert {sex for _year, sex in waiting(place, comparison=ale)} == {"T"}


def test_values_only_for_women_are_fetched_of_others_too(server, place, indicator):
    ale = make.comparison(indicator, name="Ale", code="1440")
    server.sexes = "K"
    fetch(place)
    assert {sex for _year, sex in waiting(place, comparison=ale)} == {"K"}


def test_each_indicator_gets_the_figures_of_those_it_is_compared_with(server, place, indicator):
    jobs = make.indicator(place, name="Sysselsatta", source_kind="kolada", source_id="N02201")
    make.comparison(jobs, name="Ale", code="1440")
    fetch(place)
    assert not taking.waiting(place).filter(indicator=indicator, comparison__isnull=False).exists()
    assert taking.waiting(place).filter(indicator=jobs, comparison__isnull=False).exists()


def test_a_value_of_another_is_taken_over_into_its_own_series(server, place, indicator, editor):
    ale = make.comparison(indicator, name="Ale", code="1440")
    fetch(place)
    taking.take([waiting(place, comparison=ale)[YEAR, "T"]], editor, place)
    row = ale.values.get()
    assert (row.value, row.provenance) == (value_of(KEY, "1440", YEAR), "Kolada (RKA), N02267")
    assert indicator.observations.count() == 0


@pytest.mark.parametrize(("years", "queries"), [(1, 12), (2, 14), (12, 14)], ids=["as before", "new too", "many new"])
def test_all_is_read_and_written_at_once_however_many_values_are_taken_over(
    server, place, indicator, editor, years, queries, django_assert_num_queries
):
    ale = make.comparison(indicator, [(YEAR, Decimal("70.5"))], name="Ale", code="1440")
    fetch(place)
    chosen = list(taking.waiting(place).filter(sex="T", year__gt=YEAR - years, year__lte=YEAR))
    with django_assert_num_queries(queries):
        taking.take(chosen, editor, place)
    assert indicator.observations.count() == ale.values.count() == years


def test_a_revised_value_of_another_shows_old_and_new(server, place, indicator):
    ale = make.comparison(indicator, [(YEAR, Decimal("70.5"))], name="Ale", code="1440")
    fetch(place)
    value = waiting(place, comparison=ale)[YEAR, "T"]
    assert (value.before, value.value) == (Decimal("70.5"), value_of(KEY, "1440", YEAR))


def test_what_is_declined_of_another_is_declined_of_that_one_only(server, place, indicator):
    ale, lerum = (make.comparison(indicator, name=code, code=code) for code in ("1440", "1441"))
    fetch(place)
    taking.decline(taking.waiting(place).filter(comparison=ale))
    fetch(place)
    assert (len(waiting(place, comparison=ale)), len(waiting(place, comparison=lerum))) == (0, fetching.YEARS)


def test_nothing_waits_of_a_comparison_that_was_removed(server, place, indicator):
    ale = make.comparison(indicator, name="Ale", code="1440")
    fetch(place)
    ale.dropped = True
    make.save(ale)
    assert not taking.waiting(place).filter(comparison=ale).exists()


def test_a_comparison_by_hand_is_not_asked_for(server, place, indicator):
    make.comparison(indicator, name="Grannkommunerna", code="")
    assert fetch(place).remarks == []


def test_a_municipality_that_has_become_part_of_another_is_told(server, place, indicator):
    make.comparison(indicator, name="Ale", code="1440")
    make.comparison(indicator, name="Lerum", code="1441")
    del server.places["1440"]
    fetched = fetch(place)
    assert fetched.remarks == ["Källan känner inte längre till 1440 (Ale). En kommun kan ha gått upp i en annan."]
    assert taking.waiting(place).filter(comparison__code="1441").exists()


def test_a_table_at_scb_gives_the_figures_of_others_too(settings, place):
    said = "SNI2007=A-U+US\nContentsCode=000002XH"
    jobs = make.indicator(place, source_kind="scb", source_id="TAB5890", source_selection=said)
    near, gone = (
        make.comparison(jobs, name=name, code=code) for name, code in (("Stenungsund", "1415"), ("X", "9999"))
    )
    with scb_server() as scb:
        settings.SCB = scb.address
        fetched = fetch(place)
    assert len([path for path in scb.asked if "/data" in path]) == 1
    assert (2024, "T") in waiting(place, comparison=near)
    assert waiting(place, comparison=gone) == {}
    assert "9999" in fetched.remarks[0]


def test_a_key_figure_that_is_called_something_else_is_doubted(server, place):
    make.indicator(place, name="Invånare totalt", source_kind="kolada", source_id="N02267")
    fetch(place)
    assert all("inget ord gemensamt" in one.doubts[-1] for one in waiting(place).values())


def test_no_doubt_is_left_when_somebody_has_taken_its_values_over(server, place, editor):
    make.indicator(place, name="Invånare totalt", source_kind="kolada", source_id="N02267")
    fetch(place)
    taking.take([waiting(place)[YEAR, "T"]], editor, place)
    fetch(place)
    assert not any(one.doubts for one in waiting(place).values())


def test_a_key_figure_that_the_source_has_renamed_is_told(server, place, indicator):
    fetch(place)
    server.catalogue[KEY]["title"] = "Sysselsatta, andel (%)"
    assert fetch(place).remarks == [
        "Sysselsättningsgrad: källan kallar nu N02267 ”Sysselsatta, andel (%)”; förut var det "
        "”Sysselsättningsgrad 20-64 år, andel (%)”."
    ]


def test_a_year_that_cannot_be_and_a_population_below_zero_are_doubted(server, place, indicator):
    make.observation(indicator, year=YEAR - 1, value=70)
    server.values[KEY, HERE, YEAR, "T"] = Decimal(-70)
    fetch(place)
    assert waiting(place)[YEAR, "T"].doubts == ["Värdet är under noll, vilket inget tidigare värde är."]


def test_a_row_of_a_year_that_was_not_asked_for_is_left_out(server, place, indicator):
    server.years = [3024]
    assert fetch(place).remarks == ["1 rad som ingen hade frågat efter lämnades utanför."]
    assert not FetchedValue.objects.filter(year=3024).exists()


# A fetch that dies


def test_a_fetch_whose_work_has_failed_is_given_up_and_a_new_one_begins(server, place, indicator):
    died = fetching.begin(place)
    DBTaskResult.objects.filter(id=died.task).update(status=TaskResultStatus.FAILED)
    new = fetching.begin(place)
    died.refresh_from_db()
    assert (died.state, new.pk != died.pk) == (Fetch.State.FAILED, True)
    assert "bröts" in died.fault


def test_a_fetch_that_is_worked_on_is_left_alone(server, place, indicator):
    found = fetching.begin(place)
    Fetch.objects.update(at=timezone.now() - timedelta(hours=3))
    DBTaskResult.objects.filter(id=found.task).update(status=TaskResultStatus.RUNNING)
    fetching.heal()
    assert fetching.begin(place).pk == found.pk


@pytest.mark.parametrize("state", [Fetch.State.DONE, Fetch.State.FAILED])
def test_what_a_worker_brings_too_late_is_not_kept(server, place, indicator, state):
    late = fetching.begin(place)
    fetching.run.func(late.pk)
    Fetch.objects.update(state=state)
    before = set(FetchedValue.objects.values_list("pk", flat=True))

    fetching.carry_out(late)

    assert set(FetchedValue.objects.values_list("pk", flat=True)) == before
    assert Fetch.objects.get().state == state


def test_a_fetch_whose_work_nobody_knows_is_given_up_by_the_worker(place):
    lost = Fetch.objects.create(municipality=place)
    fetching.heal()
    lost.refresh_from_db()
    assert lost.state == Fetch.State.FAILED


# A source that is down


def ask_by_schedule():
    """Do what the worker does in an hour; return whether the source was asked."""
    before = Fetch.objects.count()
    fetching.by_schedule()
    for one in Fetch.objects.filter(state=Fetch.State.WAITING):
        fetching.run.func(one.pk)
    return Fetch.objects.count() > before


def test_a_source_that_is_down_for_weeks_is_asked_less_and_less_and_never_given_up(server, place, indicator, settings):
    fetch(place)
    KeyFigureSeen.objects.update(next_on=timezone.localdate())
    server.faults.extend([faults.web_page] * 100)
    asked = []
    for day in range(40):
        Fetch.objects.update(at=F("at") - timedelta(days=1))
        asked += [day] if ask_by_schedule() else []
    assert asked == [0, 1, 3, 7, 14, 21, 28, 35]


def test_when_the_source_answers_again_its_figures_come(server, place, indicator):
    Fetch.objects.create(municipality=place, state=Fetch.State.FAILED, at=timezone.now() - timedelta(days=2))
    assert ask_by_schedule()
    assert Fetch.objects.first().state == Fetch.State.DONE
    assert not ask_by_schedule()


# Two people at once


@pytest.mark.django_db(transaction=True)
def test_taking_over_while_another_enters_the_same_year_is_told_in_a_sentence(server, place, indicator, editor):
    fetch(place)
    value = waiting(place)[YEAR, "T"]

    def enter(deed):
        Observation(municipality=place, indicator=indicator, year=YEAR, value=1).save()

    def take():
        with pytest.raises(ValidationError) as told:
            taking.take([value], editor, place)
        return told.value.messages

    (said,) = at_once(place, enter, take)
    assert "i samma ögonblick" in said
    assert FetchedValue.objects.get(pk=value.pk).state == FetchedValue.State.WAITING


def test_a_value_of_another_stands_in_one_change(server, place, indicator):
    ale = make.comparison(indicator, name="Ale", code="1440")
    with change("Skrev in", municipality=place) as deed:
        ComparisonValue(municipality=place, comparison=ale, year=2024, value=1).save()
    assert ale.values.get().history.get().change == deed


def test_that_nobody_answers_is_told_once_however_often_it_was_tried(place, indicator, client):
    for days in (1, 2, 4, 8):
        Fetch.objects.create(
            municipality=place, state=Fetch.State.FAILED, fault="Borta", at=timezone.now() - timedelta(days=days)
        )
    client.force_login(make.membership(place, Role.EDITOR, user=make.user(language="sv")).user)
    page = client.get(reverse("indicators:fetched", args=[place.slug])).text
    assert (page.count("Borta"), "4 har misslyckats" in page) == (1, True)


def test_the_bench_tells_whether_all_came_and_how_often_was_asked(db):
    *told, complete, _seconds, _taken = fetch_bench.line(20, 2, 2, 3).split()
    assert (told[0], int(told[1]) > 0, told[4], complete) == ("20", True, "78", "yes")


def test_the_bench_leaves_nothing_to_what_comes_after_it(db):
    years = fetching.YEARS
    fetch_bench.line(5000, 0, 1, 2)
    assert years == fetching.YEARS


def test_two_answers_about_one_year_are_a_contradiction_that_is_told(server, place, indicator):
    server.twice[KEY, HERE, YEAR] = Decimal(99)
    assert fetch(place).remarks == [f"Sysselsättningsgrad, {YEAR}: källan ger två värden; inget av dem togs med."]
    assert (YEAR, "T") not in waiting(place)
