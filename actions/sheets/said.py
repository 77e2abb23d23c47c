"""What an action and its report say, column by column, as the portal's own tables write it."""

from datetime import date

from django.db.models import Model, Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..models import Action, Report
from .table import BOOLEAN, DAY, NUMBER, TEXT

OF_REPORT = {"period": "period", "account": "account", "ready": "ready", "report_note": "internal_note"}
MANY = ("participating", "indicators")
PLAIN = (
    *("number", "area", "title", "description", "expected_result", "responsible", "responsible_role"),
    *("responsible_person", "partners", "start", "end", "end_adopted", "end_reason", "continuous", "status"),
    *("cancel_reason", "late_override", "late_reason", "progress", "budget_note", "internal_note", "provenance"),
)


def with_all(actions):
    """Return the actions with everything that `values` reads: a fixed number of queries."""
    reports = Prefetch("reports", Report.objects.kept().order_by("period"), to_attr="told")
    related = ("area__programme", "responsible", "responsible_person__user")
    return actions.select_related(*related).prefetch_related(reports, *MANY)


def values(action, report):
    """Return {code: value} of an action and a report (or None), as the models hold them."""
    told = {code: getattr(action, code) for code in PLAIN}
    told |= {code: list(getattr(action, code).all()) if action.pk else [] for code in MANY}
    return told | {code: getattr(report, name) if report else None for code, name in OF_REPORT.items()}


def said(action, report):
    """Return {code: text, number or day} of an action and a report (or None); unknown is an empty text."""
    return {code: show(code, value) for code, value in values(action, report).items()}


def show(code, value):
    """Return a value as the portal's tables show it: a text, a number or a day."""
    if value is None or (code == "continuous" and not value):
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if code == "status":
        return str(capfirst(Action.Status(value).label))
    if isinstance(value, list):
        return names(value)
    if isinstance(value, Model):
        return name(value)
    return in_lines(value) if isinstance(value, str) else value


def yes_or_no(value):
    return _("yes") if value else _("no")


def name(row):
    """Return a row's name in one line; of a membership it is the person's."""
    return " ".join(str(getattr(row, "user", row)).split())


def names(rows):
    """Return the names of several; on lines of their own where one of them holds the sign that parts them."""
    told = sorted(name(row) for row in rows)
    return ("\n" if any(";" in one for one in told) else "; ").join(told)


def in_lines(text):
    return text.replace("\r\n", "\n")


def text_of(value):
    """Return a shown value as a text: days as 2026-05-31."""
    return value.isoformat() if isinstance(value, date) else str(value)


def cell_text(cell):
    """Return a cell as a text, numbers and yes or no as Swedish writes them."""
    if cell is None:
        return ""
    if cell.kind == NUMBER:
        return cell.text.replace(".", ",")
    return yes_or_no(cell.text == "1") if cell.kind == BOOLEAN else in_lines(cell.text)


def says_the_same(cell, shown):
    """Tell whether a cell says what the portal's own table would."""
    if isinstance(shown, date):
        return cell is not None and cell.kind in {DAY, TEXT} and cell.text == shown.isoformat()
    return cell_text(cell) == str(shown)
