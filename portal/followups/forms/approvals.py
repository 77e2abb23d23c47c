"""The forms that approve a follow-up: they freeze the content that somebody has read."""

from functools import partial

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.people import people
from programmes.forms import EditForm

from .. import assenting
from ..approving import Changed, as_read, digest, freeze, require_verdict
from ..models import Approval, Assent
from ..round.parts import departments
from ..tasks import make_document

ROLE = 100  # characters


class ReadForm(EditForm):
    """Holds what the page stood for when it was opened; what has been changed since is to be read first."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["seen"] = digest(self.instance.follow_up)

    def prepare(self, row, deed):
        row.follow_up = deed.lock(row.follow_up)
        require_verdict(row.follow_up)
        try:
            self.content = as_read(row.follow_up, self.cleaned_data["seen"])
        except Changed as changed:
            self.data = self.data.copy()
            self.data["seen"] = changed.stands
            raise


class ApprovalForm(ReadForm):
    """Registers a meeting's approval, and by which role each department was represented there."""

    class Meta:
        model = Approval
        fields = ["group", "on", "minutes"]
        widgets = {"on": forms.DateInput(attrs={"placeholder": "2026-02-18"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = self.instance.follow_up.programme.groups.kept().filter(approves=True)
        self.fields["group"].queryset = groups
        if len(groups) == 1:
            self.initial["group"] = groups[0].pk
        units = departments(self.instance.follow_up, timezone.localdate())
        self.units = {f"of_{unit.pk}": unit for unit in units}
        for name, unit in self.units.items():
            self.fields[name] = forms.CharField(label=str(unit), required=False, max_length=ROLE)
        for name in list(self.units)[:1]:
            said = _("The role, such as head of department. Leave all of them empty if it was not noted.")
            self.fields[name].help_text = said
        self.groups = [(_("Who represented the departments"), list(self.units))]

    def clean(self):
        super().clean()
        for name in self.units:
            if people(self.cleaned_data.get(name, "")):
                self.add_error(name, _("Write the role, not the person’s name: readers see it."))

    def prepare(self, row, deed):
        super().prepare(row, deed)
        for name in self._meta.fields:
            setattr(row, name, self.cleaned_data[name])
        represented = [(unit, self.cleaned_data[name]) for name, unit in self.units.items()]
        freeze(row, self.content, represented=represented if any(role for _unit, role in represented) else ())

    def _save(self, deed):
        approval = super()._save(deed)
        make_soon(approval)
        return approval


class AssentForm(ReadForm):
    """One member approves; the last one of the group approves the follow-up."""

    class Meta:
        model = Assent
        fields = []

    def __init__(self, *args, registered_by, **kwargs):
        super().__init__(*args, **kwargs)
        self.registered_by, self.approval = registered_by, None

    def prepare(self, row, deed):
        super().prepare(row, deed)
        row.digest, row.at = self.cleaned_data["seen"], timezone.now()

    def _save(self, deed):
        assent = super()._save(deed)
        assenting.compare(assent.follow_up, assent.digest)
        today = timezone.localdate()
        self.approval = assenting.approve_if_all_have(assent, self.content, on=today, registered_by=self.registered_by)
        if self.approval:
            make_soon(self.approval)
        return assent


def make_soon(approval):
    """Let the document be made once the approval stands."""
    transaction.on_commit(partial(make_document.enqueue, approval.pk))
