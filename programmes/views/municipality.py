"""The municipality: its programmes, what it says of itself, what was changed last."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..fetch import require

LATEST = 5


@require_safe
def overview(request):
    require(request, "programmes.view_municipality", request.municipality)
    programmes = request.municipality.programmes.kept().prefetch_related("steps")
    return render(
        request,
        "programmes/municipality.html",
        {
            "programmes": [(programme, None) for programme in programmes],
            "changes": request.municipality.changes.select_related("user")[:LATEST],
        },
    )
