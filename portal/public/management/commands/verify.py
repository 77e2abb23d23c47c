from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.public import build, sites, verify


class Command(BaseCommand):
    help = (
        "Checks all that has been published, of every municipality or of those named: the chain, contents and their"
        " parts, stored documents and files, and the site that stands, file by file and against what the record makes."
        " Names the first fault of each and ends with 1 where there is one. Nothing is changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("municipality", nargs="*", help="the word in its addresses, such as alingsas")

    def handle(self, *, municipality, **options):
        heads = [head for head in build.heads() if not municipality or head.slug in municipality]
        if unknown := sorted(set(municipality) - {head.slug for head in heads}):
            raise CommandError(f"Nothing has been published of {', '.join(unknown)}.")
        whole = [self.is_whole(head.slug, verify.municipality, head) for head in heads]
        if not municipality and sites.current(Path(settings.SITES), sites.SHARED):
            whole.append(self.is_whole(sites.SHARED, verify.shared, Path(settings.SITES)))
        if not all(whole):
            raise CommandError(f"{whole.count(False)} of {len(whole)} are not whole.")

    def is_whole(self, name, check, subject):
        """Say what was found; return whether nothing is wrong."""
        try:
            remark = check(subject)
        except verify.Fault as fault:
            self.stderr.write(str(fault))
            return False
        self.stdout.write(f"{name}: whole{f'; {remark}' if remark else ''}")
        return True
