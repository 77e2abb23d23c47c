"""Killed at every step: `python -m tests.kill_points [EVERY]` (1: every point, 10: every tenth).

A step is a statement to the database, a commit, a write, a flush, a link, a rename: whatever leaves a trace outside
the process. For each step of each scenario a child process does the work and dies by SIGKILL just before that step.
Then the record must hold exactly what it held before or exactly one entry more, the site must stand as it stood, byte
for byte, or as the new record makes it, `verify` must find nothing; and healing must bring what should stand.

It works in a scratch database and a folder of its own, both of which go in the end.
"""

import io
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

MARKS = {"link", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink", "utime", "fsync", "open"}  # of `os`
TABLES = ("publications_part", "publications_publication", "public_fault", "django_tasks_database_dbtaskresult")
MOST = 3  # builds that may lie there when all is well


class Killer:
    """Counts the steps of this process from now on, and kills it before one of them."""

    def __init__(self, at=0):
        self.at, self.steps = at, 0
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.DEBUGGER_ID, "kill points")
        monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.CALL, self.called)
        monitoring.set_events(monitoring.DEBUGGER_ID, monitoring.events.CALL)

    def called(self, code, offset, function, argument):
        if leaves_a_trace(function, argument):
            self.steps += 1
            if self.steps == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def leaves_a_trace(function, argument):
    """Say whether a call is a step; `argument` is its first, which is the object where a method is called."""
    name = getattr(function, "__name__", "")
    owner = getattr(function, "__self__", None)
    if name in ("execute", "executemany", "commit", "rollback"):
        return type(owner if owner is not None else argument).__module__.startswith("psycopg2")
    if name in ("write", "flush"):
        return isinstance(owner if owner is not None else argument, io.IOBase)
    return name == "syncfs" or (name in MARKS and getattr(owner, "__name__", "") == "posix")


class Scenario(NamedTuple):
    """Something that adds one entry to the record and leads to another site."""

    name: str
    act: Callable


class World:
    """A municipality whose site stands on an earlier version and a later one, and the way back to that."""

    def __init__(self, root):
        from tests import make
        from tests.test_build_faults import put_out, standing_programme

        self.root = root
        self.programme = standing_programme(make.municipality())
        self.municipality = self.programme.municipality
        put_out(self.programme, "Den andra.")
        self.heal()
        self.change("Den tredje.")
        self.length = self.head().sequence
        self.before = self.files()
        shutil.copytree(root, f"{root}.before", symlinks=True)
        for table in TABLES:
            self.sql(f"DROP TABLE IF EXISTS before_{table}")
            self.sql(f"CREATE TABLE before_{table} AS TABLE {table}")

    def change(self, vision):
        """Change rows that the scenarios are going to publish."""
        from programmes.history import change

        with change("Ändrade", municipality=self.municipality):
            self.programme.vision = vision
            self.programme.save()
            self.municipality.phone = "0300-00 00 00"
            self.municipality.save()

    def reset(self):
        """Let record and site be as they were."""
        for table in TABLES:
            self.sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            self.sql(f"DELETE FROM {table}")  # noqa: S608
            self.sql(f"INSERT INTO {table} SELECT * FROM before_{table}")  # noqa: S608
            self.sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        shutil.rmtree(self.root)
        shutil.copytree(f"{self.root}.before", self.root, symlinks=True, copy_function=os.link)

    def end(self):
        for table in TABLES:
            self.sql(f"DROP TABLE before_{table}")

    def sql(self, statement):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(statement)

    def head(self):
        from portal.public import build

        return build.heads().get(municipality=self.municipality.uuid)

    def heal(self):
        from portal.public import build

        return build.heal()

    def files(self):
        from portal.public import sites

        folder = sites.current(self.root, self.municipality.slug).folder
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def check(self):
        """Raise AssertionError where what is left is neither the old nor the new, or does not heal."""
        from portal.public import build, sites, verify

        head = self.head()
        verify.municipality(head)
        standing = sites.current(self.root, self.municipality.slug).stamp["sequence"]
        assert head.sequence in (self.length, self.length + 1), f"{head.sequence} entries"
        assert standing in (self.length, head.sequence), f"the site stands on {standing}"
        assert standing > self.length or self.files() == self.before, "the old site is not what it was"

        self.heal()

        stamp = sites.current(self.root, self.municipality.slug).stamp
        assert stamp == build.wanted(self.head()), "it has not healed"
        assert verify.municipality(self.head()) == ""
        assert len(list((self.root / "builds").glob(f"{self.municipality.slug}-*"))) <= MOST, "something is left behind"


def scenarios(world):
    from portal.publishing import pinning
    from portal.publishing.publish import propose_programme, propose_site, publish

    def put_out(propose, subject):
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")

    return [
        Scenario("publishing a programme", lambda: put_out(propose_programme, world.programme)),
        Scenario("publishing the municipality's facts", lambda: put_out(propose_site, world.municipality)),
        Scenario("hiding", lambda: withdraw(world, "hide")),
        Scenario("removing for ever", lambda: withdraw(world, "dispose")),
        Scenario("going back", lambda: pinning.pin(world.municipality, 2, reason="Fel.", by="Näringslivsenheten")),
    ]


def withdraw(world, sort):
    """Withdraw the second entry, which is an earlier version."""
    from django.db import transaction

    from portal.publications import record
    from portal.publications.content import Withdrawal
    from portal.publications.shown import named
    from programmes.models import Municipality

    with transaction.atomic():
        place = Municipality.objects.select_for_update().get(pk=world.municipality.pk)
        entry = record.read(place.uuid).entries[1]
        said = Withdrawal(id=place.uuid, sort=sort, publications=(named(entry),), reason="Fel.")
        record.withdraw(said, slug=place.slug, published_by="Näringslivsenheten")


def in_a_child(work, at):
    """Do the work in a child that is killed before step `at`; return how many steps it took if it was not."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            killer = Killer(at)
            work()
            sys.monitoring.set_events(sys.monitoring.DEBUGGER_ID, 0)
            os.write(writing, str(killer.steps).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    steps = os.read(reading, 20)
    os.close(reading)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("The work itself failed.")
    return int(steps or 0)


def run(root, every=1):
    """Yield a line for each scenario; raise AssertionError at the first point that is not survived."""
    from portal.public import build

    build.MANY = 1  # so that a first making is done in haste here too
    world, points = World(root), 0
    try:
        for scenario in scenarios(world):
            started = time.monotonic()
            points += (killed := kill_everywhere(world, scenario, every))
            yield f"{scenario.name}: killed at {killed} points, {time.monotonic() - started:.0f} s"
    finally:
        world.end()
    yield f"{points} points, each survived: the old or the new, verified, and healed"


def kill_everywhere(world, scenario, every):
    def work():
        scenario.act()
        world.heal()

    world.reset()
    last = in_a_child(work, 0)
    points = range(1, last + 1, every)
    for point in points:
        world.reset()
        in_a_child(work, point)
        try:
            world.check()
        except Exception as fault:
            raise AssertionError(f"{scenario.name}, killed before step {point} of {last}: {fault}") from fault
    return len(points)


@contextmanager
def scratch():
    """A database and a folder that go in the end."""
    from django.conf import settings
    from django.test.utils import get_runner

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        settings.SITES, settings.DOCUMENTS, settings.UPLOADS = root / "sites", root / "documents", root / "uploads"
        try:
            yield settings.SITES
        finally:
            runner.teardown_databases(databases)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ.setdefault("PORTAL_MODE", "test")
    import django

    django.setup()
    with scratch() as root:
        for line in run(root, int(sys.argv[1]) if sys.argv[1:] else 1):
            print(line, flush=True)
