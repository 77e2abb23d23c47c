"""The pack for a meeting: what needs a decision, what is late and why, and what has changed since last time.

Made from working rows beside a `Baseline`; internal notes are no part of it, and it asks as often for many rows as for
one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Prefetch

from actions.marks import Mark, mark
from actions.models import Action, ActionPlan, Proposal, Report
from actions.models.sets import CHANGEABLE
from actions.statuses import CANCELLED, OPEN
from indicators.models import Observation
from portal.publications.models import Publication
from programmes import case
from programmes.formats import with_unit

from .models import Approval, FollowUp
from .round.baseline import Baseline

WITHHELD = (None, "withheld")  # of what was published without its value nobody knows whether it is another one
UNJUDGED = (Proposal.State.RECEIVED, Proposal.State.UNDER_REVIEW)


@dataclass(frozen=True)
class Moved:
    """An action whose status, or whose end, is another one than it was."""

    action: Action
    was: Mark | date | None
    now: Mark | date | None
    why: str


@dataclass(frozen=True)
class Late:
    action: Action
    mark: Mark
    why: str
    is_new: bool


@dataclass(frozen=True)
class Figure:
    """A figure that is new, or another one than it was; `was` is None where there was none."""

    observation: Observation
    was: tuple | None

    def __str__(self):
        """Such as “2025: 6,4 % (6,1 %)”, with what stood before in brackets."""
        one = self.observation
        place = str(one.year) if one.sex == Observation.Sex.TOTAL else f"{one.year}, {one.get_sex_display()}"
        now = self._written(one.value, one.missing)
        return f"{place}: {now} ({self._written(*self.was)})" if self.was else f"{place}: {now}"

    def _written(self, value, missing):
        of = self.observation.indicator
        return str(Observation.Missing(missing).label) if value is None else with_unit(value, of.unit, of.decimals)


@dataclass
class Pack:
    """A programme on a day beside how it stood; everything is read once, when it is asked for."""

    programme: object
    baseline: Baseline
    on: date

    # What needs a decision

    @cached_property
    def to_approve(self):
        """The follow-ups that have their verdict and no approval."""
        approval = Approval.objects.kept().filter(follow_up=OuterRef("pk"))
        rows = FollowUp.objects.kept().filter(~Exists(approval), programme=self.programme).exclude(verdict="")
        return list(rows.select_related("municipality"))

    @cached_property
    def revision(self):
        """The year of the revision that is due this year, or should have been made before; else None."""
        of = self.programme
        due = case.next_revision(self.steps, of.revision_every, self.on, of.period_through)
        return due[0] if due and due[0] <= self.on.year else None

    @cached_property
    def delayed(self):
        """What is open and has another end than was decided."""
        rows = (one for one in self.open if one.end_adopted and one.end != one.end_adopted)
        return [Moved(one, one.end_adopted, one.end, one.end_reason) for one in rows]

    @cached_property
    def ownerless(self):
        return [one for one in self.open if one.is_ownerless]

    @cached_property
    def to_judge(self):
        return [one for one in self.proposals if one.state in UNJUDGED]

    @property
    def needs_decision(self):
        return any([self.to_approve, self.revision, self.delayed, self.ownerless, self.to_judge])

    # What is late

    @cached_property
    def late(self):
        stood = self.baseline.actions
        rows = [one for one in self.open if one.is_late(self.on)]
        return [Late(one, mark(one.status, late=True), why_late(one), not was_late(stood, one)) for one in rows]

    # What has changed since last time

    @cached_property
    def statuses(self):
        return [
            Moved(one, mark(was.status), mark(one.status), one.cancel_reason if one.status == CANCELLED else said(one))
            for one, was in self._known
            if was.status != one.status
        ]

    @cached_property
    def ends(self):
        return [Moved(one, was.end, one.end, one.end_reason) for one, was in self._known if was.end != one.end]

    @cached_property
    def added(self):
        return [one for one in self._here if one.uuid not in self.baseline.actions]

    @cached_property
    def removed(self):
        rows = Action.objects.filter(dropped=True, plan__programme=self.programme, uuid__in=self.baseline.actions)
        return list(rows.select_related("plan").order_by("plan", "order"))

    @cached_property
    def new_plans(self):
        """Return [(plan, its actions)] of the plans that have been decided since."""
        found = defaultdict(list)
        for one in self.actions:
            if self.baseline.is_new(one.plan):
                found[one.plan].append(one)
        return list(found.items())

    @cached_property
    def figures(self):
        """Return {indicator: its figures that are new or other ones}."""
        rows = Observation.objects.kept().filter(indicator__programmes=self.programme, indicator__dropped=False)
        found = defaultdict(list)
        for one in rows.select_related("indicator").order_by("indicator", "year", "definition", "sex"):
            was = self.baseline.figures.get((one.indicator.uuid, one.definition, one.year, one.sex))
            if was not in ((one.value, one.missing), WITHHELD):
                found[one.indicator].append(Figure(one, was))
        return dict(found)

    @cached_property
    def publications(self):
        subjects = [self.programme.uuid, *self.programme.follow_ups.values_list("uuid", flat=True)]
        rows = Publication.objects.filter(subject__in=subjects, published_at__date__gte=self.baseline.since)
        return list(rows.defer("content").order_by("published_at"))

    @cached_property
    def new_steps(self):
        return [one for one in self.steps if one.uuid not in self.baseline.steps]

    @cached_property
    def new_proposals(self):
        return [one for one in self.proposals if one.uuid not in self.baseline.proposals]

    @cached_property
    def judged(self):
        was = self.baseline.proposals
        return [one for one in self.proposals if one.uuid in was and one.state != was[one.uuid]]

    @property
    def has_changed(self):
        plans = [self.new_plans, self.statuses, self.ends, self.added, self.removed]
        return any([*plans, self.figures, self.publications, self.new_steps, self.new_proposals, self.judged])

    # What is read

    @cached_property
    def actions(self):
        """The actions of the decided plans, each with what was told of it last."""
        reports = Report.objects.kept().filter(ready=True).order_by("-period")
        here = Action.objects.kept().filter(plan__programme=self.programme, plan__dropped=False)
        rows = here.exclude(plan__state=ActionPlan.State.DRAFT).annotate(
            is_ownerless=Exists(Action.objects.ownerless(self.on).filter(pk=OuterRef("pk")))
        )
        rows = rows.select_related("plan", "responsible").prefetch_related(Prefetch("reports", reports, to_attr="told"))
        return list(rows.order_by(F("plan__start").desc(nulls_last=True), "plan", "order", "number"))

    @cached_property
    def open(self):
        return [one for one in self.actions if one.status in OPEN and one.plan.state in CHANGEABLE]

    @cached_property
    def proposals(self):
        rows = Proposal.objects.kept().filter(programme=self.programme)
        return list(rows.select_related("municipality"))

    @cached_property
    def steps(self):
        return list(self.programme.steps.kept().select_related("municipality"))

    @cached_property
    def _here(self):
        return [one for one in self.actions if one.plan.uuid in self.baseline.plans]

    @cached_property
    def _known(self):
        stood = self.baseline.actions
        return [(one, stood[one.uuid]) for one in self._here if one.uuid in stood]


def said(action):
    """Return what was told to the public of an action last."""
    return action.told[0].account if action.told else ""


def why_late(action):
    return action.late_reason or action.end_reason or said(action)


def was_late(stood, action):
    return action.uuid in stood and stood[action.uuid].late
