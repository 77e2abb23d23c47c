"""The form that changes a working row: it locks, compares with what the editor saw, merges, and saves in a `Change`."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from . import wording
from .dates import PartialDate
from .history import change
from .models import CaseStep, Membership
from .models.owned import Owned


class PartialDateField(forms.CharField):
    """A date as far as it is known: 2023-04-20, 2022-06, 2022, 2023-05-22? for an uncertain year, or empty."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault(
            "help_text", _("2023-04-20, 2022-06 or 2022; with a question mark if the year is uncertain.")
        )
        super().__init__(max_length=11, **options)

    def prepare_value(self, value):
        return value.short if isinstance(value, PartialDate) else value

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(super().to_python(value))
        except ValueError as error:
            raise ValidationError(_("Write the date as 2023-04-20, 2022-06 or 2022.")) from error

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial or "") != self.to_python(data or "")
        except ValidationError:
            return True


class OwnRowsMixin:
    """Every choice of a row is a choice among the municipality's own rows that have not been dropped."""

    def keep_to(self, municipality):
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = own_rows(field.queryset, municipality)


def own_rows(queryset, municipality):
    if issubclass(queryset.model, (Owned, Membership)):
        return queryset.filter(municipality=municipality, dropped=False)
    return queryset


class EditForm(OwnRowsMixin, forms.ModelForm):
    """A page's form over one row, new or old.

    Beside each field stands what the editor saw (a hidden field); `apply` writes only what the editor altered. Where
    somebody else has altered the same field meanwhile, nothing is saved and both texts are shown; sent once more, the
    editor's own is taken.
    """

    partial_dates = ()  # names of partial dates: "on" for on_date and on_precision

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.partial_dates:
            self.initial.setdefault(name, getattr(self.instance, name))
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None
        self.keep_to(self.instance.municipality)

    def apply(self, user, sentence, **facts):
        """Save the row in one change; return whether it went through, else the errors stand in the form."""
        try:
            with change(sentence, municipality=self.instance.municipality, user=user, **facts) as deed:
                self._write(deed)
        except ValidationError as error:
            self._show(error)
            return False
        return True

    def _write(self, deed):
        if self.instance.pk is None:
            row, before = self.instance, None
            written = list(self.fields)
        else:
            row, before = deed.lock(self.instance), deed.lock(self.instance)
            written = self.changed_data
            self._compare(row, written)
        self.prepare(row, deed)
        relations = self._set(row, written)
        row.check_change(before, deed)
        row.full_clean()
        if before is None or any(name not in relations for name in written):
            row.save()
        for name, rows in relations.items():
            row.relate(name, rows)
        self.instance = row

    def prepare(self, row, deed):
        """Give a new row what its place decides, such as its number; the row's parents can be locked here."""

    def _compare(self, row, written):
        faults = {}
        for name in written:
            now = self._stored(row, name)
            seen = self[name].initial if self.fields[name].disabled else self._seen(name)
            if now not in (seen, self.cleaned_data[name]) and not self._same(name, now, seen):
                shown = ", ".join(map(str, now)) if isinstance(now, list) else now
                faults[name] = _(
                    "Somebody else has changed this while you wrote. There it says: “%(now)s”. "
                    "Save again to keep what you have written here."
                ) % {"now": shown}
        if faults:
            raise ValidationError(faults)

    def _seen(self, name):
        field = self.fields[name]
        hidden = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
        try:
            return self._comparable(field.to_python(hidden) if not _many(field) else field.clean(hidden or []))
        except ValidationError:
            return None

    def _stored(self, row, name):
        if _many(self.fields[name]):
            return sorted(getattr(row, name).all(), key=lambda other: other.pk)
        return getattr(row, name)

    def _comparable(self, value):
        return (
            sorted(value, key=lambda other: other.pk)
            if hasattr(value, "__iter__") and not isinstance(value, str)
            else value
        )

    def _same(self, name, now, seen):
        """Tell whether the editor saw what is stored; empty texts and missing values, line ends do not differ."""
        if isinstance(now, str) and isinstance(seen, str):
            return now.split() == seen.split()
        return now in (None, "") and seen in (None, "")

    def _set(self, row, written):
        relations = {}
        for name in written:
            if _many(self.fields[name]):
                relations[name] = list(self.cleaned_data[name])
            elif name in self.own_fields():
                setattr(row, name, self.cleaned_data[name])
        return relations

    def own_fields(self):
        """Return the names that are fields of the row; a form may ask for other things too."""
        return {*self._meta.fields, *self.partial_dates}

    def _show(self, error):
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)
        self.data = self.data.copy()
        for name in error.error_dict:
            if name in self.fields and name != NON_FIELD_ERRORS and self.instance.pk:
                fresh = type(self.instance).objects.get(pk=self.instance.pk)
                self._renew_seen(fresh, name)

    def _renew_seen(self, fresh, name):
        field = self.fields[name]
        key = self.add_initial_prefix(name)
        if _many(field):
            self.data.setlist(key, [str(other.pk) for other in getattr(fresh, name).all()])
        else:
            value = field.prepare_value(getattr(fresh, name))
            self.data[key] = "" if value is None else value


def _many(field):
    return isinstance(field, forms.ModelMultipleChoiceField)


class WordingForm(EditForm):
    """A form over adopted wording: a change states the decision it follows, or is a labelled editorial correction."""

    ground = forms.ChoiceField(
        label=_("The adopted wording is changed"),
        required=False,
        choices=[
            ("", _("not at all: only other fields are changed")),
            (wording.CORRECTION, _("as an editorial correction")),
            (wording.DECISION, _("by a decision")),
        ],
    )
    step = forms.ModelChoiceField(label=_("The decision"), required=False, queryset=CaseStep.objects.none())
    reason = forms.CharField(label=_("What is corrected, and why"), required=False, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        if wording.is_locked(programme):
            self.fields["step"].queryset = programme.steps.kept().filter(is_decision=True)
            for name in ("ground", "step", "reason"):
                self.fields[name].show_hidden_initial = False
        else:
            for name in ("ground", "step", "reason"):
                del self.fields[name]

    def apply(self, user, sentence, **facts):
        for name in ("ground", "step", "reason"):
            if self.cleaned_data.get(name):
                facts[name] = self.cleaned_data[name]
        return super().apply(user, sentence, **facts)
