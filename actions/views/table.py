"""What the plan's table asks for beside its cells: taking back, and who else is writing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programmes.fetch import fetch, key_of, require
from programmes.undoing import CannotUndo, in_words, undo

from ..latest import only_row, own_changes
from ..models import Action, ActionPlan
from ..presence import writing
from ..table import Row, Table, in_table
from .cells import asks_for_json, shown


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


def taken_back(deed, user):
    """Take a change back; return what is to be said of it, and the new change or None."""
    if deed is None:
        return _("There is nothing more of yours to take back here."), None
    try:
        inverse = undo(deed, user=user)
    except (CannotUndo, PermissionDenied, ValidationError) as reason:
        return in_words(reason), None
    return _("Taken back: %(what)s") % {"what": deed.sentence}, inverse


def after(request, plan, inverse):
    """Return what the table shows now: the row where only one has changed, and the next change to take back."""
    following = own_changes(plan, request.user).first()
    facts = {"change": following.pk, "sentence": following.sentence} if following else {"change": None}
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
