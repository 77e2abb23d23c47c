"""Load regions, municipalities and their programmes from files."""

from django.core.management.base import BaseCommand, CommandError

from portal.loading.faults import Faulty
from portal.loading.load import load


class Command(BaseCommand):
    help = (
        "Loads programmes from YAML files; docs/loading.md tells the format. Where a file has faults, all of them are"
        " told with their lines and nothing is loaded. Loading the same files again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--correction", default="", metavar="REASON", help="alter adopted wording as an editorial correction"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="let the files win over what people have changed since"
        )

    def handle(self, *, files, correction, overwrite, verbosity, **options):
        try:
            outcome = load(files, correction=correction, overwrite=overwrite)
        except Faulty as faulty:
            raise CommandError(str(faulty)) from faulty
        if verbosity:
            self.stdout.write(str(outcome))
