"""The forms about who has which role in a municipality."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes import succession
from programmes.fields import as_written
from programmes.forms import EditForm, own_rows
from programmes.models import Membership, Role

from .models import Invitation
from .rights import MAY, ROLES

OFFERED = frozenset(Role) - {Role.REGION_EDITOR}
DEPARTMENT_HELP = _("A contributor reports on the actions of this department.")
UNTIL_HELP = _("Left empty: until further notice.")


def roles():
    """Return the roles of a municipality, each with what it means."""
    return [(role.value, f"{role.label.capitalize()}. {ROLES[role]}") for role in Role if role in OFFERED]


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(label=_("Role"), choices=roles, widget=forms.RadioSelect, **kwargs)


class MemberForm(EditForm):
    role = RoleField()

    class Meta:
        model = Membership
        fields = ["role", "department", "until"]
        help_texts = {"department": DEPARTMENT_HELP, "until": UNTIL_HELP}


class InviteForm(forms.ModelForm):
    """An invitation. It never tells whether the address is known here, but for members of this very municipality."""

    role = RoleField()
    field_order = ["email"]

    class Meta:
        model = Invitation
        fields = ["email", "role", "department", "until", "language"]
        widgets = {"language": forms.RadioSelect}
        help_texts = {"department": DEPARTMENT_HELP, "until": UNTIL_HELP}
        formfield_callback = as_written

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = own_rows(field.queryset, self.instance.municipality).active(on=timezone.localdate())
        field.empty_label = _("nothing chosen")

    def _get_validation_exclusions(self):
        """Let the constraints that speak of the municipality be asked too, which no field of the form is."""
        return super()._get_validation_exclusions() - {"municipality"}

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        members = self.instance.municipality.memberships.active(on=timezone.localdate())
        member = members.filter(user__email=email).select_related("user").first()
        if member:
            raise ValidationError(
                _("%(person)s is a member here already. Open her or his page to give another role."),
                params={"person": member.user},
            )
        return email

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return until


def heirs(municipality, on):
    """Return the roles that can answer for something on a day: those whose holder may report."""
    active = Membership.objects.active(on=on).filter(municipality=municipality)
    return active.filter(role__in=MAY["actions.report_action"]).select_related("user", "department")


class HandOverForm(EditForm):
    """Everything in use that names the member is to name somebody else, who may report on it."""

    to = forms.ModelChoiceField(label=_("Who takes over"), queryset=Membership.objects.all())

    class Meta:
        model = Membership
        fields = []

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate()
        self.ties = succession.ties(self.instance, user, self.today)
        self.staying = []
        self.fields["to"].queryset = self.heirs()

    @property
    def owns_anything(self):
        return any(tie.listed for tie in self.ties)

    def heirs(self):
        return heirs(self.instance.municipality, self.today).exclude(pk=self.instance.pk)

    def _save(self, deed):
        row = super()._save(deed)
        if to := self.cleaned_data.get("to"):
            deed.lock(to)
            if not self.heirs().filter(pk=to.pk).exists():
                raise ValidationError({"to": _("This role has ended meanwhile.")})
            self.staying = succession.hand_over(row, to, self.ties, deed)
        return row


class EndForm(HandOverForm):
    """The role ends at once; what the member answered for may go to somebody else in the same change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].required = False
        self.fields["to"].help_text = _("Without anybody, all of it stands among what has no active owner.")
        if not self.owns_anything:
            del self.fields["to"]

    def write(self, row, names):
        row.until = self.today - timedelta(days=1)
