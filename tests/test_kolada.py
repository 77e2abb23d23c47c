"""Kolada is asked over real HTTP: within its limits, to the last page, and never believed blindly."""

import time
from datetime import date
from decimal import Decimal

import pytest

from indicators.sources.asking import Source, SourceFault, pause_after
from indicators.sources.figures import Figure, doubts, rounded, told_once
from indicators.sources.kolada import Kolada
from tests import source_server as faults
from tests.kolada_server import PLACES, kolada_server, value_of

REGION = [place for place in PLACES if place.startswith("1")]


@pytest.fixture
def server():
    with kolada_server() as server:
        yield server


@pytest.fixture
def kolada(server):
    return Kolada(Source(server.address, calls=1000, seconds=1, pause=0))


def test_a_key_figure_is_found_by_a_word_of_its_title(kolada):
    found = kolada.search("sysselsättningsgrad")
    assert {"N02267", "N02268", "N02269"} <= {one.id for one in found}


def test_a_key_figure_is_found_by_its_number(kolada):
    (found,) = kolada.search("n02201")
    assert found.title == "Sysselsatta efter arbetsställets belägenhet, antal"


def test_a_series_that_has_ended_says_so(kolada):
    (old,) = kolada.search("U07451")
    (new,) = kolada.search("U07453")
    assert (old.closed, new.closed) == (2024, None)


def test_figures_come_by_sex_with_every_decimal(kolada):
    found = {one.at: one.value for one in kolada.figures(["N02267"], ["1489"], [2024])}
    assert found[("N02267", "1489", 2024, "K")] == value_of("N02267", "1489", 2024, "K")
    assert len(found) == 3


def test_thirty_key_figures_for_a_region_over_fifteen_years_are_complete(server, kolada):
    keys = sorted(server.catalogue)[:30]
    found = kolada.figures(keys, REGION, range(2011, 2026))
    assert {one.at[:3] for one in found} == {(k, p, y) for k in keys for p in REGION for y in range(2011, 2026)}
    assert len(server.asked) == 2


def test_every_page_is_read(server, kolada):
    server.pages = 7
    assert len(kolada.figures(["N02267"], REGION, [2024, 2025])) == 13 * 2 * 3
    assert len(kolada.answers) == 4


def test_one_answer_in_a_hundred_may_fail(server, kolada):
    server.pages = 2
    server.faults.extend(fault for _ in range(4) for fault in (*[None] * 24, faults.broken))
    assert len(kolada.figures(["N02267"], REGION, range(2011, 2026))) == 13 * 15 * 3


@pytest.mark.parametrize("fault", [faults.busy, faults.broken, faults.half])
def test_a_passing_fault_is_asked_again(server, kolada, fault):
    server.faults.extend([fault, fault])
    assert kolada.search("N02201")
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.busy, "färre frågor"),
        (faults.broken, "svarar inte"),
        (faults.half, "svarar inte"),
        (faults.web_page, "webbsida"),
        (faults.another_shape, "form"),
        (faults.elsewhere, "annan plats"),
        (faults.for_ever, "inget slut"),
    ],
)
def test_a_fault_that_stays_is_told_in_words(server, kolada, fault, told):
    server.faults.extend([fault] * 5)
    with pytest.raises(SourceFault, match=told):
        kolada.search("företag")


def test_a_redirection_is_not_followed(server, kolada):
    server.faults.append(lambda handler: handler.send({}, 302, Location="http://169.254.169.254/"))
    with pytest.raises(SourceFault, match="302"):
        kolada.search("företag")


def test_an_answer_that_is_too_large_is_not_read(server, kolada):
    server.faults.append(lambda handler: handler.send_body(b" " * 20_000_001))
    with pytest.raises(SourceFault, match="mer än"):
        kolada.search("företag")


def test_a_source_that_is_down_is_told():
    with kolada_server() as server:
        address = server.address
    with pytest.raises(SourceFault, match="svarar inte"):
        Kolada(Source(address, calls=100, seconds=1, pause=0)).search("företag")


def test_the_pace_is_kept(server):
    kolada = Kolada(Source(server.address, calls=2, seconds=0.3, pause=0))
    began = time.monotonic()
    for _ in range(3):
        kolada.search("N02201")
    assert time.monotonic() - began >= 0.3


def test_an_id_that_is_none_is_never_sent(server, kolada):
    with pytest.raises(SourceFault, match="id"):
        kolada.figures(["N02267/../x"], ["1489"], [2024])
    assert server.asked == []


def test_a_value_that_was_taken_back_is_no_zero(server, kolada):
    server.values[("N02267", "1489", 2024, "T")] = None
    found = {one.sex: one for one in kolada.figures(["N02267"], ["1489"], [2024])}
    assert (found["T"].value, found["T"].withdrawn, found["K"].withdrawn) == (None, True, False)


def figure(value, year=2024, status=""):
    return Figure("N02267", "1489", year, "T", None if value is None else Decimal(value), status)


def test_the_same_value_twice_counts_once():
    assert told_once([figure("3.5"), figure("3.50")])[0] == [figure("3.5")]


def test_two_values_for_one_year_are_a_contradiction():
    assert told_once([figure("3.5"), figure("3.6")]) == ([], [("N02267", "1489", 2024, "T")])


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (figure("81", year=3024), "3024"),
        (figure("-41000"), "noll"),
        (figure("0.83"), "tio gånger"),
        (figure("8300"), "tio gånger"),
        (figure("83", status="osäkert"), "osäkert"),
    ],
)
def test_what_is_odd_in_a_figure_is_told(odd, told):
    (doubt,) = doubts(odd, [Decimal(80), Decimal(82)], date(2026, 5, 3))
    assert told in doubt


@pytest.mark.parametrize("plain", ["0", "79.9", "160"])
def test_an_ordinary_figure_raises_no_doubt(plain):
    assert doubts(figure(plain), [Decimal(80), Decimal(82)], date(2026, 5, 3)) == []


@pytest.mark.parametrize(("said", "seconds"), [("3", 3), ("", 7), ("nonsense", 7), ("-5", 7), ("99999", 60)])
def test_the_pause_is_what_the_source_says_within_bounds(said, seconds):
    assert pause_after(said, 7) == seconds


@pytest.mark.parametrize(("value", "held"), [("31.32959689", "31.3296"), ("100", "100"), ("0", "0"), ("1e30", None)])
def test_a_value_is_held_with_four_decimals(value, held):
    assert rounded(Decimal(value)) == (None if held is None else Decimal(held))
