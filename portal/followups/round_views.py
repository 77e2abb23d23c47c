"""What the editor of a follow-up reads while writing."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.fetch import fetch

from .deviations import deviations
from .models import FollowUp
from .views import crumbs


@require_safe
def deviating(request, pk):
    """The actions of the period that did not go as was decided."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.view_followup", pk=pk)
    context = {"follow_up": row, "deviations": deviations(row), "crumbs": crumbs(request, row)}
    return render(request, "followups/deviations.html", context)
