"""The form in which a plan is closed: it asks only about what remains, and does all of it in one change."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm
from programmes.several import Several

from . import statuses
from .marks import mark
from .models import Action, ActionPlan

GOES_ON = "goes_on"


class RemainsForm(EditForm):
    """What becomes of one action that is still open: it is finished, dropped with a reason, or goes on elsewhere."""

    outcome = forms.ChoiceField(label=_("What becomes of it"), required=False)
    related = ("plan", "area")

    class Meta:
        model = Action
        fields = ["cancel_reason"]
        help_texts = {"cancel_reason": _("The public reads it.")}

    field_order = ["outcome", "cancel_reason"]

    def __init__(self, *args, goes_on_in=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = self.instance  # as the page shows it, whatever becomes of it
        outcome = self.fields["outcome"]
        outcome.choices = [
            ("", _("nothing chosen")),
            (statuses.COMPLETED, _("is finished")),
            (statuses.CANCELLED, _("is dropped")),
        ]
        if goes_on_in:
            outcome.choices += [(GOES_ON, _("goes on in “%(plan)s”") % {"plan": goes_on_in})]
            self.initial["outcome"] = GOES_ON

    @property
    def goes_on(self):
        return self.cleaned_data["outcome"] == GOES_ON

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == "":
            self.add_error("outcome", _("Say what becomes of the action."))
        if cleaned.get("outcome") == statuses.CANCELLED and not cleaned.get("cancel_reason"):
            self.add_error("cancel_reason", _("Say why the action is cancelled."))
        return cleaned

    def prepare(self, action, deed):
        if not action.is_open:
            fault = _("Somebody else has meanwhile set it to: %(status)s.")
            raise ValidationError({"outcome": ValidationError(fault, params={"status": action.get_status_display()})})

    def write(self, action, names):
        if not self.goes_on:
            super().write(action, names)
            action.status = self.cleaned_data["outcome"]


class CloseForm(EditForm):
    """Closes the plan, once nothing in it remains open that does not go on in another one."""

    class Meta:
        model = ActionPlan
        fields = []

    def __init__(self, *args, remains=(), settled=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.remains = remains
        self.settled = settled

    def prepare(self, plan, deed):
        """Nobody has added or opened an action since the page was shown, nor settled one that it asks about."""
        if any(form.errors for form in self.remains):
            return
        going_on = [form.instance.pk for form in self.remains if form.goes_on]
        others = [*self.settled, *plan.actions.open().exclude(pk__in=going_on)]
        if others:
            fault = _("Somebody else has meanwhile changed %(actions)s. Look at it and close the plan again.")
            raise ValidationError(fault, params={"actions": ", ".join(f"“{action}”" for action in others)})

    def write(self, plan, names):
        plan.state = ActionPlan.State.CLOSED


class Closing(Several):
    """All that remains open in a plan, and the plan itself."""

    def __init__(self, plan, typed):
        open_now = plan.actions.open().select_related("area__programme", "responsible").order_by("pk")
        gone_on = dict(Action.objects.kept().filter(continues__in=open_now).values_list("continues", "plan__title"))
        self.remains = [
            RemainsForm(typed, instance=action, prefix=f"action-{action.pk}", goes_on_in=gone_on.get(action.pk))
            for action in open_now
        ]
        known = {form.prefix for form in self.remains}
        asked = {name.removesuffix("-outcome") for name in typed or () if name.endswith("-outcome")} - known
        settled = [action for action in plan.actions.kept() if f"action-{action.pk}" in asked] if asked else []
        close = CloseForm(typed, instance=plan, prefix="plan", remains=self.remains, settled=settled)
        super().__init__([*self.remains, close], plan)

    def by_area(self):
        """Return (area, [(form, mark)]) in the order of the plan."""
        today = timezone.localdate()
        forms = sorted(self.remains, key=lambda form: _place(form.subject))
        marked = [(form, mark(form.subject.status, form.subject.is_late(today))) for form in forms]
        return [(area, list(group)) for area, group in groupby(marked, key=lambda line: line[0].subject.area)]


def _place(action):
    area = (action.area is None, action.area and action.area.order)
    return (*area, action.order, action.number)
