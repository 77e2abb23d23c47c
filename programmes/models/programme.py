"""The programme itself: its texts, goals, areas and groups."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import case, wording, words
from ..exposure import Exposure
from ..ordering import next_in_order
from ..slugs import free_slug
from ..walls import SameMunicipality
from .owned import OWNED, Owned
from .places import Region, RegionalArea, slug_is_plain
from .wordings import (
    AreaWording,
    GoalWording,
    ProgrammeWording,
    goal_constraints,
    long_text,
    period_constraints,
    rich_text,
)

# Addresses that a municipality's own pages have beside its programmes.
RESERVED_SLUGS = ["tillganglighet", "personuppgifter", "filer", "register"]


class Programme(Owned, ProgrammeWording):
    """A business-strategy programme; both years of its period are inclusive."""

    slug = models.CharField(_("address"), max_length=80, validators=[slug_is_plain], editable=False)
    document_type = models.CharField(_("type of document"), max_length=100, blank=True)
    words = models.JSONField(_("words"), default=dict, blank=True, editable=False)
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
    successor_title = models.CharField(
        _("replaced by"),
        max_length=300,
        blank=True,
        help_text=_("Where the newer one is in the portal, it is enough that it says what it replaces."),
    )
    successor_url = models.URLField(_("link to what replaces it"), blank=True)
    areas_note = models.CharField(_("note on the areas"), max_length=500, blank=True)
    internal_note = long_text(_("internal note"))

    exposure = OWNED | Exposure(
        public="slug title document_type words period_from period_through vision target_picture purpose background"
        " process summary context diary_number revision_every follow_up_cycle coordinator accountable page_owner"
        " regional_frame region linked_vision predecessor_title predecessor_url successor_title successor_url"
        " areas_note uploads",
        internal="internal_note",
    )
    PARTS = ("uploads",)
    ADOPTED_WORDING = ProgrammeWording.WORDED

    class Meta(Owned.Meta):
        verbose_name = _("programme")
        ordering = ["-period_from", "title"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(fields=["municipality", "slug"], name="programme_slug"),
            *period_constraints("programme"),
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


class Area(Owned, AreaWording):
    """One of the parts that a programme is divided into; its name may be unknown."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="areas", editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    slug = models.CharField(max_length=80, validators=[slug_is_plain], editable=False)
    regional_area = models.ForeignKey(
        RegionalArea, models.PROTECT, null=True, blank=True, related_name="areas", verbose_name=_("the region's area")
    )

    exposure = OWNED | Exposure(public="programme order slug name main_strategy description regional_area")
    ADOPTED_WORDING = (*AreaWording.WORDED, "dropped")

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

    def stand_last(self):
        """Come after the programme's other areas, at an address of its own that is made from the name."""
        others = self.programme.areas.all()
        self.order = next_in_order(others)
        self.slug = free_slug(self.name, set(others.values_list("slug", flat=True)), f"del-{self.order}")

    def check_change(self, before, change):
        wording.check(self, before, change)


class Goal(Owned, GoalWording):
    """One of the programme's goals, with the areas that it concerns."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="goals", editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    areas = models.ManyToManyField(Area, blank=True, related_name="goals", verbose_name=_("areas"))

    _history_m2m_fields = ["areas"]
    exposure = OWNED | Exposure(
        public="programme order theme wording quantity_kind quantity unit base_year base_value target_year areas"
    )
    ADOPTED_WORDING = (*GoalWording.WORDED, "dropped")

    class Meta(Owned.Meta):
        verbose_name = _("goal")
        ordering = ["order", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="goal_programme_same"),
            SameMunicipality(field="areas", name="goal_areas_same"),
            *goal_constraints("goal"),
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
    members_approve = models.BooleanField(
        _("each member approves here"),
        default=False,
        help_text=_(
            "Everybody with the role of steering group reads the report and approves it in the portal; the approval"
            " stands when the last one has. A meeting’s approval can be registered all the same."
        ),
    )

    exposure = OWNED | Exposure(public="programme kind name represented task", internal="approves members_approve")

    class Meta(Owned.Meta):
        verbose_name = _("group")
        ordering = ["kind", "name"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="group_programme_same"),
            models.CheckConstraint(
                condition=Q(members_approve=False) | Q(approves=True),
                name="group_members_approve_what_it_approves",
                violation_error_message=_("Say first that the group approves the follow-up."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("programmes:group", args=[self.municipality.slug, self.pk])
