"""`manage.py bench publish`: from the publisher's click to the page that readers get.

With more actions, with more earlier versions, with more municipalities: each beside the first line, in the same run. A
version stands already, and what is measured is the next one. Each line is measured in a process of its own, in a
transaction that is taken back; memory is the most that the process held while it published and built.
"""

import json
import os
import re
import tempfile
import time
import traceback
import uuid
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.db import connections, transaction
from django.test import override_settings
from msgspec.structs import replace

from actions.models import Action, ActionPlan, Report
from portal.public import build, sites
from portal.publications import chain, record
from programmes.history import change
from programmes.models import Area, Municipality, Programme

from .publish import propose_programme, propose_site, publish

ACCOUNT = "Arbetet följer planen. " * 8


class Size(NamedTuple):
    actions: int
    versions: int
    municipalities: int


SIZES = (Size(60, 1, 1), Size(600, 1, 1), Size(6000, 1, 1), Size(60, 200, 1), Size(60, 1, 290))


class Measured(NamedTuple):
    content: float  # seconds
    append: float
    build: float
    pages: int
    memory: int  # MB

    @property
    def seconds(self):
        return self.content + self.append + self.build


def measure():
    """Yield the lines of a table."""
    yield "actions  versions  municipalities   content   append   build, switch   in all  × first   pages  × first   MB"
    first = None
    for size in SIZES:
        measured = in_a_process(size)
        first = first or measured
        yield (
            "{:>7}  {:>8}  {:>14}   {:>5.2f} s  {:>5.2f} s   {:>11.2f} s  {:>5.2f} s  {:>7.1f}   {:>5}  {:>7.1f}  {:>3}"
        ).format(
            *size,
            *measured[:3],
            measured.seconds,
            measured.seconds / first.seconds,
            measured.pages,
            measured.pages / first.pages,
            measured.memory,
        )


def in_a_process(size):
    """Measure in a child, so that its memory is its own."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writing, json.dumps(taken_back(size)).encode())
            status = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, "rb") as file:
        said = file.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"{size} could not be measured.")
    return Measured(*json.loads(said))


def taken_back(size):
    """Measure in a transaction that is taken back."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        places = {name: Path(folder) / name.lower() for name in ("SITES", "DOCUMENTS", "UPLOADS")}
        with override_settings(**places):
            measured = line(size)
        transaction.set_rollback(True)
    return measured


def line(size):
    """Let all stand that comes before, then measure one publication."""
    programme = made_up(size.actions)
    municipality = programme.municipality
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="bench")
    document = propose_programme(programme).document
    for number in range(size.versions):
        put(municipality, "programme", programme.uuid, version(document, number))
    for number in range(1, size.municipalities):
        stand(Municipality(name="Grannstad", slug=f"bench-granne-{number}", code="0000"), document)
    build.build(municipality.uuid)
    build.build_shared()
    return timed(municipality, programme)


def timed(municipality, programme):
    forget_peak()
    started = time.perf_counter()
    proposal = propose_programme(programme)
    content = time.perf_counter()
    publish(propose_programme, programme, seen=proposal.seen, by="bench", note="Ändrat.")
    appended = time.perf_counter()
    build.build(municipality.uuid)
    build.build_shared()
    visible = time.perf_counter()
    standing = sites.current(Path(settings.SITES), municipality.slug)
    pages = len(sites.read_manifest(standing.folder)["addresses"])
    return Measured(content - started, appended - content, visible - appended, pages, peak())


def put(municipality, kind, subject, document):
    """Append a content as it is."""
    about = {"municipality": municipality.uuid, "slug": municipality.slug, "published_by": "bench"}
    record.append(chain.freeze(document), kind=kind, subject=subject, change="update", **about)


def version(document, number):
    """Return the content with one action that has come further."""
    plan = document.plans[0]
    first = replace(plan.actions[0], account=f"Läge {number}")
    return replace(document, plans=(replace(plan, actions=(first, *plan.actions[1:])),))


def stand(municipality, document):
    """Let another municipality have a publication, and a site with nothing but its line on the start page."""
    put(municipality, "programme", uuid.uuid4(), document)
    summary = {"slug": municipality.slug, "name": municipality.name, "short_name": municipality.name, "notice": ""}
    summary |= {"region": "", "regions": [], "programmes": [], "entries": []}
    address = f"/{municipality.slug}/{build.SUMMARY}"
    page = sites.Page(address, msgspec.json.encode(summary), "application/json")
    root = Path(settings.SITES)
    sites.switch(root, municipality.slug, sites.write_site(root, municipality.slug, [page], stamp={}))


def forget_peak():
    """Count the peak of memory from now on, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak():
    """Return the most memory that was held, in MB; 0 where the system keeps no /proc."""
    with suppress(OSError):
        return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024
    return 0


def made_up(size, code="0000"):
    """Return a programme with six areas and `size` reported actions, of a municipality with a code of its own."""
    token = uuid.uuid4().hex[:8]
    with change("Bench", municipality=None):
        place = Municipality(name="Bänkstad", official_name="Bänkstads kommun", slug=f"bench-{token}", code=code)
        place.save()
        programme = Programme(
            municipality=place, slug="program", title="Program", period_from=2021, period_through=2035
        )
        programme.save()
        areas = [
            Area(municipality=place, programme=programme, order=n, slug=f"omrade-{n}", name=f"Område {n}")
            for n in range(1, 7)
        ]
        for area in areas:
            area.save()
        plan = ActionPlan(municipality=place, programme=programme, slug="2026", title="Plan 2026", state="adopted")
        plan.save()
        actions = [
            Action(
                municipality=place,
                plan=plan,
                number=number,
                area=areas[number % 6],
                title=f"Åtgärd nummer {number} för företagens tillstånd",
                end=date(2026, 12, 31),
                status="ongoing",
            )
            for number in range(1, size + 1)
        ]
        Action.objects.bulk_create(actions)
        about = {"municipality": place, "period": "2026", "status": "ongoing", "ready": True}
        Report.objects.bulk_create(Report(action=action, account=ACCOUNT, **about) for action in actions)
    return programme
