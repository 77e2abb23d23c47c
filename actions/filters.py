"""What is shown of a plan's rows, as the address says it: `?visa=sena&omrade=4&ord=lots`.

Every part narrows what the others leave. Rows are told apart as they have been read, so that a filter asks the database
nothing; a value that no row has, such as another municipality's department, is passed over.
"""

import unicodedata
from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import urlencode

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.formats import swedish

from .models import Action

NONE = "utan"  # the value for rows without area, or without department
LONGEST = 200  # characters that are looked for: each word is sought in every row
QUICK = {  # the chips: (what the address says, which rows)
    "mina": lambda row: row.is_mine,
    "sena": lambda row: row.is_late,
    "utan-rapport": lambda row: row.awaits_report,
}
TESTS = {  # the fields: what was asked for → a test of a row
    "ord": lambda text: partial(says_all, words=set(folded(text).split())),
    "omrade": lambda key: lambda row: key == _key(row.action.area_id),
    "forvaltning": lambda key: lambda row: key == _key(row.action.responsible_id),
    "status": lambda code: lambda row: code == row.action.status,
}


def says_all(row, words):
    """Tell whether each of the words is the action's number, or stands in its title or its account."""
    texts = [folded(row.action.title), folded(row.report.account if row.report else "")]
    return all(word == str(row.action.number) or any(word in text for text in texts) for word in words)


def folded(text):
    return unicodedata.normalize("NFC", text).casefold()


def _key(pk):
    return str(pk) if pk else NONE


@dataclass(frozen=True)
class Chip:
    """A quick filter; `query` leads to the page where it is put on, or taken off."""

    name: str
    label: str
    count: int
    is_on: bool
    query: str


class Filters:
    """The rows that the address asks for among all of a plan's, and the controls to ask for others."""

    def __init__(self, query, rows):
        self.rows = rows
        self.quick = [name for name in QUICK if name in query.getlist("visa")]
        self.form = FilterForm(query, rows)
        self.chosen = {name: value for name, value in self.form.read().items() if value}

    @cached_property
    def found(self):
        """Return the rows that the form's fields leave, whatever the chips say."""
        tests = [TESTS[name](value) for name, value in self.chosen.items()]
        return [row for row in self.rows if all(test(row) for test in tests)]

    @cached_property
    def shown(self):
        return self._left(self.quick)

    @property
    def is_narrowed(self):
        return bool(self.quick or self.chosen)

    @property
    def query(self):
        return self._query(self.quick)

    @property
    def chips(self):
        """Return the chips; each counts the rows that are shown while it is on."""
        labels = {"mina": _("Mine"), "sena": _("Late"), "utan-rapport": _("Without report")}
        every = Chip("alla", _("All"), len(self.found), not self.quick, self._query([]))
        return [every, *(self._chip(name, label) for name, label in labels.items())]

    def _chip(self, name, label):
        is_on = name in self.quick
        count = len(self._left({*self.quick, name}))
        others = [one for one in QUICK if (one in self.quick) != (one == name)]
        return Chip(name, label, count, is_on, self._query(others))

    def _left(self, quick):
        return [row for row in self.found if all(QUICK[name](row) for name in quick)]

    def _query(self, quick):
        said = urlencode([*(("visa", name) for name in quick), *self.chosen.items()])
        return f"?{said}" if said else ""


class FilterForm(forms.Form):
    """What can be asked for: words, and the areas, departments and statuses that the rows have."""

    ord = forms.CharField(required=False, widget=forms.SearchInput)
    omrade = forms.ChoiceField(required=False)
    forvaltning = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)

    def __init__(self, query, rows):
        super().__init__(auto_id="filter-%s")
        areas = _choices([row.action.area for row in rows], _("Without area"))
        units = _choices([row.action.responsible for row in rows], _("Without responsible"))
        self.fields["ord"].label = _("Words in number, title or account")
        self._offer("omrade", _("Area"), areas)
        self._offer("forvaltning", _("Responsible"), sorted(units, key=_by_name))
        self._offer("status", _("Status"), [(code, capfirst(label)) for code, label in Action.Status.choices])
        self.initial = {name: query.get(name, "").strip()[:LONGEST] for name in self.fields}

    def _offer(self, name, label, choices):
        self.fields[name].label = label
        self.fields[name].choices = [("", _("All")), *choices]

    def read(self):
        """Return {field: value} of what was asked for, as far as it is offered."""
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and not field.valid_value(self.initial[name]):
                self.initial[name] = ""
        return self.initial


def _choices(rows, none):
    """Return the choices among the rows that actions point to, in the order in which they come; `none` is last."""
    found = {_key(row.pk): str(row) for row in rows if row}
    return [*found.items(), *([(NONE, none)] if None in rows else [])]


def _by_name(choice):
    """Sort names as Swedish does, and the choice of none last."""
    key, name = choice
    return key == NONE, swedish(name)
