"""How a programme stood last time: as a follow-up was approved, to the byte, or as the history tells of a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from actions.models import Action, ActionPlan, Proposal
from actions.statuses import is_late
from indicators.models import Observation
from programmes.models import CaseStep

from .. import approving
from .period import period


class Stood(NamedTuple):
    """An action as it stood."""

    status: str
    end: date | None
    late: bool


@dataclass(frozen=True)
class Baseline:
    """What stood, known by identities; `begins` where the portal knows nothing from before that very day."""

    since: date
    plans: frozenset  # those that were decided
    actions: dict  # {identity: Stood}
    figures: dict  # {(indicator, definition, year, sex): (value, why there is none)}
    proposals: dict  # {identity: state}
    steps: frozenset
    follow_up: object = None
    begins: bool = False

    def is_new(self, plan):
        """Tell whether a plan has been decided since; what ended before a follow-up's period was no part of it."""
        if plan.uuid in self.plans:
            return False
        first = period(self.follow_up)[0] if self.follow_up else None
        return first is None or plan.end is None or plan.end >= first


def as_approved(approval):
    """Return what the approval of a follow-up froze."""
    programme = approving.document(approval).programme
    actions = [action for plan in programme.plans for action in plan.actions]
    figures = [(one.id, each) for one in programme.indicators for each in one.observations]
    return Baseline(
        since=approval.on,
        follow_up=approval.follow_up,
        plans=frozenset(plan.id for plan in programme.plans),
        actions={one.id: Stood(one.status, one.end, one.late) for one in actions},
        figures={(of, each.definition, each.year, each.sex): (each.value, each.missing) for of, each in figures},
        proposals={one.id: one.state for one in programme.proposals},
        steps=frozenset(step.id for step in programme.steps),
    )


def on_day(programme, since):
    """Return what stood when a day began; of a programme that was not there yet, when its own first day ended."""
    first = timezone.localdate(programme.history.earliest("history_date").history_date)
    begins = since <= first
    since = first if begins else since
    until = start_of(since + timedelta(days=1) if begins else since)
    plans = latest(ActionPlan.history.filter(programme=programme), until, "uuid", "state")
    actions = latest(Action.history.filter(plan__programme=programme), until, "uuid", "status", "end", "late_override")
    figures = latest(
        Observation.history.filter(indicator__programmes=programme),
        until,
        *("indicator__uuid", "definition", "year", "sex", "value", "missing"),
    )
    return Baseline(
        since=since,
        begins=begins,
        plans=frozenset(key for key, state in plans if state != ActionPlan.State.DRAFT),
        actions={key: Stood(status, end, is_late(status, end, since, by)) for key, status, end, by in actions},
        figures={tuple(key): (value, missing) for *key, value, missing in figures},
        proposals=dict(latest(Proposal.history.filter(programme=programme), until, "uuid", "state")),
        steps=frozenset(key for (key,) in latest(CaseStep.history.filter(programme=programme), until, "uuid")),
    )


def start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def latest(history, until, *names):
    """Return what rows of a history said last before a moment, but for those that were dropped then."""
    rows = history.filter(history_date__lt=until).order_by("id", "-history_date", "-history_id").distinct("id")
    return [said for dropped, *said in rows.values_list("dropped", *names) if not dropped]
