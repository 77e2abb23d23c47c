"""What happened in a year that readers should know of when they see the figures: a motorway, a closed factory."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.exposure import Exposure
from programmes.models import Owned
from programmes.models.owned import OWNED
from programmes.walls import SameMunicipality

from .indicators import Indicator


class Annotation(Owned):
    """A year and a sentence, shown beside the indicator's figures; it explains and changes nothing."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="annotations", editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("what happened"), max_length=200)

    exposure = OWNED | Exposure(public="indicator year text")

    class Meta(Owned.Meta):
        verbose_name = _("event")
        ordering = ["year", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="indicator", name="annotation_indicator_same"),
            models.UniqueConstraint(
                fields=["indicator", "year", "text"],
                condition=Q(dropped=False),
                name="annotation_once",
                violation_error_message=_("It is marked already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(MIN_YEAR, MAX_YEAR)),
                name="annotation_year_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.text}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    def clean(self):
        if self.year is not None and not MIN_YEAR <= self.year <= MAX_YEAR:
            raise ValidationError({"year": _("Write years as 2035.")})
