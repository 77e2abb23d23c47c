"""The latest changes, in sentences; each can be taken back while nothing newer stands on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..fetch import require
from ..undoing import CannotUndo
from ..undoing import undo as take_back

A_PAGE = 50


@require_safe
def index(request):
    require(request, "programmes.view_change", request.municipality)
    rows = request.municipality.changes.select_related("user", "undone_by", "step")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/changes.html", {"page": page})


@require_POST
def undo(request, pk):
    """Take one change back; the rights to each of its rows are asked by the undo itself."""
    require(request, "programmes.view_change", request.municipality)
    deed = get_object_or_404(request.municipality.changes, pk=pk)
    try:
        take_back(deed, user=request.user)
    except CannotUndo as reason:
        messages.error(request, str(reason))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken back: %(what)s") % {"what": deed.sentence})
    return redirect("programmes:changes", request.municipality.slug)
