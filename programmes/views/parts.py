"""The parts of a programme: goals, areas, steps of the case, groups. They are added, changed and dropped alike."""

from dataclasses import dataclass

from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from ..fetch import fetch, fetch_for_form, key_of, require
from ..history import change
from ..models import Area, CaseStep, Goal, Group, Programme
from ..ordering import move as move_among
from ..ordering import put_beside
from . import forms
from .page import address, drop_page, form_page, typed


@dataclass(frozen=True)
class Part:
    """One kind of part, and what is said where it is worked with."""

    name: str
    model: type
    form: type
    new: str
    added: str
    changed: str
    dropped: str
    moved: str = ""
    page: str = "programmes/part.html"
    proposed: tuple = ()  # fields of a new one that the address may fill in

    def right(self, verb):
        return f"programmes.{verb}_{self.model._meta.model_name}"


GOAL = Part(
    "goal",
    Goal,
    forms.GoalForm,
    _("New goal"),
    _("Added the goal “%(row)s”"),
    _("Changed the goal “%(row)s”"),
    _("Removed the goal “%(row)s”"),
    _("Moved the goal “%(row)s”"),
)
AREA = Part(
    "area",
    Area,
    forms.AreaForm,
    _("Add %(word)s"),
    _("Added the area “%(row)s”"),
    _("Changed the area “%(row)s”"),
    _("Removed the area “%(row)s”"),
    _("Moved the area “%(row)s”"),
)
STEP = Part(
    "step",
    CaseStep,
    forms.StepForm,
    _("New step in the case"),
    _("Added the step “%(row)s”"),
    _("Changed the step “%(row)s”"),
    _("Removed the step “%(row)s”"),
    page="programmes/step.html",
    proposed=("kind", "concerns", "subject"),
)
GROUP = Part(
    "group",
    Group,
    forms.GroupForm,
    _("New group"),
    _("Added the group “%(row)s”"),
    _("Changed the group “%(row)s”"),
    _("Removed the group “%(row)s”"),
)


@require_http_methods(["GET", "POST"])
def add(request, pk, part):
    programme = fetch(request, Programme, "programmes.view_programme", pk=pk)
    require(request, part.right("add"), request.municipality)
    row = part.model(municipality=request.municipality, programme=programme)
    initial = {name: value for name, value in request.GET.items() if name in part.proposed}
    form = part.form(typed(request), instance=row, initial=initial)
    title = part.new % {"word": programme.word("area").one}
    return form_page(
        request, form, title=title, sentence=part.added, back=programme.get_absolute_url(), programme=programme
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk, part):
    posted = request.method == "POST"
    rows = part.model.objects.select_related("programme")
    row = fetch_for_form(request, rows, part.right("change" if posted else "view"), pk=pk)
    may_change = request.user.has_perm(part.right("change"), row)
    return form_page(
        request,
        part.form(typed(request), instance=row),
        title=str(row),
        sentence=part.changed,
        back=row.programme.get_absolute_url(),
        programme=row.programme,
        row=row,
        may_change=may_change,
        drop=address(request, f"drop_{part.name}", pk) if request.user.has_perm(part.right("drop"), row) else "",
        template=part.page,
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk, part):
    row = fetch(request, part.model.objects.select_related("programme"), part.right("drop"), pk=pk)
    programme = row.programme
    return drop_page(request, row, sentence=part.dropped, back=programme.get_absolute_url(), programme=programme)


@require_POST
def move(request, pk, part):
    """Put a goal or an area one place up or down among its siblings."""
    row = fetch(request, part.model.objects.select_related("programme"), part.right("change"), pk=pk)
    direction = {"up": -1, "down": 1}.get(request.POST.get("direction"))
    if direction is None:
        raise Http404
    with change(part.moved % {"row": row}, municipality=row.municipality, user=request.user) as deed:
        programme = deed.lock(row.programme)
        move_among(row, part.model.objects.kept().filter(programme=programme), direction)
    return redirect(row.programme)


@require_POST
def order(request, pk, part):
    """Put a goal or an area before or after another one, as keys and dragging ask; the answer says where it is now."""
    programme = fetch(request, Programme, "programmes.change_programme", pk=pk)
    own = part.model.objects.filter(programme=programme).select_related("programme")
    row = fetch(request, own, part.right("change"), pk=key_of(request.POST.get("item", "")))
    sides = {side: key_of(request.POST[side]) for side in ("before", "after") if request.POST.get(side)}
    with change(part.moved % {"row": row}, municipality=row.municipality, user=request.user) as deed:
        deed.lock(programme)
        siblings = part.model.objects.kept().filter(programme=programme)
        place = put_beside(deed.lock(row), siblings, **sides)
    if place is None:
        return JsonResponse({"said": _("Somebody else has changed the order meanwhile.")}, status=409)
    said = _("“%(row)s” is now number %(place)s of %(count)s.")
    return JsonResponse({"said": said % {"row": row, "place": place, "count": siblings.count()}, "seen": ""})
