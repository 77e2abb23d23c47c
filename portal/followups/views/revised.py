"""The page of figures that a decided report tells otherwise than they are by now."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.fetch import require

from ..revised import touched
from .follow_ups import crumbs


@require_safe
def revised(request):
    require(request, "followups.view_followup", request.municipality)
    context = {"touched": touched(request.municipality), "crumbs": crumbs(request)}
    return render(request, "followups/revised.html", context)
