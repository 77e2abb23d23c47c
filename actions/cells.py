"""The cells of a plan's table: each is a small form over its action, or over the action's report of the year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm

from .forms import ActionForm, ReportForm, choose_department
from .models import Action, Report


class Cell(EditForm):
    """A form small enough to stand in a table; what the editor saw goes along also where there was no row yet."""

    WHEN = {  # fields that the table shows only then; the page shows them always
        "cancel_reason": "status=cancelled",
        "late_reason": "late_override=*",
        "end_reason": "end=moved",
    }
    right = "actions.change_action"
    related = ("plan", "area", "responsible")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.own_fields():
            self.fields[name].show_hidden_initial = True
        for name in self.WHEN.keys() & self.fields.keys():
            self.fields[name].widget.attrs["data-when"] = self.WHEN[name]

    @classmethod
    def over(cls, action, report, data=None, **options):
        """Return the cell of an action whose report of the year is `report`, saved or new."""
        return cls(data, instance=action, **options)

    def row(self, told):
        """Return the action and its reports, `told` before, as they are after saving."""
        return self.instance, told


class TitleCell(Cell):
    name = "titel"
    title = _("Title")
    sentence = _("Changed the title of “%(row)s”")

    class Meta:
        model = Action
        fields = ["title"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2, "data-text": True, "data-line": True})}

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


class ResponsibleCell(Cell):
    name = "ansvarig"
    title = _("Responsible")
    sentence = _("Changed who is responsible for “%(row)s”")

    class Meta:
        model = Action
        fields = ["responsible"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_department(self)


class DatesCell(Cell):
    name = "datum"
    title = _("Start and end date")
    sentence = _("Changed the dates of “%(row)s”")

    class Meta:
        model = Action
        fields = ["start", "end", "end_reason"]
        labels = {"start": _("start"), "end": _("end")}
        help_texts = {"end_reason": ActionForm.Meta.help_texts["end_reason"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["end"].widget.attrs["data-first"] = True

    def write(self, action, names):
        super().write(action, names)
        action.settle_end()


class StatusCell(Cell):
    """The status as an editor sets it; what the report of the year says follows."""

    name = "status"
    right = "actions.report_action"
    title = _("Status")
    sentence = _("Changed the status of “%(row)s”")

    class Meta:
        model = Action
        fields = ["status", "cancel_reason", "late_override", "late_reason"]
        labels = ActionForm.Meta.labels
        help_texts = {name: ActionForm.Meta.help_texts[name] for name in ("cancel_reason", "late_reason")}

    @classmethod
    def over(cls, action, report, data=None, **options):
        cell = cls(data, instance=action, **options)
        cell.report = report
        return cell

    def _save(self, deed):
        action = super()._save(deed)
        if "status" in self.changed_data and self.report.pk:
            self.report = action.tell_status(self.report, deed)
        return action

    def row(self, told):
        return self.instance, with_report(told, self.report)


class ReportCell(Cell):
    """A cell over the report of the year, which is made where it is missing."""

    right = "actions.report_action"
    related = ()

    @classmethod
    def over(cls, action, report, data=None, **options):
        return cls(data, instance=report, **options)

    def prepare(self, report, deed):
        report.action = deed.lock(report.action, *Cell.related)
        if report.pk is None and "status" not in self.fields:
            report.status = report.action.status

    def _save(self, deed):
        if self.instance.pk is None and not self.has_changed():
            return self.instance
        return super()._save(deed)

    def row(self, told):
        return self.instance.action, with_report(told, self.instance)


class ReportedStatusCell(ReportCell, ReportForm):
    """The status as a contributor reports it: it becomes the action's when the report is ready."""

    name = StatusCell.name
    title = StatusCell.title
    sentence = _("Reported the status of “%(row)s”")

    class Meta(ReportForm.Meta):
        fields = ["status", "ready"]

    field_order = ["status", "cancel_reason", "ready"]


class AccountCell(ReportCell):
    name = "lage"
    title = _("Account")
    sentence = _("Reported on “%(row)s”")

    class Meta:
        model = Report
        fields = ["account", "ready"]
        widgets = {"account": forms.Textarea(attrs={"rows": 4, "data-text": True})}
        help_texts = {name: ReportForm.Meta.help_texts[name] for name in ("account", "ready")}

    def _save(self, deed):
        report = super()._save(deed)
        report.carry_out()
        return report


def with_report(told, report):
    """Return an action's reports with this one in its place, if it is saved."""
    others = [one for one in told if one.pk != report.pk]
    return sorted([*others, *([report] if report.pk else [])], key=lambda one: one.period)


CELLS = {cell.name: cell for cell in (TitleCell, ResponsibleCell, StatusCell, DatesCell, AccountCell)}


def cell_for(user, name, row):
    """Return the cell of this name as the person may use it; the status is reported by those who may not change it.

    `row` is the action, or the municipality where no action is meant.
    """
    if name == StatusCell.name and not user.has_perm(Cell.right, row):
        return ReportedStatusCell
    return CELLS[name]
