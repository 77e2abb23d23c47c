import os
from contextlib import contextmanager
from hashlib import sha256

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from portal.database.server import Server
from portal.demo import mark
from portal.demo.accounts import make_accounts
from portal.demo.publishing import publish_all
from portal.demo.serving import HOST, WebServer, is_taken, stand_at, worker
from portal.demo.steps import Steps
from portal.public import build

DATA = settings.BASE_DIR / "portal" / "demo" / "data"


class Command(BaseCommand):
    help = "Serves the portal with the demonstration's data, on this machine alone. Ctrl-C ends it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        self.steps, self.port = Steps(), port
        if settings.MODE != "demo":
            raise CommandError("Demonstrationen kan bara visas med PORTAL_MODE=demo.")
        if is_taken(port):
            raise CommandError(f"Port {port} används redan. Välj en annan: python3 manage.py demo --port {port + 1}")
        stand_at(port)
        try:
            with database():
                self.prepare()
                connections.close_all()
                with worker():
                    WebServer(port, self.greet).run()
        except OperationalError as fault:
            raise CommandError(f"Databasen svarar inte. {fault}") from fault
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        except mark.HoldsSomethingElse:
            raise CommandError("Databasen innehåller annat än demonstrationen och lämnas i fred.") from None

    def prepare(self):
        with self.steps.step("databas"):
            mark.claim(connection)
            call_command("migrate", verbosity=0)
        with self.steps.step("exempeldata"):
            load_once(sorted(DATA.glob("*.yaml")))
            self.accounts = make_accounts(settings.VAR / "demo-accounts.txt")
        with self.steps.step("webbplats"):
            build.heal()

    def greet(self):
        address = f"http://{HOST}:{self.port}"
        self.stdout.write(f"\nPortalen visas på {address} ({self.steps}).\n\nLogga in på {address}/arbete/ som\n")
        width = max((len(membership.user.email) for membership, _ in self.accounts), default=0)
        for membership, password in self.accounts:
            role = f"{membership.get_role_display()}, {membership.municipality}"
            self.stdout.write(f"  {membership.user.email:{width}}  lösenord {password}  {role}")
        self.stdout.write("\nCtrl-C avslutar.\n")
        self.stdout.flush()


def load_once(files):
    """Load and publish the example data; later starts leave alone what visitors have changed since."""
    data = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if not mark.holds(connection, data):
        call_command("load_programmes", *files, verbosity=0)
        publish_all()
        mark.note(connection, data)


@contextmanager
def database():
    """The embedded server stops with the demonstration, unless somebody else is at it."""
    try:
        yield
    finally:
        connections.close_all()
        if not os.environ.get("DATABASE_URL"):
            Server(settings.VAR).stop_if_unused()
