"""The form of one value of an indicator, or of the reason why there is none; and what all such forms share."""

from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm

from ..doubting import AsksOnce
from ..figure_texts import Told
from ..models import Observation


class FigureForm(EditForm):
    """A value by one of an indicator's definitions, or the reason for none; zero is a value."""

    definition = forms.TypedChoiceField(label=_("Definition"), coerce=int)

    def offer(self, indicator):
        """Let the definitions of the indicator be chosen, and the reasons."""
        definitions = indicator.definitions.kept()
        self.fields["definition"].choices = [(one.version, in_words(one)) for one in definitions] or [(1, 1)]
        self.fields["missing"].choices = [("", _("there is a value")), *Observation.Missing.choices]


class ObservationForm(AsksOnce, FigureForm):
    """A value of the municipality's own."""

    revised = forms.BooleanField(
        label=_("The source has revised the figure"),
        required=False,
        help_text=_("The earlier figure is kept beside the new one. Leave it out when a slip of the pen is corrected."),
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Observation
        fields = [
            "year",
            "period",
            "sex",
            "value",
            "missing",
            "preliminary",
            "year_certain",
            "definition",
            "note",
            "retrieved",
            "provenance",
        ]
        help_texts = {
            "value": _("Such as 83,1 or 3 700, without unit. 0 is a value."),
            "missing": _("Only where there is no value."),
        }

    field_order = ["year", "sex", "value", "revised", "missing", "preliminary"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(self.instance.indicator)
        if self.instance.pk is None:
            del self.fields["revised"]

    def clean(self):
        cleaned = super().clean()
        one = copy(self.instance)
        for name in {"year", "sex", "definition"} & cleaned.keys():
            setattr(one, name, cleaned[name])
        if "value" in cleaned and one.year:
            self.ask("value", Told(cleaned["value"]), one)
        return cleaned

    def write(self, observation, names):
        said = {name: self.cleaned_data[name] for name in ("value", "missing", "preliminary") if name in names}
        super().write(observation, [name for name in names if name not in said])
        stands = {name: getattr(observation, name) for name in ("value", "missing", "preliminary")}
        observation.say(**stands | said, revised=self.cleaned_data.get("revised", False))


def in_words(definition):
    """Return "2, from 2021" for the second version of a definition."""
    if definition.from_year is None:
        return str(definition.version)
    return _("%(version)s, from %(year)s") % {"version": definition.version, "year": definition.from_year}
