"""One programme: all its parts on one page, its texts, its words."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import case, formats, wording
from ..course import in_order
from ..fetch import fetch, fetch_for_form, require
from ..models import Area, Programme, Revision
from ..words import LEVELS
from . import forms
from .page import address, drop_page, form_page, typed
from .word_forms import WordsForm


@require_safe
def overview(request, pk):
    programme = fetch(request, Programme, "programmes.view_programme", pk=pk)
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": programme,
            "area_word": programme.word("area"),
            "state": state_in_words(programme),
            "locked": wording.is_locked(programme),
            "revision": programme.revisions.kept().filter(state=Revision.State.OPEN).first(),
            "period": formats.years(programme.period_from, programme.period_through),
            "texts": forms.TextsForm(instance=programme).facts(request.user),
            "goals": programme.goals.kept().prefetch_related(
                Prefetch("areas", Area.objects.kept().select_related("programme"))
            ),
            "areas": programme.areas.kept().select_related("regional_area"),
            "steps": in_order(programme.steps.kept()),
            "groups": programme.groups.kept(),
        },
    )


def state_in_words(programme):
    """Return where the programme stands today, as a word in the reader's language."""
    names = case.STATES_IN_ENGLISH if get_language() == "en" else case.STATES
    return names[programme.state(timezone.localdate())]


@require_http_methods(["GET", "POST"])
def add(request):
    require(request, "programmes.add_programme", request.municipality)
    form = forms.NewProgrammeForm(typed(request), instance=Programme(municipality=request.municipality))
    return form_page(
        request,
        form,
        title=_("New programme"),
        sentence=_("Started the programme “%(row)s”"),
    )


def get_programme(request, pk):
    """Return the programme whose page is shown to those who may change it, and takes what they type."""
    return fetch_for_form(request, Programme, "programmes.change_programme", pk=pk)


@require_http_methods(["GET", "POST"])
def texts(request, pk):
    programme = get_programme(request, pk)
    return form_page(
        request,
        forms.TextsForm(typed(request), instance=programme),
        title=_("Texts of the programme"),
        sentence=_("Changed the texts of “%(row)s”"),
        back=programme.get_absolute_url(),
        programme=programme,
    )


@require_http_methods(["GET", "POST"])
def words(request, pk):
    programme = get_programme(request, pk)
    return form_page(
        request,
        WordsForm(typed(request), instance=programme),
        title=_("Words of the programme"),
        sentence=_("Changed the words of “%(row)s”"),
        back=address(request, "words", pk),
        programme=programme,
        template="programmes/words.html",
        example=example(programme),
    )


def example(programme):
    """Return what a reader will meet, with the gender and the forms of the programme's words."""
    whole, area, plan, action = (programme.word(level) for level in LEVELS)
    late = "försenat" if action.article == "ett" else "försenad"
    return (
        f"{upper_first(whole.definite)} har 6 {area.many}. {upper_first(plan.definite)} omfattar 27 {action.many}; "
        f"1 {action.one} är {late}. {upper_first(action.all)} följs upp varje år."
    )


def upper_first(text):
    return text[:1].upper() + text[1:]


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    programme = fetch(request, Programme, "programmes.drop_programme", pk=pk)
    back = request.municipality.get_absolute_url()
    return drop_page(request, programme, sentence=_("Removed the programme “%(row)s”"), back=back, programme=programme)
