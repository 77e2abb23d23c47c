"""Who approves a follow-up: each member of a group here, or a meeting, with those who represented the departments.

The members are those with the role of steering group. Their approvals hold for the report that they opened; when all of
them have approved the one that stands, it is approved.
"""

from dataclasses import dataclass

from portal.access.rights import STEERING
from programmes.checking import check
from programmes.models import Department, Membership

from .approving import digest, freeze
from .models import Approval, Assent
from .round.parts import departments

MEMBER = "ledamot i styrgruppen"  # as readers are told of it


@dataclass(frozen=True)
class Member:
    """A member of the group; `is_current` tells whether what she or he has approved is what stands."""

    user: object
    department: Department | None
    assent: Assent | None
    is_current: bool


def groups(follow_up):
    """Return the groups whose members approve here, each for her- or himself."""
    return follow_up.programme.groups.kept().filter(approves=True, members_approve=True)


def members(follow_up, group, on, stands):
    """Return the group's members on a day; `stands` is the digest of the report as it stands."""
    given = {one.by_id: one for one in follow_up.assents.kept().filter(group=group)}
    held = Membership.objects.active(on).filter(municipality=follow_up.municipality_id, role__in=STEERING)
    people = {one.user_id: one for one in held.select_related("user", "department")}
    return [
        Member(one.user, one.department, given.get(key), key in given and given[key].digest == stands)
        for key, one in people.items()
    ]


def progress(follow_up, on):
    """Return [(group, its members, how many have approved what stands)] of the groups whose members approve here."""
    waiting = list(groups(follow_up))
    stands = digest(follow_up) if waiting else ""
    found = [(group, members(follow_up, group, on, stands)) for group in waiting]
    return [(group, some, sum(one.is_current for one in some)) for group, some in found]


def approve_if_all_have(assent, content, *, on, registered_by):
    """Return the approval, if the assent that was just given is the last one of the group's members; else None.

    `content` is what was read; the follow-up is locked.
    """
    follow_up, group = assent.follow_up, assent.group
    all_members = members(follow_up, group, on, assent.digest)
    if assent.by not in [one.user for one in all_members] or not all(one.is_current for one in all_members):
        return None
    approval = Approval(municipality=follow_up.municipality, follow_up=follow_up, group=group, on=on)
    approval.registered_by = registered_by
    freeze(approval, content, represented=represented_by(follow_up, all_members, on), members=len(all_members))
    check(approval, None)
    approval.save()
    return approval


def represented_by(follow_up, some, on):
    """Return [(department, role)] where the members' departments are known; role "" where nobody is from there."""
    heirs = follow_up.municipality.departments.heirs(on)
    present = {heirs[one.department.pk] for one in some if one.department}
    return [(unit, MEMBER if unit.pk in present else "") for unit in departments(follow_up, on)] if present else []
