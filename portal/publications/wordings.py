"""The wordings of a programme that were adopted one after the other, and what was corrected in each."""

from dataclasses import dataclass

from msgspec import structs

from portal.publications import content as c
from portal.publications.comparison import compare
from portal.publications.content import Published
from programmes import case

# What a body adopts word for word.
ADOPTED = {
    c.Programme: ("title", "period_from", "period_through", "vision", "target_picture", "purpose", "background"),
    c.Goal: ("theme", "wording", "quantity"),
    c.Area: ("name", "main_strategy", "description"),
}
NUMBERS = {c.Quantity: ("kind", "value", "unit", "base_year", "base_value", "target_year")}
NOT_WORDED = ("steps", "groups", "plans", "indicators", "dialogues", "proposals")


@dataclass(frozen=True)
class Wording:
    """A wording as it was adopted, and all the versions that it stands in, oldest first."""

    versions: tuple[Published, ...]

    @property
    def first(self):
        return self.versions[0]

    @property
    def number(self):
        """The version in which it was first published."""
        return self.first.envelope.version

    @property
    def step(self):
        """The decision that it rests on, as far as the first version knows it."""
        content = self.first.content
        return case.decisions(content.steps, {"adoption", "revision"}, content.as_of)[-1]

    @property
    def decision(self):
        return self.first.envelope.decision or case.in_words(self.step)

    @property
    def document(self):
        """The document as it was adopted, the latest that was handed in for this wording, or None."""
        found = [version.content.adopted_document for version in self.versions]
        return next(filter(None, reversed(found)), None)

    @property
    def corrections(self):
        """Return [(version, what differs from the version before)] of those that changed a word."""
        pairs = zip(self.versions, self.versions[1:], strict=False)
        return [(new, found) for old, new in pairs if (found := altered(old.content, new.content))]


def wordings(versions):
    """Return the wordings in the versions of one programme, oldest first.

    A wording begins with the first version that is adopted, and with every one that a new decision words anew.
    """
    found = []
    for version in versions:
        content = version.content
        if case.adoption(content.steps, content.as_of) is None:
            continue
        before = found[-1][-1].content if found else None
        if before is None or (version.envelope.change == "decision" and worded(before) != worded(content)):
            found.append([])
        found[-1].append(version)
    return [Wording(tuple(one)) for one in found]


def worded(programme):
    """Return all that is adopted of a programme, to be compared with another's."""
    rows = (programme, *programme.goals, *programme.areas)
    return {(row.id, name): getattr(row, name) for row in rows for name in ADOPTED[type(row)]}


def altered(old, new):
    """Return the differences between what is adopted in two contents."""
    if worded(old) == worded(new):
        return []
    bare = [structs.replace(one, **dict.fromkeys(NOT_WORDED, ())) for one in (old, new)]
    adopted = ADOPTED | NUMBERS
    return [
        one
        for one in compare(*bare)
        if one.owner in adopted and (one.name in adopted[one.owner] or (not one.name and one.owner is not c.Programme))
    ]
