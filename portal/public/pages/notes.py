"""What publishers said of their publications, on the pages that it is about: corrections, and what changed last."""

from dataclasses import dataclass

from portal.publications.content import Programme
from portal.publications.rows import everything
from programmes.dates import long_date

LEADS = {"correction": "Rättad", "decision": "Nytt beslut", "update": "Ändrad"}
CORRECTION, DECISION = "correction", "decision"
MOST = 3  # corrections that a page shows; the list of versions has them all
EVERYTHING = None  # a page that shows all that its publication holds


@dataclass(frozen=True)
class Note:
    """A publisher's note with the day that it was published: "Rättad 3 maj 2026: fel datum"."""

    lead: str
    text: str


def note(published, day):
    envelope = published.envelope
    return Note(f"{LEADS[envelope.change]} {long_date(day)}", envelope.note)


def latest(versions):
    """Return the newest version that has something to say beside a correction, or None."""
    said = [version for version in versions if version.envelope.note and version.envelope.change != CORRECTION]
    return said[-1] if said else None


def corrections(versions, changed):
    """Return [(the correction, ids of the rows that it changed)] since the latest decision, the newest first.

    `changed(old, new)` says which rows a publication words otherwise than the one before it, or None.
    """
    found = []
    for before, version in zip([None, *versions], versions, strict=False):
        if version.envelope.change == DECISION:
            found = []
        elif version.envelope.change == CORRECTION and version.envelope.note:
            found.insert(0, (version, changed(before, version)))
    return found


def concerning(corrections, rows):
    """Return the newest corrections that changed one of the rows."""
    return [version for version, ids in corrections if rows is EVERYTHING or ids & rows][:MOST]


def changed(old, new):
    """Return the ids of all rows that one content words otherwise than the other; a plan is what its actions are."""
    before, now = ({row.id: row for row in rows_of(content)} for content in (old, new))
    return {key for key, row in now.items() if before.get(key) != row}


def rows_of(content):
    return everything(content) if isinstance(content, Programme) else ()
