"""The municipality: its programmes, what it says of itself, what was changed last."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import drafts, formats
from ..fetch import require
from ..models import Upload
from ..story import tell
from . import forms
from .page import form_page, typed
from .programme import state_in_words

LATEST = 5


@require_safe
def overview(request):
    require(request, "programmes.view_municipality", request.municipality)
    rows = request.municipality.programmes.kept().prefetch_related("steps")
    programmes = [(row, state_in_words(row), formats.years(row.period_from, row.period_through)) for row in rows]
    changes = request.municipality.changes.select_related("user", "undone_by", "step")[:LATEST]
    unsaved = drafts.count(request.user, request.municipality)
    context = {"programmes": programmes, "changes": tell(changes, request.user), "unsaved": unsaved}
    return render(request, "programmes/municipality.html", context)


@require_http_methods(["GET", "POST"])
def facts(request):
    posted = request.method == "POST"
    require(request, f"programmes.{'change' if posted else 'view'}_municipality", request.municipality)
    return form_page(
        request,
        forms.FactsForm(typed(request), instance=request.municipality),
        title=_("Name and contact"),
        sentence=_("Changed what “%(row)s” says of itself"),
        back=request.municipality.get_absolute_url(),
        may_change=request.user.has_perm("programmes.change_municipality", request.municipality),
        logotype=request.municipality.uploads.kept().filter(purpose=Upload.Purpose.LOGOTYPE).first(),
        template="programmes/municipality_facts.html",
    )
