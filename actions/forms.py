"""The forms of plans, actions, reports, dialogues and proposals."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.fields import PartialDateField
from programmes.forms import EditForm
from programmes.models import Department, Membership
from programmes.models.places import slug_is_plain
from programmes.slugs import free_slug

from .models import Action, ActionPlan, Dialogue, Proposal, Report


def text_area(rows):
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(EditForm):
    """A plan; where a draft becomes adopted, what its actions promise is kept."""

    class Meta:
        model = ActionPlan
        fields = [
            "title",
            "area",
            "start",
            "end",
            "state",
            "adopted_by",
            "continues",
            "summary",
            "summary_on",
            "internal_note",
            "provenance",
        ]
        help_texts = {
            "area": _("Empty when the plan is for the whole programme."),
            "state": _("A draft becomes adopted by a decision. A closed plan is locked."),
            "adopted_by": _("The decision is entered among the programme's decisions first."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        of_programme = {"programme": programme}
        self.fields["area"].queryset = self.fields["area"].queryset.filter(**of_programme).select_related("programme")
        self.fields["adopted_by"].queryset = programme.steps.kept().filter(
            Q(is_decision=True) | Q(pk=self.instance.adopted_by_id)
        )
        self.fields["continues"].queryset = programme.plans.kept().exclude(pk=self.instance.pk)

    def _save(self, deed):
        plan = super()._save(deed)
        if plan.state == ActionPlan.State.ADOPTED and "state" in self.changed_data:
            plan.adopt_ends()
        return plan


class PlanAddress(EditForm):
    """Gives a new plan its address, which it keeps for ever."""

    address = forms.CharField(
        label=_("Address on the public site"),
        required=False,
        max_length=80,
        validators=[slug_is_plain],
        help_text=_("Made from the title where it is left empty. It stays once the plan is published."),
    )

    field_order = ["title", "address"]

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address in self.taken():
            raise ValidationError(_("Another plan has this address already."))
        return address

    def taken(self):
        return set(self.instance.programme.plans.values_list("slug", flat=True))

    def prepare(self, plan, deed):
        deed.lock(plan.programme)
        plan.slug = self.cleaned_data["address"] or free_slug(self.cleaned_data["title"], self.taken(), "plan")


class NewPlanForm(PlanAddress, PlanForm):
    pass


class ActionForm(EditForm):
    """An action; a new one gets its number while its plan is locked."""

    groups = [
        (_("Who"), ["responsible", "responsible_role", "responsible_person", "participating", "partners"]),
        (_("When"), ["start", "end", "end_reason", "continuous"]),
        (_("How it stands"), ["status", "cancel_reason", "late_override", "late_reason", "progress"]),
        (_("Besides"), ["indicators", "budget_note", "internal_note", "provenance"]),
    ]

    class Meta:
        model = Action
        fields = [
            "title",
            "area",
            "description",
            "expected_result",
            "responsible",
            "responsible_role",
            "responsible_person",
            "participating",
            "partners",
            "start",
            "end",
            "end_reason",
            "continuous",
            "status",
            "cancel_reason",
            "late_override",
            "late_reason",
            "progress",
            "indicators",
            "budget_note",
            "internal_note",
            "provenance",
        ]
        widgets = {
            "description": text_area(4),
            "expected_result": text_area(3),
            "internal_note": text_area(3),
            "participating": forms.CheckboxSelectMultiple,
            "indicators": forms.CheckboxSelectMultiple,
        }
        labels = {"late_override": _("late or not")}
        help_texts = {
            "responsible_role": _("A role such as “business developer”, not a name."),
            "end_reason": _("Needed when the end date of an adopted plan's action is moved; the public reads it."),
            "cancel_reason": _("Needed when the status is cancelled; the public reads it."),
            "late_reason": _("Needed when the dates do not decide; the public reads it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        action, today = self.instance, timezone.localdate()
        area, person = self.fields["area"], self.fields["responsible_person"]
        area.queryset = area.queryset.filter(programme=action.plan.programme_id).select_related("programme")
        person.queryset = person.queryset.filter(
            Q(pk__in=Membership.objects.active(today)) | Q(pk=action.responsible_person_id)
        ).select_related("user")
        choose_department(self)
        chosen = [unit.pk for unit in self.initial.get("participating", ())]
        units = self.fields["participating"]
        units.queryset = units.queryset.filter(Q(pk__in=Department.objects.active(today)) | Q(pk__in=chosen))

    def prepare(self, action, deed):
        if action.pk is None:
            action.plan = deed.lock(action.plan)
            action.number, action.order = action.plan.next_number(), action.plan.next_order()

    def write(self, action, names):
        super().write(action, names)
        action.settle_end()


def choose_department(form):
    """Let an action's form offer the departments that there are today, and the one that answers for it."""
    there = Department.objects.active(timezone.localdate())
    field = form.fields["responsible"]
    field.queryset = field.queryset.filter(Q(pk__in=there) | Q(pk=form.instance.responsible_id))


class ReportForm(EditForm):
    """A report; once it is ready, its action gets the status in the same change."""

    cancel_reason = forms.CharField(
        label=_("Why it is cancelled"),
        required=False,
        max_length=500,
        help_text=_("Needed when the status is cancelled; the public reads it with the action."),
    )

    class Meta:
        model = Report
        fields = ["period", "status", "account", "internal_note", "ready"]
        widgets = {"account": text_area(6), "internal_note": text_area(3)}
        help_texts = {
            "period": _("A year, a month or a third of a year: 2026, 2026-05 or 2026-T1."),
            "account": _("What has happened, in plain words. Published when the report is ready."),
            "internal_note": _("Never published; readers among the officials do not see it either."),
            "ready": _("Only a ready report counts for the action's status and for the public."),
        }

    field_order = ["period", "status", "cancel_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("cancel_reason", self.instance.action.cancel_reason)
        self.fields["status"].choices = Action.Status.choices

    def clean(self):
        cleaned = super().clean()
        kept_back = "cancel_reason" in self.changed_data and cleaned.get("cancel_reason") and not cleaned.get("ready")
        if kept_back:
            fault = _("The reason is kept with a ready report only. Mark it as ready, or move the text to the note.")
            self.add_error("cancel_reason", fault)
        return cleaned

    def prepare(self, report, deed):
        report.action = deed.lock(report.action)

    def _save(self, deed):
        report = super()._save(deed)
        report.carry_out(self.cleaned_data["cancel_reason"])
        return report


class DialogueForm(EditForm):
    on = PartialDateField(label=_("Date"))
    partial_dates = ("on",)

    class Meta:
        model = Dialogue
        fields = [
            "title",
            "kind",
            "theme",
            "areas",
            *Dialogue.COUNTS,
            "participants",
            "recurrence",
            "summary",
            "internal_note",
            "provenance",
        ]
        widgets = {"areas": forms.CheckboxSelectMultiple, "summary": text_area(5), "internal_note": text_area(3)}
        help_texts = {
            "companies": _("How many took part. Empty where it is not known; 0 where nobody came."),
            "participants": _("Groups, never names."),
            "recurrence": _("Where it is held regularly, such as “every year”."),
        }

    field_order = ["title", "kind", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = self.fields["areas"]
        areas.queryset = areas.queryset.filter(programme=self.instance.programme_id).select_related("programme")


class ActionsField(forms.ModelMultipleChoiceField):
    """Actions told apart by their plan, since every plan counts from 1."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, action):
        return f"{action.plan}: {action}"


class ProposalForm(EditForm):
    received = PartialDateField(label=_("Received"))
    partial_dates = ("received",)

    class Meta:
        model = Proposal
        fields = [
            "text",
            "dialogue",
            "diary_number",
            "area",
            "state",
            "judged_by",
            "reason",
            "actions",
            "internal_note",
            "provenance",
        ]
        field_classes = {"actions": ActionsField}
        widgets = {"text": text_area(4), "reason": text_area(3), "internal_note": text_area(3)}
        help_texts = {
            "reason": _("Needed when the proposal is judged not feasible; the public reads it."),
            "actions": _("The actions that the proposal has become."),
        }

    field_order = ["text", "received"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_programme = {"programme": self.instance.programme_id}
        for name in ("dialogue", "area", "judged_by"):
            self.fields[name].queryset = self.fields[name].queryset.filter(**of_programme).select_related("programme")
        actions = self.fields["actions"]
        actions.queryset = (
            actions.queryset.filter(plan__programme=self.instance.programme_id)
            .select_related("plan")
            .order_by("-plan__start", "plan", "order", "number")
        )
