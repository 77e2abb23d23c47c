"""Members: who has which role here, and until when."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..fetch import fetch, fetch_for_form, require
from ..models import Membership
from . import forms
from .page import address, form_page, typed


@require_safe
def index(request):
    require(request, "programmes.view_membership", request.municipality)
    members = request.municipality.memberships.kept().select_related("user", "department")
    return render(request, "programmes/members.html", {"members": members, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def add(request):
    """Add a person; somebody new gets a password that is shown here, once."""
    require(request, "programmes.add_membership", request.municipality)
    form = forms.NewMemberForm(typed(request), instance=Membership(municipality=request.municipality))
    if form.is_valid() and form.apply(
        request.user, _("Gave %(person)s a role") % {"person": form.cleaned_data["email"]}
    ):
        return render(request, "programmes/member_added.html", {"member": form.instance, "password": form.password})
    return render(
        request,
        "programmes/form.html",
        {"form": form, "title": _("New member"), "button": _("Add"), "back": address(request, "members")},
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    row = fetch_for_form(request, Membership, "programmes.change_membership", pk=pk)
    return form_page(
        request,
        forms.MemberForm(typed(request), instance=row),
        title=str(row.user),
        sentence=_("Changed the role of %(row)s"),
        back=address(request, "members"),
        row=row,
        template="programmes/member.html",
    )


@require_http_methods(["GET", "POST"])
def end(request, pk):
    row = fetch(request, Membership, "programmes.drop_membership", pk=pk)
    return form_page(
        request,
        forms.drop_form(Membership)(typed(request), instance=row),
        title=_("Take the role from %(row)s?") % {"row": row},
        sentence=_("Took the role from %(row)s"),
        back=address(request, "members"),
        button=_("Take the role away now"),
    )
