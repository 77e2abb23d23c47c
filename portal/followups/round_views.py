"""The round of a follow-up: what did not go as was decided, and each department's part."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.marks import mark
from portal.access.backend import active_memberships
from programmes.fetch import fetch, require
from programmes.models import Department

from .deviations import deviations
from .models import FollowUp
from .parts import TOLD, mark_part, part_of, parts, stand_ins, tasks, telling_mark
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
        "part": (standing := part_of(row, department)),
        "may_mark": row.approval is None and request.user.has_perm("followups.change_departmentpart", standing),
        "may_return": standing.ready
        and row.approval is None
        and request.user.has_perm("followups.return_departmentpart", standing),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/part.html", context)


@require_POST
def mark_ready(request, pk, department_pk):
    """Mark a department's part ready, or take that back."""
    row = fetch(request, FollowUp, "followups.view_followup", pk=pk)
    department = fetch(request, Department, "followups.view_followup", pk=department_pk)
    part = part_of(row, department)
    require(request, "followups.change_departmentpart", part)
    try:
        mark_part(row, department, request.POST.get("ready") == "yes", request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect(part)


def title_of(request, department):
    """Return what the page is called to somebody of the department, and to everybody else."""
    if any(one.department_id == department.pk for one in active_memberships(request.user)):
        return _("Our part")
    return _("The part of %(department)s") % {"department": department}
