"""The list in words of what publishing would change: moved statuses and dates in tables, the rest by kind of row."""

from dataclasses import dataclass
from itertools import groupby

from actions.marks import Mark, mark
from portal.publications import comparison, moves
from programmes import comparing

from .unfinished import Room

LONG = 60  # characters; of longer texts it is shown word by word what becomes another
MANY = 25  # rows; a longer list is opened by whoever wants to read it


@dataclass(frozen=True)
class Line:
    """One difference; `pieces` shows a long text word by word, `promised` that it changes what was promised."""

    difference: comparison.Difference
    pieces: tuple
    promised: bool


@dataclass(frozen=True)
class MovedRow:
    """One action in the table, its status before and now as it is always shown."""

    room: Room
    move: moves.Move
    before: Mark
    now: Mark
    promised: bool


@dataclass(frozen=True)
class Section:
    """The rows of one kind that differ; `heading` is empty for what the document says itself."""

    heading: str
    rooms: tuple

    @property
    def is_long(self):
        return len(self.rooms) > MANY


def tables(proposal, rooms):
    """Return [(plan's title, [MovedRow])] of what has moved since the last publication."""
    broken = {difference.id for difference in proposal.promises if is_told_by_a_move(proposal, difference)}
    return [
        (plan.title, [moved_row(move, rooms, move.now.id in broken) for move in moved])
        for plan, moved in proposal.moves
    ]


def moved_row(move, rooms, promised):
    room = rooms.room(f"{move.now.number} {move.now.title}", move.now.id)
    return MovedRow(room, move, *(mark(one.status, one.late) for one in (move.before, move.now)), promised)


def is_told_by_a_move(proposal, difference):
    return difference.id in proposal.moved and proposal.moved[difference.id].tells(difference)


def sections(proposal, rooms):
    """Return the sections of all differences that no table tells of."""
    left = [one for one in proposal.differences if not is_told_by_a_move(proposal, one)]
    headings = headings_of(proposal)
    order = {heading: place for place, heading in enumerate(dict.fromkeys(["", *headings.values()]))}
    found = sorted(in_rooms(proposal, left, rooms), key=lambda pair: order[headings.get(pair[0], "")])
    return [
        Section(heading, tuple(room for _row, room in some))
        for heading, some in groupby(found, key=lambda pair: headings.get(pair[0], ""))
    ]


def headings_of(proposal):
    """Return {row: the heading that it stands under}."""
    now, before = ([*comparison.rows_by_kind(one)] if one else [] for one in (proposal.document, proposal.last))
    found = {}
    for heading, rows in [*now, *before]:
        for row, _name in rows:
            found.setdefault(row, heading)
    return found


def in_rooms(proposal, differences, rooms):
    """Yield (row, its room) for each row that differs."""
    promised = set(map(id, proposal.promises))
    for (name, row), some in groupby(differences, key=lambda one: (one.room, one.id)):
        yield row, rooms.room(name, row, tuple(Line(one, pieces(one), id(one) in promised) for one in some))


def pieces(difference):
    """Return how a long text becomes another, word by word; nothing for what is short, new or gone."""
    if difference.kind != comparison.CHANGED or max(len(difference.old), len(difference.new)) <= LONG:
        return ()
    return tuple(comparing.marked(comparing.excerpt(comparing.compare(difference.old, difference.new))))
