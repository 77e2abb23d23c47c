"""Plans of actions, the actions and the reports on them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from programmes.exposure import Exposure
from programmes.history import TrackedQuerySet
from programmes.models import Area, CaseStep, Department, Membership, Owned, Programme
from programmes.models.owned import LONG, OWNED
from programmes.models.places import slug_is_plain
from programmes.walls import SameMunicipality

from .. import statuses


class ActionPlan(Owned):
    """A plan of actions, for one area or the whole programme; both days of its period are inclusive."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        CLOSED = "closed", _("closed")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="plans", editable=False)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("only for the area")
    )
    title = models.CharField(_("title"), max_length=300)
    slug = models.CharField(_("address"), max_length=80, validators=[slug_is_plain], editable=False)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("through"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    adopted_by = models.ForeignKey(
        CaseStep, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("decided by")
    )
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("continues")
    )
    summary = models.TextField(_("what has been done"), max_length=LONG, blank=True)
    summary_on = models.DateField(_("as of"), null=True, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    exposure = OWNED | Exposure(
        public="programme area title slug start end state adopted_by summary summary_on actions",
        internal="continues internal_note",
    )

    class Meta(Owned.Meta):
        ordering = [F("start").desc(nulls_last=True), "pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="plan_programme_same"),
            SameMunicipality(field="area", name="plan_area_same"),
            SameMunicipality(field="adopted_by", name="plan_step_same"),
            SameMunicipality(field="continues", name="plan_continues_same"),
            models.UniqueConstraint(fields=["programme", "slug"], name="plan_slug"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="plan_period_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("actions:plan", args=[self.municipality.slug, self.pk])

    def clean(self):
        for name in ("area", "adopted_by"):
            chosen = getattr(self, name)
            if chosen and chosen.programme_id != self.programme_id:
                raise ValidationError({name: _("Choose one of the listed alternatives.")})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The last day lies before the first.")})

    def check_change(self, before, change):
        """Adopted by a decision and never a draft again; once closed, a plan can only be opened again or taken back."""
        was = before.state if before else self.State.DRAFT
        if change.undoes:
            return
        if was == self.State.CLOSED and self.state == self.State.CLOSED:
            raise ValidationError(_("The plan is closed and locked. Open it again to change it."))
        if self.state == self.State.DRAFT and was != self.State.DRAFT:
            raise ValidationError({"state": _("A plan that has been adopted does not become a draft again.")})
        if self.state == self.State.CLOSED and was == self.State.DRAFT:
            raise ValidationError({"state": _("A draft cannot be closed. Adopt the plan first.")})
        decided = self.adopted_by is not None and self.adopted_by.is_decision
        newly = was == self.State.DRAFT or before.adopted_by_id != self.adopted_by_id
        if self.state == self.State.ADOPTED and newly and not decided:
            raise ValidationError(
                {
                    "adopted_by": _(
                        "Choose the decision by which the plan was adopted. It is entered among the decisions."
                    )
                }
            )

    def adopt_ends(self):
        """What an action promises when its plan is adopted stays: its end becomes the adopted end."""
        for action in self.actions.select_for_update(of=("self",)).filter(end_adopted=None).exclude(end=None):
            action.end_adopted = action.end
            action.save()

    def next_number(self):
        """Return the number for a new action; a number is never used again. The plan must be locked."""
        return (self.actions.aggregate(last=models.Max("number"))["last"] or 0) + 1


def check_open(plan):
    """Refuse what would change the actions of a closed plan."""
    if plan.state == ActionPlan.State.CLOSED:
        raise ValidationError(_("The plan is closed and locked. Open it again to change it."))


class ActionQuerySet(TrackedQuerySet):
    def open(self):
        return self.kept().filter(status__in=statuses.OPEN)

    def late(self, on):
        """Return the open actions whose end has passed, or which a person has marked as late."""
        return self.open().exclude(late_override=False).filter(Q(late_override=True) | Q(end__lt=on))

    def reportable_by(self, membership):
        """Return the actions that a contributor answers for: own ones and those of the department."""
        own = Q(responsible_person=membership)
        if membership.department_id:
            own |= Q(responsible=membership.department_id)
        return self.filter(own)


class Action(Owned):
    """Something the municipality has promised to do. Its number is unique in the plan and never used again."""

    class Status(models.TextChoices):
        NOT_STARTED = statuses.NOT_STARTED, _("not started")
        ONGOING = statuses.ONGOING, _("ongoing")
        COMPLETED = statuses.COMPLETED, _("completed")
        CANCELLED = statuses.CANCELLED, _("cancelled")

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="actions", editable=False)
    number = models.PositiveIntegerField(_("no."), editable=False)
    order = models.PositiveIntegerField(_("order"), default=0, editable=False)
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

    _history_m2m_fields = ["participating", "indicators"]
    objects = ActionQuerySet.as_manager()
    exposure = OWNED | Exposure(
        public="plan number order area title description expected_result responsible responsible_role participating"
        " partners start end_adopted end end_reason continuous budget_note indicators status late_override late_reason"
        " cancel_reason progress reports",
        internal="responsible_person internal_note",
    )

    class Meta(Owned.Meta):
        ordering = ["order", "number"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="plan", name="action_plan_same"),
            SameMunicipality(field="area", name="action_area_same"),
            SameMunicipality(field="responsible", name="action_responsible_same"),
            SameMunicipality(field="responsible_person", name="action_person_same"),
            SameMunicipality(field="participating", name="action_participating_same"),
            SameMunicipality(field="indicators", name="action_indicators_same"),
            models.UniqueConstraint(fields=["plan", "number"], name="action_number"),
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
        """A delay is never hidden: once the plan is adopted, the end moves with a reason and the adopted end stays."""
        check_open(self.plan)
        if before is None or self.plan.state == ActionPlan.State.DRAFT:
            return
        if before.end_adopted != self.end_adopted and before.end_adopted is not None:
            raise ValidationError({"end_adopted": _("The adopted end date stays as it was decided.")})
        moved = self.end not in (before.end, self.end_adopted) and before.end is not None
        if moved and not self.end_reason.strip():
            raise ValidationError({"end_reason": _("Say why the end date was moved.")})

    def settle_end(self):
        """In an adopted plan the first end that an action is given counts as the adopted one."""
        if self.plan.state != ActionPlan.State.DRAFT and self.end_adopted is None:
            self.end_adopted = self.end

    def is_late(self, on):
        return statuses.is_late(self.status, self.end, on, self.late_override)

    def is_latest(self, report):
        return not self.reports.kept().filter(ready=True, period__gt=report.period).exists()


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

    exposure = OWNED | Exposure(public="action period status account ready", internal="internal_note")

    class Meta(Owned.Meta):
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
        check_open(self.action.plan)

    def carry_out(self, cancel_reason=""):
        """Give the action its status if this is the latest ready report; both rows locked, inside a change.

        What is cancelled needs a reason, on the action: `cancel_reason` if one is given, or the one that stands there.
        """
        if not self.ready or self.dropped or not self.action.is_latest(self):
            return
        after = self.status, cancel_reason or self.action.cancel_reason
        if after != (self.action.status, self.action.cancel_reason):
            self.action.status, self.action.cancel_reason = after
            self.action.full_clean()
            self.action.save()
