"""Telling in a round: the report on an action of a part, and the figure of an indicator, until the approval."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.models import Report
from indicators.models import Observation
from programmes.fetch import fetch, require
from programmes.models import Department
from programmes.views.page import form_page, typed

from ..forms.telling import FigureForm, RoundReportForm
from ..models import FollowUp
from ..round.parts import part_of
from ..round.period import reported_as
from ..round.telling import actions_by_unit, indicators_by_unit, told_in_round
from .follow_ups import crumbs


@require_http_methods(["GET", "POST"])
def report(request, pk, action_pk):
    """Report on an action for the period of the follow-up; a closed plan's action can be told of here too."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    actions = actions_by_unit(row.pk, timezone.localdate()).select_related("plan", "continues")
    action = fetch(request, actions, "followups.view_followup", pk=action_pk)
    require_telling(request, row, action, "actions.report_action")
    new = Report(municipality=request.municipality, action=action, period=reported_as(row)[0], status=action.status)
    reports = action.reports.kept()
    of_round = told_in_round(reports, row)
    standing = of_round.order_by("period").first()
    if standing:
        standing.action = action
    return form_page(
        request,
        RoundReportForm(typed(request), instance=standing or new, follow_up=row),
        title=str(action),
        sentence=_("Reported on “%(row)s”"),
        back=part_address(row, action.answering),
        crumbs=crumbs(request, row),
        template="followups/report.html",
        action=action,
        period=(standing or new).period,
        earlier=reports.filter(ready=True).exclude(pk__in=of_round.values("pk")).in_order().last(),
    )


@require_http_methods(["GET", "POST"])
def figure(request, pk, indicator_pk):
    """Give the figure of the year that the follow-up refers to, or the reason why there is none."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    indicators = indicators_by_unit(row.pk, timezone.localdate()).select_related("responsible")
    indicator = fetch(request, indicators, "followups.view_followup", pk=indicator_pk)
    require_telling(request, row, indicator, "indicators.report_indicator")
    of_year = {"indicator": indicator, "year": row.refers_to_year}
    figures = Observation.objects.kept().filter(**of_year, sex=Observation.Sex.TOTAL)
    standing = figures.order_by("-definition").first()
    if standing:
        standing.indicator = indicator
    return form_page(
        request,
        FigureForm(
            typed(request), instance=standing or Observation(municipality=row.municipality, **of_year), follow_up=row
        ),
        title=_("%(indicator)s, figure for %(year)s") % {"indicator": indicator, "year": row.refers_to_year},
        sentence=_("Told the figure “%(row)s”"),
        back=part_address(row, indicator.answering),
        crumbs=crumbs(request, row),
        template="followups/figure.html",
        indicator=indicator,
        follow_up=row,
    )


def require_telling(request, follow_up, row, right):
    """Refuse (403) whoever neither has the right to the row nor answers for the part that it stands in."""
    part = part_of(follow_up, Department(pk=row.answering)) if row.answering else None
    if part and request.user.has_perm("followups.change_departmentpart", part):
        require(request, "followups.change_departmentpart", part)
    else:
        require(request, right, row)


def part_address(follow_up, unit):
    slug = follow_up.municipality.slug
    if unit is None:
        return reverse("followups:without_department", args=[slug, follow_up.pk])
    return reverse("followups:part", args=[slug, follow_up.pk, unit])
