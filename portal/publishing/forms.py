"""The publisher's form: what is left out, what kind of change it is, and what it rests on."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from programmes.models import CaseStep

from .publish import CORRECTION, DECISION, OCCASIONS, UPDATE


class LeavingField(forms.MultipleChoiceField):
    """Ids of rows to leave out, among those that the page lists."""

    widget = forms.MultipleHiddenInput

    def validate(self, value):
        """Refuse what is not listed; Django's own way would walk through all the rows for each that is left out."""
        unknown = set(value) - {row for row, _label in self.choices}
        if unknown:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": min(unknown)})

    def clean(self, value):
        return frozenset(map(UUID, super().clean(value)))


class PinForm(forms.Form):
    """To which entry the site goes back, or that it goes on; `places` are the entries to choose from."""

    ON = "on"

    entry = forms.ChoiceField(label=_("What the public site is to show"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers find the reason in the record."),
    )

    def __init__(self, *args, places, names, pinned, **kwargs):
        super().__init__(*args, **kwargs)
        on = [(self.ON, _("The latest that has been published: let the site go on"))] if pinned else []
        self.fields["entry"].choices = on + [(str(one.envelope.sequence), names(one)) for one in places]

    @property
    def sequence(self):
        chosen = self.cleaned_data["entry"]
        return None if chosen == self.ON else int(chosen)


class SeenForm(forms.Form):
    """What the publisher says of what was seen; `facts` are told to `publish`."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What has changed, in a sentence. Readers see it on the page, among the versions and in the feed."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def take_up(self, typed):
        """Show what was typed earlier; it is judged when it is sent."""
        self.data, self.is_bound, self._errors = typed, True, ErrorDict()


class AgainForm(SeenForm):
    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, initial={"seen": proposal.seen}, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("Why is it published again?")

    @property
    def facts(self):
        return {"occasion": CORRECTION, "note": self.cleaned_data["note"]}


class PublishForm(SeenForm):
    occasion = forms.ChoiceField(label=_("What kind of change is it?"), choices=OCCASIONS, widget=forms.RadioSelect)
    step = forms.ModelChoiceField(
        label=_("The decision it rests on"),
        required=False,
        queryset=CaseStep.objects.none(),
        empty_label=_("nothing chosen"),
    )
    leave = LeavingField(required=False)

    def __init__(self, *args, subject, proposal, **kwargs):
        step = proposal.decision
        rests_on = {"occasion": DECISION, "step": step.pk} if step else {"occasion": UPDATE}
        kwargs.setdefault("initial", {**rests_on, "seen": proposal.seen})
        super().__init__(*args, **kwargs)
        if hasattr(subject, "steps"):
            self.fields["step"].queryset = subject.steps.kept().filter(is_decision=True)
        else:  # the municipality's facts rest on no decision
            del self.fields["step"]
            self.fields["occasion"].choices = [one for one in OCCASIONS if one[0] != DECISION]
        self.fields["leave"].choices = [(str(row), str(row)) for row in proposal.can_be_left_out]

    @property
    def facts(self):
        said = self.cleaned_data
        return {name: said.get(name) for name in ("occasion", "note", "step")} | {"leaving": said["leave"]}
