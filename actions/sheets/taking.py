"""The candidates of a checked table saved, all of them or none, inside one change."""

from programmes.checking import check as check_row
from programmes.models import Area

from .checking import NEW
from .said import MANY, OF_REPORT

TIES = ("area", "responsible", "responsible_person")  # found among the municipality's own rows, which are locked
ASKED = ("action_number", "report_once_a_period")  # the check has compared numbers and periods, of all rows at once


def take(check, tell=lambda done: None):
    """Save what a check, made under locks, found without faults; return how many rows. `tell` hears how far it is."""
    for row in check.names.made.values():
        make(row, check.deed)
    order, rows = check.standing.last_order, changing(check)
    for done, row in enumerate(rows, 1):
        if row.state == NEW:
            order = row.action.order = order + 1
        if row.action and (row.state == NEW or row.new.keys() - OF_REPORT):
            save_action(row)
        if row.report:
            save_report(row)
        tell(done)
    return len(rows)


def make(row, deed):
    """Save a department or an area that the table names and that somebody wants as a new one."""
    if isinstance(row, Area):
        row.stand_last()
        row.check_change(None, deed)
    row.full_clean()
    row.save()


def changing(check):
    return [row for row in check.rows if not row.is_out and (row.new or row.state == NEW)]


def save_action(row):
    for code in row.new.keys() & set(TIES):
        setattr(row.action, code, row.new[code])  # once more: a department may only now have got its key
    check_row(row.action, row.before, ASKED)
    row.action.save()
    for code in row.new.keys() & set(MANY):
        row.action.relate(code, row.new[code])


def save_report(row):
    if row.action:
        row.report.action = row.action
    check_row(row.report, row.report_before, ASKED)
    row.report.save()
    if row.action is None:
        row.report.carry_out(row.new.get("cancel_reason", ""))
