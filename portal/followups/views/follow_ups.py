"""The annual follow-up: start it, write the verdicts, publish what was approved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.public import documents
from portal.public.pages.book import anchor
from portal.publishing.preview import preview_page
from programmes.fetch import fetch, require
from programmes.models import Area, Programme
from programmes.views.page import form_page, typed, way

from .. import approving, assenting
from ..forms.follow_ups import AssessmentForm, CorrectionForm, FollowUpForm, StartForm
from ..letter import letter as cover_letter
from ..models import AreaAssessment, FollowUp
from ..printing import print_again, printing
from ..round import last_time
from ..round.deviations import deviations
from ..round.period import period, plans_of
from ..round.suggesting import suggestions

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def index(request):
    """All follow-ups of the municipality, and where a new one can be started."""
    require(request, "followups.view_followup", request.municipality)
    rows = FollowUp.objects.kept().filter(municipality=request.municipality).select_related("programme", "municipality")
    programmes = request.municipality.programmes.kept().prefetch_related("plans", "steps", "follow_ups")
    due = [(one, suggestions(one, timezone.localdate())) for one in programmes]
    may_start = request.user.has_perm("followups.add_followup", request.municipality)
    return render(
        request,
        "followups/index.html",
        {"follow_ups": rows, "programmes": programmes, "due": due, "may_start": may_start},
    )


@require_http_methods(["GET", "POST"])
def start(request, programme_pk):
    programme = fetch(request, Programme, "followups.add_followup", pk=programme_pk)
    today, asked = timezone.localdate(), request.GET.get("forslag")
    suggestion = next((one for one in suggestions(programme, today) if one.key == asked), None)
    proposed = last_time.proposed(programme, today, suggestion)
    row = FollowUp(municipality=request.municipality, programme=programme, **proposed)
    return form_page(
        request,
        StartForm(typed(request), instance=row),
        title=_("Start a follow-up"),
        sentence=_("Started a follow-up"),
        crumbs=crumbs(request),
    )


@require_safe
def follow_up(request, pk):
    rows = FollowUp.objects.select_related("programme", "plan")
    row = fetch(request, rows, "followups.view_followup", pk=pk)
    return follow_up_page(request, row, CorrectionForm() if approving.is_corrected(row) else None)


def follow_up_page(request, row, correction):
    """Show a follow-up; `correction` is the form that says why what is published is published anew."""
    assessments = {assessment.area_id: assessment for assessment in row.assessments.kept()}
    approval = row.approval
    return render(
        request,
        "followups/follow_up.html",
        {
            "follow_up": row,
            "period": period(row),
            "plans": plans_of(row.pk),
            "areas": [
                (area, assessments.get(area.pk)) for area in row.programme.areas.kept().select_related("programme")
            ],
            "approval": approval,
            "comments": row.comments.open().count(),
            "published": (published := approving.published(row)),
            "since": approving.changed_since(approval) if approval and approval.content and not published else (),
            "withdrawn": row.approvals.filter(dropped=True).select_related("group").order_by("pk"),
            "members": (members := [] if approval else assenting.progress(row, timezone.localdate())),
            "assented": [g.pk for g, some, _n in members if any(m.is_current and m.user == request.user for m in some)],
            "correction": correction,
            "printing": printing(approval) if approval and approval.content else None,
            "may_change": request.user.has_perm("followups.change_followup", row),
            "unsent": row.notices.failed().count(),
            "may_approve": request.user.has_perm("followups.approve_followup", row),
            "may_publish": request.user.has_perm("publishing.publish", row),
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = fetch(request, FollowUp, "followups.change_followup", pk=pk)
    return form_page(
        request,
        FollowUpForm(typed(request), instance=row),
        title=_("Texts and overall verdict"),
        sentence=_("Wrote on the follow-up"),
        crumbs=crumbs(request, row),
        template="followups/writing.html",
        last=(last := last_time.before(row)),
        judged=last,
        deviations=deviations(row),
    )


@require_http_methods(["GET", "POST"])
def assess(request, pk, area_pk):
    """The verdict on one area, with its motivation."""
    row = fetch(request, FollowUp, "followups.change_followup", pk=pk)
    area = fetch(request, Area.objects.filter(programme=row.programme_id), "followups.change_followup", pk=area_pk)
    blank = AreaAssessment(municipality=request.municipality, follow_up=row, area=area)
    assessment = row.assessments.kept().filter(area=area).first() or blank
    last = last_time.before(row)
    return form_page(
        request,
        AssessmentForm(typed(request), instance=assessment),
        title=_("Assessment: %(area)s") % {"area": area},
        sentence=_("Assessed an area"),
        back=row.get_absolute_url(),
        crumbs=crumbs(request, row),
        template="followups/writing.html",
        follow_up=row,
        area=area,
        chapter=anchor(f"omraden/{area.slug}/"),
        last=last,
        judged=last and last.assessments.kept().filter(area=area).first(),
    )


@require_POST
def publish(request, pk):
    row = fetch(request, FollowUp, "publishing.publish", pk=pk)
    if row.approval is None:
        messages.error(request, _("Only an approved follow-up can be published."))
        return redirect(row)
    correction = CorrectionForm(request.POST) if approving.is_corrected(row) else None
    if correction and not correction.is_valid() and not approving.published(row):
        return follow_up_page(request, row, correction)
    try:
        note = correction.cleaned_data.get("note", "") if correction else ""
        approving.publish(row.approval, by=request.municipality.publisher, note=note)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The follow-up is published. It shows on the public site in a moment."))
    return redirect(row)


@require_safe
def preview(request, pk, address=""):
    """The report's page as it would be published: what was approved, or as it stands now."""
    row = fetch(request, FollowUp, "followups.view_followup", pk=pk)
    return preview_page(
        request,
        "follow_up",
        approving.shown(row),
        address or f"{row.programme.slug}/uppfoljning/{row.slug}/",
        root=reverse("followups:preview", args=[request.municipality.slug, pk]),
        back=row,
    )


@require_safe
def document(request, pk, ending="pdf"):
    """The approved PDF, or its copy for the archive, for those who may read drafts."""
    row = fetch(request, FollowUp, "followups.view_followup", pk=pk)
    body = row.approval and documents.stored(row.approval.content_hash, ending)
    if not body:
        raise Http404
    disposition = f'inline; filename="uppfoljning-{row.slug}.{ending}"'
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": disposition})


@require_POST
def make_again(request, pk):
    """Let the PDF be made once more, after it could not be."""
    row = fetch(request, FollowUp, "followups.approve_followup", pk=pk)
    if row.approval and row.approval.content:
        print_again(row.approval)
    return redirect(row)


@require_safe
def letter(request, pk):
    """The cover letter of what was approved, as a Word document to be worked on."""
    row = fetch(request, FollowUp, "followups.view_followup", pk=pk)
    approval = row.approval
    if approval is None or not approval.content:
        raise Http404
    body = cover_letter(approving.document(approval), request.municipality.name, approval.content_hash)
    disposition = f'attachment; filename="tjansteskrivelse-{row.slug}.docx"'
    return HttpResponse(body, content_type=WORD, headers={"Content-Disposition": disposition})


def crumbs(request, *rows):
    """Return the way to a page beneath the follow-ups."""
    return way(request, _("Follow-ups"), "followups:index", *rows)
