"""Comparing what stands with what should stand."""

import re

import pytest
from django.db import transaction
from msgspec.structs import replace

from portal.public import build
from portal.public.sites import SHARED, current
from portal.publications import chain, record
from tests import example


def publish(slug, *contents):
    with transaction.atomic():
        for content in contents:
            record.append(
                chain.freeze(content),
                municipality=example.uid(slug),
                slug=slug,
                kind=example.KINDS[type(content)],
                subject=content.id,
                change="decision",
                published_by="Näringslivsenheten",
            )


@pytest.mark.django_db
def test_healing_builds_what_is_missing_and_then_rests(settings):
    publish("exempelby", example.site(), example.programme())

    assert build.heal() == ["exempelby", SHARED]
    assert build.heal() == []

    (settings.SITES / "www/exempelby").unlink()
    assert build.heal() == ["exempelby"]


@pytest.mark.django_db
def test_a_municipality_that_cannot_be_built_hinders_no_other(settings):
    programme = example.programme()
    unheard_of = [replace(dialogue, kind="unheard of") for dialogue in programme.dialogues]
    publish("aby", example.site(slug="aby"), replace(programme, dialogues=tuple(unheard_of)))
    publish("exempelby", example.site(), programme)

    with pytest.raises(ExceptionGroup, match="Sites could not be built") as raised:
        build.heal()

    assert re.findall(r"site of \w+", str(raised.value.exceptions[0].__notes__)) == ["site of aby"]
    standing = [name for name in ("aby", "exempelby", SHARED) if current(settings.SITES, name)]
    assert standing == ["exempelby", SHARED]
