from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

BENCHES = {
    "public": "portal.public.bench.public.public",
    "page": "portal.public.bench.page.page",
    "publish": "portal.publishing.bench.measure",
    "charts": "portal.publishing.bench_charts.measure",
    "desk": "portal.desk.bench.measure",
    "report": "portal.followups.bench.measure",
    "reports": "portal.desk.bench_reports.measure",
    "region": "portal.public.bench.region.region",
}


class Command(BaseCommand):
    help = (
        "Measure on this machine. public: requests a second of a published programme's page as a file by nginx and by"
        " the portal itself, of an empty view, and of the same page rendered for each request."
        " publish: seconds and memory from the publisher's click to the page that readers get, with more actions, more"
        " earlier versions and more municipalities. page: what a browser fetches for the first view of a programme."
        " charts: bytes of a chart, and the seconds of a publication with 30 indicators of 20 years."
        " desk: opening a plan's table and saving a cell of it, with 60 and with 1,000 actions, beside an empty view."
        " report: processor seconds and memory of a report as PDF beside the same HTML printed by Chromium, and of its"
        " workbook. reports: twenty reports asked for at once, and the desk's slowest page meanwhile."
        " region: a region's page made from 13 and from 290 municipalities' summaries."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=BENCHES)

    def handle(self, *, what, **options):
        for line in import_string(BENCHES[what])():
            self.stdout.write(line)
