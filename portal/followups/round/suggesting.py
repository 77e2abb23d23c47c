"""Which follow-ups a programme asks for beside the yearly one: of a plan that ends, before a revision that is due."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from actions.models import ActionPlan
from programmes.case import next_revision

from ..models import FollowUp

FINAL, EVALUATION = FollowUp.Kind.FINAL, FollowUp.Kind.EVALUATION


@dataclass(frozen=True)
class Suggestion:
    """A follow-up that is due: its kind and year, the plan that it is of, and why."""

    kind: str
    year: int
    why: str
    plan: ActionPlan | None = None

    @property
    def key(self):
        return f"{self.kind}-{self.plan.pk}" if self.plan else self.kind

    @property
    def proposed(self):
        """Return what it is proposed to say, where that is not as in the yearly one."""
        last = self.plan.end if self.plan else date(self.year, 12, 31)
        return {"kind": self.kind, "plan": self.plan, "year": self.year, "as_of": last}


def suggestions(programme, on):
    """Return what is due on a day and not started yet; plans, steps and follow-ups may be at hand."""
    begun = [one for one in programme.follow_ups.all() if not one.dropped]
    return [*_final(programme, begun, on), *_evaluation(programme, begun, on)]


def _final(programme, begun, on):
    """Yield one for each decided plan of several years that ends this year or ended in the last one.

    What a plan of one year came to stands in the yearly follow-up.
    """
    told = {one.plan_id for one in begun}
    plans = [one for one in programme.plans.all() if not one.dropped and one.state != ActionPlan.State.DRAFT]
    for plan in sorted(plans, key=lambda one: one.pk):
        is_long = plan.start and plan.end and plan.start.year < plan.end.year
        if is_long and on.year - 1 <= plan.end.year <= on.year and plan.pk not in told:
            why = _("“%(plan)s” ends on %(day)s.") % {"plan": plan, "day": plan.end.isoformat()}
            yield Suggestion(FINAL, plan.end.year, why, plan)


def _evaluation(programme, begun, on):
    """Yield one where the programme is to be revised this year or should have been."""
    steps = [one for one in programme.steps.all() if not one.dropped]
    found = next_revision(steps, programme.revision_every, on, programme.period_through)
    due = found and found[0]
    if due and due <= on.year and not any(one.kind == EVALUATION and one.year >= due - 1 for one in begun):
        yield Suggestion(EVALUATION, on.year, _("The programme is to be revised by %(year)s.") % {"year": due})
