"""What is asked about a table: where it is, what its columns are, what its unknown words stand for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from actions.models import Action, Report
from actions.sheets import limits
from actions.sheets.columns import HEADINGS_WITHIN, KEEP, SKIP, headings_of
from actions.sheets.labels import DATES, LABELS
from actions.sheets.names import AREA, DEPARTMENT, INDICATOR, NEW, NONE, PERSON, name
from actions.sheets.said import cell_text
from actions.sheets.table import letters
from actions.sheets.wishes import ACTIONS, REPORTS, headings, rows

from .models import may

KINDS = {
    ACTIONS: _("actions: new ones, and changes of those that have a number"),
    REPORTS: _("reports only: status and account for a period"),
}
SAMPLES = 3  # cells that are shown of a column


class Page(forms.Form):
    """A form of these pages; drawn like all others."""

    def grouped(self):
        return [("", self.visible_fields())]


class KindForm(Page):
    """Asks what the rows are, where its person may bring in more than one kind."""

    kind = forms.ChoiceField(label=_("The rows are"), widget=forms.RadioSelect)

    def __init__(self, *args, user, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, said) for kind, said in KINDS.items() if may(user, kind, municipality)]
        self.initial.setdefault("kind", self.fields["kind"].choices[0][0])
        self.fields["kind"].required = False
        if len(self.fields["kind"].choices) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    def clean_kind(self):
        return self.cleaned_data["kind"] or self.initial["kind"]


class UploadForm(KindForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a text file with a table (.csv). At most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    field_order = ["file", "kind"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > limits.UPLOAD:
            raise ValidationError(
                _("The file is too large: there is room for %(most)s MB."),
                params={"most": limits.UPLOAD // limits.MEGABYTE},
            )
        return file


class PasteForm(KindForm):
    text = forms.CharField(
        label=_("The copied cells"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Select the cells in Excel, with their headings, copy them and paste them here."),
    )
    rows = forms.CharField(required=False, widget=forms.HiddenInput)  # the actions from where it was pasted on
    column = forms.CharField(required=False, widget=forms.HiddenInput)  # the first column that was meant
    field_order = ["text", "kind"]


class ColumnsForm(KindForm):
    """Asks what each column is, and how the table is to be taken."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int)
    headings = forms.TypedChoiceField(label=_("The headings stand in"), coerce=int)
    period = forms.CharField(
        label=_("Period of the reports"),
        max_length=10,
        validators=Report._meta.get_field("period").validators,
        widget=forms.TextInput(attrs={"data-width": "short"}),
        help_text=_("For rows that name none: 2026, 2026-05 or 2026-T1."),
    )
    ready = forms.BooleanField(
        label=_("new reports are ready"),
        required=False,
        help_text=_("Only a ready report counts for the action's status and for the public."),
    )
    clears = forms.BooleanField(
        label=_("an empty cell empties what stands in the plan"),
        required=False,
        help_text=_("Otherwise what stands there stays."),
    )

    def __init__(self, *args, table, wishes, **kwargs):
        self.table, self.wishes = table, wishes
        said = {name: getattr(wishes, name) for name in ("kind", "period", "ready", "clears")}
        place = -1 if wishes.headings is None else wishes.headings
        super().__init__(*args, initial=said | {"sheet": table.sheet, "headings": place}, **kwargs)
        self.fields["headings"].choices = [(-1, _("no row")), *_beginnings(table)]
        self.fields["sheet"].choices = list(enumerate(table.sheets))
        if len(table.sheets) < 2:
            del self.fields["sheet"]
        if wishes.kind == REPORTS:
            del self.fields["clears"]
        for column, code in enumerate(wishes.columns):
            self.fields[f"column_{column}"] = _column(table, wishes, column)
            self.initial[f"column_{column}"] = code

    def grouped(self):
        fields = {name: [] for name in (False, True)}
        for field in self.visible_fields():
            fields[field.name.startswith("column_")].append(field)
        return [(_("The columns"), fields[True]), (_("How the table is read"), fields[False])]

    def is_about_others(self):
        """Tell whether other headings, another sheet or kind was chosen: then there are other columns to ask about."""
        return any(name in self.changed_data for name in ("kind", "sheet", "headings"))

    def clean(self):
        chosen = [code for code in self.columns() if code not in {KEEP, SKIP}]
        for column, code in enumerate(self.columns()):
            if code in chosen and chosen.count(code) > 1:
                self.add_error(f"column_{column}", _("Two columns cannot be the same."))
        if not self.is_about_others() and not self.wishes.numbers and not {"number", "title"} & {*chosen}:
            raise ValidationError(_("Say which column is the number or the action: without them no row can be placed."))
        return self.cleaned_data

    def columns(self):
        return [self.cleaned_data.get(f"column_{column}") or KEEP for column in range(len(self.wishes.columns))]

    def chosen(self):
        """Return the wishes as they are now."""
        said = {name: self.cleaned_data[name] for name in ("period", "ready", "clears") if name in self.cleaned_data}
        return structs.replace(self.wishes, columns=self.columns(), **said)


def _beginnings(table):
    for place, line in enumerate(table.lines[:HEADINGS_WITHIN]):
        told = " · ".join(text for text in headings_of(line) if text)
        yield place, _("row %(number)s: %(text)s") % {"number": line.number, "text": _short(told, 80)}


def _column(table, wishes, column):
    heading = " ".join(headings(table, wishes)[column].split())
    cells = [line.cells[column] for line in rows(table, wishes) if column < len(line.cells) and line.cells[column]]
    samples = list(dict.fromkeys(_short(cell_text(cell), 40) for cell in cells))[:SAMPLES]
    codes = [(code, LABELS.get(code, DATES)) for code in wishes.codes]
    return forms.ChoiceField(
        label=f"{letters(column)}. {heading}" if heading else letters(column),
        help_text=" · ".join(samples),
        choices=[*codes, (KEEP, _("kept in the internal note")), (SKIP, _("not taken along"))],
        required=False,
    )


def _short(text, most):
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


MAKES = {DEPARTMENT: _("a new department of this name"), AREA: _("a new area of this name")}


class WordsForm(Page):
    """Asks once what each word stands for that the portal does not know, and shows how colours are read."""

    TITLES = {
        DEPARTMENT: _("Department “%(word)s” is"),
        AREA: _("Area “%(word)s” is"),
        PERSON: _("Responsible person “%(word)s” is"),
        INDICATOR: _("Indicator “%(word)s” is"),
        "status": _("Status “%(word)s” means"),
    }

    def __init__(self, data, *, words, names, readings, may_make):
        super().__init__(data, auto_id="word_%s")
        self.places = {}  # {name of the field: (kind, word)}
        for kind, said in words.items():
            for word, written in sorted(said.items()):
                place = f"word_{len(self.places)}"
                self.places[place] = kind, word
                self.fields[place] = self._field(kind, word, written, names, readings, may_make)

    def _field(self, kind, word, written, names, readings, may_make):
        label = self.TITLES[kind] % {"word": written}
        if kind == "status":
            choices = [("", _("nothing chosen")), *Action.Status.choices]
            return forms.ChoiceField(label=label, choices=choices, required=False, initial=readings.get(word, ""))
        rows = [(str(row.pk), str(row) if kind == PERSON else name(row)) for row in names.rows[kind]]
        more = [(NEW, MAKES[kind])] if kind in may_make else []
        near = names.nearest(kind, word)
        proposed = str(near.pk) if near else NEW if more and not rows else ""
        initial = names.chosen.get(kind, {}).get(word) or proposed
        choices = [("", _("nothing chosen")), *rows, *more, (NONE, _("nobody here: leave it empty"))]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def chosen(self):
        """Return {kind: {word: what it stands for}}."""
        found = {}
        for place, (kind, word) in self.places.items():
            if answer := self.cleaned_data.get(place):
                found.setdefault(kind, {})[word] = answer
        return found
