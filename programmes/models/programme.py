"""The programme itself: its texts, goals, areas and groups."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import case, wording, words
from ..dates import MAX_YEAR, MIN_YEAR
from ..exposure import Exposure
from ..rich_fields import RichTextField
from ..walls import SameMunicipality
from .owned import LONG, OWNED, Owned
from .places import Region, RegionalArea, slug_is_plain

# Addresses that a municipality's own pages have beside its programmes.
RESERVED_SLUGS = ["tillganglighet", "personuppgifter", "filer"]


def long_text(label, help_text="", **options):
    return models.TextField(label, max_length=LONG, blank=True, help_text=help_text, **options)


def rich_text(label, help_text=""):
    return RichTextField(label, room=LONG, blank=True, help_text=help_text)


def year(label, **options):
    return models.PositiveSmallIntegerField(label, null=True, blank=True, **options)


class Programme(Owned):
    """A business-strategy programme; both years of its period are inclusive."""

    slug = models.CharField(_("address"), max_length=80, validators=[slug_is_plain], editable=False)
    title = models.CharField(_("title"), max_length=300)
    document_type = models.CharField(_("type of document"), max_length=100, blank=True)
    words = models.JSONField(_("words"), default=dict, blank=True, editable=False)
    period_from = year(_("valid from (year)"))
    period_through = year(_("valid through (year)"))
    vision = rich_text(_("vision"))
    target_picture = rich_text(_("target picture"))
    purpose = rich_text(_("purpose"))
    background = rich_text(_("background"))
    process = rich_text(_("how it was made"))
    summary = rich_text(_("summary in plain language"))
    context = rich_text(_("facts from before the programme"))
    diary_number = models.CharField(_("registry number"), max_length=100, blank=True)
    revision_every = models.PositiveSmallIntegerField(_("revised every (years)"), null=True, blank=True)
    follow_up_cycle = models.CharField(_("followed up"), max_length=100, blank=True)
    coordinator = models.CharField(_("coordinated by"), max_length=300, blank=True)
    accountable = models.CharField(_("answerable"), max_length=300, blank=True)
    page_owner = models.CharField(_("page owner (a role)"), max_length=200, blank=True)
    regional_frame = models.CharField(_("regional frame"), max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, editable=False, related_name="programmes")
    linked_vision = rich_text(_("vision it is linked to"))
    predecessor_title = models.CharField(_("replaces"), max_length=300, blank=True)
    predecessor_url = models.URLField(_("link to what it replaces"), blank=True)
    areas_note = models.CharField(_("note on the areas"), max_length=500, blank=True)
    internal_note = long_text(_("internal note"))

    exposure = OWNED | Exposure(
        public="slug title document_type words period_from period_through vision target_picture purpose background"
        " process summary context diary_number revision_every follow_up_cycle coordinator accountable page_owner"
        " regional_frame region linked_vision predecessor_title predecessor_url areas_note uploads",
        internal="internal_note",
    )
    PARTS = ("uploads",)
    ADOPTED_WORDING = ("title", "period_from", "period_through", "vision", "target_picture", "purpose", "background")

    class Meta(Owned.Meta):
        verbose_name = _("programme")
        ordering = ["-period_from", "title"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["municipality", "slug"], name="programme_slug"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_through__isnull=True)
                | Q(period_through__gte=F("period_from")),
                name="programme_period_in_order",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                condition=(Q(period_from__isnull=True) | Q(period_from__range=(MIN_YEAR, MAX_YEAR)))
                & (Q(period_through__isnull=True) | Q(period_through__range=(MIN_YEAR, MAX_YEAR))),
                name="programme_period_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
            models.CheckConstraint(condition=~Q(slug__in=RESERVED_SLUGS), name="programme_slug_is_free"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programmes:programme", args=[self.municipality.slug, self.pk])

    def word(self, level):
        """Return this programme's word for "programme", "area", "plan" or "action" with all its forms."""
        return words.word(level, self.words.get(level))

    @property
    def programme(self):
        return self

    def state(self, on):
        """Return where the programme stands on a day, a code of `case.STATES`."""
        steps = [step for step in self.steps.all() if not step.dropped]
        return case.state(steps, self.period_from, self.period_through, on)

    def clean(self):
        for level, chosen in self.words.items():
            if level not in words.LEVELS:
                raise ValidationError(f"{level!r} is no level of a programme.")
            try:
                words.word(level, chosen)
            except ValueError as error:
                raise ValidationError(str(error)) from error

    def check_change(self, before, change):
        wording.check(self, before, change)


class Area(Owned):
    """One of the parts that a programme is divided into; its name may be unknown."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="areas", editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    slug = models.CharField(max_length=80, validators=[slug_is_plain], editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    main_strategy = rich_text(_("main strategy"))
    description = rich_text(_("description"))
    regional_area = models.ForeignKey(
        RegionalArea, models.PROTECT, null=True, blank=True, related_name="areas", verbose_name=_("the region's area")
    )

    exposure = OWNED | Exposure(public="programme order slug name main_strategy description regional_area")
    ADOPTED_WORDING = ("name", "main_strategy", "description", "dropped")

    class Meta(Owned.Meta):
        verbose_name = _("area")
        ordering = ["order", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="area_programme_same"),
            models.UniqueConstraint(fields=["programme", "slug"], name="area_slug"),
        ]

    def __str__(self):
        return self.name or f"{self.programme.word('area').title} {self.order}"

    def get_absolute_url(self):
        return reverse("programmes:area", args=[self.municipality.slug, self.pk])

    def check_change(self, before, change):
        wording.check(self, before, change)


class Goal(Owned):
    """A goal as it was worded; where the document gives a number, the number as well."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("reach this value")
        CHANGE = "change", _("this much more than at the start")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="goals", editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    wording = long_text(_("wording"), _("Word for word as it was adopted."))
    quantity_kind = models.CharField(_("number"), max_length=6, choices=Kind, blank=True)
    quantity = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    base_year = year(_("baseline year"))
    base_value = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    target_year = year(_("target year"))
    areas = models.ManyToManyField(Area, blank=True, related_name="goals", verbose_name=_("areas"))

    _history_m2m_fields = ["areas"]
    exposure = OWNED | Exposure(
        public="programme order theme wording quantity_kind quantity unit base_year base_value target_year areas"
    )
    ADOPTED_WORDING = (
        "theme",
        "wording",
        "quantity_kind",
        "quantity",
        "unit",
        "base_year",
        "base_value",
        "target_year",
        "dropped",
    )

    class Meta(Owned.Meta):
        verbose_name = _("goal")
        ordering = ["order", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="goal_programme_same"),
            SameMunicipality(field="areas", name="goal_areas_same"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, quantity_kind="")
                | Q(quantity__isnull=False, quantity_kind__in=["level", "change"]),
                name="goal_quantity_has_kind",
                violation_error_message=_("Give both the value and what it means, or neither."),
            ),
            models.CheckConstraint(
                condition=~Q(theme="") | ~Q(wording=""),
                name="goal_says_something",
                violation_error_message=_("Write the goal's wording, or at least its theme."),
            ),
        ]

    def __str__(self):
        return self.theme or self.wording[:80]

    def get_absolute_url(self):
        return reverse("programmes:goal", args=[self.municipality.slug, self.pk])

    def check_change(self, before, change):
        wording.check(self, before, change)


class Group(Owned):
    """A group of the programme: who is represented in it, and whether it may approve the follow-up."""

    class Kind(models.TextChoices):
        WORKING = "working_group", _("working group")
        STEERING = "steering_group", _("steering group")
        COUNCIL = "business_council", _("business council")
        OTHER = "other", _("other group")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="groups", editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    represented = models.CharField(_("who is represented"), max_length=300, blank=True)
    task = models.CharField(_("task"), max_length=500, blank=True)
    approves = models.BooleanField(_("approves the follow-up"), default=False)

    exposure = OWNED | Exposure(public="programme kind name represented task", internal="approves")

    class Meta(Owned.Meta):
        verbose_name = _("group")
        ordering = ["kind", "name"]
        constraints = [*Owned.Meta.constraints, SameMunicipality(field="programme", name="group_programme_same")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:group", args=[self.municipality.slug, self.pk])
