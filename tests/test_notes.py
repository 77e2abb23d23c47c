"""What the publisher said, on the pages that it is about: what changed last, and what was corrected."""

from tests.example import action, plan, programme, published, record, site
from tests.read_html import by_class, read, text
from tests.read_site import HOME, pages

LOTS, MARK = action(1, title="Lots"), action(2, title="Mark")


def of(*actions, **changes):
    return programme(plans=(plan(actions=actions),), **changes)


def said(versions, path=""):
    """Return the notes on a page of a programme that has been published in these versions, as (content, said)."""
    entries = [published(content, version=n, **told) for n, (content, told) in enumerate(versions, start=1)]
    made = pages(record(published(site()), *entries))
    return [text(note) for note in by_class(read(made[HOME + path]), "said")]


def corrected(note="Fel titel.", **more):
    return {"change": "correction", "note": note, **more}


FIRST = (of(LOTS, MARK), {})
SECOND = (of(action(1, title="Företagslots"), MARK), corrected())


def test_a_correction_stands_with_its_day_and_reason_on_the_pages_that_it_concerns():
    note = ["Rättad 3 november 2026: Fel titel."]

    assert said([FIRST, SECOND]) == note
    assert said([FIRST, SECOND], "planer/2026/") == note
    assert said([FIRST, SECOND], "planer/2026/1/") == note
    assert said([FIRST, SECOND], "planer/2026/2/") == []


def test_a_correction_stays_when_more_is_published_until_the_next_decision():
    update = (of(MARK), {"change": "update"})
    decision = (of(MARK), {"change": "decision"})

    assert said([FIRST, SECOND, update]) == ["Rättad 3 november 2026: Fel titel."]
    assert said([FIRST, SECOND, decision]) == []


def test_the_newest_corrections_are_enough_for_a_page():
    many = [(of(LOTS, diary_number=str(n)), corrected(f"Fel {n}.")) for n in range(5)]

    assert [note[-6:] for note in said([FIRST, *many])] == ["Fel 4.", "Fel 3.", "Fel 2."]


def test_the_programmes_page_says_what_changed_last_and_why():
    update = (of(LOTS), {"change": "update", "note": "Marken såldes."})
    silent = (of(LOTS, diary_number="1"), {"change": "update"})

    assert said([FIRST, update, silent]) == ["Ändrad 3 november 2026: Marken såldes."]
