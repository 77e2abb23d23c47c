"""Withdrawal in the record: hidden, removed by law, and nothing removed by anybody else."""

import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from portal.publications import chain, record
from portal.publications.content import Withdrawal
from portal.publications.models import Part, Publication
from portal.publications.shown import DISPOSE, HIDE, MASK, SHOW_AGAIN, bare, named
from tests import example
from tests.test_record import HOME, append

pytestmark = pytest.mark.django_db
UPDATE = "UPDATE publications_publication SET "
EMPTY = UPDATE + "content = '', salt = '', note = '', decision = '', published_by = ''"
NAME = "Zyxqvist"


def withdraw(sort, *sequences, reason="Ett namn stod där."):
    everything = record.read(HOME)
    there = [*everything.publications, *(gone.published for gone in everything.gone)]
    said = tuple(
        (named if sort in (MASK, DISPOSE) else bare)(one) for one in there if one.envelope.sequence in sequences
    )
    with transaction.atomic():
        withdrawal = Withdrawal(id=HOME, sort=sort, publications=said, reason=reason)
        return record.withdraw(withdrawal, slug="exempelby", published_by="Näringslivsenheten")


def run(statement, *arguments, guarded=True):
    with transaction.atomic(), connection.cursor() as cursor:
        if not guarded:
            cursor.execute("ALTER TABLE publications_publication DISABLE TRIGGER USER")
        cursor.execute(statement, arguments)
        if not guarded:
            cursor.execute("ALTER TABLE publications_publication ENABLE TRIGGER USER")


def sequences(published):
    return [one.envelope.sequence for one in published]


def test_what_is_hidden_is_kept_inside_and_can_be_shown_again():
    append()
    append()
    withdraw(HIDE, 1)
    hidden = record.read(HOME)
    withdraw(SHOW_AGAIN, 1)

    assert sequences(hidden.publications) == [2]
    assert [(gone.named.title, gone.by.content.reason) for gone in hidden.gone] == [
        (example.programme().title, "Ett namn stod där.")
    ]
    assert sequences(record.read(HOME).publications) == [1, 2]
    assert record.verify(HOME)


def test_a_programme_whose_newest_version_is_hidden_is_shown_in_none_and_its_follow_ups_go_along():
    append()
    append(example.follow_up(), "follow_up")
    append()
    withdraw(HIDE, 3)

    assert record.read(HOME).publications == ()
    assert [gone.by.envelope.sequence for gone in record.read(HOME).gone] == [4, 4, 4]
    append()
    assert sequences(record.read(HOME).publications) == [1, 2, 5]


@pytest.mark.parametrize("sort", [MASK, DISPOSE])
def test_what_is_removed_leaves_neither_text_nor_salt_nor_note_and_the_chain_verifies(sort):
    said = {"note": f"Rättade {NAME}", "decision": f"{NAME}s beslut", "published_by": NAME}
    append(replace(example.programme(), title=NAME), **said)
    second = append()
    withdraw(sort, 1)
    first = Publication.objects.get(sequence=1)

    assert [getattr(first, name) for name in ("content", "salt", *chain.SAID)] == [""] * 5
    assert sequences(record.read(HOME).publications) == [2]
    assert record.latest("programme", second.subject) == example.programme()
    assert record.verify(HOME) == Publication.objects.get(sequence=3).entry


def test_the_parts_that_nothing_else_names_go_with_the_content_and_the_others_stay():
    plan = replace(example.programme().plans[0], title=NAME)
    append(replace(example.programme(), plans=(plan,)))
    append()
    shared = chain.named_parts(Publication.objects.get(sequence=2).content)
    withdraw(MASK, 1)

    assert set(Part.objects.values_list("sha256", flat=True)) == shared
    assert record.verify(HOME)


def test_a_note_cannot_be_guessed_by_hashing_since_the_envelope_holds_it_salted_only():
    first = append(note=NAME)
    form = chain.hashed_form(record.envelope(first))

    assert form.keys().isdisjoint(chain.SAID)
    assert form["said"] == chain.sha256(first.salt + f'["{NAME}","","Näringslivsenheten"]')


@pytest.mark.parametrize("sort", [None, HIDE, SHOW_AGAIN])
def test_the_database_empties_nothing_that_no_withdrawal_removes(sort):
    append()
    if sort:
        withdraw(sort, 1)

    with pytest.raises(DatabaseError, match="never changed"):
        run(EMPTY + " WHERE sequence = %s", 1)


@pytest.mark.parametrize(
    "statement",
    [
        UPDATE + "published_by = 'Någon annan' WHERE sequence = 1",
        EMPTY.replace("''", "'{}'", 1) + " WHERE sequence = 1",
        EMPTY.replace("note = ''", "note = 'annat'") + " WHERE sequence = 1",
        EMPTY + ", slug = 'annat' WHERE sequence = 1",
        EMPTY + " WHERE sequence = 2",
        EMPTY + " WHERE sequence = 3",
        EMPTY + " WHERE sequence = 4",
        "DELETE FROM publications_publication WHERE sequence = 1",
        "DELETE FROM publications_part",
        "UPDATE publications_part SET text = ''",
        "TRUNCATE publications_publication",
        "TRUNCATE publications_part",
    ],
)
def test_a_withdrawal_opens_the_way_to_nothing_but_the_removal_of_what_it_names(statement, truncate_guard):
    append(note="Före")
    append()
    withdraw(DISPOSE, 1)
    append()

    with pytest.raises(DatabaseError, match="never changed"):
        run(statement)


def test_a_withdrawal_removes_nothing_of_another_municipality():
    append()
    withdraw(DISPOSE, 1)
    append(municipality=example.uid("annan"))

    with pytest.raises(DatabaseError, match="never changed"):
        run(UPDATE + "content = '', salt = '' WHERE municipality <> %s", HOME)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (EMPTY + " WHERE sequence = 2", "entry 2: the content is gone, and no withdrawal says so"),
        (UPDATE + "content = '{}' WHERE sequence = 1", "entry 1: .* not wholly removed"),
        (UPDATE + "note = 'x' WHERE sequence = 1", "entry 1: what was said .* removed"),
        (
            UPDATE + "content = '{}', salt = 'x' WHERE sequence = 1",
            "entry 1: .* though a withdrawal has removed it",
        ),
        (
            "INSERT INTO publications_part (municipality, sha256, text)"
            " SELECT municipality, repeat('0', 64), 'x' FROM publications_publication LIMIT 1",
            "a part is left",
        ),
    ],
)
def test_verify_accepts_lawful_emptiness_only(statement, fault):
    append()
    append()
    withdraw(MASK, 1)
    run(statement, guarded=False)

    with pytest.raises(record.BrokenChain, match=fault):
        record.verify(HOME)


def test_the_first_publications_whose_notes_are_hashed_as_they_stand_verify_and_keep_them():
    first = append(note="Före")
    envelope = replace(record.envelope(first), said="")
    run(UPDATE + "said = '', entry = %s", chain.entry(envelope), guarded=False)
    append()
    withdraw(MASK, 1)

    assert Publication.objects.get(sequence=1).note == "Före"
    assert record.verify(HOME)
