"""The period that is reported on now, and whether an action waits for its report: plain functions."""

from .statuses import OPEN


def present(start, end, on):
    """Return the year that a plan's actions are reported for on a day: this one, or the plan's nearest, as "2026"."""
    year = on.year
    if end:
        year = min(year, end.year)
    if start:
        year = max(year, start.year)
    return str(year)


def awaits_report(status, periods, present):
    """Return whether nothing has been told for the present year; `periods` are those of the action's ready reports.

    What was completed or cancelled and told in an earlier report waits for nothing more.
    """
    if status not in OPEN and periods:
        return False
    return not any(period[:4] == present for period in periods)
