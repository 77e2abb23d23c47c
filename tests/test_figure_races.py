"""Figures that two people touch at the same moment: each stands once, and the second is told."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from indicators import taking
from indicators.models import FetchedValue, Observation
from programmes.models import Change
from tests import make
from tests.test_figure_grid import JSON, cell, opened
from tests.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def indicator():
    return make.indicator(name="Insikt", unit="index", decimals=0, source_kind="kolada", source_id="N02267")


@pytest.fixture
def editors(indicator):
    """Return two editors, each at a browser."""
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make.membership(indicator.municipality, "editor").user)
    return clients


def together(sent):
    """Send the cells at once, each (browser, address, values); return how each was answered."""
    sent = list(sent)
    start = threading.Barrier(len(sent))

    def one(client, address, values):
        try:
            start.wait()
            return client.post(address, values, headers=JSON).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sent)) as people:
        return list(people.map(one, *zip(*sent, strict=True)))


def test_of_two_who_take_over_the_same_value_one_does(indicator):
    waiting, place = make.fetched_value(indicator), indicator.municipality
    person = make.membership(place, "editor").user

    with pytest.raises(ValidationError, match="ställning"):
        at_once(
            place,
            lambda deed: taking.take_all(place, [waiting.pk], deed),
            lambda: taking.take([waiting], person, place),
        )

    assert [one.value for one in Observation.objects.all()] == [Decimal(80)]


def test_what_is_taken_over_at_this_moment_is_not_declined(indicator):
    waiting, place = make.fetched_value(indicator), indicator.municipality

    at_once(
        place,
        lambda deed: taking.take_all(place, [waiting.pk], deed),
        lambda: taking.decline(taking.waiting(place).filter(pk=waiting.pk)),
    )

    assert FetchedValue.objects.get().state == FetchedValue.State.TAKEN


def test_two_who_fill_one_empty_cell_at_once_leave_one_value_and_one_is_told(indicator, editors):
    sent = [opened(client, indicator) | {"written": said} for client, said in zip(editors, ("70", "80"), strict=True)]

    answers = together([(client, cell(indicator), page) for client, page in zip(editors, sent, strict=True)])

    assert sorted(answers) == [200, 422]
    assert Observation.objects.kept().count() == 1


def test_two_who_fill_two_cells_of_one_row_at_once_are_both_heard(indicator, editors):
    before, years = Change.objects.count(), (2023, 2024)
    sent = [opened(client, indicator, year) | {"written": "70"} for client, year in zip(editors, years, strict=True)]

    cells = [cell(indicator, year) for year in years]
    answers = together(zip(editors, cells, sent, strict=True))

    assert answers == [200, 200]
    assert Change.objects.count() == before + 2
