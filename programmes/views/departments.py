"""Departments: listed, added, changed, closed with a successor, dropped if never used."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..fetch import fetch, fetch_for_form, require
from ..models import Department
from . import forms
from .page import address, drop_page, form_page, typed


@require_safe
def index(request):
    require(request, "programmes.view_department", request.municipality)
    departments = request.municipality.departments.kept().select_related("parent", "successor")
    return render(request, "programmes/departments.html", {"departments": departments, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def add(request):
    require(request, "programmes.add_department", request.municipality)
    row = Department(municipality=request.municipality)
    return _page(
        request,
        forms.DepartmentForm(typed(request), instance=row),
        title=_("New department"),
        sentence=_("Added the department “%(row)s”"),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    posted = request.method == "POST"
    right = f"programmes.{'change' if posted else 'view'}_department"
    row = fetch_for_form(request, Department, right, pk=pk)
    return _page(
        request,
        forms.DepartmentForm(typed(request), instance=row),
        title=str(row),
        sentence=_("Changed the department “%(row)s”"),
        row=row,
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    row = fetch_for_form(request, Department, "programmes.change_department", pk=pk)
    form = forms.CloseForm(typed(request), instance=row, user=request.user)
    answer = form_page(
        request,
        form,
        title=_("Close “%(row)s”") % {"row": row},
        sentence=_("Closed the department “%(row)s”"),
        back=address(request, "departments"),
        button=_("Close the department"),
        template="programmes/close_department.html",
    )
    if form.staying:
        stays = ", ".join(map(str, form.staying))
        messages.warning(request, _("This stays, since the successor has it already: %(rows)s.") % {"rows": stays})
    return answer


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    row = fetch(request, Department, "programmes.drop_department", pk=pk)
    return drop_page(request, row, sentence=_("Removed the department “%(row)s”"), back=address(request, "departments"))


def _page(request, form, **said):
    may_change = request.user.has_perm("programmes.change_department", request.municipality)
    said |= {"may_change": may_change, "template": "programmes/department.html"}
    return form_page(request, form, back=address(request, "departments"), **said)
