"""A fetch measured: `python -m tests.fetch_bench`.

Thirty key figures for thirteen municipalities and fifteen years, from the small server that speaks Kolada's protocol:
first as Kolada answers, then in small pages, and last with one answer in a hundred at fault: busy (429), broken (500)
or cut off in the middle. Told are how many questions it took, whether every value came, how many were asked within a
second at most, and how long it takes an official to take over all values of one indicator, in one change. Each works
in a database of its own, which goes in the end.
"""

import os
import time
from itertools import cycle

YEARS, FIGURES = 15, 30
RUNS = ((5000, 0), (50, 0), (50, 100))  # rows in a page; one answer in so many is at fault, 0: none
HEAD = "rows a page   faults   questions   most in a second   values   complete   seconds   s to take one over"


class Faults:
    """Stands where the server has its list of faults: one question in `every` gets one, and each is timed."""

    def __init__(self, every):
        from tests import source_server as faults

        self.every, self.met, self.times = every, 0, []
        self.kinds = cycle([faults.busy, faults.broken, faults.half])

    def popleft(self):
        self.times.append(time.monotonic())
        if not self.every or len(self.times) % self.every:
            return None
        self.met += 1
        return next(self.kinds)

    def most(self, seconds=1.0):
        """Return how many questions were asked within so many seconds, at most."""
        return max(sum(start <= one < start + seconds for one in self.times) for start in self.times)


def measure(runs=RUNS, figures=FIGURES, years=YEARS):
    """Yield the lines of a table."""
    from portal.desk.bench import scratch_database

    yield HEAD
    for size, every in runs:
        with scratch_database():
            yield line(size, every, figures, years)


def line(size, every, figures, years):
    """Fetch once, take one indicator's values over, and tell what it took; in a database that nobody needs."""
    from unittest.mock import patch

    from django.test import override_settings

    from indicators import fetching, taking
    from tests.kolada_server import kolada_server

    within = patch.object(fetching, "YEARS", years)  # tests that follow in this process ask for all years again
    with within, kolada_server() as server, override_settings(KOLADA=server.address):
        server.pages, server.faults, server.sexes = size, Faults(every), "T"
        place = region(server, figures)
        began = time.monotonic()
        fetching.run.func(fetching.begin(place).pk)
        fetched = time.monotonic() - began
        found, wanted = taking.waiting(place).count(), figures * 13 * years
        began = time.monotonic()
        taking.take(taking.waiting(place).filter(indicator=place.indicators.first()), None, place)
        taken = time.monotonic() - began
    complete = "yes" if found == wanted else f"of {wanted}"
    faults = server.faults
    return (
        f"{size:11}{faults.met:9}{len(faults.times):12}{faults.most():19}{found:9}{complete:>11}"
        f"{fetched:10.1f}{taken:21.1f}"
    )


def region(server, figures):
    """Make a municipality that compares so many key figures with the twelve others of its region."""
    from tests import make
    from tests.kolada_server import MEMBERS, PLACES

    here, *others = MEMBERS["G96190"]
    place = make.municipality(code=here)
    for key in sorted(server.catalogue)[:figures]:
        name = server.catalogue[key]["title"]
        indicator = make.indicator(place, name=name[:200], source_kind="kolada", source_id=key)
        for code in others:
            make.comparison(indicator, name=PLACES[code], code=code)
    return place


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ.setdefault("PORTAL_MODE", "test")
    import django

    django.setup()
    for said in measure():
        print(said, flush=True)
