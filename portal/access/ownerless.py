"""What has no active owner in a municipality, and the form in which somebody is made to answer for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.models import Action
from indicators.models import Indicator
from programmes.forms import EditForm
from programmes.history import set_values
from programmes.models import Department, Membership, Municipality

from .member_forms import heirs

NAMED = ("municipality", "responsible")  # what the page tells of each row


def actions(municipality, on):
    """Return those that nobody answers for, and those whose person has left although the department is there."""
    here = Action.objects.filter(municipality=municipality)
    return here.ownerless(on) | here.left_behind(on)


def indicators(municipality, on):
    """Return those that nobody looks after, and those whose person has left although a role is named."""
    here = Indicator.objects.filter(municipality=municipality)
    return here.ownerless(on) | here.left_behind(on)


class OwnerForm(EditForm):
    """Gives what is chosen an owner, all of it in one change.

    Whoever named here has left is replaced; where only a department is chosen, nobody is named any more.
    """

    RIGHTS = ("actions.change_action", "indicators.change_indicator")

    actions = forms.ModelMultipleChoiceField(label=_("Actions"), required=False, queryset=Action.objects.all())
    indicators = forms.ModelMultipleChoiceField(label=_("Indicators"), required=False, queryset=Indicator.objects.all())
    person = forms.ModelChoiceField(
        label=_("Responsible person"), required=False, queryset=Membership.objects.all(), help_text=_("Not published.")
    )
    department = forms.ModelChoiceField(
        label=_("Responsible department"),
        required=False,
        queryset=Department.objects.all(),
        help_text=_("For actions; published. Left empty, they keep the department that they have."),
    )

    class Meta:
        model = Municipality
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place, today = self.instance, timezone.localdate()
        self.today = today
        offered = {
            "actions": actions(place, today).select_related(*NAMED, "plan", "responsible_person__user"),
            "indicators": indicators(place, today).select_related(*NAMED, "responsible__user"),
            "person": heirs(place, today),
            "department": place.departments.active(today),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows
        for name in ("actions", "indicators"):
            self.fields[name].error_messages["invalid_choice"] = _(
                "Somebody else has meanwhile changed one of those that you chose. Look at what is left."
            )

    def action_lines(self):
        """Return (action, whether it is chosen) in the order of the plans."""
        return self._lines("actions", "plan__start", "plan", "order", "number")

    def indicator_lines(self):
        return self._lines("indicators", "name", "pk")

    def _lines(self, name, *order):
        chosen = {str(key) for key in self[name].value() or ()}
        return [(row, str(row.pk) in chosen) for row in self.fields[name].queryset.order_by(*order)]

    def clean(self):
        typed = super().clean()
        if not typed.get("actions") and not typed.get("indicators") and not self.errors:
            self.add_error(None, _("Choose what is to be given to somebody."))
        if not typed.get("person") and not typed.get("department") and not self.errors:
            self.add_error("person", _("Choose who takes over."))
        elif not typed.get("person") and typed.get("indicators"):
            self.add_error("person", _("An indicator is looked after by a person."))
        return typed

    def _save(self, deed):
        place = super()._save(deed)
        for name in ("person", "department"):
            self._hold(name, deed)
        for name in ("actions", "indicators"):
            for row in self._locked(name):
                self._give(row, deed)
        return place

    def _hold(self, name, deed):
        """Whoever takes over is there until the change is done."""
        if heir := self.cleaned_data[name]:
            deed.lock(heir)
            if not self.fields[name].queryset.filter(pk=heir.pk).exists():
                raise ValidationError({name: _("This has ended meanwhile. Choose somebody else.")})

    def _locked(self, name):
        chosen = {row.pk for row in self.cleaned_data[name]}
        rows = self.fields[name].queryset.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk")
        if len(rows) != len(chosen):
            raise ValidationError({name: self.fields[name].error_messages["invalid_choice"]})
        return rows

    def _give(self, row, deed):
        person, department = self.cleaned_data["person"], self.cleaned_data["department"]
        named = "responsible" if isinstance(row, Indicator) else "responsible_person"
        new = {named: person}
        if department and isinstance(row, Action):
            new["responsible"] = department
        try:
            set_values(row, new, deed)
        except ValidationError as error:
            self.add_error(None, [f"“{row}”: {text}" for text in error.messages])
