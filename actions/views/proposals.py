"""What has been proposed, what became of it and why."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.models import Programme
from programmes.views.page import changes_of, drop_page, form_page, typed, way

from ..forms import ProposalForm
from ..models import Action, Proposal


@require_safe
def index(request):
    require(request, "actions.view_proposal", request.municipality)
    proposals = Proposal.objects.kept().select_related("judged_by", "dialogue")
    proposals = proposals.prefetch_related(Prefetch("actions", Action.objects.kept()))
    programmes = request.municipality.programmes.kept().prefetch_related(Prefetch("proposals", proposals))
    return render(request, "actions/proposals.html", {"programmes": programmes})


@require_safe
def proposal(request, pk):
    related = ("programme", "dialogue", "area__programme", "judged_by")
    proposal = fetch(request, Proposal.objects.select_related(*related), "actions.view_proposal", pk=pk)
    context = {
        "proposal": proposal,
        "actions": proposal.actions.kept().select_related("plan"),
        "changes": changes_of(request, proposal.history),
        "crumbs": crumbs(request),
    }
    return render(request, "actions/proposal.html", context)


@require_http_methods(["GET", "POST"])
def add(request, programme):
    programme = fetch(request, Programme, "programmes.view_programme", pk=programme)
    require(request, "actions.add_proposal", request.municipality)
    new = Proposal(municipality=request.municipality, programme=programme)
    return form_page(
        request,
        ProposalForm(typed(request), instance=new),
        title=_("New proposal"),
        sentence=_("Added the proposal “%(row)s”"),
        crumbs=crumbs(request),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    proposal = fetch_for_form(request, Proposal, "actions.change_proposal", pk=pk)
    return form_page(
        request,
        ProposalForm(typed(request), instance=proposal),
        title=_("Change the proposal"),
        sentence=_("Changed the proposal “%(row)s”"),
        crumbs=crumbs(request, proposal),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    proposal = fetch(request, Proposal, "actions.drop_proposal", pk=pk)
    return drop_page(
        request,
        proposal,
        sentence=_("Removed the proposal “%(row)s”"),
        back=reverse("actions:proposals", args=[request.municipality.slug]),
        crumbs=crumbs(request, proposal),
    )


def crumbs(request, *rows):
    """Return the way to a page beneath the proposals."""
    return way(request, _("Proposals"), "actions:proposals", *rows)
