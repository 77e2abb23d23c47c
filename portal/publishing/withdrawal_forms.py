"""The forms by which something is withdrawn: which words, from where, and why."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.publications.shown import DISPOSE, HIDE
from programmes.masking import Mask

LETTERS = 3
MOST = 20  # forms of what is looked for


class WordsForm(forms.Form):
    """What is looked for; each line is one form of it, such as a name and an e-mail address."""

    words = forms.CharField(
        label=_("Words that are to go"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One form on each line, such as a person’s name, the name with an initial, an e-mail address."),
    )

    def clean_words(self):
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if any(sum(sign.isalpha() for sign in line) < LETTERS for line in lines):
            raise ValidationError(_("Write at least three letters on each line; less stands everywhere."))
        if len(lines) > MOST:
            raise ValidationError(_("Write at most twenty lines."))
        return tuple(lines)


class MaskForm(WordsForm):
    """What is put in their place and why, and which files go along."""

    files = forms.MultipleChoiceField(
        label=_("Files that go too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pictures and scanned pages cannot be searched. Look at them yourself."),
    )
    replacement = forms.CharField(label=_("What is to stand there instead"), max_length=60, initial="[borttaget]")
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Readers see it where something has been removed. Write no names in it."),
    )
    sure = forms.BooleanField(label=_("I have read where the words stand. They cannot be brought back."))

    def __init__(self, *args, handed_in, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].choices = handed_in
        if not handed_in:
            del self.fields["files"]

    def clean_replacement(self):
        text = self.cleaned_data["replacement"]
        if set(text) & set('<>&"\\'):
            raise ValidationError(_("Use letters, digits and brackets."))
        return text

    def clean(self):
        mask = Mask(self.cleaned_data.get("words", ()))
        for name in ("replacement", "reason"):
            if mask.holds(self.cleaned_data.get(name, "")):
                self.add_error(name, _("This must not hold the words themselves."))

    @property
    def mask(self):
        said = self.cleaned_data
        return Mask(said["words"], said["replacement"], frozenset(said.get("files", ())))


class WithdrawForm(forms.Form):
    """What is done with something that is published, and why."""

    sort = forms.ChoiceField(
        label=_("What is to be done?"),
        widget=forms.RadioSelect,
        choices=[
            (HIDE, _("Hide it now: it is kept inside and can be shown again")),
            (DISPOSE, _("Dispose of it: the content is removed for ever")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("Readers see it at the address. Write no names in it.")
    )
    decision = forms.CharField(
        label=_("Decision to dispose of it"),
        required=False,
        max_length=300,
        help_text=_("Who decided and when, such as a plan for disposal with its registry number."),
    )
    sure = forms.BooleanField(label=_("I have read what this concerns."))

    def clean(self):
        said = self.cleaned_data
        if said.get("sort") == DISPOSE and not said.get("decision"):
            self.add_error("decision", _("Nothing is disposed of without a decision."))


class ShowAgainForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)
