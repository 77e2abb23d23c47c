"""Two versions of a programme beside each other, for somebody who has never seen such a thing.

First a sentence that counts, then what moved in tables, what came and went in lists, and last every text that was
changed, word by word.
"""

from dataclasses import dataclass

from portal.public.pages.overview import mark
from portal.publications import content as c
from portal.publications.comparison import ADDED, REMOVED, SHAPED, compare
from portal.publications.moves import END, STATUS, moves
from programmes import comparing
from programmes.formats import NBSP

DATES = ("end", "end_adopted", "continuous")
FACT = 40  # characters; what is shorter before and after is replaced as a whole
AROUND = 15  # words that are shown of what stays, on each side of what does not
LONGEST = 10_000  # words of one text that are shown
MOST = 200_000  # signs of texts that are compared word by word on one page; the rest is only named
OWN_WORDS = {c.Action: "action", c.Area: "area", c.Plan: "plan"}
NOUNS = {  # one and many of what else a programme holds
    c.Goal: ("mål", "mål"),
    c.Indicator: ("indikator", "indikatorer"),
    c.Observation: ("värde", "värden"),
    c.Comparison: ("jämförelse", "jämförelser"),
    c.Definition: ("definition", "definitioner"),
    c.Annotation: ("händelse", "händelser"),
    c.Member: ("kommun i regionen", "kommuner i regionen"),
    c.Step: ("steg i ärendet", "steg i ärendet"),
    c.File: ("bilaga", "bilagor"),
    c.Group: ("grupp", "grupper"),
    c.Dialogue: ("dialog", "dialoger"),
    c.Proposal: ("förslag", "förslag"),
}


@dataclass(frozen=True)
class Row:
    """An action in one of the tables; `before` and `now` are its marks, or its ends."""

    action: c.Action
    plan: str  # the title of its plan
    before: object
    now: object


@dataclass(frozen=True)
class Ends:
    end: str
    adopted: str  # nothing where it is the same day


@dataclass(frozen=True)
class Line:
    """A text or a fact that was changed: its pieces, or a remark where they are not shown."""

    label: str
    pieces: tuple[tuple[str, str], ...]
    remark: str = ""


@dataclass(frozen=True)
class Whole:
    """Something that came or went."""

    name: str
    text: str


class Compared:
    """What differs between two contents, sorted by how it is told."""

    def __init__(self, old, new):
        self.words = new.words
        moved = [(plan, move) for plan, found in moves(old, new) for move in found]
        statuses = [status_row(plan, move, self.words.action) for plan, move in moved if move.status]
        self.statuses = [row for row in statuses if row.before != row.now]  # what is completed is late to nobody
        self.dates = [date_row(plan, move) for plan, move in moved if move.differs(DATES)]
        in_tables = {(row.action.id, name) for row in self.statuses for name in STATUS}
        in_tables |= {(row.action.id, name) for row in self.dates for name in END}
        told = [one for one in compare(old, new) if (one.id, one.name) not in in_tables]
        self.added = [one for one in told if not one.field and one.kind == ADDED]
        self.removed = [one for one in told if not one.field and one.kind == REMOVED]
        self.changed = [one for one in told if one.field]

    @property
    def arrivals(self):
        return [Whole(one.room, beyond(one.new, one.room)) for one in self.added]

    @property
    def departures(self):
        return [Whole(one.room, beyond(one.old, one.room)) for one in self.removed]

    @property
    def texts(self):
        """Return [(what they belong to, its lines)] of all that has another wording, each room once."""
        rooms, left = {}, MOST
        for one in self.changed:
            left -= len(one.old) + len(one.new)
            rooms.setdefault(one.room, []).append(line(one) if left > 0 else Line(one.field, (), "Har ändrats."))
        return list(rooms.items())

    @property
    def too_much(self):
        """Return whether more has changed than one page can show word by word."""
        return sum(len(one.old) + len(one.new) for one in self.changed) >= MOST

    @property
    def counted(self):
        """Return what differs in numbers, as the end of a sentence that begins with "har"; "" for nothing."""
        return listed([*self.counts()])

    def counts(self):
        yield from self.clause({c.Action: self.statuses}, "bytt status")
        yield from self.clause({c.Action: self.dates}, "fått nytt slutdatum")
        for found, verb in ((self.added, "tillkommit"), (self.removed, "tagits bort")):
            owners = dict.fromkeys(one.owner for one in found)
            yield from self.clause({owner: [one for one in found if one.owner is owner] for owner in owners}, verb)
        if self.changed:
            others = ("annan ", "andra ") if self.statuses or self.dates else ("", "")
            many = len(self.changed) > 1
            yield f"{len(self.changed)}{NBSP}{others[many]}{'uppgifter' if many else 'uppgift'} ändrats"

    def clause(self, found, verb):
        """Yield "4 åtgärder bytt status" where anything was found; `found` holds rows by what they are."""
        nouns = [f"{len(rows)}{NBSP}{self.noun(owner, len(rows))}" for owner, rows in found.items() if rows]
        if nouns:
            yield f"{listed(nouns)} {verb}"

    def noun(self, owner, count):
        if owner in OWN_WORDS:
            word = getattr(self.words, OWN_WORDS[owner])
            return word.one if count == 1 else word.many
        return NOUNS[owner][count > 1]


def listed(parts):
    """Return "a, b och c"."""
    return " och ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def status_row(plan, move, noun):
    return Row(move.now, plan.title, mark(move.before, noun), mark(move.now, noun))


def date_row(plan, move):
    return Row(move.now, plan.title, ends(move.before), ends(move.now))


def ends(action):
    """Return when an action ends, and what was adopted where that is another day."""
    end = action.end.isoformat() if action.end else "löpande" if action.continuous else "inget"
    adopted = action.end_adopted.isoformat() if action.end_adopted else ""
    return Ends(end, adopted if adopted != end else "")


def beyond(text, name):
    """Return a text, or nothing where it only says what the thing is called."""
    return "" if text in name else text


def line(difference):
    if difference.kind == SHAPED:
        return Line(difference.field, (), "Samma ord, med andra rubriker, listor eller länkar.")
    return Line(difference.field, tuple(pieces(difference.old, difference.new)))


def pieces(old, new):
    """Return [(kind, text)] from the old to the new, with a mark where a long stretch that stays is left out."""
    if max(len(old), len(new)) <= FACT:
        return apart([(kind, text) for kind, text in ((comparing.OLD, old), (comparing.NEW, new)) if text])
    return apart(comparing.marked(comparing.excerpt(comparing.compare(old, new), AROUND, LONGEST)))


def apart(found):
    """Return the pieces with a blank between what goes and what comes in its place."""
    pairs = zip([None, *found], found, strict=False)
    blank = [(comparing.SAME, " ")]
    return [
        piece
        for before, one in pairs
        for piece in ([*blank, one] if before and comparing.SAME not in (before[0], one[0]) else [one])
    ]


def comparison_page(shelf, old, new, contents):
    """Return the page that compares two versions; `contents` are theirs in that order, None for what is withdrawn."""
    withdrawn = [version for version, content in {old: contents[0], new: contents[1]}.items() if content is None]
    between = [version for version in shelf.versions if old.number < version.number <= new.number]
    return shelf.page(
        "comparison",
        f"{old.number}/jamfor/{new.number}/",
        f"Jämförelse av version {old.number} och {new.number}" if old != new else f"Version {old.number} med sig själv",
        old=old,
        new=new,
        withdrawn=withdrawn,
        compared=None if withdrawn else Compared(*contents),
        backwards=shelf.comparison(new, old),
        said=[version for version in between if version.note or version.decision],
        programme=contents[1],
    )
