"""Publishing: what is out, what would change, and the act."""

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Action, ActionPlan
from portal.publications.models import Publication
from programmes import drafts
from programmes.fetch import fetch, require
from programmes.models import Programme, Revision
from programmes.views.page import typed

from . import advice, again, contents, standing, told, unfinished
from .forms import PublishForm
from .places import places
from .preview import preview_page
from .publish import Stale, propose_programme, propose_site, publish
from .revised import revised


@require_safe
def index(request):
    """What can be published, how much has changed, and whether the public site is up to date."""
    municipality = request.municipality
    require(request, "publishing.view_publication", municipality)
    subjects = [("site", municipality, propose_site(municipality))]
    subjects += [("programme", p, propose_programme(p)) for p in municipality.programmes.kept()]
    return render(
        request,
        "publishing/index.html",
        {
            "subjects": [(kind, subject, len(proposal.differences)) for kind, subject, proposal in subjects],
            "publications": Publication.objects.filter(municipality=municipality.uuid).order_by("-sequence")[:30],
            "may_publish": request.user.has_perm("publishing.publish", municipality),
            "may_withdraw": request.user.has_perm("publishing.withdraw", municipality),
            **standing.of(municipality),
        },
    )


@require_http_methods(["GET", "POST"])
def publish_programme(request, pk):
    programme = fetch(request, Programme, "publishing.publish", pk=pk)
    return publish_page(request, programme, propose_programme)


@require_safe
def preview(request, pk, address=""):
    """A page as it would be if the programme were published now; a plan that is a draft is shown as one."""
    programme = fetch(request, Programme, "programmes.view_programme", pk=pk)
    row = row_at(programme, address.removeprefix(f"{programme.slug}/"))
    plan = getattr(row, "plan", row)
    draft = plan if isinstance(plan, ActionPlan) and plan.state == ActionPlan.State.DRAFT else None
    return preview_page(
        request,
        "programme",
        contents.programme(programme, timezone.localdate(), draft),
        address or f"{programme.slug}/",
        root=reverse("publishing:preview", args=[request.municipality.slug, pk]),
        back=row,
        note=_("The plan is a draft. It is published when it has been adopted.") if draft else "",
    )


def row_at(programme, address):
    """Return the row that is worked with where the public page at an address below the programme's is made."""
    match address.split("/"):
        case ["omraden", slug, ""]:
            found = programme.areas.kept().filter(slug=slug)
        case ["planer", slug, ""]:
            found = programme.plans.kept().filter(slug=slug)
        case ["planer", slug, number, ""] if number.isdecimal():
            found = Action.objects.kept().filter(plan__programme=programme, plan__slug=slug, number=int(number[:9]))
        case _:
            return programme
    return found.first() or programme


@require_safe
def preview_site(request, address=""):
    """A page as it would be if the municipality's facts were published now."""
    require(request, "programmes.view_municipality", request.municipality)
    return preview_page(
        request,
        "site",
        propose_site(request.municipality).document,
        address,
        root=reverse("publishing:preview_site", args=[request.municipality.slug]),
        back=request.municipality,
    )


@require_safe
def preview_revision(request, pk, address=""):
    """A page as it would read once the revision has taken effect; whoever reads drafts may read it."""
    revision = fetch(request, Revision.objects.filter(state=Revision.State.OPEN), "programmes.view_revision", pk=pk)
    return preview_page(
        request,
        "programme",
        revised(propose_programme(revision.programme).document, revision),
        address or f"{revision.programme.slug}/",
        root=reverse("publishing:preview_revision", args=[request.municipality.slug, pk]),
        back=revision,
        note=_("The revision is a draft. It takes effect by its decision."),
    )


@require_http_methods(["GET", "POST"])
def publish_site(request):
    require(request, "publishing.publish", request.municipality)
    return publish_page(request, request.municipality, propose_site)


def publish_page(request, subject, propose):
    """Show what would change and take the publisher's word for it."""
    if answer := drafts.kept(request):
        return answer
    proposal = propose(subject)
    form = PublishForm(typed(request), subject=subject, proposal=proposal)
    if request.method == "POST" and form.is_valid() and (publication := carry_out(request, proposal, propose, form)):
        messages.success(request, standing.published(request.municipality, publication))
        return redirect("publishing:index", request.municipality.slug)
    writing = unfinished.writers(request.municipality, request.user, timezone.now())
    reports = unfinished.reports_not_ready(subject)
    rooms = unfinished.Rooms(writing, reports)
    context = {
        "form": form,
        "subject": subject,
        "proposal": proposal,
        "tables": told.tables(proposal, rooms),
        "sections": told.sections(proposal, rooms),
        "moved": set(map(str, proposal.moved)),
        "writing": [one for one in writing if one.id in proposal.ids],
        "reports": reports,
        "drafts": draft_plans(subject),
        "again": again.published_again(subject),
        "unsaved": drafts.count(request.user, request.municipality),
        **drafts.offered(request, form),
    }
    context["leaving"] = leaving = {str(row) for row in form["leave"].value() or ()}
    context["choices"] = rooms.of_first(proposal.choices, leaving)
    context |= remarks(request.municipality, proposal)
    return render(request, "publishing/publish.html", context)


def remarks(municipality, proposal):
    """Return what stands in the way and what is advised, with the way to each row."""
    obstacles, found = list(proposal.obstacles()), advice.advice(proposal.document)
    here, elsewhere = advice.apart(found, proposal.changing)
    named = {row.id for one in (*here, *elsewhere) for row in one.shown} | {one.id for one in obstacles}
    ways = places(municipality, named - {None}) | {None: proposal.subject.get_absolute_url()}
    return {
        "obstacles": [replace(one, place=ways.get(one.id, "")) for one in obstacles],
        "advice": [one.placed(ways) for one in here],
        "advice_elsewhere": [one.placed(ways) for one in elsewhere],
    }


def draft_plans(subject):
    """Return the plans of a programme that are not published, since nobody has adopted them."""
    if not isinstance(subject, Programme):
        return ()
    return subject.plans.kept().filter(state=ActionPlan.State.DRAFT)


def carry_out(request, shown, propose, form):
    """Publish as the form says; return the publication, or None with the reason in the form.

    `shown` is the proposal that the page will show: where something has been changed, it is the next that was seen.
    """
    seen, by = form.cleaned_data["seen"], request.municipality.publisher
    try:
        with transaction.atomic():
            publication = publish(propose, shown.subject, seen=seen, by=by, **form.facts)
            drafts.drop(request)
            return publication
    except Stale:
        form.add_error(None, _("Something has been changed since you opened the page. Read through it once more."))
        form.data = form.data.copy()
        form.data["seen"] = shown.seen
    except ValidationError as error:
        form.add_error(None, error)
    return None
