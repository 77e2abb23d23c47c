"""The approval: registered after a meeting, given by each member here, and withdrawn."""

from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programmes.fetch import fetch
from programmes.history import change, set_values
from programmes.views.page import form_page, typed

from .. import assenting
from ..forms.approvals import ApprovalForm, AssentForm
from ..models import Approval, Assent, FollowUp
from ..round.parts import unready
from .follow_ups import crumbs
from .meeting import drop_own


@require_http_methods(["GET", "POST"])
def approve(request, pk):
    """Register the approval that a group gave in its meeting; this freezes the content."""
    row = fetch(request, FollowUp, "followups.approve_followup", pk=pk)
    approval = Approval(municipality=request.municipality, follow_up=row, registered_by=role_of(request))
    return form_page(
        request,
        ApprovalForm(typed(request), instance=approval),
        title=_("Register the approval"),
        sentence=_("Registered an approval"),
        button=_("Register the approval"),
        template="followups/approving.html",
        **left(request, row),
    )


@require_http_methods(["GET", "POST"])
def assent(request, pk, group_pk):
    """Approve the report as it stands, as one of the group's members."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    group = fetch(request, assenting.groups(row), "followups.add_assent", pk=group_pk)
    new = Assent(municipality=request.municipality, follow_up=row, group=group, by=request.user)
    given = row.assents.kept().filter(group=group, by=request.user).first()
    return form_page(
        request,
        AssentForm(typed(request), instance=given or new, registered_by=role_of(request)),
        title=_("Approve as a member of %(group)s") % {"group": group},
        sentence=_("Approved the report as a member of %(group)s"),
        names={"group": group},
        button=_("I have read the report and approve it"),
        template="followups/approving.html",
        **left(request, row),
    )


def left(request, follow_up):
    """Return what an approving page shows: what is still open in the report, and the way back."""
    today = timezone.localdate()
    judged = follow_up.assessments.kept().exclude(verdict="")
    return {
        "follow_up": follow_up,
        "ahead": follow_up.as_of > today,
        "unjudged": follow_up.programme.areas.kept().exclude(pk__in=judged.values("area")),
        "unmotivated": judged.filter(motivation="", area__dropped=False).select_related("area__programme"),
        "comments": follow_up.comments.open().count(),
        "unready": unready(follow_up, today),
        "back": follow_up.get_absolute_url(),
        "crumbs": crumbs(request, follow_up),
    }


def role_of(request):
    """Return the role, in Swedish, that stands in the record; never the person's name."""
    with translation.override("sv"):
        held = request.user.memberships.active(timezone.localdate()).filter(municipality=request.municipality)
        return ", ".join(sorted({membership.get_role_display() for membership in held})) or "systemförvaltare"


@require_POST
def take_back(request, pk):
    """Take back one's own approval as a member, until the follow-up is approved."""
    own = Assent.objects.filter(by=request.user).select_related("follow_up")
    row = fetch(request, own, "followups.drop_assent", pk=pk)
    drop_own(request, row, _("Took back an approval"))
    return redirect(row.follow_up)


@require_POST
def withdraw(request, pk):
    """Withdraw the approval in force, so that the follow-up can be changed; its members approve anew."""
    row = fetch(request, FollowUp, "followups.approve_followup", pk=pk)
    with change(_("Withdrew an approval"), municipality=request.municipality, user=request.user) as deed:
        deed.lock(row)
        if row.approval:
            set_values(deed.lock(row.approval), {"dropped": True}, deed)
        for given in row.assents.kept():
            set_values(deed.lock(given), {"dropped": True}, deed)
    return redirect(row)
