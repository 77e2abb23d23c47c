"""Fetching a row with the right to it: the only way in which a desk view gets hold of a working row."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

MAX_DIGITS = 18  # of a key that the database takes


def fetch(request, rows, perm, **lookup):
    """Return the one row of the municipality in the address that matches, if the user holds `perm` on it.

    `rows` is a model or a queryset of an owned model. Rows of other municipalities, dropped ones and unknown ones do
    not exist (404); a row that the user may see but not touch in this way is refused (403).
    """
    return _fetch(request, _own(request, rows).filter(dropped=False), perm, lookup)


def fetch_for_form(request, rows, perm, **lookup):
    """Return the same for a page whose form changes the row.

    When the form is sent, a row that somebody has dropped meanwhile is found too: the form says so and keeps the text.
    """
    own = _own(request, rows)
    return _fetch(request, own if request.method == "POST" else own.filter(dropped=False), perm, lookup)


def fetch_dropped(request, rows, perm, **lookup):
    """Return a row of the municipality that has been dropped, to bring it back."""
    return _fetch(request, _own(request, rows).filter(dropped=True), perm, lookup)


def key_of(text):
    """Return the key that was sent; what is no key is no row's (404)."""
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        raise Http404
    return int(text)


def _own(request, rows):
    return getattr(rows, "objects", rows).filter(municipality=request.municipality)


def _fetch(request, rows, perm, lookup):
    row = get_object_or_404(rows, **lookup)
    row.municipality = request.municipality  # the very one: nobody need ask for it again
    require(request, perm, row)
    return row


def require(request, perm, row):
    """Refuse (403) unless the user holds `perm` on the row, or on the municipality where a new row is made.

    A view for which nobody has asked is refused too, by the middleware of portal/access.
    """
    request.rights_asked.append([perm, row._meta.label_lower, row.pk])
    if not request.user.has_perm(perm, row):
        raise PermissionDenied
