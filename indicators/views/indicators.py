"""The desk's pages for indicators: the list, one with its series and targets, and the forms of each."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.views.page import changes_of, drop_page, form_page, typed, way

from .. import taking, verdict
from ..forms.indicators import DefinitionForm, IndicatorForm, NewIndicatorForm
from ..forms.values import ObservationForm
from ..models import Annotation, Comparison, ComparisonValue, Definition, Indicator, Observation, Target
from ..showing import shown, shown_target, trend

PARTS = (Definition, Observation, Annotation, Comparison, Target)


@dataclass(frozen=True)
class Row:
    """An indicator in the list: its latest value, and why the newest year has none."""

    indicator: Indicator
    value: str
    latest: Observation | None
    newest: Observation | None


@require_safe
def index(request):
    require(request, "indicators.view_indicator", request.municipality)
    observations = Prefetch("observations", Observation.objects.kept(), to_attr="kept_observations")
    indicators = Indicator.objects.kept().filter(municipality=request.municipality).prefetch_related(observations)
    context = {
        "rows": [row(indicator) for indicator in indicators],
        "waiting": taking.waiting(request.municipality).count(),
    }
    return render(request, "indicators/indicators.html", context)


def row(indicator):
    series = verdict.series(indicator.kept_observations)
    valued = [observation for observation in series if observation.value is not None]
    latest = valued[-1] if valued else None
    newest = series[-1] if series and series[-1].value is None else None
    return Row(indicator, shown(indicator, latest.value) if latest else "", latest, newest)


@require_safe
def indicator(request, pk):
    related = Indicator.objects.select_related("responsible__user")
    indicator = fetch(request, related, "indicators.view_indicator", pk=pk)
    targets = indicator.targets.kept().select_related("programme", "goal")
    context = {
        "indicator": indicator,
        "areas": indicator.areas.select_related("programme"),
        "series": series(indicator, indicator.observations),
        "targets": [shown_target(target) for target in targets],
        "trend": trend(indicator),
        "without_target": request.municipality.programmes.kept().exclude(pk__in=targets.values("programme")),
        "definitions": indicator.definitions.kept(),
        "annotations": indicator.annotations.kept(),
        "comparisons": compared(indicator),
        "changes": changes_of(
            request,
            indicator.history,
            *(part.history.filter(indicator=indicator) for part in PARTS),
            ComparisonValue.history.filter(comparison__indicator=indicator),
        ),
        "crumbs": crumbs(request),
    }
    return render(request, "indicators/indicator.html", context)


def compared(indicator):
    """Return whom the indicator is compared with, each with its latest value in words."""
    values = Prefetch("values", ComparisonValue.objects.kept().order_by("-year", "-definition", "sex"), "latest_first")
    rows = indicator.comparisons.kept().prefetch_related(values)
    latest = [next((one for one in row.latest_first if one.value is not None), None) for row in rows]
    return [(row, one, shown(indicator, one.value) if one else "") for row, one in zip(rows, latest, strict=True)]


def series(indicator, values):
    """Return (row, value in words), newest first; `values` are the indicator's own, or of one compared with it."""
    rows = values.kept().order_by("-year", "-definition", "sex")
    return [(one, "" if one.value is None else shown(indicator, one.value)) for one in rows]


@require_http_methods(["GET", "POST"])
def add(request):
    """A new indicator; the search at a source leads here with a key figure, or table, and its title."""
    require(request, "indicators.add_indicator", request.municipality)
    new = Indicator(municipality=request.municipality)
    sources = {"nyckeltal": (Indicator.Source.KOLADA, "Kolada (RKA)"), "tabell": (Indicator.Source.SCB, "SCB")}
    for name in sources.keys() & request.GET.keys():
        new.source_kind, new.publisher = sources[name]
        new.source_id, new.name = request.GET[name][:60], request.GET.get("namn", "")[:200]
    return form_page(
        request,
        NewIndicatorForm(typed(request), instance=new),
        title=_("New indicator"),
        sentence=_("Added the indicator “%(row)s”"),
        crumbs=crumbs(request),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    indicator = fetch_for_form(request, Indicator, "indicators.change_indicator", pk=pk)
    return form_page(
        request,
        IndicatorForm(typed(request), instance=indicator),
        title=_("Change the indicator"),
        sentence=_("Changed the indicator “%(row)s”"),
        crumbs=crumbs(request, indicator),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    indicator = fetch(request, Indicator, "indicators.drop_indicator", pk=pk)
    return drop_page(
        request,
        indicator,
        sentence=_("Removed the indicator “%(row)s”"),
        back=reverse("indicators:indicators", args=[request.municipality.slug]),
        crumbs=crumbs(request, indicator),
        consequence=_("Its values and definitions go with it."),
    )


@require_http_methods(["GET", "POST"])
def add_definition(request, indicator):
    indicator = fetch(request, Indicator, "indicators.change_indicator", pk=indicator)
    require(request, "indicators.add_definition", request.municipality)
    version = indicator.next_version()  # for now: it is counted once more when the indicator is locked
    new = Definition(
        municipality=request.municipality, indicator=indicator, version=version, source_id=indicator.source_id
    )
    return form_page(
        request,
        DefinitionForm(typed(request), instance=new),
        title=_("New version of the definition"),
        sentence=_("Defined “%(row)s” anew"),
        back=indicator.get_absolute_url(),
        crumbs=crumbs(request, indicator),
    )


@require_http_methods(["GET", "POST"])
def edit_definition(request, pk):
    definition = fetch_for_form(request, Definition, "indicators.change_definition", pk=pk)
    return form_page(
        request,
        DefinitionForm(typed(request), instance=definition),
        title=_("Change the definition"),
        sentence=_("Changed the definition of “%(row)s”"),
        back=definition.indicator.get_absolute_url(),
        crumbs=crumbs(request, definition.indicator),
    )


@require_http_methods(["GET", "POST"])
def values(request, indicator):
    """The series as a table, and a form for one more value."""
    perm = "indicators.add_observation" if request.method == "POST" else "indicators.view_observation"
    indicator = fetch(request, Indicator, perm, pk=indicator)
    new = Observation(municipality=request.municipality, indicator=indicator, definition=indicator.latest_version)
    return values_page(
        request, new, _("Added the value “%(row)s”"), _("The values of %(indicator)s") % {"indicator": indicator}
    )


@require_http_methods(["GET", "POST"])
def edit_value(request, pk):
    perm = "indicators.change_observation"
    observation = fetch_for_form(request, Observation, perm, pk=pk)
    return values_page(request, observation, _("Changed the value “%(row)s”"), _("Change the value"))


def values_page(request, observation, sentence, title):
    indicator = observation.indicator
    return form_page(
        request,
        ObservationForm(typed(request), instance=observation),
        title=title,
        sentence=sentence,
        back=reverse("indicators:values", args=[request.municipality.slug, indicator.pk]),
        crumbs=crumbs(request, indicator),
        template="indicators/values.html",
        editing=observation.pk,
        series=series(indicator, indicator.observations),
    )


@require_http_methods(["GET", "POST"])
def drop_value(request, pk):
    observation = fetch(request, Observation, "indicators.drop_observation", pk=pk)
    return drop_page(
        request,
        observation,
        sentence=_("Removed the value “%(row)s”"),
        back=reverse("indicators:values", args=[request.municipality.slug, observation.indicator_id]),
        crumbs=crumbs(request, observation.indicator),
    )


def crumbs(request, *rows):
    """Return the way to a page beneath the indicators."""
    return way(request, _("Indicators"), "indicators:indicators", *rows)
