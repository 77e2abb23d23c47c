"""Tasks that leave traces in a folder, and the settings of the workers that run them in processes of their own."""

import os
import time
from pathlib import Path

from django.tasks import task

from portal.settings import *  # noqa: F403 - a settings module like the portal's, but for two lines
from portal.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ.get("WORKER_DATABASE", DATABASES["default"]["NAME"])
WORKER_RECONCILE = ["tests.chores.reconcile", "tests.chores.fail"]


def note(folder, line):
    """Append a line in one write, so that several processes may do it at once."""
    handle = os.open(Path(folder) / "notes", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


@task
def jot(folder, line):
    note(folder, line)


@task
def linger(folder, seconds):
    """Say when it begins and ends; the seconds count for the first run only."""
    first = not (Path(folder) / "notes").exists()
    note(folder, "begun")
    time.sleep(seconds if first else 0)
    note(folder, "ended")


@task
def die(folder):
    note(folder, "dying")
    os.kill(os.getpid(), 9)


@task
def stumble(folder):
    raise ValueError("a stone")


def reconcile():
    if folder := os.environ.get("WORKER_NOTES"):
        note(folder, "reconciled")


def fail():
    raise ValueError("This chore always fails, and the worker goes on.")
