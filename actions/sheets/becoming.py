"""What an action and its report become by a row of a table, as the models' own rules judge it; nothing is saved."""

from copy import copy

from django.utils.translation import gettext as _

from ..models import Report
from .said import MANY, OF_REPORT
from .standing import is_latest

CONTENT = ("account", "report_note")  # what makes a report of a row


def become_action(check, row):
    """Let the action become what the row says, and its report too."""
    row.action = copy(row.before) if row.before else check.blank()
    row.action.number = row.number
    _leave_status(row)
    for code, value in row.new.items():
        if code not in OF_REPORT and code not in MANY:
            setattr(row.action, code, value)
    if not row.action.title and "title" not in row.faults:
        row.blame("title", check.values.fields["title"].error_messages["required"])
    _accompany(check, row)
    row.action.settle_end()
    row.action.clean()
    row.action.check_change(row.before, check.deed)


def _accompany(check, row):
    """Let the report of the row's period follow, or be made if there is something to tell."""
    told = {code: row.new[code] for code in OF_REPORT if code in row.new}
    if row.report_before is None and not any(told.get(code) for code in CONTENT):
        for code in told:
            del row.new[code]
        return
    if not told and ("status" not in row.new or row.report_before is None):
        return
    row.report = _report(check, row, row.action)
    row.report.status = row.new.get("status", row.report.status)
    _tell(row, told)


def become_report(check, row):
    """Let the report become what the row says; if it is ready and the latest, its action takes its status."""
    if row.before is None:
        return
    if not check.user.has_perm("actions.report_action", row.before):
        row.blame("number", _("You may not report on this action."))
    _leave_status(row)
    told = {code: row.new[code] for code in OF_REPORT if code in row.new}
    has_content = "status" in row.new or any(told.get(code) for code in CONTENT)
    if not row.new or (row.report_before is None and not has_content):
        row.new = {}
        return
    row.report = _report(check, row, row.before)
    row.report.status = row.new.get("status", row.report.status)
    _tell(row, told)
    row.report.check_change(row.report_before, check.deed)
    if row.report.ready and is_latest(row.before, row.report):
        trial = copy(row.before)
        trial.status = row.report.status
        trial.cancel_reason = row.new.get("cancel_reason") or trial.cancel_reason
        trial.clean()
    elif row.new.pop("cancel_reason", None):
        row.blame("cancel_reason", _("The reason is kept with a ready report only."))


def _leave_status(row):
    """A status cannot be emptied: what is not said stays."""
    if row.new.get("status", "") is None:
        del row.new["status"]


def _report(check, row, action):
    if row.report_before:
        return copy(row.report_before)
    new = Report(municipality=action.municipality, action=action, period=row.period, status=action.status)
    new.ready = check.wishes.ready
    return new


def _tell(row, told):
    for code, value in told.items():
        setattr(row.report, OF_REPORT[code], value)
