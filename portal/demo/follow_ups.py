"""The demonstration's follow-ups: approved and published by the same ways that an official takes."""

from datetime import date

from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from programmes.history import change

BY = "Demonstrationen"


def publish_follow_ups():
    """Approve and publish the example follow-ups that are not public yet; the programmes are public.

    Only examples: nobody's real follow-up gets an approval that never was.
    """
    for follow_up in FollowUp.objects.kept().filter(example=True).exclude(verdict=""):
        approval = follow_up.approval or approve(follow_up)
        if approval is not None and not approving.published(follow_up):
            approving.publish(approval, by=BY)


def approve(follow_up):
    """Register an example approval by the group that approves follow-ups, where the programme has one."""
    group = follow_up.programme.groups.kept().filter(approves=True).first()
    if group is None:
        return None
    approval = Approval(
        municipality=follow_up.municipality,
        follow_up=follow_up,
        group=group,
        on=date(follow_up.year + 1, 2, 18),
        registered_by="redaktör",
        example=True,
    )
    with change("Registrerade ett godkännande (exempel)", municipality=follow_up.municipality) as deed:
        approval.follow_up = deed.lock(follow_up)
        approving.freeze(approval)
        approval.full_clean()
        approval.save()
    return approval
