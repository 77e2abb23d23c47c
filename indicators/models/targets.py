"""Targets: what a programme wants an indicator to become, and what is judged of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Goal, Owned, Programme
from programmes.models.owned import LONG, OWNED
from programmes.walls import SameMunicipality

from .. import aims, reckoning, verdict
from ..path import read_path, write_path
from .indicators import Indicator


class Verdict(models.TextChoices):
    ON_TRACK = "on_track", _("on track")
    PARTLY = "partly", _("partly on track")
    HARD = "hard", _("hard to reach")
    TOO_EARLY = "too_early", _("too early to say")
    DATA_MISSING = "data_missing", _("data missing")


class Target(Owned):
    """What a programme wants an indicator to become, and a person's assessment of whether it will."""

    class Operator(models.TextChoices):
        AT_LEAST = "ge", _("at least")
        AT_MOST = "le", _("at most")
        EXACTLY = "eq", _("exactly")
        TOP = "top", _("this place in a ranking, or a better one")
        KEEP = "keep", _("held the whole time")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="targets", editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("goal")
    )
    kind = models.CharField(_("number"), max_length=6, choices=Goal.Kind, default=Goal.Kind.LEVEL)
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=4, null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)
    operator = models.CharField(_("reached when"), max_length=4, choices=Operator, default=Operator.AT_LEAST)
    base_year = models.PositiveSmallIntegerField(_("baseline year"), null=True, blank=True)
    base_value = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    path_lines = models.TextField(_("expected path"), max_length=2000, blank=True)
    assessment = models.CharField(_("assessment"), max_length=12, choices=Verdict, blank=True)
    motivation = models.TextField(_("motivation"), max_length=LONG, blank=True)

    exposure = OWNED | Exposure(
        public="programme indicator goal kind value year operator base_year base_value path_lines assessment motivation"
    )

    class Meta(Owned.Meta):
        verbose_name = _("target")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="target_programme_same"),
            SameMunicipality(field="indicator", name="target_indicator_same"),
            SameMunicipality(field="goal", name="target_goal_same"),
            models.UniqueConstraint(
                fields=["programme", "indicator"],
                condition=Q(dropped=False),
                name="target_once",
                violation_error_message=_("The programme already has a target for this indicator."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.programme}"

    def get_absolute_url(self):
        return self.indicator.get_absolute_url()

    @property
    def path(self):
        """The decided way, ((year, value), …); the values are of the same kind as the target's own."""
        return read_path(self.path_lines)

    def clean(self):
        if self.goal and self.goal.programme_id != self.programme_id:
            raise ValidationError({"goal": _("Choose one of the listed alternatives.")})
        if self.operator in (aims.TOP, aims.KEEP) and self.kind != Goal.Kind.LEVEL:
            raise ValidationError({"operator": _("A place, or a level to hold, is a value to reach and not a change.")})
        if self.path_lines.strip():
            self.clean_path()

    def clean_path(self):
        """The way begins at the baseline, ends at the target, and is written as it is read."""
        try:
            path = self.read_steps(self.path_lines)
        except (ValueError, ValidationError):
            raise ValidationError({"path_lines": _("Write one year a line, such as 2027: 45.")}) from None
        if self.operator == aims.KEEP:
            raise ValidationError({"path_lines": _("A level that is held the whole time has no way to go.")})
        if None in (self.value, self.year, self.base_value, self.base_year):
            fault = _("A path goes from a baseline to a target; give the value and the year of both.")
            raise ValidationError({"path_lines": fault})
        if not self.base_year < path[0][0] <= path[-1][0] < self.year:
            fault = _("The years of the path lie between the baseline's and the target's.")
            raise ValidationError({"path_lines": fault})
        self.path_lines = write_path(path)

    @classmethod
    def read_steps(cls, lines):
        """Return what lines tell of a path, if a target can hold it; raise ValueError or ValidationError."""
        path = read_path(lines)
        for _year, value in path:
            cls._meta.get_field("value").run_validators(value)
        return path

    def check_change(self, before, change):
        """A person may judge otherwise than the numbers do, and then says why."""
        judged = self.assessment, self.motivation
        if not self.assessment or (before and judged == (before.assessment, before.motivation)):
            return
        computed = Verdict(self.judgement().verdict)
        if self.assessment != computed and not self.motivation.strip():
            fault = _("The numbers say “%(verdict)s”. Say why your assessment differs.") % {"verdict": computed.label}
            raise ValidationError({"motivation": fault})

    def judgement(self, say=reckoning):
        """Return what the numbers say of the target as it stands, written out by `say`."""
        observations, definitions = self.indicator.observations.kept(), self.indicator.definitions.kept()
        return verdict.judge_target(self, self.indicator, list(observations), list(definitions), say)
