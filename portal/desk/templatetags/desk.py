"""What the desk's frame asks of the page that it stands around."""

from django import template
from django.urls import reverse

from actions.models import Action, ActionPlan, Dialogue, Proposal
from portal.followups.models import AreaAssessment, FollowUp
from programmes.models import Area, CaseStep, Goal, Group, Municipality, Programme

register = template.Library()

SUBJECTS = ("row", "action", "plan", "follow_up", "programme")  # what pages call the row that they are about

# {kind of row: (its programme, the place of its public page below the programme's)}
PLACES = {
    Programme: lambda row: (row, ""),
    Goal: lambda row: (row.programme, ""),
    Group: lambda row: (row.programme, ""),
    Area: lambda row: (row.programme, f"omraden/{row.slug}/"),
    CaseStep: lambda row: (row.programme, "beslut/"),
    Dialogue: lambda row: (row.programme, "dialoger/"),
    Proposal: lambda row: (row.programme, "dialoger/"),
    ActionPlan: lambda row: (row.programme, f"planer/{row.slug}/"),
    Action: lambda row: (row.plan.programme, f"planer/{row.plan.slug}/{row.number}/"),
}


@register.simple_tag(takes_context=True)
def preview_address(context):
    """Return the address of the preview of what the page is about, or nothing; it asks the database for nothing."""
    here = context["request"].municipality.slug
    subjects = [getattr(context.get("form"), "instance", None), *map(context.get, SUBJECTS)]
    return next(filter(None, (address_of(row, here) for row in subjects)), "")


def address_of(row, here):
    if isinstance(row, AreaAssessment):
        row = row.follow_up
    if getattr(row, "pk", None) is None:
        return ""
    if isinstance(row, Municipality):
        return reverse("publishing:preview_site", args=[here])
    if isinstance(row, FollowUp):
        return reverse("followups:preview", args=[here, row.pk])
    if type(row) not in PLACES:
        return ""
    programme, place = PLACES[type(row)](row)
    if not place:
        return reverse("publishing:preview", args=[here, programme.pk])
    return reverse("publishing:preview_address", args=[here, programme.pk, f"{programme.slug}/{place}"])
