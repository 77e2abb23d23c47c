"""Whatever a source answers, and however slowly: it is told in words, holds nobody up, and nothing odd is kept."""

import gzip
import json
import time
from contextlib import suppress
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.models import Fetch
from indicators.sources import asking
from indicators.sources.asking import Source, SourceFault
from indicators.sources.kolada import Kolada
from indicators.sources.scb import Scb
from programmes.models import Role
from tests import make
from tests.fetched import fetch, waiting
from tests.kolada_server import kolada_server
from tests.scb_server import scb_server
from tests.signed_in import enter

KEY, HERE = "N02267", "1489"
YEAR = timezone.localdate().year - 1
ODD = "Sysselsättning\0 \x08i\x1b\ufffe\u200b \\u0000 kommunen"
CLEAN = "Sysselsättning i \\u0000 kommunen"


@pytest.fixture
def server(settings):
    with kolada_server() as server:
        settings.KOLADA = server.address
        yield server


@pytest.fixture
def place(db):
    return make.municipality(name="Alingsås", slug="alingsas", code=HERE)


@pytest.fixture
def indicator(place):
    return make.indicator(place, name="Sysselsättningsgrad", source_kind="kolada", source_id=KEY)


def kolada(server, **patience):
    return Kolada(Source(server.address, **{"calls": 1000, "seconds": 1, "pause": 0} | patience))


def dripping(handler):
    """The answer comes sign by sign, and never to an end."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    with suppress(OSError):
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.1)


def bomb(handler):
    """A few thousand bytes, of which hundreds of millions come out."""
    some = gzip.compress(bytes(1_000_000))
    handler.send_body(some * 300, Content_Encoding="gzip")


def gives(value):
    row = {"kpi": KEY, "municipality": HERE, "period": YEAR, "values": [{"gender": "T", "value": value}]}
    return lambda handler: handler.send({"values": [row]})


def test_an_answer_that_drips_is_given_up(server):
    server.faults.append(dripping)
    begun = time.monotonic()

    with pytest.raises(SourceFault, match="för långsam"):
        kolada(server, longest=0.5).search("företag")

    assert time.monotonic() - begun < 8


def test_nobody_waits_longer_for_a_busy_source_than_the_conversation_may_last(server):
    server.faults.append(lambda handler: handler.send({}, 429, Retry_After="60"))
    begun = time.monotonic()

    with pytest.raises(SourceFault, match="för långsam"):
        kolada(server, longest=5).search("företag")

    assert time.monotonic() - begun < 30


def test_what_is_packed_is_not_unpacked_beyond_its_bound(server):
    server.faults.append(bomb)

    with pytest.raises(SourceFault, match="mer än"):
        kolada(server).search("företag")


def test_all_answers_of_a_conversation_together_have_a_bound(server, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2000)
    server.pages = 1

    with pytest.raises(SourceFault, match="mer än"):
        kolada(server).search("antal")


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-inf"])
def test_a_number_that_is_none_is_a_form_that_is_not_known(server, value):
    server.faults.append(gives(value))

    with pytest.raises(SourceFault, match="form"):
        kolada(server).figures([KEY], [HERE], [YEAR])


def test_a_source_that_gives_no_numbers_leaves_a_fetch_that_says_so(server, place, indicator):
    server.faults.extend([None, None, gives("NaN")])

    fetch(place)

    told = Fetch.objects.get()
    assert (told.state, waiting(place)) == (Fetch.State.FAILED, {})
    assert "form som" in told.fault


def test_what_nobody_sees_in_the_texts_of_a_source_is_not_kept(server, place, indicator):
    server.catalogue[KEY] |= {"title": ODD}
    server.values[KEY, HERE, YEAR, "T"] = Decimal(80)

    fetch(place)

    assert Fetch.objects.get().state == Fetch.State.DONE
    assert " ".join(indicator.key_figures_seen.get().title.split()) == CLEAN
    assert waiting(place)[YEAR, "T"].value == 80


def test_a_remark_of_a_source_is_kept_without_what_the_database_has_no_sign_for(server, place, indicator):
    cell = {"gender": "T", "value": 80, "status": "\0\x1bosäker"}
    row = {"kpi": KEY, "municipality": HERE, "period": YEAR, "values": [cell]}
    server.faults.extend([None, None, lambda handler: handler.send({"values": [row]})])

    fetch(place)

    assert any("osäker" in doubt for doubt in waiting(place)[YEAR, "T"].doubts)


def test_a_place_with_an_odd_name_is_compared_with(server, place, indicator, client):
    enter(client, place, Role.EDITOR)
    server.places["1440"] = "Ale\0\x07"

    client.post(reverse("indicators:choose_comparisons", args=[place.slug, indicator.pk]), {"code": "1440"})

    assert indicator.comparisons.get().name.strip() == "Ale"


def scb(server):
    return Scb(Source(server.address, calls=1000, seconds=1, pause=0, longest=5))


@pytest.fixture
def tables():
    with scb_server() as server:
        yield server


def answered(change):
    """Let the server's next answer be another one than it means to give."""

    def answer(handler):
        send = handler.send
        handler.send = lambda document, *rest: send(change(json.loads(json.dumps(document))), *rest)
        handler.answer()

    return answer


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told | {"id": [*told["id"], "Okand"]},
        lambda told: told | {"id": told["id"][1:], "size": told["size"][1:]},
        lambda told: told | {"id": [told["id"][0], *told["id"]], "size": [told["size"][0], *told["size"]]},
        lambda told: told | {"value": ["NaN"] * len(told["value"])},
    ],
)
def test_a_table_that_describes_its_values_otherwise_is_refused_in_words(tables, change):
    tables.faults.extend([None, None, answered(change)])

    with pytest.raises(SourceFault):
        scb(tables).figures("TAB638", [HERE], {"ContentsCode": "BE0101N1"}, [2024])


def test_a_variable_that_a_table_does_not_describe_is_not_offered(tables):
    tables.faults.append(answered(lambda told: told | {"id": [*told["id"], "Okand"]}))

    assert "Okand" not in dict(scb(tables).metadata("TAB638").chosen())


def test_a_table_that_calls_the_sexes_years_gives_no_years(tables):
    tables.faults.extend([None, None, answered(lambda told: told | {"role": {"time": ["Kon"], "geo": ["Region"]}})])

    found = scb(tables).figures("TAB638", [HERE], {"ContentsCode": "BE0101N1"}, [2024])

    assert {one.year for one in found} == {2024}


@pytest.mark.parametrize(
    "limits", [{"timeWindow": 10**9, "maxCallsPerTimeWindow": 1}, {"maxCallsPerTimeWindow": 10**18}]
)
def test_the_pace_that_a_source_names_holds_nobody_up_for_ever(tables, limits):
    tables.faults.extend([None, answered(lambda told: told | limits)])
    begun = time.monotonic()

    with suppress(SourceFault):
        scb(tables).figures("TAB638", [HERE], {"ContentsCode": "BE0101N1"}, [2024])
        scb(tables).figures("TAB638", [HERE], {"ContentsCode": "BE0101N1"}, [2024])

    assert time.monotonic() - begun < 30
