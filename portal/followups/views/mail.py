"""The letters of a round, for those who see to it: who was written to when, and what could not be sent and why."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.marks import Mark
from actions.statuses import CANCELLED, COMPLETED, LATE, MARKS, ONGOING
from portal.access import mail
from programmes.fetch import fetch

from ..mail import mailing
from ..mail.occasions import calendar
from ..models import FollowUp
from ..models.notices import Notice
from .follow_ups import crumbs

STATES = {
    Notice.State.WAITING: ONGOING,
    Notice.State.SENT: COMPLETED,
    Notice.State.UNNEEDED: CANCELLED,
    Notice.State.FAILED: LATE,
}


@require_safe
def letters(request, pk):
    """When is written about the round, and each letter with what became of it."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.change_followup", pk=pk)
    notices = list(row.notices.select_related("user").prefetch_related("departments"))
    context = {
        "follow_up": row,
        "calendar": calendar(row),
        "letters": [(one, state_of(one)) for one in notices],
        "failed": sum(one.state == Notice.State.FAILED for one in notices),
        "stays_here": mail.stays_here(),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/letters.html", context)


@require_POST
def again(request, pk):
    """Have what could not be sent tried once more."""
    row = fetch(request, FollowUp, "followups.change_followup", pk=pk)
    mailing.try_again(row)
    messages.success(request, _("What could not be sent is tried again."))
    return redirect("followups:letters", request.municipality.slug, row.pk)


def state_of(notice):
    """Return what became of a letter, as symbol, word and colour."""
    code, symbol = MARKS[STATES[notice.state]]
    return Mark(code, symbol, notice.get_state_display().capitalize())
