"""Plain texts become rich ones that look the same, with their history, and can become plain again."""

import pytest
from django.apps import apps
from django.db import connection

from programmes import rich
from programmes.enriching import both_ways
from programmes.models import Programme
from tests import make

pytestmark = pytest.mark.django_db

BEFORE = "Vision & mål\n- enkelt\n\n2026. Nästa stycke"


def write_before(table):
    """Put a text where it stood before texts were rich, past the field that would clean it."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET vision = %s", [BEFORE])  # noqa: S608 our own tables


def test_a_row_and_its_history_become_rich():
    programme = make.programme(summary="")
    write_before("programmes_programme")
    write_before("programmes_historicalprogramme")

    forward, _backward = both_ways("programmes", {"Programme": "vision summary"})
    forward(apps, None)

    row = Programme.objects.get()
    assert row.vision == "<p>Vision &amp; mål<br>- enkelt</p><p>2026. Nästa stycke</p>"
    assert (row.summary, programme.history.get().vision) == ("", row.vision)


def test_the_way_back_gives_the_plain_text():
    assert rich.plain(rich.paragraphs(BEFORE)) == BEFORE
