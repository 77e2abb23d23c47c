"""A plan as one table: its rows as one person sees them on a day."""

from collections import Counter

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from .cells import CELLS, cell_for
from .marks import mark, tally_of
from .models import Action, ActionPlan, Report
from .order import place
from .periods import awaits_report, present
from .presence import notes
from .statuses import LATE, is_late

LAST = 10**6  # where actions without an area stand


class Table:
    """The rows of a plan; always as many queries, however many they are."""

    def __init__(self, plan, municipality, user, today):
        self.plan = plan
        self.municipality = municipality
        self.user = user
        self.today = today
        self.year = present(plan.start, plan.end, today)
        self.is_open = plan.state != ActionPlan.State.CLOSED
        self.may_change = self.is_open and user.has_perm("actions.change_action", plan)
        self.place = reverse("actions:action", args=[municipality.slug, 0]).removesuffix("0/")
        self.notes = {}

    @cached_property
    def held(self):
        """The person's memberships here, each with its department."""
        return list(self.user.memberships.active(self.today).filter(municipality=self.municipality))

    def rows(self):
        """Return all rows, by area and what has none last."""
        self.notes = notes(self.municipality, self.user, timezone.now()) if self.is_open else {}
        actions = list(in_table(self.plan.actions.kept()))
        for action in actions:
            action.plan = self.plan
        found = [Row(self, action, action.told) for action in actions]
        return sorted(found, key=lambda row: row.action.area.order if row.action.area else LAST)

    def editors(self):
        """Return an empty form for each kind of cell that the person may use; the browser fills it from the row."""
        kinds = [cell_for(self.user, name, self.municipality) for name in CELLS] if self.is_open else []
        blank = Action(municipality=self.municipality, plan=self.plan)
        report = Report(municipality=self.municipality, action=blank)
        mine = [kind for kind in kinds if self.user.has_perm(kind.right, self.municipality)]
        return [kind.over(blank, report, auto_id="cell_%s") for kind in mine]

    def tally(self):
        """Return the marks with their counts, counted by the database: the rows themselves are not read."""
        counts = Counter()
        alike = self.plan.actions.kept().order_by().values_list("status", "end", "late_override")
        for status, end, override, count in alike.annotate(count=Count("pk")):
            counts[LATE if is_late(status, end, self.today, override) else status] += count
        return tally_of(counts)


class Row:
    """An action as the table shows it, with the values that its cells' forms begin with."""

    def __init__(self, table, action, reports):
        self.table, self.action, self.reports = table, action, reports
        self.report = reports[-1] if reports else None
        self.told = report_of(table.year, reports)
        self.is_late = action.is_late(table.today)
        self.may_change = table.may_change
        self.may_report = table.is_open and table.user.has_perm("actions.report_action", action)
        self.place = f"{table.place}{action.pk}/"
        self.seen = place(action)
        self.notes = table.notes.get(action.pk)
        self.pk, self.number, self.title, self.example = action.pk, action.number, action.title, action.example
        self.responsible = action.responsible_id or ""
        self.department = action.responsible.name if action.responsible_id else ""
        self.mark = mark(action.status, self.is_late)
        self._show_status()
        self._show_dates()
        self._show_account()

    def __getitem__(self, name):
        """Give a template what it asks for at its first try; a long table asks often."""
        return self.__dict__[name]

    @property
    def is_mine(self):
        """Whether the person, or the person's department, answers for the action."""
        return any(self.action.is_answered_for_by(membership) for membership in self.table.held)

    @property
    def awaits_report(self):
        """Whether nothing has been told for the present year."""
        ready = [report.period for report in self.reports if report.ready]
        return awaits_report(self.action.status, ready, self.table.year)

    def _show_status(self):
        action, told = self.action, self.told
        self.code, self.symbol, self.word = self.mark.code, self.mark.symbol, self.mark.word
        self.cancelled_because = action.cancel_reason if action.status == Action.Status.CANCELLED else ""
        self.awaits = told.get_status_display() if told and not told.ready and told.status != action.status else ""
        if self.may_change or told is None:
            self.status = action.status
            further = {"late_override": action.late_override, "late_reason": action.late_reason}
        else:
            self.status = told.status
            further = {"ready": told.ready or None}
        values = {"cancel_reason": action.cancel_reason, **further}
        self.reasons = [(name, value) for name, value in values.items() if value not in (None, "")]

    def _show_dates(self):
        action = self.action
        self.start = action.start.isoformat() if action.start else ""
        self.end = action.end.isoformat() if action.end else ""
        self.end_reason = action.end_reason
        self.is_promised = action.end and action.is_promised
        self.is_plain_end = action.end and action.end_adopted in (None, action.end)

    def _show_account(self):
        told, report = self.told, self.report
        self.account = told.account if told else ""
        self.ready = told is not None and told.ready
        self.unready = told.period if told and not told.ready else ""
        self.before = report if told is None and report and report.account else None


def in_table(actions):
    """Return the actions with all that a row of the table shows."""
    reports = Prefetch("reports", Report.objects.kept().order_by("period"), to_attr="told")
    return actions.select_related("area__programme", "responsible").prefetch_related(reports)


def report_of(year, reports):
    """Return the report of the year among an action's reports; where a year has several, its latest; or None."""
    return next((one for one in reversed(reports) if one.period.startswith(year)), None)
