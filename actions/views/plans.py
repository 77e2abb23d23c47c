"""The plans of the municipality's programmes, and a plan as one table."""

from itertools import groupby

from django.db.models import Count, Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.models import Programme
from programmes.views.page import drop_page, form_page, typed, way

from ..filters import Filters
from ..forms import NewPlanForm, PlanForm
from ..latest import own_changes
from ..marks import tally
from ..models import ActionPlan
from ..table import Table


@require_safe
def index(request):
    require(request, "actions.view_actionplan", request.municipality)
    plans = ActionPlan.objects.kept().select_related("area__programme")
    plans = plans.annotate(count=Count("actions", filter=Q(actions__dropped=False)))
    programmes = request.municipality.programmes.kept().prefetch_related(Prefetch("plans", plans))
    return render(request, "actions/plans.html", {"programmes": programmes})


@require_safe
def plan(request, pk):
    plans = ActionPlan.objects.select_related("programme", "area__programme", "adopted_by", "continues")
    plan = fetch(request, plans, "actions.view_actionplan", pk=pk)
    table = Table(plan, request.municipality, request.user, timezone.localdate())
    everything = table.rows()
    filters = Filters(request.GET, everything)
    context = {
        "plan": plan,
        "tally": tally([row.action for row in everything], table.today),
        "filters": filters,
        "groups": [(area, list(group)) for area, group in groupby(filters.shown, key=lambda row: row.action.area)],
        "editors": table.editors(),
        "latest": table.is_open and own_changes(plan, request.user).first(),
        "may_add": table.is_open and request.user.has_perm("actions.add_action", request.municipality),
        "may_change": table.may_change,
        "may_drop": not everything and request.user.has_perm("actions.drop_actionplan", plan),
    }
    return render(request, "actions/plan.html", context)


@require_http_methods(["GET", "POST"])
def add(request, programme):
    programme = fetch(request, Programme, "programmes.view_programme", pk=programme)
    require(request, "actions.add_actionplan", request.municipality)
    new = ActionPlan(municipality=request.municipality, programme=programme)
    return form_page(
        request,
        NewPlanForm(typed(request), instance=new),
        title=_("New plan"),
        sentence=_("Added the plan “%(row)s”"),
        crumbs=crumbs(request),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    plan = fetch_for_form(request, ActionPlan, "actions.change_actionplan", pk=pk)
    return form_page(
        request,
        PlanForm(typed(request), instance=plan),
        title=_("Change the plan"),
        sentence=_("Changed the plan “%(row)s”"),
        crumbs=crumbs(request, plan),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    plan = fetch(request, ActionPlan, "actions.drop_actionplan", pk=pk)
    return drop_page(
        request,
        plan,
        sentence=_("Removed the plan “%(row)s”"),
        back=reverse("actions:plans", args=[request.municipality.slug]),
        crumbs=crumbs(request, plan),
    )


def crumbs(request, *rows):
    """Return the way to a page beneath the plans."""
    return way(request, _("Plans"), "actions:plans", *rows)
