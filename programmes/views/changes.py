"""Changes told in sentences: all of them, one alone, and the way back while nothing newer stands on it."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import past, story, undoing
from ..fetch import require
from .change_filter import ChangeFilter
from .page import address

A_PAGE = 50


@require_safe
def index(request):
    require(request, "programmes.view_change", request.municipality)
    form = ChangeFilter(request)
    found = form.narrow(request.municipality.changes.select_related("user", "undone_by", "step"))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("sida"))
    changes = story.tell(page.object_list, request.user, form.histories)
    return render(request, "programmes/changes.html", {"page": page, "changes": changes, "form": form, "row": form.row})


@require_safe
def change(request, pk):
    """One change with all that it did, and the button that takes it back or the reason why there is none."""
    require(request, "programmes.view_change", request.municipality)
    rows = request.municipality.changes.select_related("user", "undone_by__user", "undoes", "step")
    deed = get_object_or_404(rows, pk=pk)
    page = Paginator(range(max(past.touched([deed])[pk].values(), default=1)), story.PAGE.rows).get_page(
        request.GET.get("sida")
    )
    [told] = story.tell([deed], request.user, measure=replace(story.PAGE, page=page.number))
    refusal = "" if told.may_undo else _("You may not change all that it concerns.")
    hindrance = told.hindrance or refusal or undoing.tried(deed, user=request.user)
    later = undoing.later_change(deed) if told.hindrance and told.may_undo else None
    context = {"story": told, "change": deed, "page": page, "hindrance": hindrance, "later": later}
    return render(request, "programmes/change.html", context)


@require_POST
def undo(request, pk):
    """Take one change back; the rights to each of its rows are asked by the undo itself."""
    require(request, "programmes.view_change", request.municipality)
    deed = get_object_or_404(request.municipality.changes, pk=pk)
    try:
        undoing.undo(deed, user=request.user)
    except (undoing.CannotUndo, ValidationError) as reason:
        messages.error(request, undoing.in_words(reason))
        return redirect("programmes:change", request.municipality.slug, pk)
    messages.success(request, _("Taken back: %(what)s") % {"what": deed.sentence})
    return redirect(came_from(request) or address(request, "changes"))


def came_from(request):
    """Return the page of this desk on which the button stood."""
    page = request.POST.get("back", "")
    within = page.startswith(request.municipality.get_absolute_url())
    return page if within and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""
