"""What somebody sent to the desk who has been signed out meanwhile, or whose page had grown too old.

It is shown, so that it can be copied. Where scripts run, it has become a draft long before; see static/js/unsent.js.
"""

from django.http import HttpResponse
from django.shortcuts import render

PAGE, DATA = "text/html", "application/json"
NOT_TYPED = ("initial-", "csrf", "draft")


def instead_of_sign_in(request):
    """Return what a script, or somebody who sent texts, is answered before the sign-in; None for everybody else."""
    if is_desk(request) and request.get_preferred_type([PAGE, DATA]) == DATA:
        return HttpResponse(status=401)
    if texts := typed(request):
        return answer(request, "account/signed_out.html", texts)
    return None


def too_old(request, reason=""):
    """Answer a form whose token is not ours, or of an earlier sign-in; what another site's page sent is not shown."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return answer(request, "403_csrf.html", typed(request) if own else [])


def answer(request, template, texts):
    response = render(request, template, {"texts": texts}, status=403)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def is_desk(request):
    """Tell whether a page of a municipality is asked for: elsewhere passwords are typed."""
    return request.resolver_match is not None and "municipality" in request.resolver_match.kwargs


def typed(request):
    """Return the texts of a desk's form: neither ids, nor ticks, nor what was only seen."""
    fields = [values for name, values in request.POST.lists() if not name.startswith(NOT_TYPED)]
    texts = [text for values in fields for text in values if len(text) > 1 and not text.isdigit() and text != "on"]
    return texts if is_desk(request) else []
