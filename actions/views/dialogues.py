"""Dialogues with business life."""

from django.db.models import Count, Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.fetch import fetch, fetch_for_form, require
from programmes.formats import number
from programmes.models import Programme
from programmes.views.page import changes_of, drop_page, form_page, typed, way

from ..forms import DialogueForm
from ..models import Dialogue


@require_safe
def index(request):
    require(request, "actions.view_dialogue", request.municipality)
    dialogues = Dialogue.objects.kept().annotate(count=Count("proposals", filter=Q(proposals__dropped=False)))
    programmes = request.municipality.programmes.kept().prefetch_related(Prefetch("dialogues", dialogues))
    return render(request, "actions/dialogues.html", {"programmes": programmes})


@require_safe
def dialogue(request, pk):
    dialogue = fetch(request, Dialogue.objects.select_related("programme"), "actions.view_dialogue", pk=pk)
    counts = [(dialogue._meta.get_field(name).verbose_name, getattr(dialogue, name)) for name in Dialogue.COUNTS]
    context = {
        "dialogue": dialogue,
        "areas": dialogue.areas.select_related("programme"),
        "counts": [(label, number(count)) for label, count in counts if count is not None],
        "proposals": dialogue.proposals.kept(),
        "changes": changes_of(request, dialogue.history),
        "crumbs": crumbs(request),
    }
    return render(request, "actions/dialogue.html", context)


@require_http_methods(["GET", "POST"])
def add(request, programme):
    programme = fetch(request, Programme, "programmes.view_programme", pk=programme)
    require(request, "actions.add_dialogue", request.municipality)
    new = Dialogue(municipality=request.municipality, programme=programme)
    return form_page(
        request,
        DialogueForm(typed(request), instance=new),
        title=_("New dialogue"),
        sentence=_("Added the dialogue “%(row)s”"),
        crumbs=crumbs(request),
    )


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    dialogue = fetch_for_form(request, Dialogue, "actions.change_dialogue", pk=pk)
    return form_page(
        request,
        DialogueForm(typed(request), instance=dialogue),
        title=_("Change the dialogue"),
        sentence=_("Changed the dialogue “%(row)s”"),
        crumbs=crumbs(request, dialogue),
    )


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    dialogue = fetch(request, Dialogue, "actions.drop_dialogue", pk=pk)
    return drop_page(
        request,
        dialogue,
        sentence=_("Removed the dialogue “%(row)s”"),
        back=reverse("actions:dialogues", args=[request.municipality.slug]),
        crumbs=crumbs(request, dialogue),
    )


def crumbs(request, *rows):
    """Return the way to a page beneath the dialogues."""
    return way(request, _("Dialogues"), "actions:dialogues", *rows)
