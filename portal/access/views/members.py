"""Members: who has which role here, until when, and what they hand over."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.models import Membership
from programmes.views.page import form_page, typed, way

from .. import second_step
from ..member_forms import EndForm, HandOverForm, MemberForm, roles
from ..ownerless import OwnerForm


def here(request, name, *args):
    """Return the address of one of these pages in this municipality."""
    return reverse(f"access:{name}", args=[request.municipality.slug, *args])


@require_safe
def index(request):
    require(request, "programmes.view_membership", request.municipality)
    today = timezone.localdate()
    members = request.municipality.memberships.kept().select_related("user", "department")
    active = list(second_step.marked(members.active(on=today)))
    shown = {
        "active": active,
        "ended": members.exclude(pk__in=[one.pk for one in active]),
        "invitations": request.municipality.invitations.select_related("department", "invited_by"),
        "roles": roles(),
    }
    return render(request, "access/members.html", shown)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = fetch_for_form(request, Membership, "programmes.change_membership", pk=pk)
    today = timezone.localdate()
    return form_page(
        request,
        MemberForm(typed(request), instance=row),
        title=str(row.user),
        sentence=_("Changed the role of %(row)s"),
        back=here(request, "members"),
        template="access/member.html",
        row=row,
        others=row.municipality.memberships.active(on=today).filter(user=row.user).exclude(pk=row.pk),
        is_active=Membership.objects.active(on=today).filter(pk=row.pk).exists(),
        has_second_step=second_step.has_second_step(row.user),
    )


@require_http_methods(["GET", "POST"])
def add_role(request, pk):
    """Give a member another role, at once: the person is known here."""
    member = fetch(request, Membership, "programmes.add_membership", pk=pk)
    row = Membership(municipality=request.municipality, user=member.user)
    return form_page(
        request,
        MemberForm(typed(request), instance=row),
        title=_("One more role for %(person)s") % {"person": member.user},
        sentence=_("Gave %(person)s one more role"),
        names={"person": member.user},
        back=here(request, "members"),
        button=_("Give the role"),
        crumbs=way(request, _("Members"), "access:members"),
    )


@require_http_methods(["GET", "POST"])
def end(request, pk):
    row = fetch(request, Membership, "programmes.drop_membership", pk=pk)
    return _giving_up(
        request,
        EndForm(typed(request), instance=row, user=request.user),
        title=_("Take the role from %(row)s?") % {"row": row},
        sentence=_("Took the role from %(row)s"),
        button=_("Take the role away now"),
        consequence=_("The role ends at once, at the next click of whoever has it. What she or he has written stays."),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    row = fetch(request, Membership, "programmes.change_membership", pk=pk)
    return _giving_up(
        request,
        HandOverForm(typed(request), instance=row, user=request.user),
        title=_("Hand over from %(row)s") % {"row": row},
        sentence=_("Handed over what %(row)s was responsible for"),
        button=_("Hand over all of it"),
    )


@require_http_methods(["GET", "POST"])
def ownerless(request):
    """What has no active owner, and the form that gives it one."""
    require(request, "programmes.view_membership", request.municipality)
    for right in OwnerForm.RIGHTS:
        require(request, right, request.municipality)
    return form_page(
        request,
        OwnerForm(typed(request), instance=request.municipality),
        title=_("Without an active owner"),
        sentence=_("Gave an owner to what had none"),
        back=here(request, "ownerless"),
        button=_("Give to the chosen"),
        template="access/ownerless.html",
        crumbs=way(request, _("Members"), "access:members"),
    )


def _giving_up(request, form, **said):
    crumbs = way(request, _("Members"), "access:members")
    answer = form_page(
        request, form, back=here(request, "members"), template="access/hand_over.html", crumbs=crumbs, **said
    )
    if form.staying:
        stays = ", ".join(map(str, form.staying))
        messages.warning(request, _("This could not be handed over and stays: %(rows)s.") % {"rows": stays})
    return answer
