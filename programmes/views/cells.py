"""What a table that is edited in the browser asks for: one cell's answer, and the taking back of a change."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from .. import drafts
from ..undoing import CannotUndo, in_words, undo
from .page import saved


def asks_for_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def answered(request, form, outcome):
    """Answer the table in the browser: with what has come of the form, or with the form and its faults.

    `outcome()` returns what the table shows of the row once it is saved.
    """
    if form.is_valid() and (deed := save(request, form)):
        undoable = {"change": deed.pk, "sentence": deed.sentence} if deed.pk else {}
        said = {"said": _("Saved %(time)s") % {"time": time_format(timezone.localtime())}}
        return JsonResponse(outcome() | said | undoable)
    context = {"form": form, **(drafts.offered(request, form) if request.method == "GET" else {})}
    html = render_to_string("programmes/cell.html", context, request)
    return JsonResponse({"form": html}, status=422 if form.is_bound else 200)


def save(request, form):
    """Save the form; with it goes the draft of this opening of the cell, if there is one."""
    sentence = form.sentence % {"row": form.instance, **dict(form.names)}
    return saved(request, form, sentence) if drafts.page(request) else form.apply(request.user, sentence)


def taken_back(deed, user):
    """Take a change back; return what is to be said of it, and the new change or None."""
    if deed is None:
        return _("There is nothing more of yours to take back here."), None
    try:
        inverse = undo(deed, user=user)
    except (CannotUndo, PermissionDenied, ValidationError) as reason:
        return in_words(reason), None
    return _("Taken back: %(what)s") % {"what": deed.sentence}, inverse


def next_to_take_back(deeds):
    """Return the change that would be taken back next, as the table in the browser is told it."""
    following = deeds.first()
    return {"change": following.pk, "sentence": following.sentence} if following else {"change": None}
