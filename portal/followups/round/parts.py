"""Each department's part of a follow-up: how far it has told of its actions and indicators, and who reports there."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.rights import EDIT, MAY
from programmes.checking import check
from programmes.history import change
from programmes.models import Department, Membership

from ..models import DepartmentPart
from .telling import BEGUN, TOLD, UNTOLD, action_tasks, actions_by_unit, figure_tasks, indicators_by_unit

NAMED = 5  # of the tasks that are left, when a part cannot be marked ready


@dataclass(frozen=True)
class Part:
    """A department's tasks in a round, and who reports there; `department` None is what no department answers for."""

    department: Department | None
    actions: list
    figures: list
    contacts: tuple = ()
    standing: DepartmentPart | None = None

    @property
    def is_ready(self):
        return bool(self.standing and self.standing.ready)

    @property
    def is_returned(self):
        return bool(self.standing and self.standing.is_returned)

    @property
    def tasks(self):
        return [*self.actions, *self.figures]

    @property
    def all(self):
        return len(self.tasks)

    @property
    def told(self):
        return self.count(TOLD)

    @property
    def begun(self):
        return self.count(BEGUN)

    @property
    def untold(self):
        return self.count(UNTOLD)

    @property
    def told_actions(self):
        return sum(task.telling == TOLD for task in self.actions)

    @property
    def told_figures(self):
        return sum(task.telling == TOLD for task in self.figures)

    @property
    def left(self):
        return [task for task in self.tasks if task.telling != TOLD]

    @property
    def has_more(self):
        """Whether something has come since the part was marked ready."""
        return self.is_ready and bool(self.left)

    def count(self, telling):
        return sum(task.telling == telling for task in self.tasks)


def parts(follow_up, on):
    """Return the parts of the follow-up by the names of the departments; last what no department answers for."""
    actions, figures = defaultdict(list), defaultdict(list)
    for found, tasks in ((actions, action_tasks(follow_up, on)), (figures, figure_tasks(follow_up, on))):
        for task in tasks:
            found[task.answering].append(task)
    keys = {*actions, *figures}
    units = Department.objects.filter(pk__in=[key for key in keys if key])
    contacts = contacts_of(units, on)
    standing = {one.department_id: one for one in follow_up.parts.kept()}
    named = [Part(one, actions[one.pk], figures[one.pk], contacts[one.pk], standing.get(one.pk)) for one in units]
    return [*named, *([Part(None, actions[None], figures[None])] if None in keys else [])]


def part(follow_up, department, on, standing=None):
    """Return one department's part, or with None what no department answers for."""
    key = {"answering": department.pk} if department else {"answering__isnull": True}
    actions, figures = action_tasks(follow_up, on, **key), figure_tasks(follow_up, on, **key)
    return Part(department, actions, figures, standing=standing)


def departments(follow_up, on):
    """Return the departments that have a part in the follow-up, as `parts` does, without reading their tasks."""
    gathered = actions_by_unit(follow_up.pk, on), indicators_by_unit(follow_up.pk, on)
    actions, indicators = (rows.values("answering") for rows in gathered)
    return Department.objects.filter(Q(pk__in=actions) | Q(pk__in=indicators))


def unready(follow_up, on):
    """Return the departments whose part is not marked ready."""
    ready = follow_up.parts.kept().filter(ready=True)
    return departments(follow_up, on).exclude(pk__in=ready.values("department"))


def contacts_of(departments, on):
    """Return {key of a department: those who report for it on a day}."""
    found = defaultdict(list)
    reporting = Membership.objects.active(on).filter(role__in=MAY["actions.report_action"], department__in=departments)
    for one in reporting.select_related("user"):
        found[one.department_id].append(one)
    return found


def stand_ins(municipality, on):
    """Return the editors, who step in where a department has nobody who reports."""
    return Membership.objects.active(on).filter(municipality=municipality, role__in=EDIT).select_related("user")


def part_of(follow_up, department):
    """Return the department's part as it stands, new or old."""
    new = DepartmentPart(municipality=follow_up.municipality, follow_up=follow_up, department=department)
    return follow_up.parts.kept().filter(department=department).first() or new


def mark_part(follow_up, department, ready, user, on):
    """Mark a department's part ready or take that back; raise ValidationError where a rule stands in the way."""
    sentence = _("Marked the part of %(department)s ready") if ready else _("Took back the part of %(department)s")
    with change(sentence % {"department": department}, municipality=follow_up.municipality, user=user) as deed:
        row = part_of(deed.lock(follow_up), department)
        before = copy(row) if row.pk else None
        row.ready = ready
        row.check_change(before, deed)
        if ready:
            check_told(part(follow_up, department, on))
        check(row, before)
        if before is None or before.ready != ready:
            row.save()


def check_told(part):
    """Refuse to mark a part ready while something in it is not told of; say what."""
    if not part.tasks:
        raise ValidationError(_("The department has neither actions nor indicators in the follow-up."))
    if part.left:
        named = "; ".join(str(task) for task in part.left[:NAMED])
        more = len(part.left) - NAMED
        also = ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more} if more > 0 else ""
        fault = _("The part is not ready yet. This is still to be reported: %(tasks)s.")
        raise ValidationError(fault % {"tasks": f"{named} {also}".strip()})
