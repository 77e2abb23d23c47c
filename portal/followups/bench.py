"""`manage.py bench report`: a report as PDF beside the same HTML printed by Chromium, and as a workbook.

Each printing is measured in a process of its own: the processor's seconds of all that it starts, and the memory of the
largest of them. Cold is the first report of a process that has just begun, as every report meets it, start included.
Warm is the next one: of the press in the same process, of Chromium with the profile that it has made. The time on the
clock depends on what else the machine does and is left out.
"""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace
from pypdf import PdfReader

from portal.public.paper import report
from portal.public.paper.pdf import MEMORY, PRESS, SECONDS, order_of, run_press
from portal.public.paper.press import FONT_FACES, FONTS
from portal.public.paper.sheets import report_workbook
from portal.publications import content as c
from portal.publishing import contents as published
from portal.publishing.bench import made_up
from programmes.history import change

from . import contents
from .models import FollowUp

SIZES = ((60, 12), (600, 30), (2000, 30))  # actions, charts
WORKBOOKS = (60, 5000)  # actions
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HASH = "0" * 64
REAPER = 36  # PR_SET_CHILD_SUBREAPER: what a browser leaves behind is waited for here
WARM = """
import gc, json, runpy, sys, time
press, order = runpy.run_path(sys.argv[1])["press"], json.load(sys.stdin)
gc.disable()
press(order)
begun = time.process_time()
press(order)
print(time.process_time() - begun)
"""
HEAD = "actions  charts  printed by   pages     MB   cold: s  memory MB   warm: s   × first   × Chromium, cold and warm"


class Cost(NamedTuple):
    seconds: float  # of the processor
    memory: int  # MB, of the largest process


class Printing(NamedTuple):
    by: str
    pages: int
    size: int  # bytes
    cold: Cost
    warm: float  # seconds


def measure():
    """Yield the lines of two tables."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        yield f"No Chromium is found here to compare with ({', '.join(BROWSERS)})."
    yield HEAD
    first = {}
    for actions, charts in SIZES:
        printings = printed(*made(actions, charts), browser)
        for one in printings:
            first.setdefault(one.by, one)
            yield line(actions, charts, one, first[one.by], printings[-1] if browser else None)
    yield ""
    yield "workbook of   queries   content: s   workbook: s     kB"
    yield from map(workbook_line, WORKBOOKS)


def line(actions, charts, one, first, known):
    said = (
        f"{actions:7}{charts:8}  {one.by:10}{one.pages:8}{one.size / 1e6:7.2f}{one.cold.seconds:10.2f}"
        f"{one.cold.memory:11}{one.warm:10.2f}{one.cold.seconds / first.cold.seconds:10.1f}"
    )
    if known is None or known is one:
        return said
    return f"{said}{one.cold.seconds / known.cold.seconds:13.2f}{one.warm / known.warm:10.2f}"


def printed(content, site, browser):
    """Return how a report is printed by the press, and by the browser where there is one."""
    workbook = report_workbook(content, site, HASH)
    inside = report.attachments(content, workbook)
    html, css = report.report_html(content, site, HASH, inside), report.style_sheet(site.accent)
    order = order_of(html, css, inside, {}, archive=True)
    cold, pdf = in_a_child(cost_of, partial(by_press, order))
    seconds = float(subprocess.run([sys.executable, "-P", "-c", WARM, PRESS], input=order, capture_output=True).stdout)  # noqa: S603, PLW1510
    found = [Printing("the press", pages(pdf), len(pdf), cold, seconds)]
    if browser:
        with tempfile.TemporaryDirectory() as folder:
            write = partial(by_browser, browser, html, css, Path(folder))
            (cold, pdf), (warm, _) = in_a_child(cost_of, write), in_a_child(cost_of, write)
        found.append(Printing("Chromium", pages(pdf), len(pdf), cold, warm.seconds))
    return found


def pages(pdf):
    return len(PdfReader(BytesIO(pdf)).pages)


def by_press(order):
    done = run_press(order, SECONDS, MEMORY, lambda *stage: None)
    length, _, body = done.out.partition(b"\n")
    return body[: int(length)]


def by_browser(browser, html, css, folder):
    """Return the PDF that a browser prints of the same page, style sheet and fonts."""
    fonts = FONT_FACES.replace("portal:", f"{FONTS.as_uri()}/")
    (folder / "report.html").write_text(html.replace("</head>", f"<style>{fonts}{css}</style></head>"))
    command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
    command += ["--no-sandbox"] if os.geteuid() == 0 else []
    place = folder / "report.pdf"
    subprocess.run(  # noqa: S603
        [*command, f"--print-to-pdf={place}", (folder / "report.html").as_uri()], capture_output=True, check=True
    )
    return place.read_bytes()


def cost_of(call):
    """Return what the processes cost that a call starts, and what the call returns."""
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(REAPER, 1, 0, 0, 0)
    answer = call()
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024), answer


def in_a_child(call, *arguments):
    connections.close_all()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(call, *arguments).result()


def workbook_line(actions):
    with transaction.atomic():
        follow_up = written(made_up(actions))
        with CaptureQueriesContext(connection) as queries:
            begun = time.process_time()
            content = contents.follow_up(follow_up)
            read = time.process_time()
            body = report_workbook(content, published.site(follow_up.municipality, follow_up.as_of), HASH)
            made = time.process_time()
        transaction.set_rollback(True)
    return f"{actions:11}{len(queries):10}{read - begun:13.2f}{made - read:14.2f}{len(body) // 1000:7}"


def made(actions, charts):
    """Return the content of a report of that size, and the municipality's facts; nothing of it is kept."""
    with transaction.atomic():
        follow_up = written(made_up(actions))
        content = contents.follow_up(follow_up)
        site = published.site(follow_up.municipality, follow_up.as_of)
        transaction.set_rollback(True)
    areas = [area.id for area in content.programme.areas]
    indicators = tuple(indicator(number, areas[number % len(areas)]) for number in range(charts))
    return replace(content, programme=replace(content.programme, indicators=indicators)), site


def written(programme, year=2026):
    """Return a follow-up of the programme with its verdict."""
    row = FollowUp(
        municipality=programme.municipality,
        programme=programme,
        year=year,
        refers_to_year=year,
        as_of=date(year, 12, 31),
        title=f"Uppföljning {year}",
        verdict="partly",
    )
    with change("Bench", municipality=programme.municipality):
        row.save()
    return row


def indicator(number, area):
    """Return an indicator with fifteen years of figures and a target."""
    texts = dict.fromkeys(("theme", "source_id", "responsible_role", "motivation", "source"), "")
    return c.Indicator(
        id=uuid4(),
        slug=f"indikator-{number}",
        name=f"Nöjdhet med kommunens service, del {number}",
        unit="index",
        decimals=0,
        direction="up",
        tolerance=Decimal(0),
        source_kind="manual",
        publisher="SKR",
        definitions=(
            c.Definition(version=1, text="Vad företagen svarar.", source_id="", from_year=None, is_break=False),
        ),
        observations=tuple(observation(year, 40 + (year * 7 + number) % 20) for year in range(2012, 2027)),
        target=c.Target(
            kind="level", value=Decimal(80), year=2030, operator="ge", base_year=2012, base_value=Decimal(40), source=""
        ),
        assessment="partly",
        areas=(area,),
        example=False,
        **texts,
    )


def observation(year, value):
    return c.Observation(
        definition=1,
        year=year,
        sex="T",
        value=Decimal(value),
        preliminary=False,
        year_certain=True,
        retrieved=None,
        example=False,
        **dict.fromkeys(("period", "missing", "note", "source"), ""),
    )
