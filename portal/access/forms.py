from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms

from programmes.models import User


class LabelsOnly:
    """Labels stand above the fields; a placeholder would repeat them, too faint to read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LabelsOnly, LoginForm):
    pass


class PasswordForm(LabelsOnly, ChangePasswordForm):
    pass


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}
