"""An action: what was promised, how it stands, what has been reported and who changed it."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.views.page import changes_of, drop_page, form_page, typed

from ..forms import ActionForm
from ..marks import mark
from ..models import Action, ActionPlan, Report
from .plans import crumbs

MAX_DIGITS = 19  # of a number that the database takes


@require_safe
def action(request, pk):
    related = ("plan__programme", "area__programme", "responsible", "responsible_person__user")
    action = fetch(request, Action.objects.select_related(*related), "actions.view_action", pk=pk)
    reports = list(action.reports.kept().order_by("-period"))
    context = {
        "action": action,
        "mark": mark(action.status, action.is_late(timezone.localdate())),
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
    return form_page(
        request,
        ActionForm(typed(request), instance=new),
        title=_("New action"),
        sentence=_("Added the action “%(row)s”"),
        crumbs=crumbs(request, plan),
    )


def asked_area(request, plan):
    """Return the area that the address asks for, one of the programme's, else the plan's own."""
    asked = request.GET.get("omrade", "")
    found = plan.programme.areas.kept().filter(pk=asked) if asked.isdecimal() and len(asked) < MAX_DIGITS else ()
    return next(iter(found), plan.area)


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


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    action = fetch(request, Action, "actions.drop_action", pk=pk)
    consequence = _(
        "The plan has been adopted. What will not be carried out is given the status cancelled, with a reason;"
        " only what was entered by mistake is removed."
    )
    return drop_page(
        request,
        action,
        sentence=_("Removed the action “%(row)s”"),
        back=action.plan.get_absolute_url(),
        crumbs=crumbs(request, action.plan, action),
        consequence="" if action.plan.state == ActionPlan.State.DRAFT else consequence,
    )
