"""The form that changes adopted wording."""

from django import forms
from django.utils.translation import gettext_lazy as _

from . import wording
from .forms import EditForm
from .models import CaseStep


class WordingForm(EditForm):
    """A form over adopted wording: a change states the decision it follows, or is a labelled editorial correction."""

    GROUNDS = ("ground", "step", "reason")
    groups = [(_("Adopted wording"), GROUNDS)]

    ground = forms.ChoiceField(
        label=_("The adopted wording is changed"),
        required=False,
        choices=[
            ("", _("not at all: only other fields are changed")),
            (wording.CORRECTION, _("as an editorial correction")),
            (wording.DECISION, _("by a decision")),
        ],
    )
    step = forms.ModelChoiceField(label=_("The decision"), required=False, queryset=CaseStep.objects.all())
    reason = forms.CharField(label=_("What is corrected, and why"), required=False, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        if wording.is_locked(programme):
            self.fields["step"].queryset = programme.steps.kept().filter(is_decision=True)
        else:
            for name in self.GROUNDS:
                del self.fields[name]

    def apply(self, user, sentence, **facts):
        grounds = {name: self.cleaned_data[name] for name in self.GROUNDS if self.cleaned_data.get(name)}
        return super().apply(user, sentence, **grounds, **facts)
