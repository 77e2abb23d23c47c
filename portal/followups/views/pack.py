"""The pack for a meeting, as a page that prints well."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from programmes import case
from programmes.dates import DAY
from programmes.fetch import fetch
from programmes.models import Programme

from ..models import Approval
from ..pack import Pack
from ..round import baseline
from .follow_ups import crumbs

QUARTER = timedelta(days=91)
MEETINGS = 3  # the latest ones, offered as days to begin at


class SinceForm(forms.Form):
    """Since when: the approval of a follow-up, or a day."""

    approval = forms.ModelChoiceField(
        label=gettext_lazy("Since a follow-up"),
        queryset=Approval.objects.none(),
        required=False,
        empty_label=gettext_lazy("nothing chosen"),
    )
    since = forms.DateField(
        label=gettext_lazy("or since a day"),
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "2026-02-18"}),
        help_text=gettext_lazy("Such as the day of the last meeting. It goes before the follow-up."),
    )

    def __init__(self, data, *, programme, on):
        self.on = on
        of_programme = {"follow_up__programme": programme, "follow_up__plan": None}  # not of one plan alone
        approvals = Approval.objects.kept().filter(**of_programme).exclude(content="")
        approvals = approvals.select_related("follow_up__programme").defer("content").order_by("-on", "-pk")
        self.latest = approvals.first()
        super().__init__(data or {"approval": self.latest and self.latest.pk})
        self.fields["approval"].queryset = approvals

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > self.on:
            raise ValidationError(_("Choose a day that has come."))
        return since

    def baseline(self, programme):
        """Return how the programme stood; without any choice, a quarter of a year ago."""
        since, approval = self.cleaned_data["since"], self.cleaned_data["approval"]
        if since or not approval:
            return baseline.on_day(programme, since or self.on - QUARTER)
        return baseline.as_approved(approval)


@require_safe
def pack(request, programme_pk):
    programme = fetch(request, Programme, "followups.view_followup", pk=programme_pk)
    today = timezone.localdate()
    form = SinceForm(request.GET, programme=programme, on=today)
    made = Pack(programme, form.baseline(programme), today) if form.is_valid() else None
    context = {
        "programme": programme,
        "form": form,
        "pack": made,
        "on": today,
        "meetings": meetings(made.steps, today) if made else [],
        "crumbs": crumbs(request),
    }
    return render(request, "followups/pack.html", context)


def meetings(steps, on):
    """Return the latest steps of the case whose day is known."""
    known = [one for one in steps if one.on.precision == DAY and one.on.value <= on and case.body_name(one)]
    return sorted(known, key=lambda one: one.on.value, reverse=True)[:MEETINGS]
