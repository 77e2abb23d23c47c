"""A worker that is killed while it takes a table: nothing is taken or everything, and the next one finishes."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from portal.desk.imports import tasks, work
from portal.desk.imports.models import Import
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 12
POINTS = 4


def run(job, call):
    """Take the table in a process that dies at a call (0: that lives); return how many calls it made."""
    command = [sys.executable, "-m", "tests.kill_import", connection.settings_dict["NAME"], str(job.pk), str(call)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert done.returncode == (-9 if call else 0), done.stderr
    return int(done.stdout or 0)


def on_its_way(plan):
    user = make.membership(plan.municipality, "editor").user
    text = "Åtgärd;Status\n" + "".join(f"Åtgärd {number};Klar\n" for number in range(ROWS))
    job = make.table(user, plan, text, kind="actions")
    job.keep(state=Import.State.TAKING)
    return job


def test_killed_anywhere_it_has_taken_nothing_or_all_and_the_next_one_takes_it(municipality):
    calls = run(on_its_way(make.plan(make.programme(municipality))), 0)

    for number in range(1, POINTS + 1):
        plan = make.plan(make.programme(municipality))
        job = on_its_way(plan)
        run(job, number * calls // (POINTS + 1))
        assert plan.actions.count() in {0, ROWS}

        work.take(job.pk)

        job.refresh_from_db()
        assert (job.state, plan.actions.count()) == (Import.State.DONE, ROWS)


def test_how_far_it_is_can_be_seen_while_nothing_is_taken_yet(municipality, monkeypatch):
    monkeypatch.setattr(work, "EVERY", 0)
    job = on_its_way(make.plan(make.programme(municipality)))
    seen = []

    with work.progress(job) as tell:
        for done in (1, 2):
            tell(done)
            seen.append(Import.objects.values_list("done", flat=True).get(pk=job.pk))

    assert seen == [1, 2]


def test_work_is_told_from_work_that_has_stopped(municipality):
    job = on_its_way(make.plan(make.programme(municipality)))
    tasks.begin(job, Import.State.TAKING)
    assert not tasks.has_stopped(job)

    tasks.DBTaskResult.objects.update(status="FAILED")

    assert tasks.has_stopped(job)
