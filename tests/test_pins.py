"""Going back to the site as it stood, and on again."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from portal.public import build, sites
from portal.publications import record
from portal.publications.content import Withdrawal
from portal.publications.models import Publication
from portal.publications.shown import named
from portal.publishing import pinning
from tests.test_build_faults import front, put_out, standing_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(municipality):
    return standing_programme(municipality)


def pin(programme, sequence):
    pinning.pin(programme.municipality, sequence, reason="Fel version låg ute.", by="Näringslivsenheten")
    build.heal()


def withdraw(programme, sequence):
    """Hide an entry."""
    place = programme.municipality
    entry = next(one for one in record.read(place.uuid).entries if one.envelope.sequence == sequence)
    with transaction.atomic():
        said = Withdrawal(id=place.uuid, sort="hide", publications=(named(entry),), reason="Personuppgifter.")
        record.withdraw(said, slug=place.slug, published_by="Näringslivsenheten")
    build.heal()


def test_the_site_goes_back_stays_there_and_goes_on(programme, capsys):
    put_out(programme, "Den andra.")
    pin(programme, 2)
    assert "Den första." in front(programme)

    put_out(programme, "Den tredje.")
    build.heal()
    assert "Den första." in front(programme)
    assert "Det som har publicerats senare visas inte." in front(programme)
    call_command("verify")

    pin(programme, None)
    assert "Den tredje." in front(programme)
    assert "visas inte" not in front(programme)


def test_what_has_been_published_since_is_not_given_out(programme, settings):
    put_out(programme, "Den andra.")
    pin(programme, 2)

    folder = sites.current(settings.SITES, "alingsas").folder
    given = [
        number for number in range(1, 5) if "content" in json.loads((folder / f"register/{number}.json").read_text())
    ]
    assert given == [1, 2, 4]
    assert "Den andra." not in "".join(path.read_text() for path in folder.rglob("*.json"))


def test_what_is_withdrawn_goes_from_a_site_that_has_gone_back(programme, settings):
    put_out(programme, "Den andra.")
    pin(programme, 2)

    withdraw(programme, 2)

    folder = sites.current(settings.SITES, "alingsas").folder
    assert not [path for path in folder.rglob("*.html") if "Den första." in path.read_text()]


def test_nobody_goes_back_past_a_withdrawal_nor_anywhere_else_that_is_no_place(programme):
    put_out(programme, "Den andra.")
    withdraw(programme, 2)
    put_out(programme, "Den tredje.")

    for sequence in (0, 1, 2, 3, 5, 99):
        with pytest.raises(ValidationError):
            pin(programme, sequence)
    assert Publication.objects.filter(kind="pin").count() == 0


def test_a_site_that_goes_on_cannot_go_on_again(programme):
    with pytest.raises(ValidationError, match="redan"):
        pin(programme, None)


def test_the_desk_says_that_the_site_has_gone_back(client, editor, programme):
    put_out(programme, "Den andra.")
    client.force_login(editor)
    address = reverse("publishing:pin", args=["alingsas"])
    assert client.post(address, {"entry": "2", "reason": "Fel version låg ute."}).status_code == 302

    page = client.get(reverse("publishing:index", args=["alingsas"])).content.decode()

    assert "Den publika sajten visar läget från" in page
    assert "(nr 2)." in page
    assert client.post(address, {"entry": "on", "reason": "Rättat."}).status_code == 302
    assert pinning.record.read(programme.municipality.uuid).pinned is None


@pytest.mark.parametrize("entry", ["3", "-2", "2; drop", "", "99999999999999999999"])
def test_the_desk_takes_no_entry_that_is_not_on_the_list(client, editor, programme, entry):
    client.force_login(editor)
    client.post(reverse("publishing:pin", args=["alingsas"]), {"entry": entry, "reason": "x"})

    assert Publication.objects.filter(kind="pin").count() == 0
