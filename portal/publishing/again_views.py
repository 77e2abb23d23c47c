"""The pages of earlier versions: all of them, and one that is to be published again."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes import drafts
from programmes.fetch import fetch, require
from programmes.models import Programme
from programmes.views.page import typed

from . import again, standing, told, unfinished
from .forms import AgainForm
from .publish import Stale
from .views import carry_out

A_PAGE = 50


@require_safe
def versions(request, pk):
    return versions_page(request, fetch(request, Programme, "publishing.view_publication", pk=pk))


@require_safe
def site_versions(request):
    require(request, "publishing.view_publication", request.municipality)
    return versions_page(request, request.municipality)


def versions_page(request, subject):
    """All versions that are shown, the newest first."""
    found = [one.envelope for one in again.versions(subject)]
    context = {
        "subject": subject,
        "kind": again.kind_of(subject),
        "newest": found[0].version if found else None,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("sida")),
        "may_publish": request.user.has_perm("publishing.publish", subject),
    }
    return render(request, "publishing/versions.html", context)


def versions_of(request, subject):
    """Return the address of the page with all versions."""
    if again.kind_of(subject) == "site":
        return reverse("publishing:site_versions", args=[request.municipality.slug])
    return reverse("publishing:versions", args=[request.municipality.slug, subject.pk])


@require_http_methods(["GET", "POST"])
def publish_again(request, pk, number):
    return again_page(request, fetch(request, Programme, "publishing.publish", pk=pk), number)


@require_http_methods(["GET", "POST"])
def publish_site_again(request, number):
    require(request, "publishing.publish", request.municipality)
    return again_page(request, request.municipality, number)


def again_page(request, subject, number):
    """Show what would change if a version were published again, and do it with the publisher's reason."""
    if answer := drafts.kept(request):
        return answer
    propose = partial(again.propose_former, number=number)
    try:
        proposal = propose(subject)
    except Stale:
        raise Http404 from None
    form = AgainForm(typed(request), proposal=proposal)
    if request.method == "POST" and form.is_valid() and (publication := carry_out(request, proposal, propose, form)):
        messages.success(request, standing.published(request.municipality, publication))
        messages.info(
            request,
            _("The content is that of version %(number)s. What you work with is as it was.") % {"number": number},
        )
        return redirect("publishing:index", request.municipality.slug)
    rooms = unfinished.Rooms([], [])
    context = {
        "form": form,
        "subject": subject,
        "proposal": proposal,
        "obstacles": list(proposal.obstacles()),
        "tables": told.tables(proposal, rooms),
        "sections": told.sections(proposal, rooms),
        "versions": versions_of(request, subject),
        **drafts.offered(request, form),
    }
    return render(request, "publishing/again.html", context)
