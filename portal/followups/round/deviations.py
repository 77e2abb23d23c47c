"""What did not go as was decided: the period's actions that are late, cancelled, moved, or worse off than last time."""

from dataclasses import dataclass

from actions.marks import Mark, mark
from actions.models import Action
from actions.statuses import CANCELLED, COMPLETED, LATE, NOT_STARTED, ONGOING

from .. import approving
from . import last_time
from .period import actions_of

FROM_GOOD_TO_BAD = [COMPLETED, ONGOING, NOT_STARTED, LATE, CANCELLED]


@dataclass(frozen=True)
class Deviation:
    action: Action
    mark: Mark
    is_moved: bool
    was: Mark | None  # how it stood last time, where that was better


def deviations(follow_up):
    """Return the deviations of the follow-up's period as of its day, in the order of the plans."""
    rows = actions_of(follow_up.pk).select_related("plan", "responsible", "continues")
    stood = last_statuses(follow_up)
    judged = (judge(row, stood, follow_up.as_of) for row in rows.order_by("plan__start", "plan", "order", "number"))
    return [one for one in judged if one]


def judge(action, stood, on):
    """Return how an action deviates, or None; `stood` is {identity: (status, late)} as it was last time."""
    now = action.status, action.is_late(on)
    earlier = stood.get(action.uuid) or (action.continues and stood.get(action.continues.uuid))
    is_worse = earlier and badness(*now) > badness(*earlier)
    is_moved = action.end_adopted is not None and action.end != action.end_adopted
    if badness(*now) < badness(ONGOING, late=True) and not is_worse and not is_moved:
        return None
    return Deviation(action, mark(*now), is_moved, mark(*earlier) if is_worse else None)


def badness(status, late):
    return FROM_GOOD_TO_BAD.index(LATE if late else status)


def last_statuses(follow_up):
    """Return {identity of an action: (status, late)} as last time's follow-up was approved, if that is kept."""
    last = last_time.before(follow_up)
    approval = last and last.approval
    if not approval or not approval.content:
        return {}
    plans = approving.document(approval).programme.plans
    return {one.id: (one.status, one.late) for plan in plans for one in plan.actions}
