"""Hiding, masking and disposing: one page for all three, and whether it is done everywhere."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes import files, masked_rows, places
from programmes.fetch import require
from programmes.masking import Mask
from programmes.views.page import typed

from . import withdrawable, withdrawing
from .withdrawal_forms import MaskForm, ShowAgainForm, WithdrawForm, WordsForm

RIGHT = "publishing.withdraw"
LOOK = "look"


@require_safe
def withdrawals(request):
    """What is published and what is withdrawn, with the ways to withdraw and to show again."""
    require(request, RIGHT, request.municipality)
    lines = withdrawable.lines(request.municipality)
    return render(
        request,
        "publishing/withdrawals.html",
        {
            "lines": lines,
            "done": withdrawable.withdrawals(request.municipality, lines),
            "is_finished": withdrawable.is_finished(request.municipality),
        },
    )


@require_http_methods(["GET", "POST"])
def mask(request):
    """Look for words in every place, and take them away. What is looked for stands in no address and in no draft."""
    require(request, RIGHT, request.municipality)
    if request.method == "POST" and LOOK not in request.POST:
        return mask_words(request)
    form = WordsForm(typed(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "publishing/mask.html", {"form": form})
    return found_page(request, Mask(form.cleaned_data["words"]))


def mask_words(request):
    form = MaskForm(request.POST, handed_in=handed_in(request.municipality))
    if not form.is_valid():
        words = WordsForm(request.POST)
        if not words.is_valid():
            return render(request, "publishing/mask.html", {"form": words})
        return found_page(request, Mask(words.cleaned_data["words"]), form)
    withdrawing.mask(request.municipality, form.mask, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(
        request, _("The words are gone from the database. The public site and the files follow in a moment.")
    )
    return redirect("publishing:withdrawals", request.municipality.slug)


def found_page(request, words, form=None):
    """Show every place where the words stand, and the form that takes them away."""
    found = places.find(request.municipality, words)
    typed_words = {"words": "\n".join(words.terms)}
    if form is None:
        choices = handed_in(request.municipality)
        holding = masked_rows.files_holding(request.municipality, words)
        form = MaskForm(handed_in=choices, initial={**typed_words, "files": holding})
    return render(
        request,
        "publishing/mask.html",
        {"form": form, "found": found, "has_looked": True},
    )


def handed_in(municipality):
    """Return the files that can go, as a form offers them."""
    return [(digest, name) for digest, name in masked_rows.handed_in(municipality) if digest != files.REMOVED]


@require_http_methods(["GET", "POST"])
def withdraw(request, sequence):
    """Hide or dispose of a publication; of the newest version of a thing: of the whole thing. Or show it again."""
    require(request, RIGHT, request.municipality)
    line = withdrawable.find(request.municipality, sequence)
    if line is None:
        raise Http404
    form = (ShowAgainForm if line.hidden else WithdrawForm)(typed(request))
    if request.method == "POST" and form.is_valid() and carry_out(request, line, form):
        return redirect("publishing:withdrawals", request.municipality.slug)
    concerned = withdrawable.concerned(request.municipality, line)
    return render(request, "publishing/withdraw.html", {"form": form, "line": line, "concerned": concerned})


def carry_out(request, line, form):
    """Do as the form says; return whether it was done, else the reason stands in the form."""
    try:
        done = withdrawable.carry_out(request.municipality, line, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, done)
    return True
