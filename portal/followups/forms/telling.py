"""The forms in which a department tells of its part: a report on an action, and the figure of an indicator."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actions.forms import ReportForm
from actions.models import ActionPlan
from indicators.models import Indicator, Observation
from programmes.checking import check
from programmes.forms import EditForm

from ..models.meeting import refuse_approved
from ..round.deviations import judge, last_statuses


class RoundForm(EditForm):
    """A form of a round: it is closed once the follow-up is approved."""

    follow_up = None

    def lock_round(self, deed):
        refuse_approved(self.follow_up, deed)


class RoundReportForm(RoundForm, ReportForm):
    """A report on an action for the period of a follow-up.

    A ready one says why where the action stands worse than last time, or where its end was moved without a reason. Of a
    closed plan's action only the account is told: what became of it stays.
    """

    end_reason = forms.CharField(label=_("Why the end date was moved"), required=False, max_length=500)

    class Meta(ReportForm.Meta):
        fields = ["status", "account", "internal_note", "ready"]

    field_order = ["status", "cancel_reason", "account", "end_reason"]

    def __init__(self, *args, follow_up, **kwargs):
        super().__init__(*args, **kwargs)
        self.follow_up, self.stood = follow_up, last_statuses(follow_up)
        self.action = self.instance.action
        self.is_closed = self.action.plan.state == ActionPlan.State.CLOSED
        deviation = judge(self.action, self.stood, follow_up.as_of)
        self.is_unexplained = bool(deviation and deviation.is_moved and not self.action.end_reason)
        for name in ("status", "cancel_reason", "end_reason") if self.is_closed else ():
            del self.fields[name]
        if "end_reason" in self.fields and not self.is_unexplained:
            del self.fields["end_reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ready"):
            self._ask_why(cleaned)
        return cleaned

    def _ask_why(self, cleaned):
        """Ask for the reasons that are lacking, each at its field."""
        now = copy(self.action)
        now.status = cleaned.get("status") or now.status
        deviation = judge(now, self.stood, self.follow_up.as_of)
        told = cleaned.get("account") or cleaned.get("cancel_reason") or now.late_reason
        if deviation and deviation.was and not told:
            words = {"was": deviation.was.word.lower(), "now": deviation.mark.word.lower()}
            fault = _("Say why it stands worse than in the follow-up before: %(was)s then, %(now)s now.")
            self.add_error("account", ValidationError(fault, params=words))
        if self.is_unexplained and self.is_closed and not cleaned.get("account"):
            self.add_error("account", _("Say why the end date was moved."))
        if "end_reason" in self.fields and not cleaned.get("end_reason"):
            self.add_error("end_reason", _("Say why the end date was moved."))

    def prepare(self, report, deed):
        self.lock_round(deed)
        deed.in_follow_up = True
        super().prepare(report, deed)
        if self.is_closed:
            report.status = report.action.status

    def _save(self, deed):
        self.cleaned_data.setdefault("cancel_reason", "")
        report = super()._save(deed)
        if reason := self.cleaned_data.get("end_reason"):
            action, before = report.action, copy(report.action)
            action.end_reason = reason
            action.check_change(before, deed)
            check(action, before)
            action.save()
        return report


class FigureForm(RoundForm):
    """The figure of the year that a follow-up refers to, or the reason why there is none.

    Figures of a source are fetched from there: of them only the reason is told here.
    """

    class Meta:
        model = Observation
        fields = ["value", "missing", "preliminary", "note"]
        help_texts = {
            "value": _("Such as 83,1 or 3 700, without unit. 0 is a value."),
            "missing": _("Only where there is no value."),
        }

    def __init__(self, *args, follow_up, **kwargs):
        super().__init__(*args, **kwargs)
        self.follow_up = follow_up
        self.fields["missing"].choices = [("", _("there is a value")), *Observation.Missing.choices]
        if self.instance.indicator.source_kind != Indicator.Source.MANUAL:
            del self.fields["value"], self.fields["preliminary"]
            self.fields["missing"].choices = Observation.Missing.choices

    def prepare(self, figure, deed):
        self.lock_round(deed)
        indicator = deed.lock(figure.indicator)
        if figure.pk is None:
            figure.definition = indicator.next_version() - 1 or 1
