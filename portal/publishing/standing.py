"""How the public site stands: whether it shows the latest, has gone back, or could not be built; and the way back."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.public import build, sites
from portal.public.models import Fault
from portal.public.pages.edition import published_on
from portal.public.tasks import build_site
from portal.publications import record
from portal.publications.models import Publication
from programmes.fetch import require
from programmes.views.page import typed

from .forms import PinForm
from .pinning import pin, places


def of(municipality):
    """Return what the page on publishing tells of the public site."""
    head = build.heads().filter(municipality=municipality.uuid).first()
    site = sites.current(Path(settings.SITES), municipality.slug)
    return {
        "head": head,
        "up_to_date": head is not None and site is not None and site.stamp["entry"] == head.entry,
        "fault": Fault.objects.filter(municipality=municipality.uuid).first(),
        "pinned": pinned(municipality),
    }


def pinned(municipality):
    """Return the entry that the site has gone back to, or None where it goes on."""
    pins = Publication.objects.filter(municipality=municipality.uuid, kind="pin").order_by("sequence")
    if (last := pins.last()) is None:
        return None
    sequence = record.content_of(last).sequence
    return Publication.objects.filter(municipality=municipality.uuid, sequence=sequence).first()


def published(municipality, publication):
    """Return the sentence that answers a publisher."""
    if stands := pinned(municipality):
        return _("Version %(number)s is published, but does not show yet: the site shows how it stood on %(day)s.") % {
            "number": publication.version,
            "day": long_day(timezone.localtime(stands.published_at)),
        }
    return _("Version %(number)s is published. It shows on the public site in a moment.") % {
        "number": publication.version
    }


@require_http_methods(["GET", "POST"])
def pin_page(request):
    """Let the public site go back to how it stood, or on again."""
    municipality = request.municipality
    require(request, "publishing.publish", municipality)
    history = record.read(municipality.uuid)
    form = PinForm(typed(request), places=places(history), names=name, pinned=history.pinned)
    if request.method == "POST" and form.is_valid() and carry_out(municipality, form):
        messages.success(request, _("It shows on the public site in a moment."))
        return redirect("publishing:index", municipality.slug)
    context = {"form": form, "pinned": pinned(municipality)}
    return render(request, "publishing/pin.html", context)


def carry_out(municipality, form):
    try:
        return pin(municipality, form.sequence, reason=form.cleaned_data["reason"], by=municipality.publisher)
    except ValidationError as error:
        form.add_error("entry", error)
    return None


def name(published):
    """Return an entry as it is chosen: "7. programme, version 3, 3 May 2026: a note"."""
    e = published.envelope
    words = {
        "number": e.sequence,
        "what": getattr(published.brief, "title", "") or Publication.Kind(e.kind).label,
        "version": e.version,
        "day": long_day(published_on(published)),
    }
    said = _("%(number)s. %(what)s, version %(version)s, published %(day)s") % words
    return f"{said}: {e.note}" if e.note else said


def long_day(day):
    return date_format(day, "DATE_FORMAT")


@require_POST
def build_again(request):
    """Wake the builder: it builds what is not what it should be."""
    require(request, "publishing.publish", request.municipality)
    build_site.enqueue(str(request.municipality.uuid))
    messages.success(request, _("It is being tried again. Reload the page in a moment."))
    return redirect("publishing:index", request.municipality.slug)
