"""What differs between two contents, row by row and field by field, in words that a publisher and a reader understand.

Rows are the same when their `id` is; values of an indicator when they are of the same definition, period and sex. A
row that came or went is one difference; each row inside it that has an id of its own is one more.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from portal.publications import content as c
from portal.publications.codes import CODES, MISSING
from portal.publications.labels import FIELDS
from programmes import case, rich
from programmes.dates import PartialDate
from programmes.formats import number
from programmes.words import Word

SEXES = {"T": "", "K": ", kvinnor", "M": ", män"}
ADDED, REMOVED, CHANGED, SHAPED = "added", "removed", "changed", "shaped"
PLAIN = {
    type(None): lambda value: "",
    bool: lambda value: "ja" if value else "nej",
    int: str,
    str: str,
    Decimal: number,
    date: date.isoformat,
    PartialDate: lambda value: value.text,
    Word: lambda value: value.one,
}


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `field` is empty where the whole row came or went; then `old` or `new` names it."""

    kind: str  # added, removed, changed; shaped: the same words as another heading, list or link
    room: str  # "Åtgärd 17 Företagslots"
    field: str  # "Slutdatum"
    old: str
    new: str
    id: UUID | None = None  # the row, None for what the document itself says
    owner: type | None = field(default=None, compare=False)  # the part of the content that says it, such as Action
    name: str = field(default="", compare=False)  # the field as the content names it, "" for a whole row


def compare(old, new):
    """Return the differences from `old` to `new`; with `old` None, what `new` holds, summarised."""
    if old is None:
        return tuple(summary(new))
    words = (new.programme if isinstance(new, c.FollowUp) else new).words if not isinstance(new, c.Site) else None
    return tuple(Comparison(words, names(old) | names(new)).within(old, new, room="", row=None))


def summary(new):
    """Yield one line for the document and one for each kind of row that it holds."""
    title = new.name if isinstance(new, c.Site) else new.title
    yield Difference(ADDED, title, "", "", title)
    for name, label in FIELDS[type(new)].items():
        value = getattr(new, name)
        if label and isinstance(value, tuple) and value:
            yield Difference(ADDED, title, label, "", str(len(value)))
    for plan in getattr(new, "plans", ()):
        yield Difference(ADDED, plan.title, FIELDS[c.Plan]["actions"], "", str(len(plan.actions)), plan.id)


def rows_by_kind(document):
    """Yield (heading, [(id, what the row is called)]) of all rows in a document: its own by kind, then each plan's."""
    called = Comparison(getattr(document, "words", None), {}).title
    for name, label in FIELDS[type(document)].items():
        rows = getattr(document, name)
        if label and isinstance(rows, tuple) and rows:
            yield label, [(row.id, called(row)) for row in rows]
    for plan in getattr(document, "plans", ()):
        if plan.actions:
            yield plan.title, [(action.id, called(action)) for action in plan.actions]


def names(content):
    """Return the names of all rows by id, for the references that other rows hold."""
    if isinstance(content, c.Site):
        return {row.id: row.name for row in content.departments}
    if isinstance(content, c.FollowUp):
        return names(content.programme)
    found = {row.id: row.name or f"{content.words.area.title} {row.order}" for row in content.areas}
    found |= {row.id: row.theme or row.wording or f"Mål {row.order}" for row in content.goals}
    found |= {row.id: row.name for row in content.indicators}
    found |= {row.id: row.title for row in content.dialogues}
    found |= {row.id: case.in_words(row) for row in content.steps}
    return found | {row.id: f"{row.number} {row.title}" for plan in content.plans for row in plan.actions}


def key(row):
    """Return what a row keeps from one version to the next."""
    match row:
        case c.Observation():
            return row.definition, row.year, row.period, row.sex
        case c.Definition():
            return row.version
        case c.Annotation():
            return row.year, row.text
        case c.AreaAssessment():
            return row.area
        case c.Comparison():
            return row.code or row.name
        case c.File():
            return row.digest
        case c.Member():
            return row.code
        case c.Represented():
            return row.department
    return row.id


@dataclass(frozen=True)
class Comparison:
    """Two contents side by side: the programme's words and the names of all rows in either."""

    words: c.Words | None
    names: dict

    def within(self, old, new, room, row):
        """Yield what differs between two forms of one thing; `row` is the id of the row that it belongs to."""
        for name, label in FIELDS[type(new)].items():
            before, after = getattr(old, name), getattr(new, name)
            if label and before != after:
                yield from self.field(type(new), name, before, after, room, row)

    def field(self, owner, name, before, after, room, row):
        label = FIELDS[owner][name]
        if (owner, name) == (c.Comparison, "values"):
            yield self.figures(before, after, room, row)
        elif any(isinstance(value, tuple) and value and isinstance(value[0], Struct) for value in (before, after)):
            yield from self.rows(before, after, room, row)
        elif isinstance(before, Struct) and isinstance(after, Struct):
            yield from self.within(before, after, room, row)
        else:
            old, new = self.text(owner, name, before), self.text(owner, name, after)
            kind = ADDED if not old else REMOVED if not new else SHAPED if old == new else CHANGED
            yield Difference(kind, room, label, old, new, row, owner, name)

    def figures(self, before, after, room, row):
        """Return as one difference what the figures of somebody else said and say, of the years that differ."""
        old, new = ([one for one in some if one not in others] for some, others in ((before, after), (after, before)))
        texts = [", ".join(map(figure_of_year, some)) for some in (old, new)]
        if texts[0] == texts[1]:  # the same figures, from another source or another day
            texts = [", ".join(dict.fromkeys(map(found_in, some))) for some in (old, new)]
        kind = ADDED if not texts[0] else REMOVED if not texts[1] else CHANGED
        return Difference(kind, room, FIELDS[c.Comparison]["values"], *texts, row, c.Comparison, "values")

    def rows(self, before, after, room, row):
        old, new = ({key(one): one for one in rows} for rows in (before, after))
        for one in after:
            if key(one) not in old:
                yield from self.whole(ADDED, one, room, row)
            elif old[key(one)] != one:
                inner, own = self.place(one, room, row)
                yield from self.within(old[key(one)], one, inner, own)
        for one in before:
            if key(one) not in new:
                yield from self.whole(REMOVED, one, room, row)

    def whole(self, kind, one, room, row):
        """Yield a row that came or went, and the rows inside it."""
        inner, own = self.place(one, room, row)
        text = self.gist(one)
        old, new = ("", text) if kind == ADDED else (text, "")
        yield Difference(kind, inner, "", old, new, own, type(one))
        for action in one.actions if isinstance(one, c.Plan) else ():
            yield from self.whole(kind, action, room, row)

    def place(self, one, room, row):
        """Return the room that a row is and its id; a row without id stands in the room of the row above it."""
        if isinstance(one, c.Observation):
            return f"{room}, {one.period or one.year}{SEXES[one.sex]}", row
        if isinstance(one, c.Comparison):
            return f"{room}, jämfört med {one.name}", row
        if isinstance(one, c.Definition):
            return f"{room}, definition {one.version}", row
        if isinstance(one, c.Annotation):
            return f"{room}, händelse {one.year}", row
        if isinstance(one, c.AreaAssessment):
            return self.names.get(one.area, ""), one.area
        if isinstance(one, c.File):
            return f"{room}, bilaga {one.title or one.name}", row
        if isinstance(one, c.Member):
            return f"Regionens kommun {one.name}", row
        if isinstance(one, c.Represented):
            return f"Godkännande, {one.department}", row
        return self.title(one), one.id

    def title(self, one):
        match one:
            case c.Action():
                return f"{self.words.action.title} {one.number} {one.title}"
            case c.Area():
                return f"{self.words.area.title} {one.order}" + (f" {one.name}" if one.name else "")
            case c.Plan():
                return one.title
            case c.Goal():
                return f"Mål {one.order}" + (f" {one.theme}" if one.theme else "")
            case c.Step():
                return " ".join(part for part in (case.KINDS[one.kind], one.on.text) if part)
            case c.Proposal():
                return f"Förslag {short(one.text)}"
            case c.Indicator():
                return f"Indikator {one.name}"
            case c.Dialogue():
                return one.title
            case c.Section():
                return one.heading
        return one.name

    def gist(self, one):
        """Return the most telling text of a row that came or went."""
        match one:
            case c.Observation():
                name = "value" if one.value is not None else "missing"
                return self.text(c.Observation, name, getattr(one, name))
            case c.AreaAssessment():
                return self.text(c.AreaAssessment, "verdict", one.verdict)
            case c.Definition() | c.Annotation() | c.Step() | c.Proposal():
                return one.text
            case c.File() | c.Member() | c.Comparison():
                return one.name
            case c.Represented():
                return one.role
            case c.Goal():
                return one.wording
        return self.title(one)

    def text(self, owner, name, value):
        """Return a value as a reader sees it; what is not known is nothing."""
        if codes := CODES.get((owner, name)):
            return ", ".join(codes.get(one, one) for one in (value if isinstance(value, tuple) else [value]))
        if owner and name in c.rich_fields(owner):
            return rich.plain(value)
        if isinstance(value, UUID):
            return self.names.get(value, "")
        if isinstance(value, tuple):
            return (", " if owner else " ").join(self.text(None, "", item) for item in value)
        if isinstance(value, Struct):
            return self.described(value)
        return PLAIN[type(value)](value)

    def described(self, thing):
        """Return a small thing that is no row, such as a target, with all that is known of it."""
        kind = type(thing)
        parts = ((label, self.text(kind, name, getattr(thing, name))) for name, label in FIELDS[kind].items())
        return ", ".join(f"{label} {text}" for label, text in parts if label and text)


def figure_of_year(figure):
    said = MISSING.get(figure.missing, "") if figure.value is None else number(figure.value)
    return f"{figure.year}{SEXES[figure.sex]}: {said}"


def found_in(figure):
    """Return where a figure of somebody else comes from, and the day on which it was fetched."""
    return ", ".join(filter(None, (figure.source, figure.retrieved and figure.retrieved.isoformat())))


def short(text, length=60):
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
