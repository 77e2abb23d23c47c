"""Signing out, one's own page, one's sessions, and the sign of life."""

from datetime import timedelta

from allauth.account import views as allauth
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_tasks_db.models import DBTaskResult

from programmes.fetch import key_of
from programmes.models import Role

from .. import devices, sessions
from ..forms import SelfForm
from ..middleware import own_page
from ..rights import ROLES

PATIENCE = timedelta(minutes=5)  # so long may a task wait before the worker counts as gone


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_out(request):
    """End the session, or a sign-in that has stopped halfway; the browser forgets what it has kept of ours."""
    response = allauth.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@own_page
@require_http_methods(["GET", "POST"])
def account(request):
    form = SelfForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    request.user.refresh_from_db(fields=["name", "language"])  # a refused name stands in its field only
    memberships = request.user.memberships.active(on=timezone.localdate())
    roles = [(one, ROLES[Role(one.role)]) for one in memberships.select_related("municipality", "region", "department")]
    steps = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(request, "account/account.html", {"form": form, "roles": roles, "steps": steps})


@own_page
@require_http_methods(["GET", "POST"])
def list_sessions(request):
    """Show where one is signed in; end one of the sessions (`session`), or all but this one."""
    rows = sessions.of(request.user)
    here = request.session.session_key
    if request.method == "POST":
        others = UserSession.objects.filter(user=request.user).exclude(session_key=here)
        if chosen := request.POST.get("session"):
            others = [get_object_or_404(others, pk=key_of(chosen))]
        sessions.end(others)
        messages.success(request, _("Ended. Whoever sat there has to sign in again."))
        return redirect("usersessions_list")
    shown = [(row, devices.in_words(row.user_agent), row.session_key == here) for row in rows]
    return render(request, "account/sessions.html", {"sessions": shown})


@login_not_required
@never_cache
@require_GET
def health(request):
    """Say whether the database answers and whether somebody does the work that waits; no more to strangers."""
    overdue = {"status": TaskResultStatus.READY, "enqueued_at__lt": timezone.now() - PATIENCE}
    try:
        waiting = DBTaskResult.objects.filter(**overdue).exists()
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("no worker\n" if waiting else "ok\n", content_type="text/plain")
