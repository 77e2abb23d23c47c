"""The steps of an import in the background; a task is told which import, and nothing else."""

from django.tasks import task
from django_tasks_db.models import DBTaskResult

from . import work
from .models import Import

State = Import.State


@task
def read(pk, sheet=None):
    work.read(pk, sheet)


@task
def check(pk):
    work.check(pk)


@task
def take(pk):
    work.take(pk)


TASKS = {State.READING: read, State.CHECKING: check, State.TAKING: take}


def begin(job, state, *arguments):
    """Let the worker do what follows."""
    job.keep(state=state, done=0, fault="")
    job.keep(task=str(TASKS[state].enqueue(job.pk, *arguments).id))


def has_stopped(job):
    """Tell whether the work has ended without an end, as when its workers were killed again and again."""
    if not job.is_working or not DBTaskResult.objects.finished().filter(id=job.task or None).exists():
        return False
    job.refresh_from_db(fields=["state"])
    return job.is_working
