"""Fields that read what people write: Swedish numbers and days; what cannot be read gets a sentence and stays."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import formats
from .dates import MAX_YEAR, MIN_YEAR, PartialDate

YEARS = ("period_from", "period_through", "extends_through")  # besides "year" and what ends so
BLANKS = " \u00a0\u2009\u202f"
NUMBER = re.compile(
    rf"([-{formats.MINUS}{formats.EN_DASH}]?)([0-9]{{1,3}}(?:[{BLANKS}][0-9]{{3}})+|[0-9]+)([.,][0-9]+)?"
)


def read_number(text):
    """Return the number in `83,1`, `83.1`, `3 700` or `−2`; raises ValueError for everything else."""
    match = NUMBER.fullmatch(text.strip(BLANKS + "\t\r\n"))
    if match is None:
        raise ValueError(f"{text!r} is no number.")
    minus, whole, decimals = match.groups()
    whole = re.sub(rf"[{BLANKS}]", "", whole)
    return Decimal(f"{'-' if minus else ''}{whole}{(decimals or '').replace(',', '.')}")


class WrittenNumber:
    """What both kinds of number fields share: a text input, read and shown as Swedish writes numbers."""

    inputmode = "decimal"
    fault = _("Write a number, such as 83,1 or 3 700, without unit.")

    def __init__(self, **options):
        options["widget"] = forms.TextInput(attrs={"inputmode": self.inputmode, "data-width": "short"})
        super().__init__(**options)

    def widget_attrs(self, widget):
        return {}

    def prepare_value(self, value):
        return formats.number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return super().to_python(str(read_number(value)))
        except ValueError as error:
            raise ValidationError(self.fault, code="invalid") from error


class NumberField(WrittenNumber, forms.DecimalField):
    pass


class WholeNumberField(WrittenNumber, forms.IntegerField):
    inputmode = "numeric"
    fault = _("Write a whole number, such as 12 or 3 700.")
    default_error_messages = {
        "min_value": _("Write at least %(limit_value)s."),
        "max_value": _("Write at most %(limit_value)s."),
    }

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.fault, code="invalid") from None


class YearField(WholeNumberField):
    """A year, never grouped, and one that a programme can have to do with."""

    fault = _("Write the year as 2035.")
    default_error_messages = {"min_value": fault, "max_value": fault}

    def validate(self, value):
        super().validate(value)
        if value is not None and not MIN_YEAR <= value <= MAX_YEAR:
            raise ValidationError(self.fault, code="invalid")

    def prepare_value(self, value):
        return value


class DayField(forms.DateField):
    """A day in one order only, year first: 03/05 would be March to one reader and May to another."""

    widget = forms.DateInput(attrs={"data-width": "short", "inputmode": "numeric"})
    default_error_messages = {"invalid": _("Write the date as 2026-05-31.")}

    def __init__(self, **options):
        options["help_text"] = options.get("help_text") or _("Write it as 2026-05-31.")
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def prepare_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value

    def validate(self, value):
        super().validate(value)
        check_year(value)


def check_year(day):
    """Refuse a day, if there is one, that no programme can have to do with."""
    if day and not MIN_YEAR <= day.year <= MAX_YEAR:
        raise ValidationError(_("The year of “%(text)s” cannot be right."), params={"text": day.isoformat()})


class PartialDateField(forms.CharField):
    """A date as far as it is known: 2023-04-20, 2022-06, 2022, 2023-05-22? for an uncertain year, or empty."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault(
            "help_text", _("2023-04-20, 2022-06 or 2022; with a question mark if the year is uncertain.")
        )
        options.setdefault("widget", forms.TextInput(attrs={"data-width": "short"}))
        super().__init__(**options)

    def prepare_value(self, value):
        return value.short if isinstance(value, PartialDate) else value

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(super().to_python(value))
        except ValueError as error:
            raise ValidationError(_("Write the date as 2023-04-20, 2022-06 or 2022.")) from error

    def validate(self, value):
        super().validate(value)
        check_year(value.value)

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial or "") != self.to_python(data or "")
        except ValidationError:
            return True


def as_written(field, **options):
    """Return the form field for a model's field; the `formfield_callback` of forms over working rows."""
    if isinstance(field, models.DateField):
        return field.formfield(form_class=DayField, **options)
    if isinstance(field, models.DecimalField):
        return field.formfield(form_class=NumberField, **options)
    if isinstance(field, models.IntegerField) and not field.choices:
        is_year = field.name == "year" or field.name.endswith("_year") or field.name in YEARS
        return field.formfield(form_class=YearField if is_year else WholeNumberField, **options)
    made = field.formfield(**options)
    if isinstance(made, forms.URLField):
        made.error_messages["invalid"] = _("Write the whole address, such as https://www.example.com/minutes.")
    if isinstance(made, forms.ModelChoiceField):
        made.error_messages = dict.fromkeys(made.error_messages, _("Choose one of the listed alternatives.")) | {
            "required": made.error_messages["required"]
        }
    return made
