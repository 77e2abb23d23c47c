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

from ..models import FollowUp
from ..round.deviations import deviations
from ..round.parts import mark_part, part_of, parts, stand_ins
from ..round.parts import part as one_part
from ..round.period import reported_as
from ..round.telling import FigureTask
from .follow_ups import crumbs


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
    """One department's part: what it is to tell of, and what has been told."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    department = fetch(request, Department, "followups.view_followup", pk=department_pk)
    if heir := heir_of(department, timezone.localdate()):
        return redirect(part_of(row, heir))
    return part_page(request, row, department, title_of(request, department))


@require_safe
def without_department(request, pk):
    """What no department answers for; the editors tell of it."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    return part_page(request, row, None, _("Without department"))


def part_page(request, row, department, title):
    today, user = timezone.localdate(), request.user
    standing = part_of(row, department) if department else None
    found = one_part(row, department, today, standing)
    is_own = standing is not None and user.has_perm("followups.change_departmentpart", standing)
    is_open = row.approval is None
    context = {
        "follow_up": row,
        "department": department,
        "title": title,
        "found": found,
        "actions": [(one, mark(one.action.status, one.action.is_late(today))) for one in found.actions],
        "told_by": {task for task in found.tasks if is_open and (is_own or user.has_perm(*right_to(task)))},
        "period": reported_as(row)[0],
        "part": standing,
        "may_mark": is_open and is_own,
        "may_return": is_open
        and standing is not None
        and standing.ready
        and user.has_perm("followups.return_departmentpart", standing),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/part.html", context)


def right_to(task):
    if isinstance(task, FigureTask):
        return "indicators.report_indicator", task.indicator
    return "actions.report_action", task.action


def heir_of(department, on):
    """Return the department that has taken over the tasks of a closed one, or None."""
    if not department.valid_through or department.valid_through >= on:
        return None
    units = Department.objects.kept().filter(municipality=department.municipality_id)
    heir = units.heirs(on).get(department.pk)
    return units.get(pk=heir) if heir != department.pk else None


@require_POST
def mark_ready(request, pk, department_pk):
    """Mark a department's part ready, or take that back."""
    row = fetch(request, FollowUp, "followups.view_followup", pk=pk)
    department = fetch(request, Department, "followups.view_followup", pk=department_pk)
    part = part_of(row, department)
    require(request, "followups.change_departmentpart", part)
    try:
        mark_part(row, department, request.POST.get("ready") == "yes", request.user, timezone.localdate())
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
