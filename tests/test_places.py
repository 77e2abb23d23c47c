"""The register of places answers for every column that can hold a text, and for every folder of files."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from programmes import file_texts, places
from programmes.masking import Mask
from tests.test_withdrawal import COLUMNS, NAME, folders, pdf

pytestmark = pytest.mark.django_db


def uncovered():
    answered = {column for place in places.register() for column in place.columns()}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return {f"{table}.{column}" for table, column in cursor.fetchall()} - answered - without_words()


def without_words():
    """Return the columns of our own models that hold nothing but codes: what people choose among."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return {f"{m._meta.db_table}.{f.column}" for m in models for f in m._meta.concrete_fields if f.choices}


def test_every_column_that_can_hold_a_text_has_a_place():
    assert uncovered() == set()


def test_a_new_column_without_a_place_is_found():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE notebook (id int, note text)")

    assert uncovered() == {"notebook.note"}


def test_every_folder_of_files_has_a_place():
    answered = {getattr(settings, name) for place in places.register() for name in place.folders}

    assert answered == set(folders())


def packed(text):
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("xl/sharedStrings.xml", f"<si><t>{text}</t></si>")
    return out.getvalue()


@pytest.mark.parametrize("body", [pdf(NAME), packed(NAME), NAME.encode(), b"%PDF-1.7 broken " + NAME.encode()])
def test_words_are_found_in_files_of_every_kind(body):
    assert NAME in file_texts.read(body)


@pytest.mark.parametrize(
    "text",
    [
        "ÅSA  ZYXQVISTS hus",
        "asa.zyxqvist@exempel.se",
        "/planer/asa-zyxqvist-lots/",
        "Åsa&nbsp;<b>Zyx</b>qvist",
        "A\u030asa Zyx\u00adqvist",
        "Asa_Zyxqvist.pdf",
        '{"a":"Åsa\\nZyxqvist"}',
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    mask = Mask((NAME,))

    assert not mask.holds(mask.text(text))
    assert mask.text(text) != text


def test_a_longer_name_is_another_one():
    assert Mask(("Bo Ek",)).text("Bo Eks lots och Bo Ekström") == "[borttaget] lots och Bo Ekström"
