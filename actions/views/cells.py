"""One cell of a plan's table: a page of its own, and the answer that the table in the browser asks for."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programmes import drafts
from programmes.fetch import fetch_for_form
from programmes.views.cells import answered, asks_for_json
from programmes.views.page import form_page, typed

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
        form = kind.over(action, report, typed(request), auto_id="cell_%s")
        return answered(request, form, lambda: outcome(table, action, form))
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


def outcome(table, before, form):
    """Return what has come of it: the row, and the tally where it differs from before."""
    row = Row(table, *form.row(before.told))
    is_alike = row.mark == mark(before.status, before.is_late(table.today))
    return shown(row, None if is_alike else table)


def shown(row, table=None):
    """Return the HTML of a row, and of its table's tally."""
    facts = {"row": render_to_string("actions/plan_rows.html", {"rows": [row]})}
    return facts | ({"tally": render_to_string("actions/tally.html", {"tally": table.tally()})} if table else {})
