"""The forms of a follow-up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.models import ActionPlan
from programmes.forms import EditForm

from ..models import AreaAssessment, FollowUp, Section
from ..round import last_time

PERIOD = {
    "start": _("Left empty: the first day of the year, of the plan, or of the programme that is evaluated."),
    "end": _("Left empty: the last day of the year, or of the plan."),
}
ROUND = {
    "first_day": _("From this day those who report are told by e-mail. Left empty: nobody is written to."),
    "last_day": _("The day by which each department has reported on its actions."),
    "grace_days": _("How many days after that a part still counts as in time."),
}


class StartForm(EditForm):
    class Meta:
        model = FollowUp
        fields = ["kind", "plan", "year", *PERIOD, "refers_to_year", "as_of", "title", "diary_number", *ROUND]
        help_texts = (
            PERIOD
            | ROUND
            | {
                "plan": _("The plan that a final follow-up is of. Other follow-ups gather all plans of their period."),
                "refers_to_year": _("The year that most figures are from; often the one before."),
                "as_of": _("The day whose state the report shows, such as 2025-12-31."),
            }
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plans = self.fields["plan"].queryset.filter(programme=self.instance.programme_id)
        self.fields["plan"].queryset = plans.exclude(state=ActionPlan.State.DRAFT)

    def clean_title(self):
        """What was proposed follows year, kind and plan; what somebody has written stays."""
        said = self.cleaned_data
        if not said.get("year") or not said.get("kind") or said["title"] != self.initial["title"]:
            return said["title"]
        return last_time.title_of(
            said["year"], last_time.latest(self.instance.programme), said["kind"], said.get("plan")
        )


class FollowUpForm(EditForm):
    class Meta:
        model = FollowUp
        fields = [
            "title",
            "start",
            "end",
            "refers_to_year",
            "as_of",
            "diary_number",
            *ROUND,
            "summary",
            "verdict",
            "motivation",
            "deviations",
            "next_year",
            "internal_note",
        ]
        help_texts = (
            PERIOD
            | ROUND
            | {"summary": _("Half a page that can be read alone. Write for somebody who has not read the programme.")}
        )


class AssessmentForm(EditForm):
    class Meta:
        model = AreaAssessment
        fields = ["verdict", "motivation"]


class LeavingOutForm(EditForm):
    class Meta:
        model = FollowUp
        fields = [f"without_{code}" for code in FollowUp.OPTIONAL]


class SectionForm(EditForm):
    class Meta:
        model = Section
        fields = ["heading", "text", "place", "order"]
        help_texts = {"order": _("Sections at the same place stand by their numbers.")}


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label=_("What is corrected, and why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it on the report’s page, with the word “Corrected” and the day, and in the feed."),
    )
