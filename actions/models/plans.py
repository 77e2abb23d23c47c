"""Plans of actions: drafted, adopted by a decision, closed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Area, CaseStep, Owned, Programme
from programmes.models.owned import LONG, OWNED
from programmes.models.places import slug_is_plain
from programmes.rich_fields import RichTextField
from programmes.walls import SameMunicipality


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
    summary = RichTextField(_("what has been done"), room=LONG, blank=True)
    summary_on = models.DateField(_("as of"), null=True, blank=True)
    internal_note = models.TextField(_("internal note"), max_length=LONG, blank=True)

    exposure = OWNED | Exposure(
        public="programme area title slug start end state adopted_by summary summary_on actions",
        internal="continues internal_note",
    )

    CONCERNED_AS = "plan"

    class Meta(Owned.Meta):
        verbose_name = _("plan")
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
        if was == self.State.CLOSED:
            self.check_open()
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

    def check_open(self):
        """Refuse what would change the actions of a closed plan."""
        if self.state == self.State.CLOSED:
            raise ValidationError(_("The plan is closed and locked. Open it again to change it."))

    def next_plan(self):
        """Return the plan that continues this one, or None."""
        return self.continued_by.kept().order_by("-pk").first()

    def chain(self):
        """Return the keys of this plan, of those that it continues and of those that continue it, year after year."""
        plans = ActionPlan.objects.filter(programme=self.programme_id, continues__isnull=False)
        links = [set(link) for link in plans.values_list("pk", "continues")]
        chain = {self.pk}
        while more := set().union(*(link for link in links if link & chain)) - chain:
            chain |= more
        return chain

    def next_order(self):
        """Return the place of a new action: after all others. The plan must be locked."""
        return (self.actions.aggregate(last=models.Max("order"))["last"] or 0) // 1 + 1

    def next_number(self):
        """Return the number for a new action; it is new to the whole chain of plans. The plan must be locked."""
        actions = self.actions.model.objects.filter(plan__in=self.chain())
        return (actions.aggregate(last=models.Max("number"))["last"] or 0) + 1
