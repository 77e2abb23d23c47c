"""The municipality's own sections of a report."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Owned
from programmes.models.owned import LONG, OWNED
from programmes.rich_fields import RichTextField
from programmes.walls import SameMunicipality

from .meeting import refuse_approved


class Section(Owned):
    """An own section of the report, after one of those that every report has."""

    class Place(models.TextChoices):
        SUMMARY = "summary", _("after the summary")
        KEY = "key", _("before the areas")
        AREAS = "areas", _("after the areas")
        NEXT_YEAR = "next_year", _("after the direction for next year")
        DEFINITIONS = "definitions", _("after definitions and sources")

    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, related_name="sections", editable=False)
    place = models.CharField(_("place"), max_length=12, choices=Place, default=Place.AREAS)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    heading = models.CharField(_("heading"), max_length=200)
    text = RichTextField(_("text"), room=LONG)

    exposure = OWNED | Exposure(public="follow_up place order heading text")

    class Meta(Owned.Meta):
        verbose_name = _("own section")
        ordering = ["order", "pk"]
        constraints = [*Owned.Meta.constraints, SameMunicipality(field="follow_up", name="section_follow_up_same")]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return reverse("followups:section", args=[self.municipality.slug, self.pk])

    def check_change(self, before, change):
        refuse_approved(self.follow_up, change)
