"""The desk's pages for targets: what a programme wants an indicator to become, and a person's assessment."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, fetch_for_form, require
from programmes.models import Programme
from programmes.views.page import drop_page, form_page, typed

from ..forms.targets import TargetForm
from ..models import Indicator, Target
from .indicators import crumbs


@require_http_methods(["GET", "POST"])
def add_target(request, indicator, programme):
    indicator = fetch(request, Indicator, "indicators.view_indicator", pk=indicator)
    programme = fetch(request, Programme, "programmes.view_programme", pk=programme)
    require(request, "indicators.add_target", request.municipality)
    new = Target(municipality=request.municipality, indicator=indicator, programme=programme)
    return form_page(
        request,
        TargetForm(typed(request), instance=new),
        title=_("New target"),
        sentence=_("Set the target “%(row)s”"),
        crumbs=crumbs(request, indicator),
    )


@require_http_methods(["GET", "POST"])
def edit_target(request, pk):
    target = fetch_for_form(request, Target, "indicators.change_target", pk=pk)
    return form_page(
        request,
        TargetForm(typed(request), instance=target),
        title=_("Target and assessment"),
        sentence=_("Changed the target “%(row)s”"),
        crumbs=crumbs(request, target.indicator),
    )


@require_http_methods(["GET", "POST"])
def drop_target(request, pk):
    target = fetch(request, Target, "indicators.drop_target", pk=pk)
    return drop_page(
        request,
        target,
        sentence=_("Removed the target “%(row)s”"),
        back=target.indicator.get_absolute_url(),
        crumbs=crumbs(request, target.indicator),
    )
