"""The sections of a follow-up's report: which of them are left out, and the municipality's own."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.fetch import fetch, fetch_for_form, require
from programmes.ordering import next_in_order
from programmes.views.page import drop_page, form_page, typed

from ..forms.follow_ups import LeavingOutForm, SectionForm
from ..models import FollowUp, Section
from .follow_ups import crumbs


@require_http_methods(["GET", "POST"])
def sections(request, pk):
    """The report's own sections by their places, and the form that leaves standard ones out."""
    row = fetch(request, FollowUp.objects.select_related("programme"), "followups.change_followup", pk=pk)
    return form_page(
        request,
        LeavingOutForm(typed(request), instance=row),
        title=_("The report’s sections"),
        sentence=_("Chose the sections of a report"),
        back=address(row),
        crumbs=crumbs(request, row),
        template="followups/sections.html",
        follow_up=row,
        own=sorted(row.sections.kept(), key=lambda one: Section.Place.values.index(one.place)),
    )


@require_http_methods(["GET", "POST"])
def add_section(request, pk):
    row = fetch(request, FollowUp, "followups.change_followup", pk=pk)
    require(request, "followups.add_section", request.municipality)
    section = Section(municipality=request.municipality, follow_up=row, order=next_in_order(row.sections))
    return form_page(
        request,
        SectionForm(typed(request), instance=section),
        title=_("New section"),
        sentence=_("Added the section “%(row)s”"),
        back=address(row),
        crumbs=way(request, row),
    )


@require_http_methods(["GET", "POST"])
def section(request, pk):
    row = fetch_for_form(request, Section.objects.select_related("follow_up"), "followups.change_section", pk=pk)
    return form_page(
        request,
        SectionForm(typed(request), instance=row),
        title=str(row),
        sentence=_("Changed the section “%(row)s”"),
        back=address(row.follow_up),
        crumbs=way(request, row.follow_up),
        template="followups/section.html",
        drop=reverse("followups:drop_section", args=[request.municipality.slug, pk]),
    )


@require_http_methods(["GET", "POST"])
def drop_section(request, pk):
    row = fetch(request, Section.objects.select_related("follow_up"), "followups.drop_section", pk=pk)
    sentence = _("Removed the section “%(row)s”")
    return drop_page(request, row, sentence=sentence, back=address(row.follow_up), crumbs=way(request, row.follow_up))


def address(follow_up):
    return reverse("followups:sections", args=[follow_up.municipality.slug, follow_up.pk])


def way(request, follow_up):
    return [*crumbs(request, follow_up), (_("The report’s sections"), address(follow_up))]
