"""What the plan's table asks for beside its cells: taking back, and who else is writing."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from programmes.fetch import fetch, key_of, require
from programmes.views.cells import asks_for_json, next_to_take_back, taken_back

from ..latest import only_row, own_changes
from ..models import Action, ActionPlan
from ..presence import writing
from ..table import Row, Table, in_table
from .cells import shown


@require_POST
def take_back(request, pk):
    """Take back what the person has changed last in the plan's table, or the one such change that is named."""
    plan = fetch(request, ActionPlan, "actions.view_actionplan", pk=pk)
    deeds = own_changes(plan, request.user)
    named = request.POST.get("change", "")
    deed = get_object_or_404(deeds, pk=key_of(named)) if named else deeds.first()
    said, inverse = taken_back(deed, request.user)
    if asks_for_json(request):
        return JsonResponse({"said": said, **after(request, plan, inverse)}, status=200 if inverse else 409)
    (messages.success if inverse else messages.error)(request, said)
    return redirect(plan)


def after(request, plan, inverse):
    """Return what the table shows now: the row where only one has changed, and the next change to take back."""
    facts = next_to_take_back(own_changes(plan, request.user))
    if pk := inverse and only_row(inverse):
        table = Table(plan, request.municipality, request.user, timezone.localdate())
        action = in_table(Action.objects).get(pk=pk)
        facts |= shown(Row(table, action, action.told), table)
    return facts


@require_safe
def who_writes(request):
    """Tell who else is writing in which cell; asked now and then by tables that are open."""
    require(request, "actions.view_action", request.municipality)
    found = writing(request.municipality, request.user, timezone.now())
    return JsonResponse({f"{pk}/{name}": said for (pk, name), said in found.items()})
