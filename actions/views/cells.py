"""One cell of a plan's table: a page of its own, and the answer that the table in the browser asks for."""

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes import drafts
from programmes.fetch import fetch_for_form
from programmes.views.page import form_page, saved, typed

from ..cells import CELLS, cell_for
from ..marks import mark
from ..models import Action, Report
from ..table import Row, Table, in_table, report_of
from .plans import crumbs


@require_http_methods(["GET", "POST"])
def cell(request, pk, name):
    action = fetch_for_form(request, in_table(Action.objects).select_related("plan"), CELLS[name].right, pk=pk)
    table = Table(action.plan, request.municipality, request.user, timezone.localdate())
    kind = cell_for(request.user, name, action)
    report = report_of(table.year, action.told) or new_report(action, table.year)
    if asks_for_json(request):
        if answer := drafts.kept(request):
            return answer
        return answered(request, table, action, kind.over(action, report, typed(request), auto_id="cell_%s"))
    return form_page(
        request,
        kind.over(action, report, typed(request)),
        title=kind.title,
        sentence=kind.sentence,
        back=f"{action.plan.get_absolute_url()}#action-{action.pk}",
        crumbs=crumbs(request, action.plan, action),
    )


def new_report(action, year):
    return Report(municipality=action.municipality, action=action, period=year, status=action.status)


def asks_for_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answered(request, table, action, form):
    """Answer the table in the browser: with the row as it is now, or with the form and its faults."""
    if form.is_valid() and (deed := save(request, form)):
        return JsonResponse(outcome(table, action, form, deed))
    context = {"form": form, **(drafts.offered(request, form) if request.method == "GET" else {})}
    html = render_to_string("actions/cell.html", context, request)
    return JsonResponse({"form": html}, status=422 if form.is_bound else 200)


def save(request, form):
    """Save the form; with it goes the draft of this opening of the cell, if there is one."""
    sentence = form.sentence % {"row": form.instance}
    return saved(request, form, sentence) if drafts.page(request) else form.apply(request.user, sentence)


def outcome(table, before, form, deed):
    """Return what has come of it: the row, the tally where it differs from before, and what can be taken back."""
    row = Row(table, *form.row(before.told))
    is_alike = row.mark == mark(before.status, before.is_late(table.today))
    said = {"said": _("Saved %(time)s") % {"time": time_format(timezone.localtime())}}
    undoable = {"change": deed.pk, "sentence": deed.sentence} if deed.pk else {}
    return shown(row, None if is_alike else table) | said | undoable


def shown(row, table=None):
    """Return the HTML of a row, and of its table's tally."""
    facts = {"row": render_to_string("actions/plan_rows.html", {"rows": [row]})}
    return facts | ({"tally": render_to_string("actions/tally.html", {"tally": table.tally()})} if table else {})
