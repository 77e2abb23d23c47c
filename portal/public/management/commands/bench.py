from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

BENCHES = {"public": "portal.public.bench.public"}


class Command(BaseCommand):
    help = (
        "Measure on this machine what is published in this installation. "
        "public: requests a second of a programme's page as a file by nginx and by the portal itself, of an empty view,"
        " and of the same page rendered for each request."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=BENCHES)

    def handle(self, *, what, **options):
        for line in import_string(BENCHES[what])():
            self.stdout.write(line)
