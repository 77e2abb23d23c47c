"""The wordings of a programme that were adopted one after the other, and what was corrected in each."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import structs

from portal.publications import chain
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
    """A wording as it was adopted, and all the versions that it stands in, oldest first, with the `facts` of each."""

    versions: tuple[Published, ...]
    facts: tuple[dict, ...]

    @property
    def first(self):
        return self.versions[0]

    @property
    def number(self):
        """The version in which it was first published."""
        return self.first.envelope.version

    @property
    def numbers(self):
        return {version.envelope.version for version in self.versions}

    @property
    def decision(self):
        return self.first.envelope.decision or self.facts[0]["decision"]

    @property
    def step(self):
        """The id of the decision that it rests on, as far as the first version knows it."""
        return UUID(self.facts[0]["step"])

    @property
    def document(self):
        """The document as it was adopted, the latest that was handed in for this wording, or None."""
        found = [version.brief.adopted_document for version in self.versions]
        return next(filter(None, reversed(found)), None)

    @property
    def corrected(self):
        """Return (version before, version) of those that changed a word."""
        told = zip(self.facts, self.facts[1:], self.versions, self.versions[1:], strict=False)
        return [(old, new) for before, now, old, new in told if before["worded"] != now["worded"]]


def facts(content):
    """Return what is asked of every version of a programme, as plain values: nothing of what has not been adopted."""
    found = case.decisions(content.steps, {"adoption", "revision"}, content.as_of)
    if case.adoption(content.steps, content.as_of) is None:
        return {}
    worded = chain.sha256(chain.canonical(sorted(adopted(content).items())))
    return {"worded": worded, "decision": case.in_words(found[-1]), "step": str(found[-1].id)}


def wordings(versions, facts_of):
    """Return the wordings in the versions of one programme, oldest first; `facts_of(version)` returns its facts.

    A wording begins with the first version that is adopted, and with every one that a new decision words anew.
    """
    found = []
    for version in versions:
        if told := facts_of(version):
            before = found[-1][-1][1]["worded"] if found else None
            if before is None or (version.envelope.change == "decision" and before != told["worded"]):
                found.append([])
            found[-1].append((version, told))
    return [Wording(*zip(*one, strict=True)) for one in found]


def adopted(programme):
    """Return all that is adopted of a programme, by where it stands."""
    rows = (programme, *programme.goals, *programme.areas)
    return {f"{row.id} {name}": getattr(row, name) for row in rows for name in ADOPTED[type(row)]}


def altered(old, new):
    """Return the differences between what is adopted in two contents."""
    bare = [structs.replace(one, **dict.fromkeys(NOT_WORDED, ())) for one in (old, new)]
    told = ADOPTED | NUMBERS
    return [one for one in compare(*bare) if one.owner in told and (not one.name or one.name in told[one.owner])]
