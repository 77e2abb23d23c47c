"""The desk's pages for events that are marked beside an indicator's figures."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, fetch_for_form, require
from programmes.views.page import drop_page, form_page, typed

from ..forms.indicators import AnnotationForm
from ..models import Annotation, Indicator
from .indicators import crumbs


@require_http_methods(["GET", "POST"])
def add(request, indicator):
    indicator = fetch(request, Indicator, "indicators.change_indicator", pk=indicator)
    require(request, "indicators.add_annotation", request.municipality)
    new = Annotation(municipality=request.municipality, indicator=indicator)
    return form_page(
        request,
        AnnotationForm(typed(request), instance=new),
        title=_("New event"),
        sentence=_("Added the event “%(row)s”"),
        back=indicator.get_absolute_url(),
        crumbs=crumbs(request, indicator),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    annotation = fetch_for_form(request, Annotation, "indicators.change_annotation", pk=pk)
    return form_page(
        request,
        AnnotationForm(typed(request), instance=annotation),
        title=_("Change the event"),
        sentence=_("Changed the event “%(row)s”"),
        back=annotation.get_absolute_url(),
        crumbs=crumbs(request, annotation.indicator),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    annotation = fetch(request, Annotation, "indicators.drop_annotation", pk=pk)
    return drop_page(
        request,
        annotation,
        sentence=_("Removed the event “%(row)s”"),
        back=annotation.get_absolute_url(),
        crumbs=crumbs(request, annotation.indicator),
    )
