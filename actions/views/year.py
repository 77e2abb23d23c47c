"""The year turns: the next plan as a draft beside this one, more actions into it, and the closing of this one."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, fetch_for_form, require
from programmes.views.page import form_page, typed

from ..closing import Closing
from ..models import ActionPlan
from ..next_plan import MoreActionsForm, NextPlanForm, following
from .plans import crumbs


@require_http_methods(["GET", "POST"])
def next_plan(request, pk):
    """Propose the plan that follows, with the actions that would continue; one change makes it."""
    plan = fetch(request, ActionPlan.objects.select_related("programme"), "actions.view_actionplan", pk=pk)
    require(request, "actions.add_actionplan", request.municipality)
    made = plan.next_plan()
    if made and request.method == "GET":
        return redirect(made)
    return form_page(
        request,
        NextPlanForm(typed(request), instance=following(plan)),
        title=_("The plan after “%(plan)s”") % {"plan": plan},
        sentence=_("Drafted the next plan “%(row)s”"),
        button=_("Make the draft"),
        crumbs=crumbs(request, plan),
        template="actions/next_plan.html",
    )


@require_http_methods(["GET", "POST"])
def more_actions(request, pk):
    """Fetch more actions from the plan before, while this one is a draft."""
    drafts = ActionPlan.objects.filter(state=ActionPlan.State.DRAFT, continues__isnull=False)
    plan = fetch(request, drafts.select_related("continues"), "actions.change_actionplan", pk=pk)
    return form_page(
        request,
        MoreActionsForm(typed(request), instance=plan),
        title=_("Fetch more actions from “%(plan)s”") % {"plan": plan.continues},
        sentence=_("Fetched more actions into “%(row)s”"),
        button=_("Fetch what is ticked"),
        crumbs=crumbs(request, plan),
        template="actions/next_plan.html",
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Close a plan: what remains open is finished, dropped with a reason, or goes on; all in one change."""
    plans = ActionPlan.objects.select_related("programme")
    plan = fetch_for_form(request, plans, "actions.change_actionplan", pk=pk)
    if request.method == "GET" and plan.state != ActionPlan.State.ADOPTED:
        return redirect(plan)
    return form_page(
        request,
        Closing(plan, typed(request)),
        title=_("Close “%(plan)s”") % {"plan": plan},
        sentence=_("Closed the plan “%(row)s”"),
        button=_("Close and lock the plan"),
        crumbs=crumbs(request, plan),
        plan=plan,
        template="actions/close_plan.html",
    )
