"""The order of a plan's actions: by buttons on a page of its own, and as keys and dragging in the table ask for it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, key_of
from programmes.views.cells import asks_for_json

from ..models import Action, ActionPlan
from ..order import DOWN, UP, Move, in_area, place, step
from .plans import crumbs


@require_http_methods(["GET", "POST"])
def order(request, plan):
    plan = fetch(request, ActionPlan.objects.select_related("programme"), "actions.change_action", pk=plan)
    if request.method == "POST":
        return pressed(request, plan) if "move" in request.POST else dragged(request, plan)
    context = {
        "plan": plan,
        "groups": groups(plan, request.GET.get("rad"), request.GET.get("at")),
        "is_open": plan.state != ActionPlan.State.CLOSED,
        "crumbs": crumbs(request, plan),
    }
    return render(request, "actions/order.html", context)


@dataclass(frozen=True)
class Line:
    """An action on the page, and which of its buttons takes the focus after it was pressed."""

    action: Action
    seen: str
    focus: str


def groups(plan, moved, way):
    """Return (area, lines) for every area, also where nothing stands yet, and for none where there is something."""
    areas = {area.pk: area for area in plan.programme.areas.kept().select_related("programme")}
    found = {key: [] for key in (*areas, None)}
    for action in plan.actions.kept():
        found.setdefault(action.area_id, []).append(action)
    return [(areas.get(key), lines(actions, moved, way)) for key, actions in found.items() if actions or key]


def lines(actions, moved, way):
    """Return the lines of an area; at either end the way that is left takes the focus."""
    ends = {0: DOWN, len(actions) - 1: UP}
    return [
        Line(action, place(action), ends.get(n, way) if str(action.pk) == moved else "")
        for n, action in enumerate(actions)
    ]


def pressed(request, plan):
    """Move an action one place up or down, and come back with the same button at hand."""
    direction, _space, said = request.POST["move"].partition(" ")
    key, _space, seen = said.partition(" ")
    if direction not in (UP, DOWN):
        raise Http404
    action = own(request, plan, key)
    _deed, fault = apply(request, step(action, direction), seen)
    if fault:
        messages.error(request, fault)
    address = reverse("actions:order_actions", args=[request.municipality.slug, plan.pk])
    return redirect(f"{address}?rad={action.pk}&at={direction}")  # no fragment: it would take the focus


def dragged(request, plan):
    """Put an action where a script says: in a list (an area), before or after another one, or last."""
    action = own(request, plan, request.POST.get("item", ""))
    area = action.area
    if "list" in request.POST:
        key = request.POST["list"]
        area = get_object_or_404(plan.programme.areas.kept(), pk=key_of(key)) if key else None
    sides = {side: key_of(request.POST[side]) for side in ("before", "after") if request.POST.get(side)}
    deed, fault = apply(request, Move(action, area, **sides), request.POST.get("seen"))
    if not asks_for_json(request):
        if fault:
            messages.error(request, fault)
        return redirect(plan)
    if fault:
        return JsonResponse({"said": fault}, status=409)
    action.refresh_from_db()
    undo = {"change": deed.pk, "sentence": deed.sentence} if deed.pk else {}
    return JsonResponse({"said": where(action), "seen": place(action), **undo})


def apply(request, move, seen):
    """Do the move, if there is one; return the change, and what is to be said against it."""
    try:
        return move and move.apply(request.user, seen), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def where(action):
    keys = list(in_area(action.plan, action.area).values_list("pk", flat=True))
    facts = {"row": action, "place": keys.index(action.pk) + 1, "count": len(keys)}
    return _("“%(row)s” is now number %(place)s of %(count)s.") % facts


def own(request, plan, key):
    rows = Action.objects.filter(plan=plan).select_related("plan", "area")
    return fetch(request, rows, "actions.change_action", pk=key_of(key))
