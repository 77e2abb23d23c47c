"""The forms of one's own account: allauth's, in our words."""

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import User

from . import second_step, tasks

PASSWORD_HELP = _("At least 12 characters; three or four words make a good one.")


class LabelsMixin:
    """Our own labels above the fields; placeholders would repeat them, too faint to read."""

    labels = {}
    helps = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LabelsMixin, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}


class PasswordForm(LabelsMixin, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    helps = {"password1": PASSWORD_HELP}


class AskResetForm(LabelsMixin, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}

    def save(self, request, **kwargs):
        """Let the worker write the letter, so that the answer takes as long for an unknown address as for a known."""
        tasks.send_reset.enqueue(self.users[0].pk if self.users else 0)
        return self.cleaned_data["email"]


class ResetForm(LabelsMixin, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    helps = {"password1": PASSWORD_HELP}


class ConfirmForm(LabelsMixin, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeMixin(LabelsMixin):
    """A code from an app or from the list of reserve codes; whichever it is, it is taken once."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from the app, or one of your reserve codes.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "data-width": "short"}

    def clean_code(self):
        code = super().clean_code()
        if not second_step.take_once(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(CodeMixin, codes.AuthenticateForm):
    pass


class ConfirmCodeForm(CodeMixin, codes.ReauthenticateForm):
    pass


class ActivateForm(CodeMixin, ActivateTOTPForm):
    helps = {"code": _("Six digits from the app.")}

    def key(self):
        """Return the app's key as it is easiest to type, in groups of four."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class AddPasskeyForm(LabelsMixin, passkeys.AddWebAuthnForm):
    """A passkey always stands for the whole sign-in: it is kept in the device, which asks for finger, face or PIN."""

    labels = {"name": _("Name")}
    helps = {"name": _("So that you recognise it, such as “the work phone”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].max_length = 100

    def clean(self):
        self.cleaned_data["passwordless"] = True
        return super().clean()


class PasskeyNameForm(LabelsMixin, passkeys.EditWebAuthnForm):
    labels = {"name": _("Name")}


class NewPersonForm(forms.Form):
    """What somebody new says of herself or himself; the address is the one that was invited."""

    name = forms.CharField(
        label=_("Name"),
        max_length=User._meta.get_field("name").max_length,
        help_text=_("As your colleagues know you; it stands beside what you change."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = account.SetPasswordField(label=_("Password"), help_text=PASSWORD_HELP)
    password2 = account.PasswordField(label=_("Password once more"), autocomplete="new-password")

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = User(email=email)
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean(self):
        typed = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if all(typed) and typed[0] != typed[1]:
            self.add_error("password2", _("The two passwords differ."))


class SelfForm(forms.ModelForm):
    """What a person says of herself or himself; nobody else does."""

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"language": forms.RadioSelect, "name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
