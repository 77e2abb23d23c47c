"""Files: handed in, shown to those who may see the desk, taken away."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import formats
from ..fetch import fetch, require
from ..models import CaseStep, Programme, Upload
from .page import address, drop_page, form_page, typed
from .upload_forms import AdoptedDocumentForm, AttachmentForm, LogotypeForm

HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
MEDIA = {"png": "image/png", "pdf": "application/pdf"}


@require_http_methods(["GET", "POST"])
def logotype(request):
    require(request, "programmes.change_municipality", request.municipality)
    new = Upload(municipality=request.municipality, purpose=Upload.Purpose.LOGOTYPE)
    return hand_in(
        request,
        LogotypeForm(typed(request), request.FILES or None, instance=new),
        title=_("Logotype"),
        sentence=_("Changed the logotype"),
        back=address(request, "facts"),
    )


@require_http_methods(["GET", "POST"])
def adopted_document(request, pk):
    programme = fetch(request, Programme, "programmes.change_programme", pk=pk)
    new = Upload(municipality=request.municipality, programme=programme, purpose=Upload.Purpose.ADOPTED_DOCUMENT)
    return hand_in(
        request,
        AdoptedDocumentForm(typed(request), request.FILES or None, instance=new),
        title=_("The document as adopted"),
        sentence=_("Changed the adopted document of “%(programme)s”"),
        names={"programme": programme},
        back=programme.get_absolute_url(),
        programme=programme,
    )


@require_http_methods(["GET", "POST"])
def attach(request, pk):
    step = fetch(request, CaseStep.objects.select_related("programme"), "programmes.change_casestep", pk=pk)
    new = Upload(municipality=request.municipality, step=step, purpose=Upload.Purpose.ATTACHMENT)
    return form_page(
        request,
        AttachmentForm(typed(request), request.FILES or None, instance=new),
        title=_("New attachment"),
        sentence=_("Attached a file to the step “%(step)s”") % {"step": step},
        back=step.get_absolute_url(),
        programme=step.programme,
        crumbs=[(str(step), step.get_absolute_url())],
    )


def hand_in(request, form, **said):
    """Show the file that stands, and take another one in its place."""
    stands = form.instance.standing().first()
    size = formats.file_size(stands.size) if stands else ""
    return form_page(request, form, stands=stands, size=size, template="programmes/upload.html", **said)


@require_safe
def upload(request, pk):
    """Hand out a file as a download that no page can be made of."""
    found = fetch(request, Upload, "programmes.view_upload", pk=pk)
    body = found.read()
    if body is None:
        raise Http404
    disposition = {"Content-Disposition": f'attachment; filename="fil.{found.type}"'}
    return HttpResponse(body, content_type=MEDIA[found.type], headers=HEADERS | disposition)


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    uploads = Upload.objects.select_related("programme", "step__programme")
    row = fetch(request, uploads, "programmes.drop_upload", pk=pk)
    place = row.step or row.programme
    back = place.get_absolute_url() if place else address(request, "facts")
    programme = row.step.programme if row.step else row.programme
    return drop_page(request, row, sentence=_("Removed the file “%(row)s”"), back=back, programme=programme)
