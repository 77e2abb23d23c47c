"""The actions of a plan, and the reports on them."""

from copy import copy

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from programmes.checking import check
from programmes.exposure import Exposure
from programmes.models import Area, Department, Membership, Owned
from programmes.models.owned import LONG, OWNED
from programmes.walls import SameMunicipality

from .. import statuses
from .plans import ActionPlan
from .sets import ActionQuerySet, ReportQuerySet


class Action(Owned):
    """Something the municipality has promised to do. Its number is unique in the plan and never used again."""

    class Status(models.TextChoices):
        NOT_STARTED = statuses.NOT_STARTED, _("not started")
        ONGOING = statuses.ONGOING, _("ongoing")
        COMPLETED = statuses.COMPLETED, _("completed")
        CANCELLED = statuses.CANCELLED, _("cancelled")

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="actions", editable=False)
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    number = models.PositiveIntegerField(_("no."), editable=False)
    order = models.FloatField(_("order"), default=0, editable=False)  # above 0; at first the number
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("area")
    )
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), max_length=LONG, blank=True)
    expected_result = models.TextField(_("expected result"), max_length=LONG, blank=True)
    responsible = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("responsible")
    )
    responsible_person = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("responsible person (inside)"),
    )
    responsible_role = models.CharField(_("responsible role (public)"), max_length=200, blank=True)
    participating = models.ManyToManyField(
        Department, blank=True, related_name="participates_in", verbose_name=_("participating units")
    )
    partners = models.CharField(_("partners"), max_length=500, blank=True)
    start = models.DateField(_("start date"), null=True, blank=True)
    end_adopted = models.DateField(_("end date as adopted"), null=True, blank=True)
    end = models.DateField(_("end date now"), null=True, blank=True)
    end_reason = models.CharField(_("why the end date was moved"), max_length=500, blank=True)
    continuous = models.BooleanField(_("goes on continuously"), default=False)
    budget_note = models.CharField(_("budget note"), max_length=500, blank=True)
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="actions", verbose_name=_("indicators it should move")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NOT_STARTED)
    late_override = models.BooleanField(
        _("late"),
        null=True,
        blank=True,
        choices=[
            (None, _("follows from the dates")),
            (True, _("late, although the end date has not passed")),
            (False, _("not late, although the end date has passed")),
        ],
    )
    late_reason = models.CharField(_("why it is judged so"), max_length=500, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("per cent done"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    objects = ActionQuerySet.as_manager()
    CLEANED = (
        "action_dates_in_order",
        "action_cancelled_with_reason",
        "action_late_with_reason",
        "action_progress_in_per_cent",
    )
    PARTS = ("reports",)
    _history_m2m_fields = ["participating", "indicators"]
    exposure = OWNED | Exposure(
        public="plan continues number order area title description expected_result responsible responsible_role"
        " participating partners start end_adopted end end_reason continuous budget_note indicators status"
        " late_override late_reason cancel_reason progress reports",
        internal="responsible_person internal_note",
    )

    class Meta(Owned.Meta):
        verbose_name = _("action")
        ordering = ["order", "number"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="plan", name="action_plan_same"),
            SameMunicipality(field="continues", name="action_continues_same"),
            SameMunicipality(field="area", name="action_area_same"),
            SameMunicipality(field="responsible", name="action_responsible_same"),
            SameMunicipality(field="responsible_person", name="action_person_same"),
            SameMunicipality(field="participating", name="action_participating_same"),
            SameMunicipality(field="indicators", name="action_indicators_same"),
            models.UniqueConstraint(fields=["plan", "number"], name="action_number"),
            models.UniqueConstraint(
                fields=["continues"],
                condition=Q(dropped=False),
                name="action_continued_once",
                violation_error_message=_("The action already continues in another plan."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="action_dates_in_order",
                violation_error_message=_("The end date lies before the start date."),
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""),
                name="action_cancelled_with_reason",
                violation_error_message=_("Say why the action is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(late_override__isnull=True) | ~Q(late_reason=""),
                name="action_late_with_reason",
                violation_error_message=_("Say why the dates do not decide whether the action is late."),
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100), name="action_progress_in_per_cent"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("actions:action", args=[self.municipality.slug, self.pk])

    def clean(self):
        if self._state.adding:
            self.order = self.order or self.number
        if self.area and self.area.programme_id != self.plan.programme_id:
            raise ValidationError({"area": _("Choose one of the listed alternatives.")})
        faults = {}
        if self.start and self.end and self.end < self.start:
            faults["end"] = _("The end date lies before the start date.")
        if self.status == self.Status.CANCELLED and not self.cancel_reason.strip():
            faults["cancel_reason"] = _("Say why the action is cancelled.")
        if self.late_override is not None and not self.late_reason.strip():
            faults["late_reason"] = _("Say why the dates do not decide whether the action is late.")
        if faults:
            raise ValidationError(faults)

    def check_change(self, before, change):
        """A delay is never hidden: once it is promised, the end moves with a reason and the adopted end stays.

        It is promised when its plan is adopted; what continues an earlier plan's action carries that promise along.
        """
        self.plan.check_open()
        is_draft = self.plan.state == ActionPlan.State.DRAFT
        if before is None or not self.is_promised:
            return
        if not is_draft and before.end_adopted not in (None, self.end_adopted):
            raise ValidationError({"end_adopted": _("The adopted end date stays as it was decided.")})
        moved = self.end not in (before.end, self.end_adopted) and before.end is not None
        if moved and not self.end_reason.strip():
            raise ValidationError({"end_reason": _("Say why the end date was moved.")})

    @property
    def is_promised(self):
        """Whether its end is moved with a reason only."""
        return self.plan.state != ActionPlan.State.DRAFT or bool(self.continues_id and self.end_adopted)

    @property
    def is_open(self):
        return self.status in statuses.OPEN

    def right_to_take_back(self, fields, others):
        """What a report did to its action, the right to report on it takes back."""
        reported = any(isinstance(other, Report) and other.action_id == self.pk for other in others)
        if reported and fields <= {"status", "cancel_reason", "end_reason"}:
            return "actions.report_action"
        return super().right_to_take_back(fields, others)

    def settle_end(self):
        """In an adopted plan the first end that an action is given counts as the adopted one."""
        if self.plan.state != ActionPlan.State.DRAFT and self.end_adopted is None:
            self.end_adopted = self.end

    def is_late(self, on):
        return statuses.is_late(self.status, self.end, on, self.late_override)

    def years(self):
        """Return the same action in each plan that it has stood in, the first one first; a query for each."""
        years, others = [self], Action.objects.kept().select_related("plan", "municipality")
        while earlier := others.filter(pk=years[0].continues_id).first():
            years.insert(0, earlier)
        while later := others.filter(continues=years[-1]).first():
            years.append(later)
        return years

    def is_answered_for_by(self, membership):
        """Return whether a member answers for it: named as responsible, or of the responsible department."""
        of_department = membership.department_id is not None and membership.department_id == self.responsible_id
        return of_department or self.responsible_person_id == membership.pk

    def tell_status(self, report, deed):
        """Let the report of the present period say what its action says, whose status was set by itself; return it."""
        if report.status != self.status:
            report = deed.lock(report)
            report.action, report.status = self, self.status
            report.save()
        return report

    def is_latest(self, report):
        """Return whether no later period has a ready report; a year comes after its parts."""
        later = Q(period__gt=report.period) & ~Q(period__startswith=report.period)
        year = Q(period=report.period[:4]) & ~Q(period=report.period)
        return not self.reports.kept().filter(later | year, ready=True).exists()


class Report(Owned):
    """How an action stands in a period; only a ready one counts, for the action's status and for the public."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="reports", editable=False)
    period = models.CharField(
        _("period"),
        max_length=10,
        validators=[RegexValidator(r"\A\d{4}(-[0-9T]{1,3})?\Z", _("Write the period as 2026, 2026-05 or 2026-T1."))],
    )
    status = models.CharField(_("status"), max_length=12, choices=Action.Status)
    account = models.TextField(_("account for the public"), max_length=LONG, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)
    ready = models.BooleanField(_("ready"), default=False)

    objects = ReportQuerySet.as_manager()
    exposure = OWNED | Exposure(public="action period status account ready", internal="internal_note")

    class Meta(Owned.Meta):
        verbose_name = _("report")
        ordering = ["period"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="action", name="report_action_same"),
            models.UniqueConstraint(
                fields=["action", "period"],
                condition=Q(dropped=False),
                name="report_once_a_period",
                violation_error_message=_("There is already a report for this period."),
            ),
        ]

    def __str__(self):
        return f"{self.action}, {self.period}"

    def get_absolute_url(self):
        return self.action.get_absolute_url()

    def check_change(self, before, change):
        """What a closed plan's action has come to stays; a follow-up may still tell of it."""
        if not change.in_follow_up or self.status != self.action.status:
            self.action.plan.check_open()

    def carry_out(self, cancel_reason=""):
        """Give the action its status if this is the latest ready report; both rows locked, inside a change.

        What is cancelled needs a reason, on the action: `cancel_reason` if one is given, or the one that stands there.
        """
        action, before = self.action, copy(self.action)
        after = self.status, cancel_reason or action.cancel_reason
        if not self.ready or self.dropped or after == (action.status, action.cancel_reason):
            return
        if action.is_latest(self):
            action.status, action.cancel_reason = after
            check(action, before)
            action.save()
