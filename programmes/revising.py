"""How a revision reads beside the programme in force, and what has been corrected there meanwhile.

A field of the draft that says what it said when it began follows the programme; one that says something else is
proposed. Where such a field has been corrected in the programme meanwhile, somebody has to choose between the two.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.text import capfirst

from . import comparing, past, saying
from .history import Tracked
from .models import CaseStep, RevisedArea, RevisedGoal, RevisedTexts

NEW, REWORDED, REMOVED, SAME, GONE = "new", "reworded", "removed", "same", "gone"


def follow(says, began, stands):
    """Return what a field becomes: what the draft says, or where it has altered nothing, what is in force."""
    return stands if says == began else says


@dataclass(frozen=True)
class Wording:
    """One field of one part: what is in force, what the draft began from, what it says."""

    field: models.Field
    stands: object
    began: object
    says: object

    @property
    def name(self):
        return self.field.name

    @property
    def label(self):
        return capfirst(self.field.verbose_name)

    @property
    def becomes(self):
        return follow(self.says, self.began, self.stands)

    @property
    def is_changed(self):
        return self.becomes != self.stands

    @property
    def is_contested(self):
        return self.says != self.began and self.stands not in (self.began, self.says)

    @cached_property
    def adopted(self):
        return saying.in_words(self.field, {self.name: self.stands}, None)

    @cached_property
    def proposed(self):
        return saying.in_words(self.field, {self.name: self.becomes}, None)

    @cached_property
    def sides(self):
        """The adopted wording and the proposed one, each as [(whether the words differ, text)]."""
        pieces = comparing.marked(comparing.compare(self.adopted, self.proposed))
        return [
            [(kind == own, text) for kind, text in pieces if kind in (comparing.SAME, own)]
            for own in (comparing.OLD, comparing.NEW)
        ]


@dataclass(frozen=True)
class Part:
    """The programme's texts, an area or a goal: as it is in force, and as the draft has it; one of them may miss."""

    target: Tracked | None
    draft: Tracked | None
    wordings: list[Wording]

    @property
    def state(self):
        if self.target is None:
            return NEW
        if self.target.dropped:
            return GONE
        if getattr(self.draft, "removes", False):
            return REMOVED
        return REWORDED if self.changed else SAME

    @property
    def changed(self):
        return [one for one in self.wordings if one.is_changed]

    @property
    def contested(self):
        return [] if self.state in (REMOVED, GONE) else [one for one in self.wordings if one.is_contested]

    @property
    def name(self):
        return str(self.draft if self.target is None else self.target)

    @property
    def values(self):
        """What each field becomes, by name."""
        return {one.name: one.becomes for one in self.wordings}


@dataclass(frozen=True)
class Reading:
    """The whole revision beside the programme."""

    texts: Part
    areas: list[Part]
    goals: list[Part]

    @property
    def parts(self):
        return [self.texts, *self.areas, *self.goals]

    @property
    def contested(self):
        """The (part, wording) where the programme has been corrected in what the draft changes."""
        return [(part, wording) for part in self.parts for wording in part.contested]

    @property
    def is_empty(self):
        return all(part.state in (SAME, GONE) for part in self.parts)


def read(revision):
    """Return how the revision stands beside the programme, in a fixed number of queries."""
    programme = revision.programme
    return Reading(
        _parts(RevisedTexts, [programme], revision.texts.kept().select_related("revision__programme"))[0],
        _parts(RevisedArea, programme.areas.kept(), revision.areas.kept().select_related("target", "heir")),
        _parts(RevisedGoal, programme.goals.kept(), revision.goals.kept().select_related("target")),
    )


def _parts(model, targets, drafts):
    """Return the parts of one kind: those in force in their order, those that have gone, the new ones."""
    targets, drafts = list(targets), list(drafts)
    values = began(drafts)
    by_target = {draft.target.pk: draft for draft in drafts if draft.target}
    gone = [draft.target for draft in by_target.values() if draft.target.dropped]
    parts = [_part(model, target, by_target.get(target.pk), values) for target in [*targets, *gone]]
    return [*parts, *(_part(model, None, draft, values) for draft in drafts if draft.target is None)]


def began(drafts):
    """Return {row of history: what it says} of the wordings that drafts of one kind started from."""
    keys = {draft.based_on: type(draft.target) for draft in drafts if draft.target and draft.based_on}
    found = {}
    for model in set(keys.values()):
        found |= past.values(list(model.history.filter(history_id__in=keys)))
    return found


def part_of(draft):
    """Return the part that a draft words, alone."""
    return _part(type(draft), draft.target, draft if draft.pk else None, began([draft]))


def _part(model, target, draft, values):
    """Return the part; what has no draft says what is in force."""
    values = values.get(draft.based_on) if draft else None
    wordings = []
    for field in map(model._meta.get_field, model.WORDED):
        stands = getattr(target, field.name) if target else field.get_default()
        says = getattr(draft, field.name) if draft else stands
        wordings.append(Wording(field, stands, values[field.name] if values else stands, says))
    return Part(target, draft, wordings)


def version(target):
    """Return the key of the row of history that holds what is in force now."""
    return target.history.latest("history_id").history_id


def decisions(programme):
    """Return the decisions by which a revision can take effect."""
    used = programme.revisions.kept().exclude(decided_by=None).values("decided_by")
    steps = programme.steps.kept().filter(kind="revision", is_decision=True, concerns=CaseStep.Concerns.PROGRAMME)
    return steps.exclude(pk__in=used)
