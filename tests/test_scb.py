"""SCB's database is asked over real HTTP: one place, one code of each variable, both sexes, within its limits."""

from decimal import Decimal

import pytest

from indicators.sources.asking import Source, SourceFault
from indicators.sources.scb import Scb, read_selection
from tests import source_server as faults
from tests.scb_server import scb_server, value_of

POPULATION = {"ContentsCode": "BE0101N1"}


@pytest.fixture
def server():
    with scb_server() as server:
        yield server


@pytest.fixture
def scb(server):
    return Scb(Source(server.address, calls=1000, seconds=1, pause=0))


def test_a_table_is_found_by_a_word_or_by_its_number(scb):
    assert [one.id for one in scb.search("arbetsställets")] == ["TAB5890"]
    assert [one.label for one in scb.search("tab638")] == ["Folkmängden efter region, ålder och kön. År"]


def test_what_a_person_chooses_is_neither_place_time_nor_sex(scb):
    assert [name for name, _variable in scb.metadata("TAB638").chosen()] == ["Alder", "ContentsCode"]


def test_figures_come_by_sex_for_the_years_that_there_are(scb):
    found = scb.figures("TAB638", ["1489"], POPULATION | {"Alder": "20-64"}, range(2020, 2031))
    told = {(one.year, one.sex): one.value for one in found}
    women = {"Region": "1489", "Alder": "20-64", "Kon": "2", "ContentsCode": "BE0101N1", "Tid": "2024"}
    assert told[2024, "K"] == value_of(women)
    assert set(told) == {(year, sex) for year in range(2020, 2026) for sex in "KM"}


def test_a_table_without_sexes_tells_both_together(scb):
    found = scb.figures("TAB5890", ["1489"], {"SNI2007": "A-U+US", "ContentsCode": "000002XH"}, range(2024, 2026))
    assert [(one.year, one.sex) for one in found] == [(2024, "T"), (2025, "T")]


def test_what_is_not_available_is_no_zero(server, scb):
    server.values["1489", "A-U+US", "000002XH", "2024"] = None
    server.values["1489", "A-U+US", "000002XH", "2025"] = 0
    found = scb.figures("TAB5890", ["1489"], {"SNI2007": "A-U+US", "ContentsCode": "000002XH"}, range(2024, 2026))
    assert [one.value for one in found] == [None, Decimal(0)]


@pytest.mark.parametrize(
    ("table", "place", "selection", "told"),
    [
        ("TAB638", "0115", POPULATION, "0115"),
        ("TAB638", "1489", POPULATION | {"Alder": "7"}, "7"),
        ("TAB638", "1489", POPULATION | {"Skor": "7"}, "Skor"),
        ("TAB5890", "1489", {"ContentsCode": "000002XH"}, "näringsgren"),
        ("../config", "1489", {}, "ingen tabell"),
    ],
)
def test_what_the_table_does_not_have_is_told(scb, table, place, selection, told):
    with pytest.raises(SourceFault, match=told):
        scb.figures(table, [place], selection, range(2020, 2026))


def test_no_more_is_asked_for_than_the_source_gives_at_once(server, scb):
    server.cells = 5
    with pytest.raises(SourceFault, match="smalare"):
        scb.figures("TAB638", ["1489"], POPULATION, range(2020, 2026))
    assert not any("/data" in path for path in server.asked)


def test_the_pace_is_the_one_that_the_source_names(scb):
    scb.figures("TAB638", ["1489"], POPULATION, range(2020, 2026))
    assert (scb.source.calls, scb.source.seconds) == (30, 10)


@pytest.mark.parametrize("fault", [faults.busy, faults.broken, faults.half])
def test_a_passing_fault_is_asked_again(server, scb, fault):
    server.faults.extend([fault, fault])
    assert scb.search("folkmängd")


@pytest.mark.parametrize("fault", [faults.web_page, faults.another_shape])
def test_an_answer_that_is_no_table_is_told(server, scb, fault):
    server.faults.append(fault)
    with pytest.raises(SourceFault, match="webbsida|form"):
        scb.metadata("TAB638")


def test_values_that_do_not_fit_their_variables_are_refused(server, scb):
    broken = {"id": ["Region", "Tid"], "size": [9, 9], "dimension": {}, "value": []}
    server.faults.extend([None, None, lambda handler: handler.send(broken)])
    with pytest.raises(SourceFault, match="stämmer inte"):
        scb.figures("TAB638", ["1489"], POPULATION, range(2020, 2026))


def test_a_selection_is_written_one_variable_a_line():
    assert read_selection("Alder=20-64\r\n\n ContentsCode = BE0101N1") == {"Alder": "20-64", "ContentsCode": "BE0101N1"}
    with pytest.raises(ValueError, match="Alder"):
        read_selection("Alder")
