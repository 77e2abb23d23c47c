"""What waits for the person who has signed in: here, in each municipality, and her or his own actions."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from actions.marks import mark
from portal.access.backend import active_memberships
from portal.access.middleware import own_page
from programmes.fetch import require
from programmes.models import Municipality

from ..todo import sections
from ..waiting import Waiting, counts, total


@own_page
@require_GET
def municipalities(request):
    """Lead to the desk, or to the choice of one where a person has several, with how much waits in each."""
    rows = Municipality.objects.kept()
    if not request.user.is_superuser:
        rows = rows.filter(pk__in=[one.municipality_id for one in active_memberships(request.user)])
    rows, today = list(rows), timezone.localdate()
    if len(rows) == 1:
        return redirect(first_page(Waiting(rows[0], request.user, today)))
    waits = {} if request.user.is_superuser else counts([Waiting(row, request.user, today) for row in rows])
    unsaved = set(request.user.drafts.values_list("municipality_id", flat=True))
    places = [(row, total(waits.get(row.pk, {})), row.pk in unsaved) for row in rows]
    return render(request, "desk/municipalities.html", {"places": places})


def first_page(waiting):
    """Return where somebody begins: those who only report or approve, with what waits for them."""
    if waiting.may("actions.change_action") or not waiting.count:
        return waiting.municipality.get_absolute_url()
    return reverse("desk:todo", args=[waiting.municipality.slug])


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
