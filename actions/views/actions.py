"""An action: what was promised, how it stands, what has been reported and who changed it."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.views.page import changes_of, form_page, typed

from ..copying import copy_of
from ..forms import ActionForm
from ..marks import mark
from ..models import Action, ActionPlan, Report
from .plans import crumbs


@require_safe
def action(request, pk):
    related = ("plan__programme", "area__programme", "responsible", "responsible_person__user")
    action = fetch(request, Action.objects.select_related(*related), "actions.view_action", pk=pk)
    reports = list(action.reports.kept().order_by("-period"))
    context = {
        "action": action,
        "mark": mark(action.status, action.is_late(timezone.localdate())),
        "proposals": list(action.proposals.kept()),
        "reports": [(report, mark(report.status)) for report in reports],
        "changes": changes_of(request, action.history, Report.history.filter(action=action)),
        "is_open": action.plan.state != ActionPlan.State.CLOSED,
        "may_report": request.user.has_perm("actions.report_action", action),
        "crumbs": crumbs(request, action.plan),
    }
    return render(request, "actions/action.html", context)


@require_http_methods(["GET", "POST"])
def add(request, plan):
    plan = fetch(request, ActionPlan, "actions.view_actionplan", pk=plan)
    require(request, "actions.add_action", request.municipality)
    new = Action(municipality=request.municipality, plan=plan, area=asked_area(request, plan))
    form = ActionForm(typed(request), instance=new)
    form.fields["title"].widget.attrs["autofocus"] = not form.is_bound  # the faults come first
    response = form_page(
        request,
        form,
        title=_("New action"),
        sentence=_("Added the action “%(row)s”"),
        template="actions/new_action.html",
        crumbs=crumbs(request, plan),
    )
    return redirect(request.get_full_path()) if form.instance.pk and "more" in request.POST else response


@require_http_methods(["GET", "POST"])
def copy(request, pk):
    """A new action that begins with what another one says; it gets a number and a story of its own."""
    source = fetch(request, Action.objects.select_related("plan"), "actions.view_action", pk=pk)
    require(request, "actions.add_action", request.municipality)
    new, relations = copy_of(source, timezone.localdate())
    return form_page(
        request,
        ActionForm(typed(request), instance=new, initial=relations),
        title=_("Copy of “%(row)s”") % {"row": source},
        sentence=_("Added “%(row)s” as a copy of “%(source)s”"),
        names={"source": source},
        consequence=_("Texts and relations are copied; number, status and reports are not."),
        crumbs=crumbs(request, source.plan, source),
    )


def asked_area(request, plan):
    """Return the area that the address asks for, one of the programme's, else the plan's own."""
    areas = {str(area.pk): area for area in plan.programme.areas.kept()}
    return areas.get(request.GET.get("omrade"), plan.area)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    action = fetch_for_form(request, Action, "actions.change_action", pk=pk)
    return form_page(
        request,
        ActionForm(typed(request), instance=action),
        title=_("Change the action"),
        sentence=_("Changed the action “%(row)s”"),
        crumbs=crumbs(request, action.plan, action),
    )
