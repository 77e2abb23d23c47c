"""What somebody has changed in a plan's table and can take back there, one deed after another."""

from django.db.models import Exists, OuterRef

from .models import Action, ActionPlan, Report

PLACED_BY = ("area_id", "order", "dropped")  # where in the table an action stands


def own_changes(plan, user):
    """Return the person's changes of the plan's actions and reports that stand, latest first; not those of the plan."""
    this = {"change": OuterRef("pk")}
    actions, reports = Action.history.filter(**this, plan=plan), Report.history.filter(**this, action__plan=plan)
    deeds = plan.municipality.changes.filter(user=user, undoes=None, undone_by=None)
    return deeds.filter(Exists(actions) | Exists(reports), ~Exists(ActionPlan.history.filter(**this)))


def only_row(deed):
    """Return the one action that a change has touched, by itself or its reports, and left where it stood; or None."""
    touched = {row.action if isinstance(row, Report) else row for row, _first, _last in deed.rows()}
    return touched.pop() if len(touched) == 1 and all(_stayed(*one) for one in deed.rows()) else None


def _stayed(row, first, last):
    if isinstance(row, Report):
        return True
    earlier = type(row).history.filter(id=row.pk, history_id__lt=first.history_id).order_by("-history_id").first()
    return earlier and all(getattr(earlier, name) == getattr(last, name) for name in PLACED_BY)
