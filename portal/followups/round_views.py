"""The round of a follow-up: what did not go as was decided, and each department's part."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.marks import mark
from portal.access.backend import active_memberships
from programmes.fetch import fetch
from programmes.models import Department

from .deviations import deviations
from .models import FollowUp
from .parts import TOLD, parts, stand_ins, tasks, telling_mark
from .views import crumbs


@require_safe
def deviating(request, pk):
    """The actions of the period that did not go as was decided."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    context = {"follow_up": row, "deviations": deviations(row), "crumbs": crumbs(request, row)}
    return render(request, "followups/deviations.html", context)


@require_safe
def progress(request, pk):
    """How far each department has come with its part."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    today = timezone.localdate()
    context = {
        "follow_up": row,
        "parts": parts(row, today),
        "stand_ins": stand_ins(row.municipality, today),
        "may_name": request.user.has_perm("programmes.view_membership", row),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/parts.html", context)


@require_safe
def part(request, pk, department_pk):
    """One department's part: its actions in the plans of the period, and which of them have been told of."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    department = fetch(request, Department, "followups.view_followup", pk=department_pk)
    actions = list(tasks(row, department))
    today = timezone.localdate()
    context = {
        "follow_up": row,
        "department": department,
        "title": title_of(request, department),
        "tasks": [(one, mark(one.status, one.is_late(today)), telling_mark(one.telling)) for one in actions],
        "told": sum(one.telling == TOLD for one in actions),
        "may_report": any(request.user.has_perm("actions.report_action", one) for one in actions),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/part.html", context)


def title_of(request, department):
    """Return what the page is called to somebody of the department, and to everybody else."""
    if any(one.department_id == department.pk for one in active_memberships(request.user)):
        return _("Our part")
    return _("The part of %(department)s") % {"department": department}
