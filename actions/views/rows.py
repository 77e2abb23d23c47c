"""Changing several rows of a plan's table at once."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, key_of

from ..bulk import RELATED, Bulk, BulkForm, read_seen
from ..filters import Filters
from ..models import ActionPlan
from ..table import Table
from .plans import crumbs


@require_http_methods(["GET", "POST"])
def change(request, plan):
    """Set the same for all chosen actions: they are shown with what can be set; then all is saved, or nothing."""
    plan = fetch(request, ActionPlan.objects.select_related("programme"), "actions.change_action", pk=plan)
    back = plan.get_absolute_url() + query_of(request)
    bulk = chosen(request, plan)
    if not bulk.forms:
        messages.error(request, _("Choose the actions first."))
        return redirect(back)
    form = BulkForm(request.POST if "seen" in request.POST else None, plan)
    if form.is_valid():
        if bulk.apply(form.chosen, request.user, told(bulk, plan), request.municipality):
            messages.success(request, _("Saved."))
            return redirect(back)
        form.show_faults(bulk)
    title = ngettext("Change %(count)s action", "Change %(count)s actions", len(bulk)) % {"count": len(bulk)}
    context = {"form": form, "bulk": bulk, "title": title, "back": back, "query": query_of(request)}
    return render(request, "actions/bulk.html", context | {"crumbs": crumbs(request, plan)})


def chosen(request, plan):
    """Return the chosen rows of the plan with what was seen of them."""
    try:
        seen = read_seen(request.POST.get("seen"))
    except ValueError as error:
        raise Http404 from error
    return Bulk(plan, chosen_actions(request, plan, seen), seen)


def chosen_actions(request, plan, seen=None):
    """Return the chosen actions: those that are still there, or all `seen`; a key that is none of them is no row's."""
    keys = {key_of(key) for key in (keys_of(request, plan) if seen is None else seen)}
    found = list(plan.actions.filter(pk__in=keys).select_related(*RELATED))
    if len(found) != len(keys):
        raise Http404
    return [action for action in found if seen is not None or not action.dropped]


def keys_of(request, plan):
    """Return the keys that were chosen one by one, as they are sent with and without scripts, or all that are shown."""
    if "all" in request.POST:
        table = Table(plan, request.municipality, request.user, timezone.localdate())
        return {str(row.pk) for row in Filters(QueryDict(query_of(request)[1:]), table.rows()).shown}
    return {*request.POST.getlist("row"), *filter(None, request.POST.get("rows", "").split(","))}


def query_of(request):
    """Return how the table was narrowed, to go back to it so."""
    query = QueryDict(request.POST.get("query", "").removeprefix("?")).urlencode()
    return f"?{query}" if query else ""


def told(bulk, plan):
    sentence = ngettext("Changed %(count)s action in “%(plan)s”", "Changed %(count)s actions in “%(plan)s”", len(bulk))
    return sentence % {"count": len(bulk), "plan": plan}
