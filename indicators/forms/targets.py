"""The form of a target that a programme sets for an indicator."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm
from programmes.models import Goal

from .. import showing
from ..doubting import AsksOnce, doubts_of_level
from ..models import Target, Verdict
from ..verdict import comparable

LEVELS = ("value", "base_value", "path_lines")  # of a target; of one that is a change only the baseline


class TargetForm(AsksOnce, EditForm):
    """A target with its baseline, and a person's assessment; its numbers are asked about as the figures are."""

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Target
        fields = [
            "kind",
            "operator",
            "value",
            "year",
            "base_value",
            "base_year",
            "path_lines",
            "goal",
            "assessment",
            "motivation",
            "provenance",
        ]
        widgets = {
            "path_lines": forms.Textarea(attrs={"rows": 3}),
            "motivation": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "operator": _("A level that is held the whole time lies above or below by the indicator's direction."),
            "value": _("Empty where none was decided."),
            "base_value": _("Only where it was decided: without a baseline no share of the way is told."),
            "base_year": _("For a level that is held the whole time: the first year that counts."),
            "path_lines": _("Only where the way was decided and is not straight: one year a line, such as 2027: 45."),
            "motivation": _("Needed where the assessment differs from what the numbers say; the public reads it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        goals = self.fields["goal"]
        goals.queryset = goals.queryset.filter(programme=self.instance.programme_id)
        self.fields["assessment"].help_text = numbers_say(self.instance)

    def clean(self):
        cleaned = super().clean()
        asked = {"base_value"} if cleaned.get("kind") == Goal.Kind.CHANGE else set(LEVELS)
        for name in [name for name in LEVELS if name in asked and name in self.changed_data]:
            self.ask_about(name, self.odd(name, cleaned.get(name)))
        return cleaned

    def odd(self, name, said):
        """Return what is odd in a number, or in those of the path."""
        on, indicator = timezone.localdate(), self.instance.indicator
        if name != "path_lines":
            return doubts_of_level(self.typed(name), said, indicator, self.before(name), on)
        steps, before = steps_of(said or ""), self.before(name)
        found = [(year, doubts_of_level("", value, indicator, before, on)) for year, value in steps]
        return [f"{year}: {sentence}" for year, sentences in found for sentence in sentences]

    def before(self, name):
        """Return the indicator's own values; without any, the other numbers that are typed here."""
        rows = self.instance.indicator.observations.kept(), self.instance.indicator.definitions.kept()
        own = [value for _year, value in comparable(*map(list, rows))]
        others = [self.cleaned_data.get(other) for other in ("base_value", "value") if other != name]
        return own or [value for value in others if value is not None]


def steps_of(lines):
    """Return the years and values of a path; of one that cannot be read none, which its own rule tells."""
    try:
        return Target.read_steps(lines)
    except (ValueError, ValidationError):
        return ()


def numbers_say(target):
    """Return the computed verdict with its sum, to stand beside where a person judges."""
    judgement = target.judgement(showing.in_readers_language())
    said = Verdict(judgement.verdict).label, judgement.words
    return format_html("{} <b>{}</b>. {}", _("The numbers say:"), *said)
