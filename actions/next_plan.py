"""The forms in which a plan goes over into the next one: the plan itself, and the actions that continue."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm
from programmes.slugs import free_slug

from .continuing import continue_in
from .following import next_period, next_title
from .forms import PlanAddress
from .marks import Mark, mark
from .models import Action, ActionPlan


@dataclass(frozen=True)
class Choice:
    """An action of the plan before, as the page offers it; what has gone on already cannot be chosen."""

    action: Action
    mark: Mark
    is_ticked: bool
    has_gone_on: bool


class ChoiceOfActions(EditForm):
    """Asks which actions of the plan before continue; open ones and continuous ones are proposed."""

    actions = forms.ModelMultipleChoiceField(
        label=_("Actions that continue"),
        required=False,
        queryset=Action.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.listed = list(
            self.instance.continues.actions.kept()
            .select_related("area__programme", "responsible")
            .order_by("area__order", "order", "number")
        )
        chosen = self.fields["actions"]
        chosen.queryset = self.instance.continues.actions.kept()
        chosen.error_messages["invalid_choice"] = _("One of the actions has been removed meanwhile. Choose again.")
        self.gone_on = dict(Action.objects.kept().filter(continues__in=self.listed).values_list("continues", "plan"))
        self.initial.setdefault("actions", [one.pk for one in self.listed if self.proposes(one)])

    def proposes(self, action):
        return action.pk not in self.gone_on and (action.is_open or action.continuous)

    def by_area(self):
        """Return (area, choices) in the order of the page."""
        ticked, today = set(map(str, self["actions"].value() or [])), timezone.localdate()
        choices = [
            Choice(one, mark(one.status, one.is_late(today)), str(one.pk) in ticked, one.pk in self.gone_on)
            for one in self.listed
        ]
        return [(area, list(group)) for area, group in groupby(choices, key=lambda choice: choice.action.area)]

    def _save(self, deed):
        before = deed.lock(self.instance.continues)
        plan = super()._save(deed)
        chosen = self.cleaned_data["actions"].exclude(pk__in=self.gone_on)
        continue_in(plan, before.actions.kept().filter(pk__in=chosen), deed, timezone.localdate())
        return plan


class NextPlanForm(ChoiceOfActions, PlanAddress):
    """The draft of the next plan, proposed from this one: its name, period and address, and what continues."""

    class Meta:
        model = ActionPlan
        fields = ["title", "start", "end"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["address"] = free_slug(self.instance.title, self.taken(), "plan")

    def prepare(self, plan, deed):
        super().prepare(plan, deed)
        other = plan.continues.next_plan()
        if other:
            raise ValidationError(
                _("Somebody else has made the next plan meanwhile: “%(plan)s”."), params={"plan": other}
            )


class MoreActionsForm(ChoiceOfActions):
    """More actions of the plan before, for as long as the draft lives; nothing is proposed."""

    class Meta:
        model = ActionPlan
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actions"].required = True

    def proposes(self, action):
        return False

    def prepare(self, plan, deed):
        if plan.state != ActionPlan.State.DRAFT:
            raise ValidationError(_("The plan has been adopted meanwhile. Actions are fetched into a draft only."))


def following(plan):
    """Return the plan that would follow, as it is proposed; nothing is saved."""
    start, end = next_period(plan.start, plan.end)
    title = next_title(plan.title, plan.start, plan.end)
    return ActionPlan(
        municipality=plan.municipality,
        programme=plan.programme,
        area=plan.area,
        continues=plan,
        title=title,
        start=start,
        end=end,
    )
