"""The desk's pages of what is fetched from a source: what waits, one indicator's values, the search for key figures."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.fetch import fetch, fetch_for_form, key_of, require
from programmes.views.page import form_page, typed

from .. import fetching, taking, verdict
from ..forms.indicators import SelectionForm
from ..models import Indicator
from ..showing import shown
from ..sources import kolada, scb
from ..sources.asking import SourceFault
from .indicators import crumbs

PATIENCE = {"tries": 2, "pause": 0.5, "timeout": 5, "longest": 15}  # while somebody waits for the page
SHOWN = 50  # key figures


@require_safe
def index(request):
    """What waits for somebody's word, by indicator, and how the latest question to the source went."""
    require(request, "indicators.view_observation", request.municipality)
    counts = counted(taking.waiting(request.municipality))
    fetches = fetching.latest(request.municipality)
    failed = fetching.failures(fetches)
    rows = Indicator.objects.fetched().filter(municipality=request.municipality).prefetch_related("key_figures_seen")
    context = {
        "rows": [row(one, counts) for one in rows],
        "fetch": fetches[0] if fetches else None,
        "failed": {"count": len(failed), "since": failed[-1].at} if len(failed) > 1 else None,
        "crumbs": crumbs(request),
    }
    return render(request, "indicators/fetched.html", context)


def counted(values):
    """Return {indicator's key: (how many values are new, how many the source has changed)}."""
    told = values.values_list("indicator").annotate(new=Count("pk", filter=Q(before=None)), changed=Count("before"))
    return {pk: (new, changed) for pk, new, changed in told}


def row(indicator, counts):
    """Return an indicator with how many new and how many changed values wait."""
    new, changed = counts.get(indicator.pk, (0, 0))
    return {"indicator": indicator, "new": new, "changed": changed, "seen": indicator.key_figures_seen.all()}


@require_POST
def fetch_now(request):
    require(request, "indicators.change_observation", request.municipality)
    fetching.begin(request.municipality, request.user)
    messages.success(request, _("The source is being asked. What differs will stand here in a moment."))
    return redirect("indicators:fetched", request.municipality.slug)


@require_http_methods(["GET", "POST"])
def of_indicator(request, indicator):
    """One indicator's fetched values beside what stands; the chosen ones are taken over, or declined."""
    perm = "indicators.change_observation" if request.method == "POST" else "indicators.view_observation"
    indicator = fetch(request, Indicator, perm, pk=indicator)
    values = taking.waiting(request.municipality).filter(indicator=indicator)
    if request.method == "POST" and answer(request, values):
        return redirect("indicators:fetched_values", request.municipality.slug, indicator.pk)
    context = {
        "indicator": indicator,
        "groups": grouped(values),
        "seen": indicator.key_figures_seen.all(),
        "crumbs": crumbs(request, indicator),
    }
    return render(request, "indicators/fetched_values.html", context)


def grouped(values):
    """Return [(whose they are, None for the municipality's own, its values as the page shows them)]."""
    values = sorted(values, key=lambda value: (*own_first(value), *newest_first(value)))
    return [(whose, [said(one) for one in some]) for whose, some in groupby(values, key=lambda one: one.comparison)]


def own_first(value):
    return (value.comparison.order, value.comparison.pk) if value.comparison else (-1, 0)


def newest_first(value):
    return -value.year, value.definition, verdict.SEXES.index(value.sex)


def said(value):
    """Return a fetched value as the page shows it: the former one and the new one in words."""
    old, new = (shown(value.indicator, number) if number is not None else "" for number in (value.before, value.value))
    return {"value": value, "old": old, "new": new}


def answer(request, values):
    """Do what was asked with the chosen values; return whether it went through."""
    chosen = list(chosen_of(request.POST, values))
    if not chosen:
        messages.error(request, _("Choose the values first."))
        return False
    if "decline" in request.POST:
        if taking.decline(values.filter(pk__in=[value.pk for value in chosen])) < len(chosen):
            messages.error(request, _("Somebody else has answered to some of the values meanwhile."))
        else:
            messages.success(request, _("Declined. The same values are not offered again."))
        return True
    try:
        taking.take(chosen, request.user, request.municipality)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    said = ngettext("%(count)s value taken over.", "%(count)s values taken over.", len(chosen))
    messages.success(request, said % {"count": len(chosen)})
    return True


def chosen_of(sent, values):
    """Return the values that were chosen: all that raise no doubt, those of one comparison, or each by itself."""
    if "all" in sent:
        return values.filter(doubts=[])
    if "of" in sent:
        return values.filter(doubts=[], comparison=key_of(sent["of"]))
    return values.filter(pk__in=[key_of(text) for text in sent.getlist("value")])


@require_safe
def search_kolada(request):
    """Key figures in Kolada's catalogue, by a word of their title or by their number."""
    talk = kolada.Kolada(kolada.source(**PATIENCE))
    return search(request, "indicators/search_kolada.html", _("Search Kolada for a key figure"), talk)


@require_safe
def search_scb(request):
    """Tables in SCB's database, by words of their texts or by their number."""
    talk = scb.Scb(scb.source(**PATIENCE))
    return search(request, "indicators/search_scb.html", _("Search SCB for a table"), talk)


def search(request, template, title, talk):
    require(request, "indicators.add_indicator", request.municipality)
    words, found, fault = request.GET.get("ord", "").strip()[:100], [], ""
    if words:
        try:
            found = talk.search(words)
        except SourceFault as told:
            fault = str(told)
    context = {
        "title": title,
        "words": words,
        "found": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "fault": fault,
        "crumbs": crumbs(request),
    }
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def choose_selection(request, indicator):
    """What is fetched of the table at SCB: one choice for each of its variables but place, time and sex."""
    indicator = fetch_for_form(request, Indicator, "indicators.change_indicator", pk=indicator)
    try:
        table = scb.Scb(scb.source(**PATIENCE)).metadata(indicator.source_id)
    except SourceFault as fault:
        messages.error(request, str(fault))
        return redirect(indicator)
    return form_page(
        request,
        SelectionForm(typed(request), instance=indicator, table=table),
        title=_("Choose in the table %(table)s") % {"table": indicator.source_id},
        sentence=_("Chose in the table of “%(row)s”"),
        crumbs=crumbs(request, indicator),
        consequence=table.label,
    )
