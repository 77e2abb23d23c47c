"""The register of places answers for every column that can hold a text, and for every folder of files."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from programmes import places
from tests.test_withdrawal import COLUMNS, folders

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
