"""Who is written to about a round: whoever reports for a department that is not ready, else whoever steps in."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from programmes.models import Department

from ..models import DepartmentPart
from ..round.parts import contacts_of, parts, stand_ins


class Asked(NamedTuple):
    """A department that somebody is asked about, and as what: of that unit or of one above, or (None) as an editor."""

    department: Department
    unit: Department | None

    @property
    def is_own(self):
        return self.unit == self.department


@dataclass(frozen=True)
class People:
    """Those who report in a municipality on a day, by department, and the editors."""

    units: dict
    contacts: dict
    editors: list

    @classmethod
    def of(cls, municipality, on):
        units = Department.objects.filter(municipality=municipality).in_bulk()
        return cls(units, contacts_of(list(units), on), list(stand_ins(municipality, on)))

    def asked_about(self, department, on):
        """Return (memberships, the unit they are of, or None): its own people, or those of the next one above it.

        A department that has closed is seen to by its successor. Where nobody reports, the editors step in.
        """
        unit, seen = self.units[department.pk], set()
        while unit and unit.pk not in seen:
            if self.contacts[unit.pk]:
                return self.contacts[unit.pk], unit
            seen.add(unit.pk)
            is_closed = unit.valid_through and unit.valid_through < on
            unit = self.units.get((is_closed and unit.successor_id) or unit.parent_id)
        return self.editors, None


def recipients(follow_up, on):
    """Return {person: what she or he is asked about} for the departments whose parts are not ready.

    Rights are those of the day: a person is left out whose role may not be used to report, or to read, any more.
    """
    people, found = People.of(follow_up.municipality, on), defaultdict(list)
    for part in parts(follow_up, on):
        if part.department and not part.is_ready:
            members, unit = people.asked_about(part.department, on)
            for user in dict.fromkeys(one.user for one in members):
                if may_be_asked(user, follow_up, part.department, unit):
                    found[user].append(Asked(part.department, unit))
    return dict(found)


def may_be_asked(user, follow_up, department, unit):
    """Tell whether the person may open the page, and, unless it is for a unit below the own one, mark it ready."""
    if unit and unit != department:
        return user.has_perm("followups.view_followup", follow_up)
    part = DepartmentPart(municipality=follow_up.municipality, follow_up=follow_up, department=department)
    return user.has_perm("followups.change_departmentpart", part)
