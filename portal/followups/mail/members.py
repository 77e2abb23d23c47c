"""The letters to members who approve here: once the report waits for them, and when it was changed after that.

Each is written once for what it is about: an approval that was withdrawn, and one that a member has given, are known by
the change that did so.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from programmes.models import Group

from .. import assenting
from ..models import FollowUp, Notice
from ..round.parts import unready
from .occasions import LONGEST, Occasion

REST = timedelta(hours=1)  # whoever changes the report has an hour to finish


def under_way(on):
    """Return the follow-ups that may wait for the members of a group."""
    here = assenting.approving_here(Group.objects).filter(programme=OuterRef("programme"))
    rows = FollowUp.objects.open().filter(Exists(here), municipality__dropped=False, as_of__gte=on - LONGEST)
    return rows.exclude(verdict="").select_related("municipality", "programme")


def asked(follow_up, on):
    """Return {member: [(group, what she or he has approved before)]} of those who are asked to approve on a day.

    The departments come first: until they are ready, or their days are over, nobody else is asked.
    """
    is_early = follow_up.closes and on <= follow_up.closes and unready(follow_up, on).exists()
    if not follow_up.verdict or is_early:
        return {}
    found = assenting.awaited(follow_up, on).items()
    kept = {user: [one for one in each if user.has_perm("followups.add_assent", one[0])] for user, each in found}
    return {user: each for user, each in kept.items() if each}


def announce(follow_up, on):
    """Make a letter to everybody who is asked and has not been; what was called off before it went is asked anew."""
    for user, each in asked(follow_up, on).items():
        about = {"municipality": follow_up.municipality, "follow_up": follow_up, **occasion_of(follow_up, each)}
        soon = {"state": Notice.State.WAITING, "tries": 0, "next_at": timezone.now() + REST}
        notice, is_new = Notice.objects.get_or_create(user=user, **about, defaults=soon)
        if not is_new and notice.state == Notice.State.UNNEEDED:
            Notice.objects.filter(pk=notice.pk).update(**soon)


def occasion_of(follow_up, each):
    """Return what a member is written about: what she or he approved was changed, or the report waits for the first."""
    given = [assent for _group, assent in each if assent]
    if given:
        return {"occasion": Occasion.CHANGED, "deed": done_by(max(given, key=lambda one: one.at))}
    withdrawn = follow_up.approvals.filter(dropped=True).last()
    return {"occasion": Occasion.APPROVE, "deed": done_by(withdrawn) if withdrawn else None}


def done_by(row):
    """Return the change that made a row what it is."""
    return row.history.latest("history_id").change


def still_asked(notice, on):
    """Return the groups in which the person is asked today about the same thing."""
    each = asked(notice.follow_up, on).get(notice.user)
    same = {"occasion": notice.occasion, "deed": notice.deed}
    return [group for group, _assent in each] if each and occasion_of(notice.follow_up, each) == same else []
