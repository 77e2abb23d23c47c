"""The form in which a programme's words are chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import words
from ..forms import EditForm
from ..models import Programme

OWN = "own"
LEVELS = {
    "programme": _("The programme is called"),
    "area": _("Its parts are called"),
    "plan": _("The plan is called"),
    "action": _("What is done is called"),
}
FORMS_OF_A_WORD = {
    "article": _("en or ett"),
    "one": _("one (åtgärd)"),
    "the": _("the one (åtgärden)"),
    "many": _("several (åtgärder)"),
    "all": _("all of them (åtgärderna)"),
}


def word_fields():
    """Return the fields of all levels: the choice, and the forms of an own word."""
    fields = {}
    for level in LEVELS:
        default = words.DEFAULTS[level]
        known = [("" if key == default else key, key) for key in words.CATALOGUE[level]]
        fields[level] = forms.ChoiceField(
            label=_("word"), required=False, choices=[*known, (OWN, _("an own word, written below"))]
        )
        for form, name in FORMS_OF_A_WORD.items():
            fields[f"{level}_{form}"] = forms.CharField(label=name, required=False, max_length=60)
        fields[f"{level}_article"] = forms.ChoiceField(
            label=FORMS_OF_A_WORD["article"], required=False, choices=[("", "–"), ("en", "en"), ("ett", "ett")]
        )
    return fields


WordFields = type("WordFields", (forms.Form,), word_fields())


class WordsForm(EditForm, WordFields):
    """The words of a programme: one of the catalogue for each level, or an own word with all its forms."""

    class Meta:
        model = Programme
        fields = []

    groups = [(label, [level, *(f"{level}_{form}" for form in FORMS_OF_A_WORD)]) for level, label in LEVELS.items()]

    def own_fields(self):
        return list(self.fields)

    def read(self, row, name):
        level, _underscore, form = name.partition("_")
        chosen = row.words.get(level, "")
        if isinstance(chosen, dict):
            return chosen[form] if form else OWN
        return "" if form or chosen == words.DEFAULTS[level] else chosen

    def write(self, row, names):
        row.words = dict(row.words)
        for level in {name.partition("_")[0] for name in names}:
            row.words[level] = self.chosen(level)

    def chosen(self, level):
        if self.cleaned_data[level] == OWN:
            return {form: self.cleaned_data[f"{level}_{form}"] for form in FORMS_OF_A_WORD}
        return self.cleaned_data[level] or words.DEFAULTS[level]

    def clean(self):
        super().clean()
        for level in LEVELS:
            if self.cleaned_data.get(level) == OWN:
                for name in (f"{level}_{form}" for form in FORMS_OF_A_WORD):
                    if not self.cleaned_data.get(name) and name not in self.errors:
                        self.add_error(name, _("An own word needs all its forms."))
