"""The pages of an import: hand in a table, say what its columns are, mend what is at fault, take it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec import structs

from actions.models import ActionPlan
from actions.sheets import sentences, texts, words
from actions.sheets.names import AREA, DEPARTMENT, Names
from actions.sheets.table import Unreadable
from actions.sheets.wishes import Wishes
from programmes.fetch import fetch, require
from programmes.views.page import typed, way
from programmes.wording import is_locked

from . import tasks, work
from .forms import ColumnsForm, PasteForm, UploadForm, WordsForm
from .meanings import first_wishes, remember
from .models import MOST, Import, may
from .pasting import onto_plan
from .preview import Preview

State = Import.State
RIGHTS_TO_MAKE = {DEPARTMENT: "programmes.add_department", AREA: "programmes.add_area"}
AT_ONCE = 300  # rows that are compared while one waits


@require_http_methods(["GET", "POST"])
def upload(request, plan):
    plan = open_plan(request, plan)
    form = UploadForm(typed(request), request.FILES or None, user=request.user, municipality=request.municipality)
    if form.is_valid() and has_room(request, plan, form):
        file = form.cleaned_data["file"]
        job = new_job(request, plan, Wishes(kind=form.cleaned_data["kind"]), name=file.name[:200], file=file.read())
        tasks.begin(job, State.READING)
        return redirect(job)
    title = _("Import from Excel")
    earlier = request.user.imports.light().filter(plan=plan, municipality=request.municipality)
    context = {"form": form, "title": title, "plan": plan, "crumbs": crumbs(request, plan), "earlier": earlier}
    return render(request, "desk/imports/upload.html", context)


@require_http_methods(["GET", "POST"])
def paste(request, plan):
    plan = open_plan(request, plan)
    form = PasteForm(typed(request), user=request.user, municipality=request.municipality)
    if form.is_valid() and has_room(request, plan, form):
        try:
            with transaction.atomic():
                return redirect(pasted(request, plan, form.cleaned_data))
        except Unreadable as fault:
            form.add_error("text", sentences.why(fault))
    context = {"form": form, "title": _("Paste from Excel"), "plan": plan, "crumbs": crumbs(request, plan)}
    return render(request, "desk/imports/paste.html", context)


def has_room(request, plan, form):
    """Return whether one more table of this person can be kept; else the form says why not."""
    if request.user.imports.filter(plan=plan).on_their_way().count() < MOST:
        return True
    fault = _("You have %(count)s tables on their way into this plan already. Take or throw away some of them first.")
    form.add_error(None, fault % {"count": MOST})
    return False


def pasted(request, plan, said):
    """Return the job of a pasted block; what was pasted on a place in the plan needs no more questions."""
    table = texts.read_pasted(said["text"])
    job = new_job(request, plan, Wishes(kind=said["kind"]), table=table, state=State.COLUMNS)
    if said["column"]:
        wishes, is_sure = onto_plan(job, table, said["rows"], said["column"]), True
    else:
        wishes, is_sure = first_wishes(job, table)
    job.keep(wishes=wishes)
    if is_sure:
        compare(job)
    return job


def new_job(request, plan, wishes, **values):
    job = Import(user=request.user, municipality=request.municipality, plan=plan)
    job.save()
    job.keep(wishes=wishes, **values)
    return job


def compare(job):
    """Compare the table with the plan, at once if that is quick."""
    if len(job.table["lines"]) > AT_ONCE:
        tasks.begin(job, State.CHECKING)
    else:
        job.keep(state=State.CHECKING, fault="")
        work.check(job.pk)


@require_safe
def job(request, plan, pk):
    job = own_job(request, plan, pk)
    context = {"job": job, "plan": job.plan, "title": str(job), "crumbs": crumbs(request, job.plan)}
    if job.is_working:
        context["has_stopped"] = tasks.has_stopped(job)
        return render(request, "desk/imports/working.html", context)
    if job.state == State.COLUMNS:
        return ask_columns(request, job, None)
    if job.state == State.PREVIEW:
        context |= preview_context(request, job) | {"title": _("What would change")}
        return render(request, "desk/imports/preview.html", context)
    context["told"] = sentences.told(job.read_notes())
    return render(request, "desk/imports/ended.html", context)


@require_http_methods(["GET", "POST"])
def columns(request, plan, pk):
    job = own_job(request, plan, pk, State.COLUMNS, State.PREVIEW)
    return ask_columns(request, job, typed(request))


def ask_columns(request, job, data):
    table, wishes = job.read_table(), job.read_wishes()
    people = {"user": request.user, "municipality": request.municipality}
    form = ColumnsForm(data, table=table, wishes=wishes, **people)
    if form.is_valid():
        if form.is_about_others():
            return about_others(job, table, form.cleaned_data)
        wishes = form.chosen()
        remember(job, table, wishes)
        job.keep(wishes=wishes)
        compare(job)
        return redirect(job)
    told = sentences.told(table.notes)
    context = {"form": form, "job": job, "plan": job.plan, "title": _("Which column is what?"), "told": told}
    return render(request, "desk/imports/columns.html", context | {"crumbs": crumbs(request, job.plan)})


def about_others(job, table, said):
    """Begin again with another sheet, or with other headings or kind of rows."""
    job.keep(wishes=structs.replace(job.read_wishes(), kind=said["kind"]))
    if said.get("sheet", table.sheet) != table.sheet and job.file:
        tasks.begin(job, State.READING, said["sheet"])
    else:
        job.keep(wishes=first_wishes(job, table, said["headings"], said["kind"])[0], state=State.COLUMNS)
    return redirect(job)


def preview_context(request, job):
    preview = Preview(job, request.GET)
    return {"preview": preview, "words": words_form(request, job, None), "told": sentences.told(job.read_notes())}


def words_form(request, job, data):
    wishes = job.read_wishes()
    names = Names(job.plan, timezone.localdate(), wishes.words)
    statuses = wishes.words.get("status", {})
    readings = {word: statuses.get(word) or words.status(word) or "" for word in job.words.get("status", {})}
    may_make = {kind for kind, right in RIGHTS_TO_MAKE.items() if request.user.has_perm(right, request.municipality)}
    if AREA in job.words and is_locked(job.plan.programme):
        may_make -= {AREA}
    return WordsForm(data, words=job.words, names=names, readings=readings, may_make=may_make)


@require_POST
def mend(request, plan, pk):
    job = own_job(request, plan, pk, State.PREVIEW)
    preview, form = Preview(job, request.GET), words_form(request, job, request.POST)
    if not form.is_valid():
        raise Http404  # a choice that was not offered
    wishes = preview.wishes
    mended = preview.mended(request.POST)
    if "forslag" in request.POST:
        mended = preview.with_proposals(mended)
    chosen = {kind: {**wishes.words.get(kind, {}), **said} for kind, said in form.chosen().items()}
    wishes = structs.replace(
        wishes, mended=mended, left_out=preview.left_out(request.POST), words=wishes.words | chosen
    )
    job.keep(wishes=wishes)
    remember(job, preview.table, wishes)
    compare(job)
    return redirect(f"{job.get_absolute_url()}?{preview.back}" if preview.chosen != "fel" else job)


@require_POST
def take(request, plan, pk):
    job = own_job(request, plan, pk, State.PREVIEW)
    if Preview(job, {}).faulty:
        return redirect(job)
    is_seen = request.POST.get("version") == str(job.version)
    stands = Import.objects.filter(pk=job.pk, state=State.PREVIEW, version=job.version)
    if is_seen and stands.update(state=State.TAKING):
        tasks.begin(job, State.TAKING)
    else:
        messages.error(request, _("The preview has changed since you looked at it. Look at it once more."))
    return redirect(job)


@require_POST
def again(request, plan, pk):
    """Begin anew what has stopped."""
    job = own_job(request, plan, pk, *Import.WORKING)
    if tasks.has_stopped(job):
        tasks.begin(job, job.state)
    return redirect(job)


@require_POST
def drop(request, plan, pk):
    job = own_job(request, plan, pk)
    job.delete()
    messages.success(request, _("Nothing of the table is kept here."))
    return redirect(job.plan)


def open_plan(request, pk):
    """Return the plan into which something may be brought."""
    plan = fetch(request, ActionPlan.objects.select_related("programme", "area"), "actions.view_actionplan", pk=pk)
    require(request, "actions.report_action", request.municipality)
    if plan.state == ActionPlan.State.CLOSED:
        raise PermissionDenied
    return plan


def own_job(request, plan, pk, *states):
    """Return the person's own import into a plan, if it is in one of the states; nobody else's exists."""
    plan = open_plan(request, plan)
    jobs = request.user.imports.light().filter(municipality=request.municipality, plan=plan)
    job = get_object_or_404(jobs, pk=pk)
    job.plan, job.municipality = plan, request.municipality
    plan.municipality = request.municipality
    if states and job.state not in states:
        raise Http404
    if not may(request.user, job.read_wishes().kind, request.municipality):
        raise PermissionDenied
    return job


def crumbs(request, plan):
    return way(request, _("Plans"), "actions:plans", plan)
