import os

from django.core.management.base import BaseCommand

from portal.work.worker import Worker


class Command(BaseCommand):
    help = (
        "Run background tasks until SIGTERM, which lets the task at hand finish. Several may run. A task that a killed"
        " worker left is run again, three times at most. Between tasks the worker compares what stands with what should"
        " stand and mends it. It must reach PostgreSQL itself, not a pooler of transactions."
    )

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks for a task")
        parser.add_argument("--reconcile-every", type=float, default=5, help="seconds between comparisons")
        parser.add_argument("--batch", action="store_true", help="end when no task waits")
        parser.add_argument("--with-parent", action="store_true", help="end when the process that started it ends")

    def handle(self, *, interval, reconcile_every, batch, with_parent, **options):
        parent = os.getppid() if with_parent else None
        worker = Worker(interval=interval, reconcile_every=reconcile_every, batch=batch, parent=parent)
        worker.configure_signals()
        worker.run()
