"""What waits for the person who has signed in, and her or his own actions."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions.marks import mark
from programmes.fetch import require

from ..todo import sections
from ..waiting import Waiting


@require_safe
def todo(request):
    """Everything that waits, across the municipality's programmes."""
    require(request, "programmes.view_municipality", request.municipality)
    waiting = Waiting(request.municipality, request.user, timezone.localdate())
    return render(request, "desk/todo.html", {"sections": sections(waiting), "waiting": waiting})


@require_safe
def actions(request):
    """The person's own actions in the plans that are under way."""
    require(request, "programmes.view_municipality", request.municipality)
    today = timezone.localdate()
    mine = Waiting(request.municipality, request.user, today).mine
    rows = mine.select_related("plan", "responsible").order_by("plan__end", "plan", "order", "number")
    marked = [(action, mark(action.status, action.is_late(today))) for action in rows]
    return render(request, "desk/my_actions.html", {"actions": marked})
