"""The background worker, in processes of its own on the real database."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import chores
from tests.database import end_other_sessions

CODE = Path(__file__).parent.parent

# Other processes run the tasks, so these are really committed; afterwards only the queue is emptied.
pytestmark = pytest.mark.django_db(transaction=True, available_apps=["django_tasks_db"])


def command(*options):
    return [sys.executable, "manage.py", "worker", "--interval", "0.1", "--reconcile-every", "1", *options]


def surroundings(**more):
    name = connection.settings_dict["NAME"]
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.chores", "WORKER_DATABASE": name, **more}


def start(*options, **environ):
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command(*options), cwd=CODE, env=surroundings(**environ), **silent)


@contextmanager
def workers(number, **environ):
    started = [start(**environ) for _ in range(number)]
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


def notes(folder):
    file = folder / "notes"
    return file.read_text().split() if file.exists() else []


def eventually(met, seconds=90):
    """Wait until it is true; fail if it never is."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def status(result):
    result.refresh()
    return result.status


def test_a_task_is_done_by_a_worker(tmp_path):
    result = chores.jot.enqueue(str(tmp_path), "done")

    with workers(1):
        eventually(lambda: status(result) == TaskResultStatus.SUCCESSFUL)

    assert notes(tmp_path) == ["done"]


def test_a_task_that_fails_says_why_and_the_next_is_done(tmp_path):
    failing = chores.stumble.enqueue(str(tmp_path))
    next_one = chores.jot.enqueue(str(tmp_path), "done")

    with workers(1):
        eventually(lambda: status(next_one) == TaskResultStatus.SUCCESSFUL)

    assert status(failing) == TaskResultStatus.FAILED
    assert failing.errors[0].traceback.endswith("ValueError: a stone\n")


def test_two_workers_do_fifty_tasks_once_each(tmp_path):
    results = [chores.jot.enqueue(str(tmp_path), f"task-{number}") for number in range(50)]

    with workers(2):
        eventually(lambda: all(status(result) == TaskResultStatus.SUCCESSFUL for result in results))

    assert Counter(notes(tmp_path)) == Counter(f"task-{number}" for number in range(50))


def test_what_a_killed_worker_left_is_finished_by_another(tmp_path):
    result = chores.linger.enqueue(str(tmp_path), 60)

    with workers(1) as [first]:
        eventually(lambda: notes(tmp_path) == ["begun"])
        first.kill()
        with workers(1):
            eventually(lambda: status(result) == TaskResultStatus.SUCCESSFUL)

    assert notes(tmp_path) == ["begun", "begun", "ended"]
    assert len(result.worker_ids) == 2


def test_the_long_task_of_a_living_worker_is_left_to_it(tmp_path):
    result = chores.linger.enqueue(str(tmp_path), 3)

    with workers(2):
        eventually(lambda: status(result) == TaskResultStatus.SUCCESSFUL)

    assert notes(tmp_path) == ["begun", "ended"]


def test_a_task_that_kills_its_workers_fails_after_the_third(tmp_path):
    result = chores.die.enqueue(str(tmp_path))

    for _ in range(3):
        with workers(1) as [victim]:
            eventually(lambda process=victim: process.poll() == -signal.SIGKILL)
    with workers(1):
        eventually(lambda: status(result) == TaskResultStatus.FAILED)

    assert notes(tmp_path) == ["dying"] * 3
    assert result.errors[0].exception_class_path == "portal.work.worker.WorkerDiedError"


def test_a_worker_told_to_end_finishes_its_task(tmp_path):
    result = chores.linger.enqueue(str(tmp_path), 2)
    waiting = chores.jot.enqueue(str(tmp_path), "later")

    with workers(1) as [process]:
        eventually(lambda: notes(tmp_path) == ["begun"])
        process.terminate()
        assert process.wait(90) == 0

    assert status(result) == TaskResultStatus.SUCCESSFUL
    assert status(waiting) == TaskResultStatus.READY


def test_a_worker_reconciles_between_tasks_though_another_chore_fails(tmp_path):
    with workers(1, WORKER_NOTES=str(tmp_path)):
        eventually(lambda: notes(tmp_path) == ["reconciled"] * 2)


def test_a_batch_ends_when_no_task_waits(tmp_path):
    results = [chores.jot.enqueue(str(tmp_path), "done") for _ in range(3)]

    assert start("--batch").wait(90) == 0

    assert [status(result) for result in results] == [TaskResultStatus.SUCCESSFUL] * 3


def test_what_was_finished_thirty_days_ago_is_forgotten(tmp_path):
    old, new = [chores.jot.enqueue(str(tmp_path), "done") for _ in range(2)]
    assert start("--batch").wait(90) == 0
    DBTaskResult.objects.filter(pk=old.id).update(finished_at=timezone.now() - timedelta(days=31))

    assert start("--batch").wait(90) == 0

    assert [str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)] == [new.id]


def test_a_worker_ends_with_its_parent(tmp_path):
    child = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen(
        [sys.executable, "-c", child, *command("--with-parent")],
        cwd=CODE,
        env=surroundings(WORKER_NOTES=str(tmp_path)),
        stdout=subprocess.PIPE,
        text=True,
    )
    worker = int(parent.stdout.readline())
    eventually(lambda: notes(tmp_path))

    parent.kill()
    parent.wait()
    parent.stdout.close()

    eventually(lambda: not is_alive(worker))


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_worker_outlives_its_connections(tmp_path):
    with workers(1) as [process]:
        result = chores.jot.enqueue(str(tmp_path), "before")
        eventually(lambda: status(result) == TaskResultStatus.SUCCESSFUL)
        assert end_other_sessions(connection) >= 2
        result = chores.jot.enqueue(str(tmp_path), "after")
        eventually(lambda: status(result) == TaskResultStatus.SUCCESSFUL)
        assert process.poll() is None

    assert notes(tmp_path) == ["before", "after"]
