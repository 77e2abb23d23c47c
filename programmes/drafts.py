"""What is typed goes to its person's draft on the server, and is offered again until it is saved or thrown away.

A form's address is also the address of its drafts. Sent there with `draft=1`, the fields are kept and nothing else
happens; with `draft=drop` they are thrown away. A view asks for the same rights as for saving, and then `kept`.
"""

import json
from secrets import token_urlsafe

from django.apps import apps
from django.db.models import FETCH_PEERS
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format

from .models import Draft

KEEP, DROP = "1", "drop"
ASKED = "draft"
PAGE = "draft_page"  # which opening of the form it is
TAKEN = "utkast"  # in the query: the draft that is taken up
NOT_TYPED = {ASKED, PAGE, "csrfmiddlewaretoken"}

LONGEST = 1_000_000  # characters of one draft
MOST = 200  # drafts of one person in one municipality
TOO_MUCH = 413


def kept(request):
    """Keep or throw away a draft if that is what was sent, and return the answer; None if it is to be saved."""
    asked = request.POST.get(ASKED)
    if asked is None:
        return None
    if asked == DROP:
        drop(request)
    elif not keep(request):
        return JsonResponse({}, status=TOO_MUCH)
    if asked == DROP and request.get_preferred_type(["text/html", "application/json"]) == "text/html":
        return redirect(request.path)
    now = timezone.now()
    others = Draft.objects.writing(request.municipality, now).filter(user=request.user, place=place(request))
    elsewhere = others.exclude(page=page(request)).exists()
    return JsonResponse({"at": time_format(timezone.localtime(now)), "elsewhere": elsewhere})


def keep(request):
    """Keep what was typed for this person; return whether there was room for it."""
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    fields = {_storable(name): [_storable(value) for value in values] for name, values in typed.items()}
    mine = Draft.objects.filter(user=request.user, municipality=request.municipality)
    opening = {"place": place(request), "page": page(request)}
    if len(json.dumps(fields, ensure_ascii=False)) > LONGEST or mine.exclude(**opening).count() >= MOST:
        return False
    values = {"fields": fields, "rights": request.rights_asked, "at": timezone.now()}
    mine.update_or_create(
        **opening,
        defaults=values,
        create_defaults={**values, **opening, "user": request.user, "municipality": request.municipality},
    )
    return True


def find(request):
    """Return this person's drafts of the form in the address, latest first, but for the one that is being sent."""
    mine = Draft.objects.filter(user=request.user, municipality=request.municipality, place=place(request))
    return allowed(request.user, mine.exclude(page=page(request)) if page(request) else mine)


def of_person(user, municipality):
    """Return all drafts that a person may still save in a municipality, latest first."""
    return allowed(user, Draft.objects.filter(user=user, municipality=municipality).select_related("municipality"))


def count(user, municipality):
    """Return how many drafts a person may still save in a municipality; what stands in them is not read."""
    return len(allowed(user, Draft.objects.filter(user=user, municipality=municipality).defer("fields")))


def allowed(user, drafts):
    """Leave out the drafts that the person may no longer save; the others know the row that they are written on.

    A row that has been dropped is still there: what was written on it can be read and copied.
    """
    rows = rows_of(drafts)
    found = []
    for draft in drafts:
        asked = [(right, rows.get((model, key))) for right, model, key in draft.rights]
        if all(row is not None and user.has_perm(right, row) for right, row in asked):
            model, key = draft.row()
            draft.subject = rows[model._meta.label_lower, key]
            found.append(draft)
    return found


def rows_of(drafts):
    """Return {(model's label, key): row} of all rows that drafts are written on, with one query a kind of row."""
    keys = {}
    for model, key in {(model, key) for draft in drafts for _right, model, key in draft.rights}:
        keys.setdefault(model, []).append(key)
    found = {model: apps.get_model(model).objects.fetch_mode(FETCH_PEERS).in_bulk(some) for model, some in keys.items()}
    return {(model, key): row for model, rows in found.items() for key, row in rows.items()}


def offered(request, form):
    """Return what a page shows of drafts: those that can be taken up, and the opening that this form is.

    The draft that the address names is put into the form, with what was seen when it was typed.
    """
    found = find(request)
    taken = next((draft for draft in found if str(draft.pk) == request.GET.get(TAKEN)), None)
    if taken and request.method == "GET":
        form.take_up(taken.typed)
    writing = Draft.objects.writing(request.municipality, timezone.now()).filter(place=place(request))
    return {
        "writers": sorted({str(draft.user) for draft in writing.exclude(user=request.user)}),
        "offers": [draft for draft in found if draft != taken],
        "taken": taken,
        "draft_page": page(request) or (taken.page if taken else token_urlsafe(9)),
    }


def drop(request):
    """Throw away the draft of this opening of the form; without one, all of this person's at this place."""
    mine = Draft.objects.filter(user=request.user, municipality=request.municipality, place=place(request))
    (mine.filter(page=page(request)) if page(request) else mine).delete()


def place(request):
    return request.path.removeprefix(request.municipality.get_absolute_url())[:300]


def page(request):
    return _storable(request.POST.get(PAGE, ""))[:40]


def _storable(text):
    """PostgreSQL's texts know no NUL."""
    return text.replace("\0", "")


def forget():
    """Remove what was typed long ago, or by somebody without a role; a chore of the worker."""
    Draft.objects.over(timezone.now()).delete()
