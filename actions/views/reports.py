"""Reporting on an action; contributors do so on their own."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, fetch_for_form
from programmes.views.page import drop_page, form_page, typed

from ..forms import ReportForm
from ..models import Action, Report
from ..periods import present
from .plans import crumbs


@require_http_methods(["GET", "POST"])
def add(request, action):
    action = fetch(request, Action, "actions.report_action", pk=action)
    period = present(action.plan.start, action.plan.end, timezone.localdate())
    new = Report(municipality=request.municipality, action=action, period=period, status=action.status)
    return form_page(
        request,
        ReportForm(typed(request), instance=new),
        title=_("New report"),
        sentence=_("Reported on “%(row)s”"),
        crumbs=crumbs(request, action.plan, action),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    report = fetch_for_form(request, Report, "actions.change_report", pk=pk)
    return form_page(
        request,
        ReportForm(typed(request), instance=report),
        title=_("Change the report"),
        sentence=_("Changed the report “%(row)s”"),
        crumbs=crumbs(request, report.action.plan, report.action),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    report = fetch(request, Report, "actions.drop_report", pk=pk)
    return drop_page(
        request,
        report,
        sentence=_("Removed the report “%(row)s”"),
        back=report.action.get_absolute_url(),
        crumbs=crumbs(request, report.action.plan, report.action),
    )
