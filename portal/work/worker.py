"""The background worker: runs tasks, takes back what a killed worker left, compares what stands with what should.

A task runs at least once: killed in the middle, it is run again by another worker, at most RUNS times. So every task
can be repeated: it writes first and puts in place last.
"""

import hashlib
import logging
import os
import secrets
import socket
import time
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("portal.work")

RUNS = 3
LOOK_FOR_DEAD = 2  # seconds
AFTER_A_FAULT = 60
HOUR = 3600
KEPT = timedelta(days=30)


class WorkerDiedError(Exception):
    """The task took its workers with it as often as it may."""


class Life:
    """A worker's name, and a lock in PostgreSQL that is held under that name for as long as the worker lives.

    The lock belongs to a connection of its own, which must reach PostgreSQL itself, not a pooler of transactions. Each
    new connection gets a new name, so that a worker that lost the database does not share a name with its own past.
    """

    def __init__(self):
        self.connection = connection.copy()
        self.name = None

    def hold(self):
        """Make sure that the lock is held, also after the database was started again."""
        if self.connection.connection is None or not self.connection.is_usable():
            self.connection.close()
            self.name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"
            self._ask("pg_try_advisory_lock", self.name)

    def is_over(self, name):
        """Say whether the worker of that name has died. One's own is over too: it looks only when it runs no task."""
        return self._ask("pg_try_advisory_lock", name) and self._ask("pg_advisory_unlock", name)

    def end(self):
        self.connection.close()

    def _ask(self, function, name):
        key = int.from_bytes(hashlib.sha256(f"portal.work {name}".encode()).digest()[:8], signed=True)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [key])
            return cursor.fetchone()[0]


class Worker(db_worker.Worker):
    """Upstream's worker in what it does with one task; the loop around it is ours."""

    def __init__(self, *, interval, reconcile_every, batch=False, parent=None):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id="",
        )
        self.parent = parent
        self.life = Life()
        self.chores = [
            (LOOK_FOR_DEAD, self.take_back),
            (HOUR, self.forget),
            *((HOUR, import_string(path)) for path in settings.WORKER_HOURLY),
            *((reconcile_every, import_string(path)) for path in settings.WORKER_RECONCILE),
        ]
        self.due = [0.0] * len(self.chores)

    def shutdown(self, signum, frame):
        """Finish what is being done, then end; a second signal ends at once."""
        self.running = False
        self.reset_signals()

    def run(self):
        while self.running and self.parent in (None, os.getppid()):
            try:
                self.tend()
                worked = self.work()
            except (OperationalError, InterfaceError) as fault:
                logger.warning("The database is away: %s", fault)
                connection.close()
                worked = False
                self.due = [0.0] * len(self.chores)
            if not worked and self.batch:
                break
            if not worked and self.running:
                time.sleep(self.interval)
        self.life.end()

    def tend(self):
        """Do the chores whose time has come; one that fails is logged, and tried again later."""
        close_old_connections()
        self.life.hold()
        for number, (seconds, chore) in enumerate(self.chores):
            if self.running and time.monotonic() >= self.due[number]:
                try:
                    chore()
                except (OperationalError, InterfaceError):
                    raise
                except Exception:
                    logger.exception("%s failed", chore.__qualname__)
                    seconds = AFTER_A_FAULT
                self.due[number] = time.monotonic() + seconds

    def work(self):
        """Claim a task that waits and run it; return whether there was one."""
        self.life.hold()
        with transaction.atomic():
            waiting = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
            found = waiting.get_locked() if self.running else None
            if found is None:
                return False
            found.claim(self.life.name)
        self.run_task(found)
        return True

    def take_back(self):
        """Let the tasks of dead workers wait again, or fail if they have been run often enough."""
        for pk in DBTaskResult.objects.running().filter(backend_name=self.backend_name).values_list("pk", flat=True):
            with transaction.atomic():
                left = DBTaskResult.objects.running().select_for_update(skip_locked=True).filter(pk=pk).first()
                if left is not None and self.life.is_over(left.worker_ids[-1]):
                    self.queue_again(left)

    def forget(self):
        """Remove what was finished long ago, with its results."""
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()

    def queue_again(self, left):
        runs = len(left.worker_ids)
        logger.warning("Run %d of %s %s died with its worker", runs, left.task_path, left.pk)
        if runs >= RUNS:
            left.set_failed(WorkerDiedError(f"{runs} workers died while they ran this task."))
        else:
            left.status = TaskResultStatus.READY
            left.save(update_fields=["status"])
