"""Setting the same for several actions at once: all of them in one change, or none.

Each row is changed by a form of its own, so that its rules hold and a colleague's change is found; what a hundred rows
have in common, such as the locks and the chosen department, is asked for once.
"""

import json
from copy import copy
from functools import cached_property
from typing import Annotated

import msgspec
from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programmes.fields import DayField
from programmes.forms import EditForm, apply_all
from programmes.models import Department

from .filters import NONE
from .models import Action, Report
from .periods import present

FIELDS = ("status", "cancel_reason", "start", "end", "end_reason", "area", "responsible")
RELATED = ("plan", "area__programme", "responsible")  # what a row's rules and words read
Key = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,17}\Z")]


class BulkForm(forms.Form):
    """What is set for all of the chosen actions; what is left empty stays as it is with each of them."""

    TOGETHER = [("status", "cancel_reason"), ("start", "end", "end_reason"), ("area", "responsible")]

    status = forms.ChoiceField(required=False)
    cancel_reason = forms.CharField(required=False, max_length=500)
    start = DayField(required=False)
    end = DayField(required=False)
    end_reason = forms.CharField(required=False, max_length=500)
    area = forms.ChoiceField(required=False)
    responsible = forms.ChoiceField(required=False)

    def __init__(self, data, plan):
        super().__init__(data)
        self.plan = plan
        areas = plan.programme.areas.kept().select_related("programme")
        units = Department.objects.active(timezone.localdate()).filter(municipality=plan.municipality_id)
        self.rows = {"area": _by_key(areas), "responsible": _by_key(units)}
        for name, field in self.fields.items():
            field.label = Action._meta.get_field(name).verbose_name
        self._offer("status", [(code, capfirst(label)) for code, label in Action.Status.choices])
        self._offer("area", [*self.rows["area"].items(), (NONE, _("Without area"))])
        self._offer("responsible", [*self.rows["responsible"].items(), (NONE, _("Without responsible"))])
        self.fields["cancel_reason"].help_text = _("Needed when the status is cancelled; the public reads it.")
        self.fields["end_reason"].help_text = _(
            "Needed when the end date of an adopted plan's action is moved; the public reads it."
        )

    def _offer(self, name, choices):
        self.fields[name].choices = [("", _("as it is")), *choices]

    def together(self):
        """Return the fields as they stand beside each other."""
        return [[self[name] for name in names] for names in self.TOGETHER]

    def clean(self):
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if not said and not self.errors:
            self.add_error(None, _("Choose what to change; what is left empty stays as it is."))
        cancelled = said.get("status") == Action.Status.CANCELLED
        if cancelled and "cancel_reason" not in {*said, *self.errors}:
            self.add_error("cancel_reason", _("Say why the action is cancelled."))
        for reason, has_what in {"cancel_reason": cancelled, "end_reason": "end" in {*said, *self.errors}}.items():
            if reason in said and not has_what:
                self.add_error(reason, _("This explains a change that you have not chosen."))
        chosen_rows = {name: rows.get(said[name]) for name, rows in self.rows.items() if name in said}
        self.chosen = said | chosen_rows

    def show_faults(self, bulk):
        """Say at each field what hinders it, whichever row it is; the rows themselves say the rest."""
        self.add_error(None, _("Some of the actions cannot be changed in this way; the list says why. None is saved."))
        for name in self.fields:
            found = [form.errors[name] for form in bulk.forms if name in form.errors and not form.others(name)]
            if found:
                self.add_error(name, found[0].data)


class BulkRow(EditForm):
    """One of the chosen actions: it gets what was chosen for all, whatever it said before."""

    class Meta:
        model = Action
        fields = FIELDS

    def over(self, action, bulk, seen=None):
        """Return the same form over another action: to make its fields anew for each of a thousand takes seconds."""
        form = copy(self)
        form.instance, form.bulk = action, bulk
        form.fields = {name: copy(field) for name, field in self.fields.items()}
        seen = seen if seen is not None else {name: form._stored(action, name) for name in FIELDS}
        form.data = {form.add_initial_prefix(name): "" if value is None else str(value) for name, value in seen.items()}
        return form

    def set(self, chosen):
        """Take what was chosen for all; the rules judge it when it is saved."""
        self.is_bound, self._errors, self.cleaned_data = True, ErrorDict(), chosen

    @cached_property
    def changed_data(self):
        return list(self.cleaned_data)

    @property
    def seen(self):
        """Return what the editor has seen of the row: as the page showed it first, and what has been told since."""
        return {name: self.data.get(self.add_initial_prefix(name), "") for name in FIELDS}

    def others(self, name):
        """Return what a field says now that somebody else has changed it."""
        return getattr(self.fields.get(name), "others", "")

    @property
    def faults(self):
        """Return (label, faults, what it says now) for each field that does not go through."""
        labels = {name: field.label for name, field in self.fields.items()}
        return [(labels.get(name, ""), found, self.others(name)) for name, found in self.errors.items()]

    def lock(self, deed):
        return self.bulk.locked[self.instance.pk]

    def write(self, action, names):
        super().write(action, names)
        action.settle_end()

    def _save(self, deed):
        action = super()._save(deed)
        told = self.bulk.told.get(action.pk)
        if "status" in self.cleaned_data and told:
            action.tell_status(told, deed)
        return action

    def _refuse_dead_ends(self, action, before, names):
        """What was chosen is the same for all: it is asked for, and held, with the first."""
        if self is self.bulk.forms[0]:
            super()._refuse_dead_ends(action, before, names)


class Bulk:
    """The chosen actions of a plan; `seen` is {pk: {field: what the editor saw}}, or None while the page is opened."""

    def __init__(self, plan, actions, seen=None):
        self.plan = plan
        form = BulkRow(instance=Action(plan=plan, municipality=plan.municipality))
        for action in actions:
            action.plan, action.municipality = plan, plan.municipality
        self.forms = [form.over(one, self, seen and seen[str(one.pk)]) for one in sorted(actions, key=_in_table)]

    def __len__(self):
        return len(self.forms)

    @property
    def seen(self):
        """Return, as the page carries it along, what the editor has seen of those that are still there."""
        return json.dumps({form.instance.pk: form.seen for form in self.forms if not form.instance.dropped})

    def apply(self, chosen, user, sentence, municipality):
        """Set what was chosen for all of them in one change, and return that; or None, with the faults in the forms."""
        for form in self.forms:
            form.set(chosen)
        return apply_all(self.forms, user, sentence, municipality=municipality)

    @cached_property
    def locked(self):
        """Return {pk: row} as the rows stand now, locked; in one order, so that no two wait for each other."""
        rows = Action.objects.select_for_update(of=("self",)).select_related(*RELATED).order_by("pk")
        return {row.pk: row for row in rows.filter(pk__in=[form.instance.pk for form in self.forms])}

    @cached_property
    def told(self):
        """Return {pk: the action's report of the present year}: it goes along with a status, as in the table."""
        year = present(self.plan.start, self.plan.end, timezone.localdate())
        reports = Report.objects.kept().filter(action__in=self.locked, period__startswith=year)
        return {report.action_id: report for report in reports.order_by("period")}


def _in_table(action):
    return action.area is None, action.area and action.area.order, action.order, action.number


def _by_key(rows):
    return {str(row.pk): row for row in rows}


def read_seen(text):
    """Return {pk: {field: text}} as a page sent it, or None; ValueError for what no page of ours sends."""
    if text is None:
        return None
    return msgspec.json.decode(text, type=dict[Key, dict[str, str | int | None]])
