"""What an indicator is compared with: municipalities, the region, similar ones, the country; and their figures."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.exposure import Exposure
from programmes.models import Owned
from programmes.models.owned import OWNED
from programmes.walls import SameMunicipality

from .indicators import Indicator, Observation, check_figure


class Comparison(Owned):
    """Somebody else whose figures stand beside the municipality's own; `code` is empty where they come by hand."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region")
        SIMILAR = "similar", _("similar municipalities")
        COUNTRY = "country", _("the country")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="comparisons", editable=False)
    kind = models.CharField(_("compared with"), max_length=12, choices=Kind, default=Kind.MUNICIPALITY)
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code at the source"), max_length=12, blank=True)
    members = models.TextField(_("who is in the group"), max_length=2000, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    PARTS = ("values",)
    exposure = OWNED | Exposure(public="indicator kind name code members order values")

    class Meta(Owned.Meta):
        verbose_name = _("comparison")
        ordering = ["order", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="indicator", name="comparison_indicator_same"),
            models.UniqueConstraint(
                fields=["indicator", "name"],
                condition=Q(dropped=False),
                name="comparison_name_once",
                violation_error_message=_("The indicator is compared with this already."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "code"],
                condition=Q(dropped=False) & ~Q(code=""),
                name="comparison_code_once",
                violation_error_message=_("The indicator is compared with this already."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("indicators:comparison", args=[self.municipality.slug, self.pk])


class ComparisonValue(Owned):
    """The figure of somebody else for a year, or the reason why there is none; zero is a figure."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="values", editable=False)
    definition = models.PositiveSmallIntegerField(_("version of the definition"), default=1)
    year = models.PositiveSmallIntegerField(_("year"))
    sex = models.CharField(_("sex"), max_length=1, choices=Observation.Sex, default=Observation.Sex.TOTAL)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    missing = models.CharField(_("why there is no value"), max_length=16, choices=Observation.Missing, blank=True)
    retrieved = models.DateField(_("retrieved"), null=True, blank=True)

    preliminary = False  # of what others tell that is not kept

    exposure = OWNED | Exposure(public="comparison definition year sex value missing retrieved")

    class Meta(Owned.Meta):
        verbose_name = _("compared value")
        ordering = ["year", "sex", "definition"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="comparison", name="comparison_value_same"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(missing=""),
                name="comparison_value_or_reason",
                violation_error_message=_("Give either a value or the reason why there is none. Zero is a value."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(MIN_YEAR, MAX_YEAR)),
                name="comparison_value_year_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
            models.UniqueConstraint(
                fields=["comparison", "definition", "year", "sex"],
                condition=Q(dropped=False),
                name="comparison_value_once",
                violation_error_message=_("There is already a value for this year."),
            ),
        ]

    def __str__(self):
        return f"{self.comparison} {self.year}"

    def get_absolute_url(self):
        return self.comparison.get_absolute_url()

    def say(self, value, missing, preliminary=False, revised=False):
        """Take over what is said now; what stood before is kept in the history alone."""
        self.value, self.missing = value, missing

    def clean(self):
        check_figure(self)
