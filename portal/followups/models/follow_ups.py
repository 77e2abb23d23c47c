"""The annual follow-up: its texts and verdicts, and the approval that freezes it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actions.models import ActionPlan
from indicators.models import Verdict
from portal.publications.models import Publication
from programmes.dates import MAX_YEAR, MIN_YEAR, MONTHS
from programmes.exposure import Exposure
from programmes.history import TrackedQuerySet
from programmes.models import Area, Group, Owned, Programme
from programmes.models.owned import LONG, OWNED
from programmes.models.wordings import rich_text
from programmes.walls import SameMunicipality

from .meeting import APPROVED, refuse_approved


class FollowUpQuerySet(TrackedQuerySet):
    def open(self):
        """Return those that are not approved."""
        approved = Approval.objects.kept().filter(follow_up=OuterRef("pk"))
        return self.kept().filter(~Exists(approved), programme__dropped=False)


class FollowUp(Owned):
    """A follow-up of a programme over a period; the year it is made stands apart from the year it refers to.

    Which plans it gathers, and what period it has where no days are given, says `period`.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("yearly follow-up")
        INTERIM = "interim", _("interim follow-up")
        FINAL = "final", _("final follow-up of a plan")
        EVALUATION = "evaluation", _("evaluation before a revision")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="follow_ups", editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.YEARLY)
    year = models.PositiveSmallIntegerField(_("follow-up year"))
    refers_to_year = models.PositiveSmallIntegerField(_("refers to year"))
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("plan")
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("through"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    title = models.CharField(_("title"), max_length=200)
    diary_number = models.CharField(_("registry number"), max_length=100, blank=True)
    first_day = models.DateField(_("first day for the departments"), null=True, blank=True)
    last_day = models.DateField(_("last day for the departments"), null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0, validators=[MaxValueValidator(365)])
    summary = rich_text(_("summary in plain language"))
    verdict = models.CharField(_("overall verdict"), max_length=12, choices=Verdict, blank=True)
    motivation = rich_text(_("motivation"))
    deviations = rich_text(_("deviations and changes"))
    next_year = rich_text(_("direction for next year"))
    without_programme = models.BooleanField(_("leave out vision, goals and decisions"), default=False)
    without_key = models.BooleanField(_("leave out “How to read the report”"), default=False)
    without_dialogues = models.BooleanField(_("leave out dialogues and proposals"), default=False)
    without_definitions = models.BooleanField(_("leave out definitions and sources"), default=False)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    objects = FollowUpQuerySet.as_manager()
    exposure = OWNED | Exposure(
        public="programme kind year refers_to_year plan start end as_of title diary_number summary verdict motivation"
        " deviations next_year without_programme without_key without_dialogues without_definitions",
        internal="first_day last_day grace_days internal_note",
    )

    CONCERNED_AS = "follow_up"
    OPTIONAL = ("programme", "key", "dialogues", "definitions")  # sections of the report that can be left out

    class Meta(Owned.Meta):
        verbose_name = _("follow-up")
        ordering = ["-year", "kind"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="follow_up_programme_same"),
            SameMunicipality(field="plan", name="follow_up_plan_same"),
            models.UniqueConstraint(
                fields=["programme", "year", "kind", "plan"],
                condition=Q(dropped=False) & ~Q(kind="interim"),
                nulls_distinct=False,
                name="follow_up_once",
                violation_error_message=_("There is already such a follow-up for this year."),
            ),
            models.UniqueConstraint(
                fields=["programme", "year", "end"],
                condition=Q(dropped=False, kind="interim"),
                nulls_distinct=False,
                name="follow_up_interim_once",
                violation_error_message=_("There is already such a follow-up for this year."),
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=True) | Q(kind="final"),
                name="follow_up_of_a_plan_is_final",
                violation_error_message=_("Only a final follow-up is of one plan."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="follow_up_period_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="interim") | Q(end__isnull=True) | Q(end__year=F("year")),
                name="follow_up_interim_ends_in_its_year",
                violation_error_message=_("An interim follow-up ends in the year in which it is made."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(MIN_YEAR, MAX_YEAR), refers_to_year__range=(MIN_YEAR, MAX_YEAR)),
                name="follow_up_year_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__year__lte=MAX_YEAR),
                name="follow_up_last_day_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__isnull=False, last_day__gte=models.F("first_day")),
                name="follow_up_first_day_before_last",
                violation_error_message=_("The first day lies before the last day, and needs one."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__year__gte=MIN_YEAR),
                name="follow_up_first_day_is_plausible",
                violation_error_message=_("Write years as 2035."),
            ),
            models.CheckConstraint(
                condition=Q(grace_days=0) | Q(grace_days__lte=365, last_day__isnull=False),
                name="follow_up_grace_has_last_day",
                violation_error_message=_("Say from which last day the days of grace are counted."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("followups:follow_up", args=[self.municipality.slug, self.pk])

    @property
    def approval(self):
        """The approval in force, or None."""
        return self.approvals.kept().last()

    @property
    def closes(self):
        """The last day on which departments report, with the days of grace, or None."""
        return self.last_day and self.last_day + timedelta(days=self.grace_days)

    @property
    def slug(self):
        """The address below uppfoljning/: 2025, 2025-delar-30-juni, 2025-slut-plan-2025, 2025-utvardering."""
        endings = {"yearly": "", "interim": "-delar", "final": "-slut", "evaluation": "-utvardering"}
        day = f"-{self.end.day}-{MONTHS[self.end.month - 1]}" if self.kind == self.Kind.INTERIM and self.end else ""
        plan = f"-{self.plan.slug}" if self.plan else ""
        return f"{self.year}{endings[self.kind]}{day}{plan}"

    @property
    def left_out(self):
        """The codes of the sections that the report goes without."""
        return tuple(code for code in self.OPTIONAL if getattr(self, f"without_{code}"))

    def clean(self):
        """A final follow-up names its plan, one of the programme that has been decided; a period goes forward."""
        faults = {}
        if self.kind == self.Kind.FINAL and self.plan is None:
            faults["plan"] = _("Choose the plan that the follow-up is of.")
        elif self.plan and (self.plan.programme_id != self.programme_id or self.plan.state == ActionPlan.State.DRAFT):
            faults["plan"] = _("Choose one of the listed alternatives.")
        if self.start and self.end and self.end < self.start:
            faults["end"] = _("The last day lies before the first.")
        if self.kind == self.Kind.INTERIM and self.end and self.end.year != self.year:
            faults["end"] = _("An interim follow-up ends in the year in which it is made.")
        if faults:
            raise ValidationError(faults)

    def check_change(self, before, change):
        """What is approved stays as it was until the approval is withdrawn; what was published keeps its address."""
        if before is not None and self.approval:
            raise ValidationError(APPROVED)
        moved = before is not None and before.slug != self.slug
        if (self.dropped or moved) and Publication.objects.filter(kind="follow_up", subject=self.uuid).exists():
            raise ValidationError(
                _("The follow-up is published and cannot be removed.")
                if self.dropped
                else {"end": _("The follow-up is published and keeps its address, which tells its last day.")}
            )


class AreaAssessment(Owned):
    """A person's verdict on one area, with its motivation."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="assessments", editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="assessments", editable=False)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict, blank=True)
    motivation = rich_text(_("motivation"))

    exposure = OWNED | Exposure(public="follow_up area verdict motivation")

    class Meta(Owned.Meta):
        verbose_name = _("assessment of an area")
        ordering = ["area__order", "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="follow_up", name="assessment_follow_up_same"),
            SameMunicipality(field="area", name="assessment_area_same"),
            models.UniqueConstraint(fields=["follow_up", "area"], condition=Q(dropped=False), name="assessment_once"),
        ]

    def __str__(self):
        return f"{self.follow_up}: {self.area}"

    def check_change(self, before, change):
        refuse_approved(self.follow_up, change)


class Approval(Owned):
    """An approval registered after the meeting; it holds the approved content as it will be published."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="approvals", editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="approvals", verbose_name=_("group"))
    on = models.DateField(_("date of the meeting"))
    minutes = models.CharField(_("minutes"), max_length=300, blank=True)
    registered_by = models.CharField(max_length=200, editable=False)
    salt = models.CharField(max_length=64, editable=False)
    content = models.TextField(editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    schema = models.PositiveSmallIntegerField(editable=False)

    SEALED = ("salt", "content", "content_hash")
    exposure = OWNED | Exposure(public="follow_up group on minutes registered_by salt content content_hash schema")

    class Meta(Owned.Meta):
        verbose_name = _("approval")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="follow_up", name="approval_follow_up_same"),
            SameMunicipality(field="group", name="approval_group_same"),
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(dropped=False),
                name="approval_once",
                violation_error_message=_("The follow-up is already approved."),
            ),
        ]

    def __str__(self):
        return f"{self.follow_up}, {self.on}"
