"""A revision beside the programme in force: what it proposes, part by part, and how it takes effect."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import revising
from ..fetch import fetch, fetch_for_form, require
from ..models import Area, Goal, Programme, RevisedArea, RevisedGoal, RevisedTexts, Revision
from . import revision_forms as forms
from .page import address, drop_page, form_page, typed


@dataclass(frozen=True)
class Kind:
    """One kind of part, and what is said where it is worked with."""

    model: type
    target: type
    form: type
    new: str
    changed: str
    dropped: str


TEXTS = Kind(
    RevisedTexts,
    Programme,
    forms.RevisedTextsForm,
    "",
    _("Changed the texts in the revision “%(row)s”"),
    _("Took the texts out of the revision “%(row)s”"),
)
AREA = Kind(
    RevisedArea,
    Area,
    forms.RevisedAreaForm,
    _("Add %(word)s"),
    _("Changed the area “%(row)s” in the revision"),
    _("Took the area “%(row)s” out of the revision"),
)
GOAL = Kind(
    RevisedGoal,
    Goal,
    forms.RevisedGoalForm,
    _("New goal"),
    _("Changed the goal “%(row)s” in the revision"),
    _("Took the goal “%(row)s” out of the revision"),
)
RELATED = ("programme", "decided_by")


@require_http_methods(["GET", "POST"])
def start(request, pk):
    programme = fetch(request, Programme, "programmes.view_programme", pk=pk)
    require(request, "programmes.add_revision", request.municipality)
    new = Revision(municipality=request.municipality, programme=programme)
    return form_page(
        request,
        forms.RevisionForm(typed(request), instance=new),
        title=_("Prepare a revision"),
        sentence=_("Began the revision “%(row)s”"),
        programme=programme,
    )


@require_safe
def revision(request, pk):
    """All that it proposes, each wording beside the one in force."""
    revision = fetch(request, Revision.objects.select_related(*RELATED), "programmes.view_revision", pk=pk)
    may_change = revision.is_open and request.user.has_perm("programmes.change_revision", revision)
    context = {"revision": revision, "programme": revision.programme, "may_change": may_change}
    context["area_word"] = revision.programme.word("area")
    if revision.is_open:
        context["reading"] = revising.read(revision)
    return render(request, "programmes/revision.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    revision = get_revision(request, pk)
    return form_page(
        request,
        forms.RevisionForm(typed(request), instance=revision),
        title=_("Name and note"),
        sentence=_("Changed the revision “%(row)s”"),
        **around(revision),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    revision = fetch(request, Revision, "programmes.drop_revision", pk=pk)
    programme = revision.programme
    back = programme.get_absolute_url()
    return drop_page(request, revision, sentence=_("Gave up the revision “%(row)s”"), back=back, programme=programme)


def get_revision(request, pk):
    """Return the revision for those who may change it and what it proposes."""
    return fetch_for_form(request, Revision.objects.select_related(*RELATED), "programmes.change_revision", pk=pk)


@require_http_methods(["GET", "POST"])
def texts(request, pk):
    revision = get_revision(request, pk)
    row = revision.texts.kept().first() or RevisedTexts(municipality=request.municipality, revision=revision)
    return part_page(request, TEXTS, row, title=_("Texts of the programme"))


@require_http_methods(["GET", "POST"])
def revise(request, pk, target, kind):
    """Word an area or a goal that is in force anew."""
    revision = get_revision(request, pk)
    target = get_object_or_404(kind.target.objects.kept(), pk=target, programme=revision.programme)
    rows = kind.model.objects.kept().filter(revision=revision, target=target)
    new = kind.model(municipality=request.municipality, revision=revision, target=target)
    return part_page(request, kind, rows.first() or new, title=str(target))


@require_http_methods(["GET", "POST"])
def add(request, pk, kind):
    revision = get_revision(request, pk)
    new = kind.model(municipality=request.municipality, revision=revision)
    return part_page(request, kind, new, title=kind.new % {"word": revision.programme.word("area").one})


@require_http_methods(["GET", "POST"])
def part(request, pk, kind):
    """Word a part anew that has its place in the revision already."""
    right = f"programmes.change_{kind.model._meta.model_name}"
    row = fetch_for_form(request, kind.model.objects.select_related("revision__programme"), right, pk=pk)
    return part_page(request, kind, row, title=str(row))


def part_page(request, kind, row, title):
    form = kind.form(typed(request), instance=row)
    drop = address(request, f"drop_{kind.model._meta.model_name}", row.pk) if row.pk else ""
    return form_page(
        request,
        form,
        title=title,
        sentence=kind.changed,
        back=row.revision.get_absolute_url(),
        template="programmes/revise.html",
        drop=drop,
        **around(row.revision),
    )


@require_http_methods(["GET", "POST"])
def drop_part(request, pk, kind):
    """Take a part out of the revision: it stays in the programme as it is, or is not added to it."""
    right = f"programmes.drop_{kind.model._meta.model_name}"
    row = fetch(request, kind.model.objects.select_related("revision__programme"), right, pk=pk)
    back = row.revision.get_absolute_url()
    return drop_page(request, row, sentence=kind.dropped, back=back, **around(row.revision))


@require_http_methods(["GET", "POST"])
def enact(request, pk):
    """Let the revision take effect by its decision."""
    revision = get_revision(request, pk)
    if not revision.is_open:
        return redirect(revision)
    return form_page(
        request,
        forms.EnactForm(typed(request), instance=revision),
        title=_("Let the revision take effect"),
        sentence=_("The revision “%(row)s” took effect"),
        back=revision.get_absolute_url(),
        button=_("Let it take effect"),
        template="programmes/enact.html",
        reading=revising.read(revision),
        revision=revision,
        **around(revision),
    )


def around(revision):
    """Return where the pages of a revision lie."""
    return {"programme": revision.programme, "crumbs": [(str(revision), revision.get_absolute_url())]}
