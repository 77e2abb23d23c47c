"""What somebody has changed in a plan's table and can take back there, one deed after another."""

from django.db.models import Exists, OuterRef

from programmes import past

from .models import Action, ActionPlan, Report

PLACED_BY = {"area_id", "order", "dropped"}  # where in the table an action stands


def own_changes(plan, user):
    """Return the person's changes of the plan's actions and reports that stand, latest first; not those of the plan."""
    this = {"change": OuterRef("pk")}
    actions, reports = Action.history.filter(**this, plan=plan), Report.history.filter(**this, action__plan=plan)
    deeds = plan.municipality.changes.filter(user=user, undoes=None, undone_by=None)
    return deeds.filter(Exists(actions) | Exists(reports), ~Exists(ActionPlan.history.filter(**this)))


def only_row(deed):
    """Return the key of the one action that a change has touched, by itself or its reports, and left in its place."""
    passages = past.passages([deed], most=2)
    actions = {one.after["action_id"] if one.model is Report else one.pk for one in passages}
    moved = any(one.model is Action and PLACED_BY.intersection(one.changed) for one in passages)
    return actions.pop() if len(actions) == 1 and not moved else None
