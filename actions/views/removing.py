"""Removing actions with a reason, one or several, and the page of what has been removed from a plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.fetch import fetch, fetch_dropped
from programmes.forms import apply_all
from programmes.views.page import form_page, typed

from ..models import Action, ActionPlan
from ..removing import ReasonForm, RemoveForm, bring_back, removed
from .plans import crumbs
from .rows import chosen_actions, query_of


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    action = fetch(request, Action, "actions.drop_action", pk=pk)
    return form_page(
        request,
        RemoveForm(typed(request), instance=action),
        title=_("Remove “%(row)s”?") % {"row": action},
        sentence=_("Removed the action “%(row)s”"),
        back=action.plan.get_absolute_url(),
        button=_("Remove"),
        crumbs=crumbs(request, action.plan, action),
        consequence=consequence(action.plan),
    )


@require_http_methods(["GET", "POST"])
def drop_several(request, plan):
    """Remove all chosen actions in one change, or none of them."""
    plan = fetch(request, ActionPlan.objects.select_related("programme"), "actions.drop_action", pk=plan)
    back = plan.get_absolute_url() + query_of(request)
    actions = chosen_actions(request, plan)
    if not actions:
        messages.error(request, _("Choose the actions first."))
        return redirect(back)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    removals = [RemoveForm.over(action, request.POST.get("reason", "")) for action in actions]
    if form.is_valid():
        facts = {"municipality": request.municipality, **form.cleaned_data}
        if apply_all(removals, request.user, told(len(actions), plan), **facts):
            messages.success(request, _("Removed."))
            return redirect(back)
    title = ngettext("Remove %(count)s action?", "Remove %(count)s actions?", len(actions)) % {"count": len(actions)}
    context = {"form": form, "removals": removals, "title": title, "back": back, "query": query_of(request)}
    context |= {"crumbs": crumbs(request, plan), "consequence": consequence(plan)}
    return render(request, "actions/remove.html", context)


def told(count, plan):
    said = ngettext("Removed %(count)s action from “%(plan)s”", "Removed %(count)s actions from “%(plan)s”", count)
    return said % {"count": count, "plan": plan}


def consequence(plan):
    if plan.state == ActionPlan.State.DRAFT:
        return ""
    return _(
        "The plan has been adopted. What will not be carried out is given the status cancelled, with a reason;"
        " only what was entered by mistake is removed."
    )


@require_safe
def index(request, plan):
    plan = fetch(request, ActionPlan, "actions.view_actionplan", pk=plan)
    may = plan.state != ActionPlan.State.CLOSED and request.user.has_perm("actions.drop_action", plan)
    context = {"plan": plan, "removed": removed(plan), "may_bring_back": may, "crumbs": crumbs(request, plan)}
    return render(request, "actions/removed.html", context)


@require_POST
def restore(request, pk):
    action = fetch_dropped(request, Action.objects.select_related("plan"), "actions.drop_action", pk=pk)
    try:
        bring_back(action, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("actions:removed_actions", args=[request.municipality.slug, action.plan_id]))
    messages.success(request, _("“%(row)s” is back.") % {"row": action})
    return redirect(f"{action.plan.get_absolute_url()}#action-{action.pk}")
