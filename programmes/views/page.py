"""The pages that are alike: a form over one row, with the way back."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import drafts
from ..story import tell
from .forms import drop_form

LATEST = 20


def typed(request):
    """Return what a form is to read: what was sent, even if it is nothing, or None while the page is only opened."""
    return request.POST if request.method == "POST" else None


def form_page(
    request, form, *, title, sentence, names=(), back=None, button=None, template="programmes/form.html", **context
):
    """Show a form; when it is posted and in order, save it in one change and go back.

    `sentence` tells the change: "Changed the goal “%(row)s”"; what else it names stands in `names`, since a name may
    hold a percent sign. `back` is an address; without one it is the row's own.
    `crumbs` are the (text, address) of the way here. What is typed is kept as a draft, and offered again.
    """
    if answer := drafts.kept(request):
        return answer
    named = {"row": form.instance, **dict(names)}
    if request.method == "POST" and form.is_valid() and saved(request, form, sentence % named):
        messages.success(request, _("Saved."))
        return redirect(back or form.instance)
    if not context.get("may_change", True):
        context["facts"] = form.facts(request.user)
    elif form.fields and not form.is_multipart():
        context |= drafts.offered(request, form)
    context |= {"form": form, "title": title, "button": button or _("Save")}
    way = context.get("crumbs") or [("", request.municipality.get_absolute_url())]
    return render(request, template, context | {"back": back or way[-1][1]})


def saved(request, form, sentence):
    """Save the form and forget the draft in which it was written, both or neither; return whether it went through."""
    with transaction.atomic():
        went_through = form.apply(request.user, sentence)
        if went_through:
            drafts.drop(request)
    return went_through


def drop_page(request, row, *, sentence, back, **context):
    """Ask before a row is dropped; `sentence` tells the change: "Removed the goal “%(row)s”"."""
    form = drop_form(type(row))(typed(request), instance=row)
    title = _("Remove “%(row)s”?") % {"row": row}
    return form_page(request, form, title=title, sentence=sentence, back=back, button=_("Remove"), **context)


def address(request, name, *args):
    """Return the address of a page of this municipality."""
    return reverse(f"programmes:{name}", args=[request.municipality.slug, *args])


def way(request, text, name, *rows):
    """Return the crumbs to a page: the first page of its kind, then the rows above it, as (text, address)."""
    return [
        (text, reverse(name, args=[request.municipality.slug])),
        *((str(row), row.get_absolute_url()) for row in rows),
    ]


def changes_of(request, *histories):
    """Return the stories of the latest changes that left a row in one of the histories."""
    touched = Q()
    for history in histories:
        touched |= Q(pk__in=history.values("change"))
    found = request.municipality.changes.filter(touched).select_related("user", "undone_by", "step")[:LATEST]
    return tell(found, request.user, histories)
