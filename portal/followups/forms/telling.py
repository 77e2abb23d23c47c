"""The forms in which a department tells of its part: a report on an action, and the figure of an indicator.

A report on an action asks for the same reasons wherever it is written while a round is open.
"""

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
from ..round.reasons import Telling


class RoundForm(EditForm):
    """A form of a round: it is closed once the follow-up is approved."""

    follow_up = None

    def lock_round(self, deed):
        refuse_approved(self.follow_up, deed)


class ReasonedReportForm(ReportForm):
    """A report on an action that is told in open rounds, or in none.

    A ready one says why where the action stands worse than last time, or where its end was moved without a reason.
    """

    end_reason = forms.CharField(label=_("Why the end date was moved"), required=False, max_length=500)

    def __init__(self, *args, told_in=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.action, self.told_in = self.instance.action, told_in
        self.is_closed = self.action.plan.state == ActionPlan.State.CLOSED
        if self.is_closed or not any(one.lacking(self.action, "").is_moved for one in told_in):
            del self.fields["end_reason"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ready"):
            self._ask_why(cleaned)
        return cleaned

    def _ask_why(self, cleaned):
        """Ask for the reasons that are lacking, each at its field, once for all rounds."""
        now = copy(self.action)
        for name in ("status", "cancel_reason", "end_reason"):
            setattr(now, name, cleaned.get(name) or getattr(now, name))
        lacking = [one.lacking(now, cleaned.get("account")) for one in self.told_in]
        if worse := next((one for one in lacking if one.is_worse), None):
            fault = _("Say why it stands worse than in the follow-up before: %(was)s then, %(now)s now.")
            self.add_error("account", ValidationError(fault, params=worse.marks))
        if any(one.is_moved for one in lacking):
            self.add_error("account" if self.is_closed else "end_reason", _("Say why the end date was moved."))

    def _save(self, deed):
        report = super()._save(deed)
        if reason := self.cleaned_data.get("end_reason"):
            action, before = report.action, copy(report.action)
            action.end_reason = reason
            action.check_change(before, deed)
            check(action, before)
            action.save()
        return report


class RoundReportForm(RoundForm, ReasonedReportForm):
    """A report on an action for the period of a follow-up.

    Of a closed plan's action only the account is told: what became of it stays.
    """

    class Meta(ReportForm.Meta):
        fields = ["status", "account", "internal_note", "ready"]

    field_order = ["status", "cancel_reason", "account", "end_reason"]

    def __init__(self, *args, follow_up, **kwargs):
        super().__init__(*args, told_in=[Telling.of(follow_up)], **kwargs)
        self.follow_up = follow_up
        for name in ("status", "cancel_reason") if self.is_closed else ():
            del self.fields[name]

    def prepare(self, report, deed):
        self.lock_round(deed)
        deed.in_follow_up = True
        super().prepare(report, deed)
        if self.is_closed:
            report.status = report.action.status

    def _save(self, deed):
        self.cleaned_data.setdefault("cancel_reason", "")
        return super()._save(deed)


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
            figure.definition = indicator.version_in(figure.year)
