"""A plan as a file: what the address shows of it, or everything."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from actions.filters import Filters
from actions.models import Action, ActionPlan
from actions.sheets import exporting, writing
from actions.sheets.said import with_all
from actions.table import Table
from programmes.fetch import fetch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook(request, plan):
    plan, labels, rows = shown(request, plan)
    return download(writing.as_workbook(labels, rows, str(plan)), XLSX, f"{plan}.xlsx")


@require_safe
def text(request, plan):
    plan, labels, rows = shown(request, plan)
    return download(writing.as_csv(labels, rows), "text/csv; charset=utf-8", f"{plan}.csv")


def shown(request, pk):
    """Return the plan, the headings, and the rows that the page of the same query shows, in its order."""
    plan = fetch(request, ActionPlan.objects.select_related("programme"), "actions.view_actionplan", pk=pk)
    found = Table(plan, request.municipality, request.user, timezone.localdate()).rows()
    order = [row.pk for row in Filters(request.GET, found).shown]
    actions = {action.pk: action for action in with_all(Action.objects.filter(pk__in=order, plan=plan))}
    sees_notes = request.user.has_perm("programmes.view_internal_note", request.municipality)
    return plan, exporting.headings(sees_notes), exporting.rows(actions[pk] for pk in order)


def download(body, kind, name):
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})
