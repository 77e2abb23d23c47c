"""Invitations: sent, sent again and withdrawn by an administrator, and opened by whoever got the letter."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from programmes.fetch import require
from programmes.models import User
from programmes.views.page import typed

from .. import inviting, mail
from ..forms import NewPersonForm
from ..limits import is_too_often, limited
from ..member_forms import InviteForm
from ..models import Invitation
from .members import here

LETTERS = "50/h/user"


@require_http_methods(["GET", "POST"])
def invite(request):
    require(request, "programmes.add_membership", request.municipality)
    form = InviteForm(typed(request), instance=Invitation(municipality=request.municipality))
    if form.is_valid() and went_out(request, form.instance):
        return redirect(here(request, "members"))
    return render(request, "access/invite.html", {"form": form, "back": here(request, "members")})


@require_POST
def send_again(request, pk):
    require(request, "programmes.add_membership", request.municipality)
    went_out(request, get_object_or_404(request.municipality.invitations, pk=pk))
    return redirect(here(request, "members"))


@require_POST
def withdraw(request, pk):
    require(request, "programmes.drop_membership", request.municipality)
    invitation = get_object_or_404(request.municipality.invitations, pk=pk)
    invitation.delete()
    messages.success(request, _("The invitation of %(email)s has been withdrawn.") % {"email": invitation.email})
    return redirect(here(request, "members"))


def went_out(request, invitation):
    """Send the invitation; return whether it went out, else nothing is saved and the page says why."""
    if is_too_often(request, "invite", LETTERS):
        messages.error(request, _("You have sent many invitations in the last hour. Wait a while."))
        return False
    try:
        inviting.send(invitation, request.user)
    except inviting.NO_LETTER as fault:
        reason = _("The letter could not be sent, so nothing was saved: %(fault)s") % {"fault": fault}
        messages.error(request, reason)
        return False
    except IntegrityError:
        messages.error(request, _("Somebody else saved the same thing at this very moment. Save again."))
        return False
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
    if told := mail.stays_here():
        messages.info(request, told)
    return True


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@limited("invitation", "60/m/ip")
@require_http_methods(["GET", "POST"])
def accept(request, token):
    """Show whoever opens the link what waits, and give it when a button says so: machines open the links of letters."""
    found = inviting.find(token)
    if found is None:
        return over(request)
    known = User.objects.filter(email=found.email).first()
    if known is None and not request.user.is_authenticated:
        return as_somebody_new(request, token, found)
    if request.user != known:
        return render(request, "access/invitation_of_another.html", {"invitation": found, "known": known})
    if request.method == "POST":
        return given(request, token, user=request.user)
    return render(request, "access/invitation.html", {"invitation": found})


def as_somebody_new(request, token, found):
    form = NewPersonForm(typed(request), email=found.email)
    if form.is_valid():
        return given(request, token, name=form.cleaned_data["name"], password=form.cleaned_data["password1"])
    return render(request, "access/invitation_of_somebody_new.html", {"invitation": found, "form": form})


def given(request, token, **who):
    """Take the invitation and lead into the desk; somebody new is signed in and offered the second step first."""
    try:
        membership = inviting.accept(token, **who)
    except inviting.Over:
        return over(request)
    except IntegrityError:  # the same address has become somebody at this very moment, by another invitation
        return redirect("invitation", token)
    messages.success(request, _("Welcome! You now work with %(place)s.") % {"place": membership.municipality})
    if request.user.is_authenticated:
        return redirect(membership.municipality)
    return perform_login(request, membership.user, redirect_url="/konto/andra-steget/")


def over(request):
    return render(request, "access/invitation_over.html", status=404)
