"""What a body adopts of a programme word for word: the fields that the rows in force and a revision have in common."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..dates import MAX_YEAR, MIN_YEAR
from ..rich_fields import RichTextField
from .owned import LONG


def long_text(label, help_text="", **options):
    return models.TextField(label, max_length=LONG, blank=True, help_text=help_text, **options)


def rich_text(label, help_text=""):
    return RichTextField(label, room=LONG, blank=True, help_text=help_text)


def year(label, **options):
    return models.PositiveSmallIntegerField(label, null=True, blank=True, **options)


class ProgrammeWording(models.Model):
    title = models.CharField(_("title"), max_length=300)
    period_from = year(_("valid from (year)"))
    period_through = year(_("valid through (year)"))
    vision = rich_text(_("vision"))
    target_picture = rich_text(_("target picture"))
    purpose = rich_text(_("purpose"))
    background = rich_text(_("background"))

    WORDED = ("title", "period_from", "period_through", "vision", "target_picture", "purpose", "background")

    class Meta:
        abstract = True


class AreaWording(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True)
    main_strategy = rich_text(_("main strategy"))
    description = rich_text(_("description"))

    WORDED = ("name", "main_strategy", "description")

    class Meta:
        abstract = True


class GoalWording(models.Model):
    """A goal as it was worded; where the document gives a number, the number as well."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("reach this value")
        CHANGE = "change", _("this much more than at the start")

    theme = models.CharField(_("theme"), max_length=300, blank=True)
    wording = long_text(_("wording"), _("Word for word as it was adopted."))
    quantity_kind = models.CharField(_("number"), max_length=6, choices=Kind, blank=True)
    quantity = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    base_year = year(_("baseline year"))
    base_value = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    target_year = year(_("target year"))

    WORDED = ("theme", "wording", "quantity_kind", "quantity", "unit", "base_year", "base_value", "target_year")

    class Meta:
        abstract = True


def period_constraints(prefix):
    """Return the rules of a period of years."""
    return [
        models.CheckConstraint(
            condition=Q(period_from__isnull=True)
            | Q(period_through__isnull=True)
            | Q(period_through__gte=F("period_from")),
            name=f"{prefix}_period_in_order",
            violation_error_message=_("The last year lies before the first."),
        ),
        models.CheckConstraint(
            condition=(Q(period_from__isnull=True) | Q(period_from__range=(MIN_YEAR, MAX_YEAR)))
            & (Q(period_through__isnull=True) | Q(period_through__range=(MIN_YEAR, MAX_YEAR))),
            name=f"{prefix}_period_is_plausible",
            violation_error_message=_("Write years as 2035."),
        ),
    ]


def goal_constraints(prefix):
    """Return the rules of what a goal says."""
    return [
        models.CheckConstraint(
            condition=Q(quantity__isnull=True, quantity_kind="")
            | Q(quantity__isnull=False, quantity_kind__in=["level", "change"]),
            name=f"{prefix}_quantity_has_kind",
            violation_error_message=_("Give both the value and what it means, or neither."),
        ),
        models.CheckConstraint(
            condition=~Q(theme="") | ~Q(wording=""),
            name=f"{prefix}_says_something",
            violation_error_message=_("Write the goal's wording, or at least its theme."),
        ),
    ]
