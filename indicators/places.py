"""Where words lie in what is fetched from Kolada and SCB: open figures, and sentences about them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.places import Found, Place, columns

from .models import Fetch, FetchedValue, KeyFigureSeen, SourceAnswer

MODELS = (Fetch, FetchedValue, KeyFigureSeen, SourceAnswer)


def sentences(municipality, mask):
    """Yield (rows that hold the words, the fields in which they may)."""
    yield mask.holding(Fetch.objects.filter(municipality=municipality), ["fault", "remarks"]), ("fault", "remarks")
    fetched = FetchedValue.objects.filter(municipality=municipality)
    yield mask.holding(fetched, ["doubts"]), ("doubts",)


def find(municipality, mask):
    count = sum(rows.count() for rows, _names in sentences(municipality, mask))
    yield Found(_("Remarks on fetched figures"), count)


def remove(municipality, mask, by):
    for rows, names in sentences(municipality, mask):
        for row in rows:
            values = {name: mask.plain(getattr(row, name)) for name in names}
            type(row).objects.filter(pk=row.pk).update(**values)


def all_columns():
    return set().union(*map(columns, MODELS))


PLACES = [Place(gettext_lazy("Fetched figures"), all_columns, find, remove)]
