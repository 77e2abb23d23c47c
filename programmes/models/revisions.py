"""A revision: another wording of the programme in force, prepared beside it until a decision lets it take its place.

Only what is to be changed has a row here. What such a row does not change follows the programme: a correction made
meanwhile stays corrected.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..exposure import Exposure
from ..walls import SameMunicipality
from .case import CaseStep
from .owned import OWNED, Owned
from .programme import Area, Goal, Programme
from .wordings import AreaWording, GoalWording, ProgrammeWording, goal_constraints, long_text, period_constraints


class Revision(Owned):
    """The draft of a programme's next wording; there is one at a time."""

    class State(models.TextChoices):
        OPEN = "open", _("being prepared")
        IN_EFFECT = "in_effect", _("in effect")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="revisions", editable=False)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    decided_by = models.ForeignKey(
        CaseStep,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="revisions",
        verbose_name=_("decided by"),
    )
    internal_note = long_text(_("internal note"))

    PARTS = ("texts", "areas", "goals")
    exposure = OWNED | Exposure(internal="programme title state decided_by internal_note")

    class Meta(Owned.Meta):
        verbose_name = _("revision")
        ordering = ["-pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="revision_programme_same"),
            SameMunicipality(field="decided_by", name="revision_step_same"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state="open", dropped=False),
                name="revision_one_at_a_time",
                violation_error_message=_("A revision of this programme is being prepared already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True) | Q(state="in_effect", decided_by__isnull=False),
                name="revision_in_effect_by_decision",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("programmes:revision", args=[self.municipality.slug, self.pk])

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    def check_change(self, before, change):
        if before is not None and not before.is_open and not change.undoes:
            before.check_open()

    def check_open(self):
        """Refuse what would change the texts on which a decision rests."""
        if not self.is_open:
            raise ValidationError(_("The revision has taken effect. Its texts stay as they were decided."))


class Revised(Owned):
    """A part of the programme as the revision words it; `based_on` is the row of history that it started from."""

    based_on = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def programme(self):
        return self.revision.programme

    def get_absolute_url(self):
        return self.revision.get_absolute_url()

    def check_change(self, before, change):
        self.revision.check_open()


class RevisedTexts(Revised, ProgrammeWording):
    """The programme's own texts in a revision."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="texts", editable=False)

    exposure = OWNED | Exposure(internal=" ".join(["revision based_on", *ProgrammeWording.WORDED]))

    class Meta(Owned.Meta):
        verbose_name = _("texts in a revision")
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="revision", name="revised_texts_revision_same"),
            models.UniqueConstraint(fields=["revision"], condition=Q(dropped=False), name="revised_texts_once"),
            *period_constraints("revised_texts"),
        ]

    def __str__(self):
        return str(self.revision)

    @property
    def target(self):
        return self.revision.programme


class RevisedArea(Revised, AreaWording):
    """An area in a revision: worded anew, new (without `target`), or to be removed; then `heir` takes over."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="areas", editable=False)
    target = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    removes = models.BooleanField(_("is to be removed"), default=False)
    heir = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what hangs on it moves to")
    )

    exposure = OWNED | Exposure(internal="revision based_on target name main_strategy description removes heir")

    class Meta(Owned.Meta):
        verbose_name = _("area in a revision")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="revision", name="revised_area_revision_same"),
            SameMunicipality(field="target", name="revised_area_target_same"),
            SameMunicipality(field="heir", name="revised_area_heir_same"),
            models.UniqueConstraint(
                fields=["revision", "target"], condition=Q(dropped=False), name="revised_area_once"
            ),
        ]

    def __str__(self):
        return self.name or (str(self.target) if self.target else str(_("New area")))

    def clean(self):
        for name in ("target", "heir"):
            chosen = getattr(self, name)
            if chosen and chosen.programme_id != self.programme.pk:
                raise ValidationError({name: _("Choose one of the listed alternatives.")})
        if self.removes and self.heir_id and self.heir_id == self.target_id:
            raise ValidationError({"heir": _("Choose another one than the one that is to be removed.")})


class RevisedGoal(Revised, GoalWording):
    """A goal in a revision: worded anew, new (without `target`), or to be removed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="goals", editable=False)
    target = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    removes = models.BooleanField(_("is to be removed"), default=False)

    exposure = OWNED | Exposure(
        internal="revision based_on target theme wording quantity_kind quantity unit base_year base_value target_year"
        " removes"
    )

    class Meta(Owned.Meta):
        verbose_name = _("goal in a revision")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="revision", name="revised_goal_revision_same"),
            SameMunicipality(field="target", name="revised_goal_target_same"),
            models.UniqueConstraint(
                fields=["revision", "target"], condition=Q(dropped=False), name="revised_goal_once"
            ),
            *goal_constraints("revised_goal"),
        ]

    def __str__(self):
        return self.theme or self.wording[:80]

    def clean(self):
        if self.target and self.target.programme_id != self.programme.pk:
            raise ValidationError({"target": _("Choose one of the listed alternatives.")})
