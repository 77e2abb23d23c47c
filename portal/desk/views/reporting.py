"""Reporting on all of one's actions at once; editors choose a department's as well."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Action
from programmes.fetch import fetch, require
from programmes.models import Department
from programmes.views.page import form_page, typed, way

from ..reporting import PERIOD, PeriodForm, Reporting
from ..waiting import Waiting


@require_safe
def choose(request):
    """Lead to the period that is asked for, or to the one that waits."""
    require(request, "actions.report_action", request.municipality)
    waiting = Waiting(request.municipality, request.user, timezone.localdate())
    if "period" not in request.GET:
        return redirect("desk:report_all", request.municipality.slug, present_period(waiting))
    form = period_form(request, waiting, request.GET)
    if not form.is_valid():
        return render(request, "desk/report_period.html", {"periods": form})
    period, unit = form.cleaned_data["period"], form.cleaned_data.get("department")
    if unit:
        return redirect("desk:report_department", request.municipality.slug, period, unit.pk)
    return redirect("desk:report_all", request.municipality.slug, period)


@require_http_methods(["GET", "POST"])
def mine(request, period):
    """Report on one's own actions."""
    require(request, "actions.report_action", request.municipality)
    waiting = Waiting(request.municipality, request.user, timezone.localdate())
    return page(request, waiting, waiting.mine, period, _("Report on my actions"))


@require_http_methods(["GET", "POST"])
def department(request, period, pk):
    """Report on a department's actions, in its place."""
    require(request, "actions.change_action", request.municipality)
    unit = fetch(request, Department, "programmes.view_department", pk=pk)
    waiting = Waiting(request.municipality, request.user, timezone.localdate())
    actions = Action.objects.filter(responsible=unit).under_way(waiting.on)
    return page(request, waiting, actions, period, _("Report for %(department)s") % {"department": unit}, unit)


def page(request, waiting, actions, period, title, unit=None):
    if not PERIOD.fullmatch(period):
        raise Http404
    form = Reporting(request.municipality, actions, period, typed(request))
    return form_page(
        request,
        form,
        title=title,
        sentence=_("Reported on actions for %(period)s"),
        names={"period": period},
        back=way(request, "", "desk:todo")[0][1],
        crumbs=way(request, _("To do"), "desk:todo"),
        period=period,
        plans=lambda: form.by_plan(waiting.on),
        periods=period_form(request, waiting, initial={"period": period, "department": unit}),
        template="desk/report_all.html",
    )


def period_form(request, waiting, data=None, **options):
    """Return the form in which the period is chosen; editors also choose among departments that have actions."""
    units = None
    if waiting.may("actions.change_action"):
        asked = Action.objects.filter(municipality=request.municipality).under_way(waiting.on)
        units = Department.objects.kept().filter(municipality=request.municipality, actions__in=asked).distinct()
    return PeriodForm(data, departments=units, **options)


def present_period(waiting):
    """Return the year that waits for reports, the earliest first; the present one where none does."""
    waits = waiting.mine.awaiting_report(waiting.on).order_by("plan__end").values_list("present", flat=True)
    return waits.first() or str(waiting.on.year)
