"""The gate before every view: nothing is shown to somebody for whom nobody has asked whether she or he may see it."""

from functools import partial

from django.contrib import messages
from django.db import connection
from django.http import Http404
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from . import second_step, sessions, unsaved
from .backend import active_memberships, municipality_of

REFUSALS = {400, 403, 404, 405}
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE")


class RightNotAsked(RuntimeError):
    """A view answered, or wrote, without having asked for a right (`fetch`, `require`). That is a fault in the view."""


class AccessMiddleware:
    """Stands after Django's LoginRequiredMiddleware, which has sent strangers to the sign-in.

    It resolves the municipality in the address, once, to `request.municipality`. For a person without a role there
    the municipality does not exist. Every view must ask for a right through `programmes.fetch`, or it is refused:
    it can write nothing before it has asked, and answers nothing. Exempt are the views that say `@login_not_required`
    or `@own_page`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.municipality = None
        request.rights_asked = []
        request.right_needed = False
        signed_in = request.user.is_authenticated
        if signed_in:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            sessions.note(request)
        with connection.execute_wrapper(partial(refuse_writing, request)):
            response = self.get_response(request)
        if request.right_needed and not request.rights_asked and response.status_code not in REFUSALS:
            raise RightNotAsked(request.resolver_match.view_name or request.path)
        if signed_in:
            response.headers["Cache-Control"] = "no-store, private"
        elif response.status_code == 302:
            return unsaved.instead_of_sign_in(request) or response
        return response

    def process_view(self, request, view, args, kwargs):
        if "municipality" in kwargs:
            request.municipality = desk_of(request.user, kwargs.pop("municipality"))
            request.user.municipality_in_address = request.municipality
            if second_step.is_missing(request.user, active_memberships(request.user)):
                messages.error(request, _("Your role here needs a second step. Choose one below, then you can go on."))
                return redirect("mfa_index")
        is_open = not getattr(view, "login_required", True) or getattr(view, "is_own_page", False)
        request.right_needed = not is_open
        return None


def refuse_writing(request, execute, sql, params, many, context):
    """Let a view that has not asked for a right yet read only, so that a forgetful one has written nothing."""
    if request.right_needed and not request.rights_asked and not sql.lstrip("( \n").upper().startswith(READS):
        raise RightNotAsked(request.resolver_match.view_name or request.path)
    return execute(sql, params, many, context)


def desk_of(user, slug):
    """Return the municipality, if the person has a role there; else there is none."""
    municipality = municipality_of(user, slug)
    if municipality is None:
        raise Http404
    return municipality


def own_page(view):
    """Mark a view that shows and changes nothing but what is the signed-in person's own: it asks for no right."""
    view.is_own_page = True
    return view
