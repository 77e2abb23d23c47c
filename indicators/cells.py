"""The cell of a year in the grid of figures: a small form over one observation, made, changed or taken away by it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes.dropping import drop
from programmes.forms import EditForm

from . import figure_texts
from .doubting import AsksOnce
from .models import Observation


class WrittenField(forms.CharField):
    """A value or a reason as people write it; `read` gives a `Told`, or None for an empty cell."""

    unit = ""

    def to_python(self, value):
        return figure_texts.read(super().to_python(value), self.unit)

    def prepare_value(self, value):
        return str(value or "")

    def run_validators(self, value):
        """It has been read: a `Told`, which no rule for texts concerns."""

    def has_changed(self, initial, data):
        """Whether it says something else now, read or not: `initial` is what was seen."""
        return self.prepare_value(initial).split() != self.prepare_value(data).split()


class ValueCell(AsksOnce, EditForm):
    """A cell over the observation of an indicator, year and sex; emptied, it takes the observation away."""

    name = "varde"

    written = WrittenField(
        label=_("Value or reason"),
        required=False,
        help_text=figure_texts.HELP,
        widget=forms.TextInput(attrs={"data-text": True, "data-width": "short", "autocomplete": "off"}),
    )
    revised = forms.BooleanField(
        label=_("The source has revised the figure"),
        required=False,
        help_text=_("The earlier figure is kept beside the new one. Leave it out when a slip of the pen is corrected."),
        widget=forms.CheckboxInput(attrs={"data-when": "written=moved"}),
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Observation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["written"].unit = self.instance.indicator.unit
        self.fields["written"].show_hidden_initial = True

    def own_fields(self):
        return ["written"]

    def read(self, row, name):
        return figure_texts.told(row) if row.pk else None

    def clean(self):
        cleaned = super().clean()
        self.ask("written", cleaned.get("written"), self.instance)
        return cleaned

    def _post_clean(self):
        """The row is judged when it is locked, with what has been written."""

    @property
    def sentence(self):
        before, after = self.names["before"], self.names["after"]
        if not before:
            return _("Entered %(after)s for “%(row)s”")
        return _("Changed “%(row)s” from %(before)s to %(after)s") if after else _("Removed %(before)s from “%(row)s”")

    @property
    def names(self):
        """What the sentence of the change names besides the row."""
        told = getattr(self, "cleaned_data", {}).get("written")
        return {"before": str(self.initial["written"] or ""), "after": str(told or "")}

    def _save(self, deed):
        deed.lock(self.instance.indicator)  # whoever else makes a value of this year waits
        stands = self.instance.at_its_place().first()
        if stands is None and (self.instance.pk or self._seen("written")):
            self.send_back(self.add_initial_prefix("written"), "")  # sent once more, the value is made anew
            raise ValidationError({"written": _("Somebody else has removed this while you wrote.")})
        if stands is None and self.cleaned_data["written"] is None:
            return self.instance
        if stands:
            stands.indicator, stands.municipality = self.instance.indicator, self.instance.municipality
            self.instance = stands
        return super()._save(deed)

    def write(self, observation, names):
        told = self.cleaned_data["written"]
        if told is None and names:
            drop(observation)
        elif names:
            observation.say(told.value, told.missing, told.preliminary, self.cleaned_data.get("revised"))
