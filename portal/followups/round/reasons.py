"""Why something went worse: what is asked of an action that is told of in a round, wherever that is done."""

from dataclasses import dataclass

from actions.models import Action, ActionPlan

from ..models import FollowUp
from .deviations import Deviation, judge, last_statuses
from .period import actions_of, reported_as


@dataclass(frozen=True)
class Lacking:
    """The reasons that are not given yet: why it stands worse than last time, why its end was moved."""

    deviation: Deviation | None = None
    is_worse: bool = False
    is_moved: bool = False

    @property
    def marks(self):
        """How it stood and how it stands, for the sentence that asks."""
        return {"was": self.deviation.was.word.lower(), "now": self.deviation.mark.word.lower()}


@dataclass(frozen=True)
class Telling:
    """A round that an action is told of in, and how all stood in the one before, as `deviations.last_statuses` says."""

    follow_up: FollowUp
    stood: dict

    @classmethod
    def of(cls, follow_up):
        return cls(follow_up, last_statuses(follow_up))

    def lacking(self, action, account):
        """Return which reasons the action lacks as it stands, with what its ready report says of it.

        The account tells why it stands worse, if the action does not. A closed plan keeps its dates: there only the
        account can say why the end was moved.
        """
        deviation = judge(action, self.stood, self.follow_up.as_of)
        if deviation is None:
            return Lacking()
        why_cancelled = action.status == Action.Status.CANCELLED and action.cancel_reason
        is_closed = action.plan.state == ActionPlan.State.CLOSED
        is_worse = bool(deviation.was) and not (account or action.late_reason or why_cancelled)
        is_moved = deviation.is_moved and not (action.end_reason or (account and is_closed))
        return Lacking(deviation, is_worse, is_moved)


def told_in(municipality, actions, period):
    """Return {key of an action: the open rounds that a report of the period is told in}."""
    found = {action.pk: [] for action in actions}
    of_year = FollowUp.objects.open().filter(municipality=municipality, year=int(period[:4]))
    rounds = [(one, reported_as(one)) for one in of_year]
    named = {one.programme_id for one, periods in rounds if period in periods}  # whose part of a year has its own round
    for follow_up, periods in rounds:
        if period in periods or (period.startswith(periods) and follow_up.programme_id not in named):
            telling = Telling.of(follow_up)
            for pk in actions_of(follow_up.pk).filter(pk__in=found).values_list("pk", flat=True):
                found[pk].append(telling)
    return found
