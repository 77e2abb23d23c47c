"""Removing what was entered by mistake: with a reason, and so that it can be brought back."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from programmes.checking import check
from programmes.history import Change, change, dead_ends
from programmes.views.forms import DropForm

from .models import Action


def reason_field():
    return forms.CharField(
        label=_("Why it is removed"),
        max_length=Change._meta.get_field("reason").max_length,
        help_text=_("Stays in the history, with your name. The public does not read it."),
    )


class RemoveForm(DropForm):
    """Removes an action; why, is kept with the change."""

    reason = reason_field()

    class Meta:
        model = Action
        fields = []

    @classmethod
    def over(cls, action, reason):
        """Return the form over one of several actions that are removed for one reason, which has been checked."""
        form = cls(instance=action)
        form.is_bound, form._errors, form.cleaned_data = True, ErrorDict(), {"reason": reason}
        return form

    def apply(self, user, sentence, **facts):
        return super().apply(user, sentence, reason=self.cleaned_data["reason"], **facts)


class ReasonForm(forms.Form):
    """Why several actions are removed at once."""

    reason = reason_field()


@dataclass(frozen=True)
class Removed:
    """An action that has been removed, and the change that removed it."""

    action: Action
    change: Change


def removed(plan):
    """Return what has been removed from a plan, the latest first."""
    actions = plan.actions.filter(dropped=True).in_bulk()
    last = Action.history.filter(id__in=actions).order_by("id", "-history_id").distinct("id")
    changes = {past.id: past.change for past in last.select_related("change__user")}
    found = [Removed(action, changes[key]) for key, action in actions.items()]
    return sorted(found, key=lambda one: one.change.pk, reverse=True)


def bring_back(action, user):
    """Take up a removed action again, with the reports that went with it; ValidationError where a rule forbids it."""
    sentence = _("Brought back “%(row)s”") % {"row": action}
    with change(sentence, municipality=action.municipality, user=user) as deed:
        row, before = deed.lock(action, "plan"), deed.lock(action)
        if not row.dropped:
            return
        with_it = row.history.latest().change_id
        row.dropped = False
        for gone in dead_ends(row):
            raise ValidationError(_("“%(row)s” has been removed since then."), params={"row": gone})
        row.check_change(before, deed)
        check(row, before)
        row.save()
        for report in row.reports.select_for_update().filter(dropped=True):
            if report.history.latest().change_id == with_it:
                report.dropped = False
                report.save()
