"""The period of a follow-up, and what it gathers: the one home of that rule.

A final follow-up gathers the plan that it names. Others gather every decided plan of the programme whose period touches
theirs: the year of the follow-up, or the days that were given. An evaluation looks back from the end of its year on the
whole programme. A plan without days of its own belongs to every period.
"""

from datetime import date

from django.db.models import Case, DateField, F, Func, Q, Value, When
from django.db.models.functions import Coalesce

from actions.models import Action, ActionPlan
from indicators.models import Indicator

from ..models import FollowUp


def plans_of(key):
    """Return the plans that a follow-up gathers; `key` is its key or, in a subquery, a reference to that."""
    decided = ActionPlan.objects.kept().exclude(state=ActionPlan.State.DRAFT)
    of_period = Q(_of("plan__isnull", True), _begun_by(_last()), _lasting_to(_first()))
    return decided.filter(_of("pk", key), _of("plan", F("pk")) | of_period)


def actions_of(key):
    return Action.objects.kept().filter(plan__in=plans_of(key))


def indicators_of(key):
    """Return the indicators of the programme that is followed up."""
    return Indicator.objects.kept().filter(programmes__follow_ups=key)


def reported_as(follow_up):
    """Return the periods that reports of the follow-up have, the one to propose first: "2026", or "2026-T1", "2026-04".

    A part of a year is named by its last month, or as a third of the year where it ends with one.
    """
    if follow_up.kind != FollowUp.Kind.INTERIM or follow_up.end is None:
        return (str(follow_up.year),)
    month = follow_up.end.month
    third = (f"{follow_up.year}-T{month // 4}",) if month % 4 == 0 else ()
    return (*third, f"{follow_up.year}-{month:02}")


def period(follow_up):
    """Return the first and the last day of a follow-up's period as one reads them; None is not known."""
    if follow_up.plan:
        stands = follow_up.plan.start, follow_up.plan.end
    elif follow_up.kind == FollowUp.Kind.EVALUATION:
        begun = follow_up.programme.period_from
        stands = begun and date(begun, 1, 1), date(follow_up.year, 12, 31)
    else:
        stands = date(follow_up.year, 1, 1), date(follow_up.year, 12, 31)
    return follow_up.start or stands[0], follow_up.end or stands[1]


def _of(name, value):
    """Return the condition that the follow-up, seen from its plans, says something."""
    return Q(**{f"programme__follow_ups__{name}": value})


def _day(month, day):
    year = F("programme__follow_ups__year")
    return Func(year, Value(month), Value(day), function="make_date", output_field=DateField())


def _first():
    backward = When(_of("kind", FollowUp.Kind.EVALUATION), then=Value(date.min))
    return Coalesce(F("programme__follow_ups__start"), Case(backward, default=_day(1, 1)))


def _last():
    return Coalesce(F("programme__follow_ups__end"), _day(12, 31))


def _begun_by(day):
    return Q(start__isnull=True) | Q(start__lte=day)


def _lasting_to(day):
    return Q(end__isnull=True) | Q(end__gte=day)
