"""The reading before the approval: the report place by place, with what the steering group says of each."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.fetch import fetch, require
from programmes.history import change, set_values
from programmes.models import Department
from programmes.views.page import form_page, typed

from .. import approving, reading
from ..forms.meeting import NOT_READY, AnswerForm, CommentForm, ReturnForm
from ..models import Comment, FollowUp
from ..round.parts import part_of
from .follow_ups import crumbs


@require_safe
def read(request, pk):
    """The report place by place with its comments; with ?visa=kommentarer only the places that have any."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    said = comments(row)
    only = request.GET.get("visa") == "kommentarer"
    chapters = [
        (heading, [(place, said[place.key]) for place in places if said[place.key] or not only])
        for heading, places in reading.chapters(approving.shown(row))
    ]
    shown = {place.key for _heading, places in chapters for place, _said in places}
    context = {
        "follow_up": row,
        "chapters": [(heading, places) for heading, places in chapters if places],
        "gone": [one for key, some in said.items() if key not in shown for one in some],
        "only": only,
        "open": sum(not one.settled for some in said.values() for one in some),
        "approval": (approval := row.approval),
        "may_comment": approval is None and request.user.has_perm("followups.add_comment", row),
        "may_answer": request.user.has_perm("followups.change_comment", row),
        "crumbs": crumbs(request, row),
    }
    return render(request, "followups/read.html", context)


def comments(follow_up):
    """Return {key of a place: its comments}."""
    said = defaultdict(list)
    for one in follow_up.comments.kept().select_related("by"):
        said[one.place].append(one)
    return said


@require_http_methods(["GET", "POST"])
def comment(request, pk, place):
    """Say something of one place in the report."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.add_comment", pk=pk)
    found = reading.places(approving.shown(row)).get(place)
    if found is None:
        raise Http404
    new = Comment(municipality=request.municipality, follow_up=row, place=place, by=request.user)
    return form_page(
        request,
        CommentForm(typed(request), instance=new),
        title=_("Comment: %(place)s") % {"place": found.name},
        sentence=_("Commented on “%(place)s” in the follow-up"),
        names={"place": found.name},
        back=new.get_absolute_url(),
        crumbs=[*crumbs(request, row), (_("Read and comment"), new.get_absolute_url())],
        template="followups/commenting.html",
        place=found,
    )


@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """Answer a comment, and say when it is settled."""
    row = fetch(request, Comment.objects.select_related("follow_up", "by"), "followups.change_comment", pk=pk)
    return form_page(
        request,
        AnswerForm(typed(request), instance=row),
        title=_("Answer a comment"),
        sentence=_("Answered a comment on the follow-up"),
        crumbs=[*crumbs(request, row.follow_up), (_("Read and comment"), row.get_absolute_url())],
        template="followups/commenting.html",
        comment=row,
    )


@require_POST
def drop_comment(request, pk):
    """Take back one's own comment."""
    row = fetch(request, Comment, "followups.drop_comment", pk=pk)
    drop_own(request, row, _("Took back a comment"))
    return redirect(row)


def drop_own(request, row, sentence):
    """Drop what the person gave her- or himself, in one change; tell what stands in the way."""
    try:
        with change(sentence, municipality=request.municipality, user=request.user) as deed:
            set_values(deed.lock(row), {"dropped": True}, deed)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


@require_http_methods(["GET", "POST"])
def return_part(request, pk, department_pk):
    """Return a department's part that is marked ready, with the reason."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    department = fetch(request, Department, "followups.view_followup", pk=department_pk)
    part = part_of(row, department)
    require(request, "followups.return_departmentpart", part)
    if not part.ready and request.method == "GET":
        messages.error(request, NOT_READY)
        return redirect(part)
    return form_page(
        request,
        ReturnForm(typed(request), instance=part),
        title=_("Return the part of %(department)s") % {"department": department},
        sentence=_("Returned the part of %(department)s"),
        names={"department": department},
        button=_("Return the part"),
        crumbs=[*crumbs(request, row), (str(department), part.get_absolute_url())],
    )
