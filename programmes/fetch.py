"""Fetching a row with the right to it: the only way in which a desk view gets hold of a working row."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def fetch(request, rows, perm, also_dropped=False, **lookup):
    """Return the one row of the municipality in the address that matches, if the user holds `perm` on it.

    `rows` is a model or a queryset of an owned model. Rows of other municipalities, dropped ones and unknown ones do
    not exist (404); a row that the user may see but not touch in this way is refused (403). A page that takes what
    was typed asks for dropped rows too, so that the form can say so and keep the text.
    """
    manager = getattr(rows, "objects", rows)
    own = manager.filter(municipality=request.municipality)
    row = get_object_or_404(own if also_dropped else own.filter(dropped=False), **lookup)
    require(request, perm, row)
    return row


def require(request, perm, row):
    """Refuse (403) unless the user holds `perm` on the row, or on the municipality where a new row is made.

    A view for which nobody has asked is refused too, by the middleware of portal/access.
    """
    request.right_asked = True
    if not request.user.has_perm(perm, row):
        raise PermissionDenied
