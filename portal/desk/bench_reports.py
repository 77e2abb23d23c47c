"""`manage.py bench reports`: twenty reports asked for at once of two workers, and the desk's slowest page meanwhile.

The page is the table of a plan with a thousand actions, opened again and again in this process. Everything happens in
a database and a folder of their own, which are removed.
"""

import os
import tempfile
import time
from datetime import date
from pathlib import Path

from django.db import connections
from django.test import override_settings

from actions.models import ActionPlan
from portal.followups import approving
from portal.followups.bench import written
from portal.followups.models import Approval
from portal.followups.tasks import make_document
from portal.public import documents
from portal.publishing.bench import made_up
from portal.work.worker import Worker
from programmes.history import change
from programmes.models import Group

from .bench import OPENINGS, scratch_database, share, signed_in, times

REPORTS, WORKERS, ACTIONS, LARGE = 20, 2, 60, 1000
PLACES = ("DOCUMENTS", "SITES", "UPLOADS")


def measure():
    """Yield the lines of the report."""
    with scratch_database():
        yield from at_once(REPORTS, ACTIONS, LARGE)


def at_once(reports, actions, large):
    """Yield what happens when so many reports of so many actions are asked for at once."""
    plan = ActionPlan.objects.get(programme=made_up(large))
    browser, place = signed_in(plan.municipality), plan.get_absolute_url()
    before = times(lambda number: browser.get(place), OPENINGS)
    with tempfile.TemporaryDirectory() as folder, override_settings(**places_in(Path(folder))):
        hashes = ask_for(made_up(actions, code="0001"), reports)
        begun = time.perf_counter()
        meanwhile, memory = opened_while(workers(), lambda: browser.get(place))
        seconds = time.perf_counter() - begun
        made = sum(documents.stored(one) is not None for one in hashes)
    yield f"{made} of {reports} reports of {actions} actions made by {WORKERS} workers in {seconds:.0f} s"
    yield f"largest process {memory} MB"
    for when, taken in (("before", before), ("meanwhile", meanwhile)):
        yield f"table of {large} actions {when}: median {share(taken, 0.5):.2f} s, 95 % {share(taken, 0.95):.2f} s"


def places_in(folder):
    return {name: folder / name.lower() for name in PLACES}


def ask_for(programme, reports):
    """Approve so many follow-ups, let their documents wait for a worker, and return the hashes of their contents."""
    group = Group(municipality=programme.municipality, programme=programme, name="Styrgruppen", approves=True)
    with change("Bench", municipality=programme.municipality):
        group.save()
    return [approved(written(programme, 2026 + number), group) for number in range(reports)]


def approved(follow_up, group):
    approval = Approval(
        municipality=follow_up.municipality,
        follow_up=follow_up,
        group=group,
        on=date(2027, 2, 1),
        registered_by="bench",
    )
    with change("Bench", municipality=follow_up.municipality):
        approving.freeze(approval)
        approval.save()
    make_document.enqueue(approval.pk)
    return approval.content_hash


def workers():
    """Start workers that end when nothing waits any more; return the ids of their processes."""
    connections.close_all()
    started = []
    for _number in range(WORKERS):
        child = os.fork()
        if child == 0:
            try:
                Worker(interval=0.1, reconcile_every=3600, batch=True).run()
            finally:
                os._exit(0)
        started.append(child)
    return started


def opened_while(children, ask):
    """Return the seconds of each opening while the processes live, the quickest first, and the most memory of one."""
    taken, memory = [], 0
    while children:
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
        for child in [*children]:
            ended, _status, used = os.wait4(child, os.WNOHANG)
            if ended:
                children.remove(child)
                memory = max(memory, used.ru_maxrss // 1024)
    return sorted(taken), memory
