"""Dialogues with business life, and the proposals that came from them or otherwise."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Area, Group, Owned, Programme
from programmes.models.owned import (
    LONG,
    OWNED,
    date_field,
    known_exactly_when_dated,
    partial_date,
    precision_field,
)
from programmes.walls import SameMunicipality

from .actions import Action


class Dialogue(Owned):
    """A conversation with business life: counts per group, never names."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("dialogue meeting")
        ROUND_TABLE = "round_table", _("round-table talks")
        WORKSHOP = "workshop", _("workshop")
        GENERAL = "general_meeting", _("general meeting")
        FORUM = "forum", _("business forum")
        BREAKFAST = "breakfast", _("breakfast meeting")
        OTHER = "other", _("other")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="dialogues", editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.MEETING)
    title = models.CharField(_("title"), max_length=300)
    on_date = date_field(_("date"))
    on_precision = precision_field()
    recurrence = models.CharField(_("recurs"), max_length=100, blank=True)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="dialogues", verbose_name=_("areas"))
    companies = models.PositiveIntegerField(_("companies"), null=True, blank=True)
    politicians = models.PositiveIntegerField(_("politicians"), null=True, blank=True)
    officials = models.PositiveIntegerField(_("officials"), null=True, blank=True)
    academics = models.PositiveIntegerField(_("from academia"), null=True, blank=True)
    others = models.PositiveIntegerField(_("others"), null=True, blank=True)
    participants = models.CharField(_("participants, in words"), max_length=500, blank=True)
    summary = models.TextField(_("summary"), max_length=LONG, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    COUNTS = ("companies", "politicians", "officials", "academics", "others")
    on = partial_date("on")
    _history_m2m_fields = ["areas"]
    exposure = OWNED | Exposure(
        public="programme kind title on_date on_precision recurrence theme areas companies politicians officials"
        " academics others participants summary",
        internal="internal_note",
    )

    class Meta(Owned.Meta):
        verbose_name = _("dialogue")
        ordering = [F("on_date").desc(nulls_last=True), "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="dialogue_programme_same"),
            SameMunicipality(field="areas", name="dialogue_areas_same"),
            known_exactly_when_dated("dialogue_date_known", "on"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actions:dialogue", args=[self.municipality.slug, self.pk])


class Proposal(Owned):
    """Something proposed, what became of it, and the public reason."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        UNDER_REVIEW = "under_review", _("under review")
        FEASIBLE = "feasible", _("judged feasible")
        NOT_FEASIBLE = "not_feasible", _("judged not feasible")
        BECAME_ACTION = "became_action", _("became an action")
        REFERRED = "referred", _("referred to somebody else")
        DORMANT = "dormant", _("dormant")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="proposals", editable=False)
    dialogue = models.ForeignKey(
        Dialogue, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("dialogue")
    )
    text = models.TextField(_("proposal"), max_length=LONG)
    received_date = date_field(_("received"))
    received_precision = precision_field()
    diary_number = models.CharField(_("registry number"), max_length=100, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("area")
    )
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.RECEIVED)
    judged_by = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("judged by")
    )
    reason = models.TextField(_("reason (public)"), max_length=LONG, blank=True)
    actions = models.ManyToManyField(Action, blank=True, related_name="proposals", verbose_name=_("actions"))
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    received = partial_date("received")
    _history_m2m_fields = ["actions"]
    exposure = OWNED | Exposure(
        public="programme dialogue text received_date received_precision diary_number area state judged_by"
        " reason actions",
        internal="internal_note",
    )

    class Meta(Owned.Meta):
        verbose_name = _("proposal")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="proposal_programme_same"),
            SameMunicipality(field="dialogue", name="proposal_dialogue_same"),
            SameMunicipality(field="area", name="proposal_area_same"),
            SameMunicipality(field="judged_by", name="proposal_group_same"),
            SameMunicipality(field="actions", name="proposal_actions_same"),
            known_exactly_when_dated("proposal_date_known", "received"),
            models.CheckConstraint(
                condition=~Q(state="not_feasible") | ~Q(reason=""),
                name="proposal_refused_with_reason",
                violation_error_message=_("Say why the proposal is not feasible; the public reads the reason."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return reverse("actions:proposal", args=[self.municipality.slug, self.pk])

    def clean(self):
        if self.state == self.State.NOT_FEASIBLE and not self.reason.strip():
            raise ValidationError({"reason": _("Say why the proposal is not feasible; the public reads the reason.")})
        for name in ("area", "dialogue", "judged_by"):
            chosen = getattr(self, name)
            if chosen and chosen.programme_id != self.programme_id:
                raise ValidationError({name: _("Choose one of the listed alternatives.")})
