"""The record: canonical text, one chain per municipality, and a database that refuses to change it."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from msgspec.structs import replace

from portal.publications import chain, record
from portal.publications.models import Part, Publication
from tests import example, make

pytestmark = pytest.mark.django_db
HOME = uuid4()


def append(document=None, kind="programme", **fields):
    document = document or example.programme()
    facts = {"municipality": HOME, "slug": "exempelby", "change": "update", "published_by": "Näringslivsenheten"}
    with transaction.atomic():
        return record.append(chain.freeze(document), kind=kind, subject=document.id, **facts | fields)


@pytest.mark.parametrize(
    ("kind", "document"),
    [("programme", example.programme()), ("follow_up", example.follow_up()), ("site", example.site())],
)
def test_what_is_published_is_read_back_as_it_was(kind, document):
    append(document, kind)

    assert record.latest(kind, document.id) == document


def test_an_unchanged_plan_costs_the_next_publication_nothing():
    first = example.programme()
    append(first)
    parts = Part.objects.count()

    append(replace(first, vision="En ny vision."))

    assert Part.objects.count() == parts


def test_the_chain_goes_on_from_the_entry_before():
    first, second = append(), append()

    assert (second.sequence, second.version, second.previous) == (2, 2, first.entry)
    assert record.verify(HOME) == second.entry


def test_a_clock_that_was_set_back_does_not_turn_the_order():
    append()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publications_publication DISABLE TRIGGER USER")
        cursor.execute("UPDATE publications_publication SET published_at = now() + interval '2 days'")
        cursor.execute("ALTER TABLE publications_publication ENABLE TRIGGER USER")

    assert append().published_at >= timezone.now() + timedelta(days=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publications_publication SET note = 'annat'",
        "DELETE FROM publications_publication",
        "TRUNCATE publications_publication",
        "UPDATE publications_part SET text = '{}'",
        "DELETE FROM publications_part",
        "TRUNCATE publications_part",
    ],
)
def test_the_database_refuses_to_change_what_is_published(statement, truncate_guard):
    append()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("column", ["note", "content", "published_by", "previous", "salt", "change"])
def test_verify_finds_a_changed_column(column):
    append(note="Före")
    append(note="Efter")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publications_publication DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE publications_publication SET {column} = reverse({column}) WHERE sequence = 2")  # noqa: S608
        cursor.execute("ALTER TABLE publications_publication ENABLE TRIGGER USER")

    with pytest.raises(record.BrokenChain, match="entry 2"):
        record.verify(HOME)


def test_verify_finds_a_changed_part():
    append()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publications_part DISABLE TRIGGER USER")
        cursor.execute("UPDATE publications_part SET text = text || ' '")
        cursor.execute("ALTER TABLE publications_part ENABLE TRIGGER USER")

    with pytest.raises(record.BrokenChain, match="part"):
        record.verify(HOME)


def test_canonical_text_is_sorted_utf8_without_blanks_or_floats():
    assert chain.canonical({"ö": "å", "a": 1}) == '{"a":1,"ö":"å"}'


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_one_chain_without_a_fork():
    place = make.municipality()

    def publish():
        for _ in range(5):
            with transaction.atomic():
                type(place).objects.select_for_update().get(pk=place.pk)
                append(municipality=place.uuid)
        connection.close()

    publishers = [threading.Thread(target=publish) for _ in range(2)]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()

    assert record.verify(place.uuid) == Publication.objects.get(sequence=10).entry
