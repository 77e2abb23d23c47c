"""One form for the reports on many actions: a line for each, all saved in one change, or nothing."""

import re
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from actions.forms import ReportForm, text_area
from actions.marks import mark
from actions.models import Action, Report
from actions.statuses import OPEN
from portal.followups.forms.telling import ReasonedReportForm
from portal.followups.round.reasons import told_in
from programmes.models import Department
from programmes.several import Fault, Several

PERIOD = re.compile(r"\d{4}(?:-T[1-3]|-(?:0[1-9]|1[0-2]))?", re.ASCII)
MEANWHILE = _("Somebody else has changed this while you wrote. Save again to keep what you have written here.")


class PeriodForm(forms.Form):
    """Which period is reported on, and for editors whose actions."""

    period = forms.CharField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"data-width": "short"}),
        help_text=_("A year, a month or a third of a year: 2026, 2026-05 or 2026-T1."),
        validators=[RegexValidator(rf"\A{PERIOD.pattern}\Z", _("Write the period as 2026, 2026-05 or 2026-T1."))],
    )
    department = forms.ModelChoiceField(
        label=_("Whose actions"), required=False, queryset=Department.objects.none(), empty_label=_("my own")
    )

    def __init__(self, *args, departments=None, **kwargs):
        super().__init__(*args, **kwargs)
        if departments is None:
            del self.fields["department"]
        else:
            self.fields["department"].queryset = departments


class LineForm(ReasonedReportForm):
    """The report on one action, in a line. What the person saw stands beside it, for a new report as well.

    A line in which nothing was written is left alone.
    """

    standing = forms.CharField(required=False, widget=forms.HiddenInput)  # the action's status as the page showed it

    class Meta(ReportForm.Meta):
        fields = ["status", "account", "ready"]
        widgets = {"account": text_area(3)}
        help_texts = {}

    field_order = ["status", "cancel_reason", "account", "end_reason", "ready"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = self.action
        self.fields["status"].required = False  # there is no blank to choose
        self.initial["standing"] = self.action.status
        self.fields["cancel_reason"].help_text = _("The public reads it.")
        for name in ("status", "account", "ready", "cancel_reason"):
            self.fields[name].show_hidden_initial = True

    @property
    def latest(self):
        """Return the latest ready report of another period, to be read beside."""
        others = (one for one in self.action.told if one.ready and one.period != self.instance.period)
        return next(others, None)

    @property
    def is_asked(self):
        return self.is_bound and bool(set(self.changed_data) - {"standing"})

    def clean(self):
        cleaned = super().clean()
        if "cancel_reason" not in self.changed_data:
            cleaned["cancel_reason"] = ""  # the one that stands on the action by now is kept
        return cleaned

    def prepare(self, report, deed):
        super().prepare(report, deed)
        now = report.action.status
        if self.cleaned_data["ready"] and now not in (self.cleaned_data["standing"], self.cleaned_data["status"]):
            self.fields["status"].others = report.action.get_status_display()
            self.data = self.data.copy()
            self.data[self.add_prefix("standing")] = now
            raise ValidationError({"status": MEANWHILE})


class Reporting(Several):
    """The lines of the actions that are reported on, in the order in which they are locked."""

    def __init__(self, municipality, actions, period, typed):
        rows = list(to_report(actions, period).order_by("pk"))
        rounds = told_in(municipality, rows, period)
        super().__init__([_line(action, period, typed, rounds[action.pk]) for action in rows], municipality)
        self.gone = _no_longer_here(municipality, {form.prefix for form in self.forms}, typed)

    def is_valid(self):
        return super().is_valid() and not self.gone

    @property
    def faults(self):
        text = _("This is not yours to report on any more. You had written: %(account)s")
        gone = [Fault(str(action), "", "", text % {"account": account or "–"}) for action, account in self.gone]
        return [*gone, *super().faults]

    def by_plan(self, on):
        """Return (plan, [(form, mark)]) in the order of the page."""
        lines = sorted(self.forms, key=lambda form: _place(form.action))
        marked = [(form, mark(form.action.status, form.action.is_late(on))) for form in lines]
        return [(plan, list(group)) for plan, group in groupby(marked, key=lambda line: line[0].action.plan)]


def to_report(actions, period):
    """Return those of the actions that can be told of in a period, with their reports: open, untold, or told in it."""
    reports = Report.objects.kept()
    told = reports.filter(action=OuterRef("pk"))
    asked = Q(status__in=OPEN) | Exists(told.filter(period=period)) | ~Exists(told.filter(ready=True))
    latest = Prefetch("reports", reports.order_by("-period"), to_attr="told")
    return actions.filter(asked).select_related("plan", "responsible", "continues").prefetch_related(latest)


def _line(action, period, typed, rounds):
    found = next((report for report in action.told if report.period == period), None)
    report = found or Report(municipality_id=action.municipality_id, period=period, status=action.status)
    report.action = action
    return LineForm(typed, instance=report, prefix=f"action-{action.pk}", told_in=rounds)


def _no_longer_here(municipality, known, typed):
    """Return (action, account) of what was written in a line that has gone to somebody else since."""
    written = {}
    for name in typed or ():
        line = re.fullmatch(r"(action-(\d{1,18}))-account", name, re.ASCII)
        if line and line[1] not in known and typed[name] != typed.get(f"initial-{name}", ""):
            written[int(line[2])] = typed[name]
    actions = Action.objects.filter(municipality=municipality, pk__in=written) if written else ()
    return [(action, written[action.pk]) for action in actions]


def _place(action):
    return (action.plan.end is None, action.plan.end, action.plan_id, action.order, action.number)
