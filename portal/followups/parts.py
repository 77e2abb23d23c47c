"""Each department's part of a follow-up: its actions in the plans of the period, and how far it has told of them."""

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from actions.marks import Mark
from actions.models import Report
from actions.statuses import COMPLETED, MARKS, NOT_STARTED, ONGOING, OPEN
from portal.access.rights import EDIT, MAY
from programmes.checking import check
from programmes.history import change
from programmes.models import Department, Membership

from .models import DepartmentPart
from .period import actions_of

UNTOLD, BEGUN, TOLD = "untold", "begun", "told"


@dataclass(frozen=True)
class Part:
    """How many of a department's actions have been told of, and who reports there; `department` None is nobody's."""

    department: Department | None
    counts: Counter
    contacts: list
    standing: DepartmentPart | None = None

    @property
    def is_ready(self):
        return bool(self.standing and self.standing.ready)

    @property
    def is_returned(self):
        return bool(self.standing and self.standing.is_returned)

    @property
    def all(self):
        return self.counts.total()

    @property
    def told(self):
        return self.counts[TOLD]

    @property
    def begun(self):
        return self.counts[BEGUN]

    @property
    def untold(self):
        return self.counts[UNTOLD]


def told_of(actions, year):
    """Annotate actions with `telling`: whether a report of the year is ready, begun or not there yet.

    What was completed or cancelled and told of in an earlier report has nothing more to tell.
    """
    reports = Report.objects.kept().filter(action=OuterRef("pk"))
    of_year = reports.filter(period__startswith=str(year))
    finished = ~Q(status__in=OPEN) & Exists(reports.filter(ready=True))
    told = When(Exists(of_year.filter(ready=True)) | finished, then=Value(TOLD))
    begun = When(Exists(of_year), then=Value(BEGUN))
    return actions.annotate(telling=Case(told, begun, default=Value(UNTOLD), output_field=CharField()))


def telling_mark(telling):
    """Return how far the telling of an action has come, as symbol, word and colour."""
    code, symbol = MARKS[{UNTOLD: NOT_STARTED, BEGUN: ONGOING, TOLD: COMPLETED}[telling]]
    return Mark(code, symbol, {UNTOLD: _("Not started"), BEGUN: _("In progress"), TOLD: _("Ready")}[telling])


def parts(follow_up, on):
    """Return the parts of the follow-up by the names of the departments; last what no department answers for."""
    counts = defaultdict(Counter)
    rows = told_of(actions_of(follow_up.pk), follow_up.year).order_by().values_list("responsible", "telling")
    for key, telling, number in rows.annotate(number=Count("pk")):
        counts[key][telling] = number
    units = Department.objects.filter(pk__in=[key for key in counts if key])
    contacts = contacts_of(units, on)
    standing = {one.department_id: one for one in follow_up.parts.kept()}
    named = [Part(unit, counts[unit.pk], contacts[unit.pk], standing.get(unit.pk)) for unit in units]
    return [*named, *([Part(None, counts[None], [])] if None in counts else [])]


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


def tasks(follow_up, department):
    """Return the department's actions in the period with `telling`, in the order of the plans."""
    actions = actions_of(follow_up.pk).filter(responsible=department).select_related("plan", "responsible")
    return told_of(actions, follow_up.year).order_by("plan__start", "plan", "order", "number")


def part_of(follow_up, department):
    """Return the department's part as it stands, new or old."""
    new = DepartmentPart(municipality=follow_up.municipality, follow_up=follow_up, department=department)
    return follow_up.parts.kept().filter(department=department).first() or new


def mark_part(follow_up, department, ready, user):
    """Mark a department's part ready or take that back; raise ValidationError where a rule stands in the way."""
    if not tasks(follow_up, department).exists():
        raise ValidationError(_("The department has no actions in the plans of the period."))
    sentence = _("Marked the part of %(department)s ready") if ready else _("Took back the part of %(department)s")
    with change(sentence % {"department": department}, municipality=follow_up.municipality, user=user) as deed:
        part = part_of(deed.lock(follow_up), department)
        before = copy(part) if part.pk else None
        part.ready = ready
        part.check_change(before, deed)
        check(part, before)
        if before is None or before.ready != ready:
            part.save()
