"""The three steps of an import, each of which may be run again: read the file, compare it with the plan, take it.

A step begins where the job's state says so, asks once more whether its person may, and leaves the job in the state of
the next. Killed in between, it has done nothing: what is taken is taken in one change, in which the job ends too.
"""

import time
from contextlib import contextmanager
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from actions.sheets import reading, sentences, taking
from actions.sheets.checking import Check
from actions.sheets.table import Unreadable
from actions.sheets.wishes import ACTIONS, REPORTS
from programmes.history import change

from .meanings import first_wishes
from .models import Import
from .shown import compare, counted, shown

State = Import.State
EVERY = 0.5  # seconds between two signs of progress


class Meanwhile(Exception):
    """What the preview showed is not what there is any more; nothing has been taken."""


def step(state):
    """Make a step of what begins in a state: it gets the job, in its person's language, while she or he still may."""

    def decorate(work):
        @wraps(work)
        def run(pk, *arguments):
            jobs = Import.objects.select_related("user", "municipality__region", "plan__programme", "plan__area")
            job = jobs.filter(pk=pk, state=state).first()
            if job is None:
                return
            job.plan.municipality = job.municipality
            with translation.override(job.user.language):
                if job.is_allowed():
                    work(job, *arguments)
                else:
                    refuse(job)

        return run

    return decorate


def refuse(job):
    """Whoever may not any more learns so, and nothing of the table is kept."""
    empty(job, state=State.REFUSED, fault=_("You no longer have the role that this needs. Nothing has been taken."))


def empty(job, **values):
    """Keep no longer what is no longer needed."""
    job.keep(file=None, table=None, rows=[], words={}, **values)


@step(State.READING)
def read(job, sheet=None):
    """Read the file into a table and propose what its columns are; where nothing is left to choose, go on."""
    try:
        table = reading.read(job.file, sheet)
    except Unreadable as fault:
        empty(job, state=State.UNREADABLE, fault=sentences.why(fault))
        return
    wishes, is_sure = first_wishes(job, table)
    job.keep(table=table, wishes=wishes, state=State.CHECKING if is_sure and sheet is None else State.COLUMNS)
    check(job.pk)


@step(State.CHECKING)
def check(job):
    """Compare the table with the plan, and keep what is to be shown."""
    done = Check(job.plan, job.user, job.read_table(), job.read_wishes(), timezone.localdate())
    show(job, done, [shown(row) for row in done.rows])


def show(job, done, rows, fault=""):
    is_one_sheet = len(done.table.sheets) <= 1
    found = {"notes": done.told, "words": words_of(done), "counts": counted(rows), "total": len(rows)}
    job.keep(rows=rows, **found, fault=fault, version=job.version + 1, state=State.PREVIEW)
    if is_one_sheet and job.file:
        job.keep(file=None)


def words_of(done):
    """Return {kind: {word: as written}} of the words that somebody is to look at."""
    return {kind: words for kind, words in {**done.names.asked, "status": done.values.asked}.items() if words}


@step(State.TAKING)
def take(job):
    """Save in one change what was shown, if it is still so, and end the job in the same transaction."""
    before = job.read_rows()
    only = {row.line: set(row.changes) for row in before}
    table, wishes, today = job.read_table(), job.read_wishes(), timezone.localdate()
    try:
        with change(sentence(job), municipality=job.municipality, user=job.user) as deed, progress(job) as tell:
            plan = deed.lock(job.plan, "programme", "area", "municipality")
            if not Import.objects.filter(pk=job.pk, state=State.TAKING).exists():
                return  # another worker was quicker
            done = Check(plan, job.user, table, wishes, today, only=only, lock=True)
            rows = [shown(row) for row in done.rows]
            if compare(before, rows):
                raise Meanwhile
            count = taking.take(done, tell)
            empty(job, state=State.DONE, done=count, fault="", change=deed if deed.touched else None)
    except Meanwhile:
        show(job, done, rows, _("Something has been changed since you looked. It is marked below; nothing was taken."))
    except (ValidationError, IntegrityError) as fault:
        said = " ".join(getattr(fault, "messages", [])) or _("Somebody else saved the same thing at this very moment.")
        show(job, done, rows, said)


def sentence(job):
    """Return in words what is done, for the history."""
    said = {
        (ACTIONS, True): _("Imported “%(name)s” into “%(plan)s”"),
        (ACTIONS, False): _("Pasted a table into “%(plan)s”"),
        (REPORTS, True): _("Imported reports from “%(name)s” to “%(plan)s”"),
        (REPORTS, False): _("Pasted reports to “%(plan)s”"),
    }[job.read_wishes().kind, bool(job.name)]
    return said % {"name": job.name, "plan": job.plan}


@contextmanager
def progress(job):
    """Yield what tells how many rows are done, at once and to everybody, while the change itself is not done yet."""
    beside, last = connection.copy(), time.monotonic()

    def tell(done):
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            with beside.cursor() as cursor:
                cursor.execute("UPDATE imports_import SET done = %s WHERE id = %s", [done, job.pk])

    try:
        yield tell
    finally:
        beside.close()
