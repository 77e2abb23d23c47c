"""The desk's pages of what an indicator is compared with: chosen at its source or by hand, and the values of each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from programmes.fetch import fetch, fetch_for_form, require
from programmes.history import change
from programmes.ordering import move as move_among
from programmes.views.page import drop_page, form_page, typed

from .. import choosing
from ..forms.comparisons import ComparisonForm, ComparisonValueForm
from ..models import Comparison, ComparisonValue, Indicator
from ..sources.asking import SourceFault
from .fetching import PATIENCE
from .indicators import crumbs, series

SHOWN = 50  # places


@require_http_methods(["GET", "POST"])
def choose(request, indicator):
    """Municipalities and groups at the indicator's source; without a source they are written in by hand."""
    indicator = fetch(request, Indicator, "indicators.change_indicator", pk=indicator)
    require(request, "indicators.add_comparison", request.municipality)
    if indicator.source_kind not in choosing.AT:
        return redirect("indicators:add_comparison", request.municipality.slug, indicator.pk)
    at = choosing.AT[indicator.source_kind](indicator, **PATIENCE)
    if request.method == "POST" and choose_these(request, indicator, at):
        return redirect(indicator)
    context = {"indicator": indicator, "crumbs": crumbs(request, indicator)} | found(request, indicator, at)
    return render(request, "indicators/choose_comparisons.html", context)


def found(request, indicator, at):
    """Return what was searched for, and what the municipality may want; or why the source did not tell."""
    words, places, fault = request.GET.get("ord", "").strip()[:100], [], ""
    try:
        near = at.suggested()
        places = at.search(words) if words else sorted(at.look_up(near), key=lambda one: near.index(one.code))
    except SourceFault as told:
        fault = str(told)
    taken = set(indicator.comparisons.kept().values_list("code", flat=True))
    places = [one for one in places if one.code != request.municipality.code]
    more = max(0, len(places) - SHOWN)
    return {"words": words, "places": places[:SHOWN], "more": more, "fault": fault, "taken": taken}


def choose_these(request, indicator, at):
    """Add what was chosen, as the source knows it; return whether it went through."""
    codes, groups = (request.POST.getlist(name)[: choosing.MOST] for name in ("code", "members"))
    try:
        known = at.look_up(codes + groups) if codes or groups else []
        chosen = [one for one in known if one.code in codes]
        chosen += choosing.members_of(one for one in known if one.code in groups)
        if not chosen:
            raise ValidationError(_("Choose whom to compare with first."))
        count = choosing.add(indicator, chosen, request.user)
    except (SourceFault, ValidationError) as fault:
        messages.error(request, " ".join(getattr(fault, "messages", [str(fault)])))
        return False
    said = ngettext(
        "%(count)s comparison added. Its values come with the next fetch.",
        "%(count)s comparisons added. Their values come with the next fetch.",
        count,
    )
    messages.success(request, said % {"count": count})
    return True


@require_http_methods(["GET", "POST"])
def add(request, indicator):
    """A comparison whose values are written in by hand."""
    indicator = fetch(request, Indicator, "indicators.change_indicator", pk=indicator)
    require(request, "indicators.add_comparison", request.municipality)
    new = Comparison(municipality=request.municipality, indicator=indicator)
    return form_page(
        request,
        ComparisonForm(typed(request), instance=new),
        title=_("New comparison"),
        sentence=_("Added the comparison “%(row)s”"),
        back=indicator.get_absolute_url(),
        crumbs=crumbs(request, indicator),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    comparison = fetch_for_form(request, Comparison, "indicators.change_comparison", pk=pk)
    return form_page(
        request,
        ComparisonForm(typed(request), instance=comparison),
        title=_("Change the comparison"),
        sentence=_("Changed the comparison “%(row)s”"),
        back=comparison.indicator.get_absolute_url(),
        crumbs=crumbs(request, comparison.indicator),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    comparison = fetch(request, Comparison, "indicators.drop_comparison", pk=pk)
    return drop_page(
        request,
        comparison,
        sentence=_("Removed the comparison “%(row)s”"),
        back=comparison.indicator.get_absolute_url(),
        crumbs=crumbs(request, comparison.indicator),
    )


@require_POST
def move(request, pk):
    """Put a comparison one place up or down; in that order readers meet it."""
    comparison = fetch(request, Comparison, "indicators.change_comparison", pk=pk)
    direction = {"up": -1, "down": 1}.get(request.POST.get("direction"))
    if direction is None:
        raise Http404
    sentence = _("Moved the comparison “%(row)s”") % {"row": comparison}
    with change(sentence, municipality=request.municipality, user=request.user) as deed:
        indicator = deed.lock(comparison.indicator)
        move_among(comparison, Comparison.objects.kept().filter(indicator=indicator), direction)
    return redirect(comparison.indicator)


@require_http_methods(["GET", "POST"])
def comparison(request, pk):
    """The values of one that is compared with, and a form for one more."""
    perm = "indicators.view_comparison"
    comparison = fetch(request, Comparison.objects.select_related("indicator"), perm, pk=pk)
    if request.method == "POST":
        require(request, "indicators.add_comparisonvalue", request.municipality)
    version = comparison.indicator.latest_version
    new = ComparisonValue(municipality=request.municipality, comparison=comparison, definition=version)
    return values_page(request, new, _("Added the value “%(row)s”"), str(comparison))


@require_http_methods(["GET", "POST"])
def edit_value(request, pk):
    rows = ComparisonValue.objects.select_related("comparison__indicator")
    value = fetch_for_form(request, rows, "indicators.change_comparisonvalue", pk=pk)
    return values_page(request, value, _("Changed the value “%(row)s”"), _("Change the value"))


def values_page(request, value, sentence, title):
    comparison = value.comparison
    return form_page(
        request,
        ComparisonValueForm(typed(request), instance=value),
        title=title,
        sentence=sentence,
        back=comparison.get_absolute_url(),
        crumbs=crumbs(request, comparison.indicator, *([comparison] if value.pk else [])),
        template="indicators/comparison.html",
        comparison=comparison,
        editing=value.pk,
        series=series(comparison.indicator, comparison.values),
    )


@require_http_methods(["GET", "POST"])
def drop_value(request, pk):
    rows = ComparisonValue.objects.select_related("comparison__indicator")
    value = fetch(request, rows, "indicators.drop_comparisonvalue", pk=pk)
    return drop_page(
        request,
        value,
        sentence=_("Removed the value “%(row)s”"),
        back=value.comparison.get_absolute_url(),
        crumbs=crumbs(request, value.comparison.indicator, value.comparison),
    )
