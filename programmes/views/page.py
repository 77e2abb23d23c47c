"""The pages that are alike: a form over one row, with the way back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _


def form_page(request, form, *, title, sentence, back=None, button=None, template="programmes/form.html", **context):
    """Show a form; when it is posted and in order, save it in one change and go back.

    `sentence` tells the change: "Changed the goal “%(row)s”". `back` is an address; without one it is the row's own.
    """
    if request.method == "POST" and form.is_valid() and form.apply(request.user, sentence % {"row": form.instance}):
        messages.success(request, _("Saved."))
        return redirect(back or form.instance)
    if not context.get("may_change", True):
        context["facts"] = form.facts(request.user)
    context |= {"form": form, "title": title, "button": button or _("Save")}
    return render(request, template, context | {"back": back or request.municipality.get_absolute_url()})


def address(request, name, *args):
    """Return the address of a page of this municipality."""
    return reverse(f"programmes:{name}", args=[request.municipality.slug, *args])
