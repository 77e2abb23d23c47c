"""All that a person has typed in the municipality and not saved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import drafts
from ..fetch import require
from ..models import Draft


@require_safe
def index(request):
    require(request, "programmes.view_municipality", request.municipality)
    found = drafts.of_person(request.user, request.municipality)
    return render(request, "programmes/drafts.html", {"drafts": found})


@require_POST
def drop(request, pk):
    require(request, "programmes.view_municipality", request.municipality)
    get_object_or_404(Draft, user=request.user, municipality=request.municipality, pk=pk).delete()
    messages.success(request, _("Thrown away."))
    return redirect("programmes:drafts", request.municipality.slug)
