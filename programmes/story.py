"""Changes told in sentences: who did what to which rows, when, and whether it can be taken back.

Fifty changes take as many queries as one, for each kind of row and of what rows point to.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import FETCH_PEERS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import past, undoing
from .models import Change, Department, Membership, Municipality
from .names import Names
from .saying import Line, lines, references

ADDED, DROPPED, RETURNED, CHANGED = "added", "dropped", "returned", "changed"


@dataclass(frozen=True)
class Measure:
    """How much is told: how many rows in all, how many of each kind, on which page; how many words of a long text."""

    most: int = 6
    rows: int = 3
    words: int = 40
    page: int = 1


LIST, PAGE = Measure(), Measure(most=10_000, rows=100, words=400)
FEW = 3  # rows of a change of which the new ones are told with all that they say


@dataclass(frozen=True)
class Told:
    """One row, and what became of its fields."""

    kind: str
    name: str
    url: str
    deed: str
    lines: list[Line]


@dataclass(frozen=True)
class Story:
    """One change as the reader may know it; `more` rows are not told here, `hidden` ones are not for this reader."""

    change: Change
    departments: str
    rows: list[Told]
    more: int
    hidden: int
    may_undo: bool  # whether the reader has the rights to take it back
    hindrance: str  # why nobody can take it back, as far as that shows without trying

    @property
    def sentence(self):
        if self.hidden and not self.rows and not self.more:
            return _("Changed something that you may not see.")
        return self.change.sentence

    @property
    def is_of_one(self):
        """Whether it concerns one row only, which the sentence names already."""
        return len(self.rows) == 1 and not self.more and not self.hidden

    @property
    def brief(self):
        """The rows that say more than the sentence does."""
        return [row for row in self.rows if row.lines or not self.is_of_one]


def tell(changes, reader, histories=None, measure=LIST):
    """Return the stories of changes of one municipality; with `histories`, what they did to those rows only."""
    changes = list(changes)
    counted = past.touched(changes)
    histories = past.histories_of(counted) if histories is None else histories
    found = past.passages(changes, histories, measure.rows, measure.page)
    teller = Teller(changes, found, reader, measure)
    return [teller.story(change, counted[change.pk]) for change in changes]


class Teller:
    """All that has to be known to tell some changes to a reader, read at once."""

    def __init__(self, changes, passages, reader, measure):
        self.reader, self.measure = reader, measure
        self.municipality = changes[0].municipality if changes else None
        self.passages = defaultdict(list)
        for passage in passages:
            self.passages[passage.change].append(passage)
        self.rows = live(passages, self.municipality)
        self.stands = undoing.standing(self.rows)
        self.members = members(changes, self.municipality)
        self.names = Names([*self.named(passages), *self.departments_named(changes)])

    def may_read(self, model):
        return self.reader.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}", self.municipality)

    def named(self, passages):
        for passage in passages:
            yield from ((model, pk, passage.change) for model, pk in references(passage))

    def departments_named(self, changes):
        for change in changes:
            yield from ((Department, pk, change.pk) for pk in self.departments(change))

    def departments(self, change):
        """Return the keys of the departments for which the person worked."""
        held = [one for one in self.members[change.user_id] if not one.until or one.until >= change.at.date()]
        kept = [one for one in held if not one.dropped] or held
        return list(dict.fromkeys(one.department_id for one in kept if one.department_id))

    def story(self, change, counted):
        passages = self.passages[change.pk]
        own = {(one.model, one.pk): self.rows[one.model, one.pk] for one in passages}
        whole = self.measure is not LIST or counted.total() <= FEW
        readable = [one for one in passages if self.may_read(one.model)]
        told = [self.told(one, whole) for one in readable[: self.measure.most]]
        hidden = sum(count for model, count in counted.items() if not self.may_read(model))
        return Story(
            change=change,
            departments=", ".join(self.names.of(Department, pk, change.pk) for pk in self.departments(change)),
            rows=told,
            more=counted.total() - hidden - len(told),
            hidden=hidden,
            hindrance=undoing.hindrance(change, passages, own, self.stands),
            may_undo=not hidden and not any(undoing.refused(passages, own, self.reader)),
        )

    def told(self, passage, whole):
        row = self.rows[passage.model, passage.pk]
        deed = deed_of(passage)

        def name_of(model, pk):
            return self.names.of(model, pk, passage.change)

        said = lines(passage, name_of, self.reader, row, self.measure.words)
        return Told(
            kind=capfirst(row._meta.verbose_name),
            name=str(row),
            url=row.get_absolute_url() if hasattr(row, "get_absolute_url") and not row.dropped else "",
            deed=deed,
            lines=said if whole or deed in (CHANGED, DROPPED) else [],
        )


def deed_of(passage):
    if passage.before is None:
        return ADDED
    if passage.before["dropped"] != passage.after["dropped"]:
        return DROPPED if passage.after["dropped"] else RETURNED
    return CHANGED


def live(passages, municipality):
    """Return {(model, pk): the row as it stands}; rows of one kind fetch what they point to together."""
    keys = defaultdict(set)
    for passage in passages:
        keys[passage.model].add(passage.pk)
    rows = {}
    for model, of_kind in keys.items():
        for pk, row in model.objects.fetch_mode(FETCH_PEERS).in_bulk(of_kind).items():
            if model is not Municipality and municipality:
                model._meta.get_field("municipality").set_cached_value(row, municipality)
            rows[model, pk] = row
    return rows


def members(changes, municipality):
    """Return {user: the roles here of those who made the changes}."""
    users = {change.user_id for change in changes}
    held = Membership.objects.filter(municipality=municipality, user__in=users).order_by("user", "pk")
    return defaultdict(list) | {user: list(group) for user, group in groupby(held, lambda one: one.user_id)}
