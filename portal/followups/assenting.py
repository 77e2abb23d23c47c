"""Who approves a follow-up: each member of a group here, or a meeting, with those who represented the departments.

The members are those with the role of steering group. Their approvals hold for the report that they opened; when all of
them have approved the one that stands, it is approved.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import caches
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from portal.access.rights import STEERING
from programmes.checking import check
from programmes.models import Change, Department, Membership

from .approving import digest, freeze
from .models import Approval, Assent, FollowUp, Overtaken
from .round.parts import departments

MEMBER = "ledamot i styrgruppen"  # as readers are told of it
AT_LATEST = 600  # seconds until a report is read once more, though nothing seems to have been changed


@dataclass(frozen=True)
class Member:
    """A member of the group; `is_current` tells whether what she or he has approved is what stands."""

    user: object
    department: Department | None
    assent: Assent | None
    is_current: bool


def groups(follow_up):
    """Return the groups whose members approve here, each for her- or himself."""
    return approving_here(follow_up.programme.groups)


def approving_here(rows):
    return rows.kept().filter(approves=True, members_approve=True)


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


def awaited(follow_up, on):
    """Return {member: [(group, what she or he has approved before, or None)]} where the report as it stands waits."""
    found = defaultdict(list)
    for group, some, _given in progress(follow_up, on):
        for one in some:
            if not one.is_current:
                found[one.user].append((group, one.assent))
    return dict(found)


def note_overtaken():
    """Note which reports say something else by now than what their members have approved; a chore."""
    given, changes = Assent.objects.kept().filter(follow_up=OuterRef("pk")), Change.objects.order_by("-pk")
    latest = Subquery(changes.filter(municipality=OuterRef("municipality")).values("pk")[:1])
    for follow_up in FollowUp.objects.open().filter(Exists(given)).annotate(latest=latest):
        key = f"overtaken-{follow_up.pk}-{follow_up.latest}"
        if not caches["here"].get(key):
            with transaction.atomic():
                compare(locked := FollowUp.objects.select_for_update().get(pk=follow_up.pk), digest(locked))
            caches["here"].set(key, True, AT_LATEST)


def compare(follow_up, stands):
    """Note which of the members have approved something else than what stands; the follow-up is locked."""
    given = follow_up.assents.kept()
    Overtaken.objects.filter(assent__in=given.filter(digest=stands)).delete()
    new = given.filter(overtaken=None).exclude(digest=stands)
    Overtaken.objects.bulk_create([Overtaken(assent=one) for one in new])


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
