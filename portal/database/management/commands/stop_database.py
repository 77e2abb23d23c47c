from django.conf import settings
from django.core.management.base import BaseCommand

from portal.database.server import Server


class Command(BaseCommand):
    help = "Stops the embedded PostgreSQL of this installation. The next connection starts it again."

    def handle(self, **options):
        stopped = Server(settings.VAR).stop()
        self.stdout.write("Databasen är stoppad." if stopped else "Ingen inbäddad databas är igång.")
