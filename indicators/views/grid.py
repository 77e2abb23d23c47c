"""The grid of figures: the page, one cell of it, taking back, and who else is writing."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes import drafts
from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.fetch import fetch_for_form, key_of, require
from programmes.views.cells import answered, asks_for_json, next_to_take_back, taken_back
from programmes.views.page import form_page, typed

from ..cells import ValueCell
from ..grid import Grid, own_changes, with_figures
from ..models import Indicator, Observation
from ..presence import writing
from .indicators import crumbs


@require_safe
def index(request):
    require(request, "indicators.view_observation", request.municipality)
    grid = Grid(request.municipality, request.user, request.GET)
    latest = own_changes(request.municipality, request.user).first() if grid.may_change else None
    context = {"grid": grid, "rows": grid.rows(), "latest": latest, "crumbs": crumbs(request)}
    return render(request, "indicators/grid.html", context)


@require_http_methods(["GET", "POST"])
def cell(request, indicator, sex, year):
    """One cell: as a page of its own, and as the table in the browser asks for it."""
    if sex not in Observation.Sex or not MIN_YEAR <= year <= MAX_YEAR:
        raise Http404
    indicator = fetch_for_form(request, with_figures(Indicator.objects), "indicators.change_observation", pk=indicator)
    require(request, "indicators.add_observation", request.municipality)
    require(request, "indicators.drop_observation", request.municipality)
    observation = in_cell(indicator, Observation.Sex(sex), year)
    if asks_for_json(request):
        if answer := drafts.kept(request):
            return answer
        form = ValueCell(typed(request), instance=observation, auto_id="cell_%s")
        return answered(request, form, lambda: row(request, indicator, observation.sex))
    form = ValueCell(typed(request), instance=observation)
    if observation.pk is None:
        del form.fields["revised"]
    form.is_valid()  # what has been written is told in the sentence of the change
    return form_page(
        request,
        form,
        title=observation,
        sentence=form.sentence,
        names=form.names,
        back=f"{reverse('indicators:grid', args=[request.municipality.slug])}#varde-{indicator.pk}-{sex}",
        crumbs=crumbs(request, indicator),
    )


def in_cell(indicator, sex, year):
    """Return what is said of a year, by the latest definition that says anything, or a new observation."""
    said = [one for one in indicator.figures if (one.year, one.sex) == (year, sex)]
    if said:
        said[-1].indicator, said[-1].municipality = indicator, indicator.municipality
        return said[-1]
    place = {"municipality": indicator.municipality, "indicator": indicator, "year": year, "sex": sex}
    return Observation(**place, definition=indicator.version_in(year))


def row(request, indicator, sex):
    """Return the HTML of a row as it is now."""
    grid = Grid(request.municipality, request.user, request.GET)
    fresh = with_figures(Indicator.objects).get(pk=indicator.pk)
    grid.indicators, grid.notes = [fresh], {}
    context = {"rows": [grid.row(fresh, Observation.Sex(sex))], "grid": grid}
    return {"row": render_to_string("indicators/grid_rows.html", context)}


@require_POST
def take_back(request):
    """Take back what the person has changed last in the grid, or the one such change that is named."""
    require(request, "indicators.change_observation", request.municipality)
    deeds = own_changes(request.municipality, request.user)
    named = request.POST.get("change", "")
    deed = get_object_or_404(deeds, pk=key_of(named)) if named else deeds.first()
    said, inverse = taken_back(deed, request.user)
    if asks_for_json(request):
        return JsonResponse({"said": said, **next_to_take_back(deeds)}, status=200 if inverse else 409)
    (messages.success if inverse else messages.error)(request, said)
    return redirect("indicators:grid", request.municipality.slug)


@require_safe
def who_writes(request):
    """Tell who else is writing in which cell; asked now and then by tables that are open."""
    require(request, "indicators.view_observation", request.municipality)
    found = writing(request.municipality, request.user, timezone.now())
    return JsonResponse({f"{key}/{year}": said for (key, year), said in found.items()})
