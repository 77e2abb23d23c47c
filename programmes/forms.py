"""The form that changes a working row: it locks, compares with what the editor saw, merges, and saves in a `Change`."""

from copy import copy

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import DeadlockDetected, UniqueViolation

from .checking import check
from .dates import PartialDate
from .fields import as_written
from .history import change, dead_ends
from .models import Membership, RegionalArea
from .models.owned import Owned
from .rich.leaves import seen
from .rich_fields import RichField
from .templatetags.texts import shown


class SeenField(forms.BoundField):
    """A field beside which, hidden, stands what the editor saw; the hidden one describes nothing to anybody."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).is_hidden:
            return {name: value for name, value in attrs.items() if not name.startswith("aria-")}
        return attrs

    def _has_changed(self):
        """Another row has been chosen if another key is sent than was seen; the database need not say what that was."""
        if type(self.field) is not forms.ModelChoiceField or not self.field.show_hidden_initial:
            return super()._has_changed()
        seen = self.field.hidden_widget().value_from_datadict(self.form.data, self.form.files, self.html_initial_name)
        return self.field.has_changed(seen, self.data)


class EditForm(forms.ModelForm):
    """A page's form over one row, new or old.

    Beside each field stands what the editor saw (a hidden field); `apply` writes only what the editor altered. Where
    somebody else has altered the same field meanwhile, nothing is saved and both texts are shown; sent once more, the
    editor's own is taken. A choice of rows is a choice among the municipality's own.
    """

    bound_field_class = SeenField
    partial_dates = ()  # names of partial dates: "on" for on_date and on_precision
    groups = ()  # (legend, names) of fields that stand together, after the others
    related = ()  # names of the rows that the row's rules read, fetched when it is locked
    names = ()  # what the sentence of its change names besides the row

    def __init_subclass__(cls):
        """Let every such form read numbers and days as people write them."""
        if "Meta" in vars(cls):
            cls.Meta.formfield_callback = as_written

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.instance = copy(self.instance)  # the page around the form goes on to show the row as it stands
        for name in self.own_fields():
            self.fields[name].show_hidden_initial = self.instance.pk is not None
            if name not in self._meta.fields:
                self.initial.setdefault(name, self.read(self.instance, name))
        for name, field in self.fields.items():
            _let_everything_be_typed(field)
            _name_the_blank(field)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = own_rows(field.queryset, self.instance.municipality, self.initial.get(name))

    def take_up(self, typed):
        """Show what was typed earlier, beside what was seen then; it is judged when it is sent."""
        self.data, self.is_bound, self._errors = typed, True, ErrorDict()

    def grouped(self):
        """Return (legend, fields) in the order of the page."""
        named = {name for _legend, names in self.groups for name in names}
        alone = [field for field in self.visible_fields() if field.name not in named]
        together = [(legend, [self[name] for name in names if name in self.fields]) for legend, names in self.groups]
        return [("", alone), *((legend, fields) for legend, fields in together if fields)]

    def own_fields(self):
        """Return the names that stand for something of the row itself; a form may ask for other things too."""
        return [name for name in self.fields if name in {*self._meta.fields, *self.partial_dates}]

    def read(self, row, name):
        """Return what the row says in a field."""
        if name in self.partial_dates:
            return getattr(row, name)
        return row._meta.get_field(name).value_from_object(row)

    def write(self, row, names):
        """Set the named fields of the row to what was typed; relations are left to `apply`."""
        for name in names:
            if not _many(self.fields[name]):
                setattr(row, name, self.cleaned_data[name])

    def lock(self, deed):
        """Return the row as it stands now, locked."""
        return deed.lock(self.instance, *self.related)

    def prepare(self, row, deed):
        """Give a new row what its place decides, such as its number; the row's parents can be locked here."""

    def clean(self):
        """Keep texts with plain line ends, whatever the browser sends, and without signs that no page may hold."""
        texts = {name: value for name, value in self.cleaned_data.items() if isinstance(value, str)}
        self.cleaned_data |= {name: seen(value.replace("\r\n", "\n")) for name, value in texts.items()}
        return super().clean()

    def _get_validation_exclusions(self):
        """A choice was found among the rows: it exists."""
        choices = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        return super()._get_validation_exclusions() | choices

    def validate_unique(self):
        """Asked of the locked row, with what somebody else may have written meanwhile."""

    validate_constraints = validate_unique

    def apply(self, user, sentence, **facts):
        """Save the row in one change and return that; where it does not go through, None: the errors stand here."""
        return apply_all([self], user, sentence, municipality=self.instance.municipality, **facts)

    def _save(self, deed):
        if self.instance.pk is None:
            row, before, names = self.instance, None, self.own_fields()
        else:
            row = self.lock(deed)
            before = copy(row)
            names = [name for name in self.own_fields() if name in self.changed_data]
            if before.dropped:
                raise ValidationError(_("Somebody else has removed this while you wrote."))
        self.prepare(row, deed)
        self.write(row, names)
        if before:
            self._compare(row, before, names)
        self._refuse_dead_ends(row, before, names)
        row.check_change(before, deed)
        check(row, before)
        if before is None or _plain_values(row) != _plain_values(before):
            row.save()
        for name in names:
            if _many(self.fields[name]):
                row.relate(name, self.cleaned_data[name])
        return row

    def _refuse_dead_ends(self, row, before, names):
        """Refuse a choice, or the place of a new row, that is dropped by now; what stood before may stay."""
        chosen = {name: self.cleaned_data[name] for name in names if _many(self.fields[name])}
        dead = dead_ends(row, names if before else None, chosen)
        stood = dead_ends(before, names) if before and dead else []
        for gone in dead:
            if gone not in stood:
                raise ValidationError(_("Somebody else has removed “%(row)s” while you wrote."), params={"row": gone})

    def _compare(self, row, before, names):
        """Refuse, once, where somebody else has altered the same field to something else; show what it says now."""
        fault = _("Somebody else has changed this while you wrote. Save again to keep what you have written here.")
        others = [name for name in names if self._stored(before, name) not in (self._seen(name), self._own(row, name))]
        if others:
            self.data = self.data.copy()  # for each of a thousand forms on a page this would take a minute
        for name in others:
            now = self.read(before, name)
            self.fields[name].others = self.in_words(before, name)
            key = self.add_initial_prefix(name)
            if _many(self.fields[name]):
                self.data.setlist(key, [str(other.pk) for other in now])
            else:
                self.data[key] = self.fields[name].prepare_value(now)
        if others:
            raise ValidationError(dict.fromkeys(others, fault))

    def _seen(self, name):
        widget = self.fields[name].hidden_widget()
        return _as_sent(widget, widget.value_from_datadict(self.data, self.files, self.add_initial_prefix(name)))

    def _stored(self, row, name):
        field = self.fields[name]
        return _as_sent(field.hidden_widget(), field.prepare_value(self.read(row, name)))

    def _own(self, row, name):
        if _many(self.fields[name]):
            field = self.fields[name]
            return _as_sent(field.hidden_widget(), field.prepare_value(self.cleaned_data[name]))
        return self._stored(row, name)

    def in_words(self, row, name):
        """Return a field's value as people read it."""
        value = self.read(row, name)
        if isinstance(value, PartialDate):
            return value.short
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return str(getattr(row, name) or "")
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices).get(value, value)
        if isinstance(field, RichField):
            return shown(value)
        return "" if value is None else field.prepare_value(value)

    def facts(self, user):
        """Return (label, text) of all that the row says in this form's fields, for somebody who may only read."""
        names = self.own_fields()
        if not user.has_perm("programmes.view_internal_note", self.instance):
            names = [name for name in names if name != "internal_note"]
        pairs = [(self.fields[name].label, self.in_words(self.instance, name)) for name in names]
        return [(label, text) for label, text in pairs if text]

    def show(self, error):
        """Put the faults that a rule found at their fields."""
        faults = getattr(error, "error_dict", {None: error})
        for name, errors in faults.items():
            name = name and name.removesuffix("_date")
            self.add_error(name if name in self.fields else None, errors)


class NotSaved(Exception):
    """At least one form holds a fault; the change is rolled back."""


def apply_all(forms, user, sentence, *, municipality, **facts):
    """Save the rows of several forms that are valid in one change and return that, or save none and return None.

    Each fault stands in the form that it concerns. Who saves many rows gives them in one order, such as by key.
    """
    try:
        with change(sentence, municipality=municipality, user=user, **facts) as deed:
            saved = [_saved(form, deed) for form in forms]
            if any(form.errors for form in forms):
                raise NotSaved
    except NotSaved:
        return None
    for form, row in zip(forms, saved, strict=True):
        form.instance = row
    return deed


def _saved(form, deed):
    try:
        return form._save(deed)
    except ValidationError as error:
        form.show(error)
    except (IntegrityError, OperationalError) as error:
        if not isinstance(error.__cause__, (UniqueViolation, DeadlockDetected)):
            raise
        form.add_error(None, _("Somebody else saved the same thing at this very moment. Save again."))
        raise NotSaved from error
    return None


def own_rows(queryset, municipality, chosen=None):
    """Return the rows among which a municipality may choose: its own that are not dropped, and those now chosen."""
    model = queryset.model
    if issubclass(model, RegionalArea):
        return queryset.filter(region=municipality.region_id, dropped=False)
    if not issubclass(model, (Owned, Membership)):
        return queryset.none()
    keys = [getattr(row, "pk", row) for row in (chosen if isinstance(chosen, list) else [chosen]) if row]
    own = queryset.filter(municipality=municipality)
    return own.filter(dropped=False) | own.filter(pk__in=keys)


def _name_the_blank(field):
    """Say in words that nothing is chosen, where a choice may be left open."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = field.empty_label and _("nothing chosen")
    elif isinstance(field, forms.TypedChoiceField) and field.choices and field.choices[0][0] == "":
        field.choices = [("", _("nothing chosen")), *field.choices[1:]]


def _let_everything_be_typed(field):
    """Let the browser cut off nothing: the form says what is too long, and what was typed stays."""
    field.widget.attrs.pop("maxlength", None)
    if isinstance(field, forms.CharField):
        field.error_messages["max_length"] = _(
            "The text has %(show_value)d characters; there is room for %(limit_value)d."
        )


def _many(field):
    return isinstance(field, forms.ModelMultipleChoiceField)


def _as_sent(widget, value):
    """Return a value as a hidden field sends it, so that two can be compared; blanks and line ends do not differ."""
    value = widget.format_value(value)
    if isinstance(value, (list, tuple)):
        return sorted(map(str, value))
    return " ".join(str("" if value is None else value).split())


def _plain_values(row):
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
