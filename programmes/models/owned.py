"""The base of every row that belongs to one municipality, and the field for dates that are known in part."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..dates import DAY, MONTH, PRECISIONS, UNKNOWN, YEAR, YEAR_UNCERTAIN, PartialDate
from ..exposure import Exposure
from ..history import TRACKED, Tracked
from ..walls import FixedMunicipality

LONG = 20_000  # characters in a long text

PRECISION_CHOICES = [
    (DAY, _("day")),
    (MONTH, _("month")),
    (YEAR, _("year")),
    (YEAR_UNCERTAIN, _("day, the year is uncertain")),
    (UNKNOWN, _("unknown")),
]


class Owned(Tracked):
    """A tracked row of one municipality; it never moves to another."""

    municipality = models.ForeignKey(
        "programmes.Municipality", models.PROTECT, editable=False, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints = [FixedMunicipality(name="%(app_label)s_%(class)s_fixed")]


OWNED = TRACKED | Exposure(internal="municipality")


def date_field(label):
    return models.DateField(label, null=True, blank=True)


def precision_field():
    return models.CharField(max_length=14, choices=PRECISION_CHOICES, default=UNKNOWN, editable=False)


def known_exactly_when_dated(name, prefix):
    """Return the constraint that a date is unknown exactly when it has no value."""
    unknown = Q(**{f"{prefix}_precision": UNKNOWN})
    known = Q(**{f"{prefix}_precision__in": [p for p in PRECISIONS if p != UNKNOWN]})
    empty = Q(**{f"{prefix}_date__isnull": True})
    return models.CheckConstraint(condition=(unknown & empty) | (known & ~empty), name=name)


def partial_date(prefix):
    """Return a property that reads and sets the two columns `<prefix>_date` and `<prefix>_precision`."""

    def read(row):
        return PartialDate(getattr(row, f"{prefix}_date"), getattr(row, f"{prefix}_precision"))

    def write(row, value):
        setattr(row, f"{prefix}_date", value.value)
        setattr(row, f"{prefix}_precision", value.precision)

    return property(read, write)
