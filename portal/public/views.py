"""The public pages that are made when somebody asks: two versions compared, and how it stood on a day.

They are made from the files of the site that stands, so they show what its readers may see and nothing else, ask no
database, and are the same for everybody.
"""

import errno
import hashlib
import threading
from functools import lru_cache, wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from . import sites
from .given_out import content
from .pages import shelf
from .pages.compared import comparison_page
from .pages.stood import stood_page
from .serve import SECURITY

LONGEST_DAY = 40  # signs that are read of what was typed as a day
NO_SUCH_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
KEPT = 16  # comparisons that each process remembers
PATIENCE = 1  # seconds that a reader waits for others' comparisons
AT_ONCE = threading.BoundedSemaphore(2)  # comparisons that each process makes; its other threads are for everybody else


def public_page(view):
    """Let a view return a page: open to everybody, only read, in Swedish, sent as the server of files sends pages."""

    @wraps(view)
    def answer(request, **asked):
        with translation.override("sv"):
            page = view(request, **asked)
        if isinstance(page, HttpResponse):
            return page
        about = {**SECURITY, "Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'}
        response = HttpResponse(page.body, content_type=sites.TYPES["html"], headers=about)
        return get_conditional_response(request, etag=about["ETag"], response=response)

    return login_not_required(require_safe(gzip_page(answer)))


@public_page
def comparison(request, site, programme, old, new):
    folder = folder_of(site)
    if not AT_ONCE.acquire(timeout=PATIENCE):
        busy = standing(folder, programme).page("busy", f"{old}/jamfor/{new}/", "Många jämför just nu")
        return HttpResponse(
            busy.body, status=503, headers={**SECURITY, "Retry-After": "10", "Cache-Control": "no-store"}
        )
    try:
        return compared(folder, programme, old, new)
    finally:
        AT_ONCE.release()


@lru_cache(maxsize=KEPT)
def compared(folder, programme, old, new):
    """Return the page; a folder never changes once it stands, so that what was made from it can be kept."""
    versions = standing(folder, programme)
    chosen = [version_of(versions, number) for number in (old, new)]
    try:
        contents = [None if version.withdrawn else content(folder, version.sequence) for version in chosen]
    except FileNotFoundError:  # the build was swept away under our hands
        raise Http404 from None
    return comparison_page(versions, *chosen, contents)


@public_page
def with_newest(request, site, programme, old):
    """Lead on to the comparison with the version that is the newest now: earlier versions' pages name no other."""
    versions = standing(folder_of(site), programme)
    return HttpResponseRedirect(versions.comparison(version_of(versions, old), versions.newest))


@public_page
def choose(request, site, programme):
    """Lead on from the form to the address of the comparison that was chosen."""
    versions = standing(folder_of(site), programme)
    chosen = [request.GET.get(name, "") for name in ("fran", "till")]
    if not any(chosen):
        return HttpResponseRedirect(versions.href)
    found = [version for number in chosen for version in versions.versions if str(version.number) == number]
    if len(found) != len(chosen):
        raise Http404
    return HttpResponseRedirect(versions.comparison(*found))


@public_page
def on_day(request, site, programme):
    typed = request.GET.get("datum", "")[:LONGEST_DAY]
    return stood_page(standing(folder_of(site), programme), typed, timezone.localdate())


def folder_of(site):
    """Return the folder of the build that stands."""
    found = sites.current(Path(settings.SITES), site)
    if found is None:
        raise Http404
    return found.folder


def standing(folder, programme):
    """Return the shelf of a programme as it stands."""
    try:
        return shelf.read((folder / programme / shelf.FILE).read_bytes())
    except OSError as fault:
        if fault.errno in NO_SUCH_FILE:
            raise Http404 from None
        raise


def version_of(versions, number):
    found = versions.find(number)
    if found is None:
        raise Http404
    return found
