"""How much a built page saves: the same bytes from nginx, from the portal's own server, and rendered each time.

All in one run and in turns, so that what else the machine does falls on all alike. Figures of two runs or of two
machines say little; the ratios do.
"""

import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import CommandError

from portal.public.bench.load import answers, fetch, processor_seconds, request_for
from portal.public.bench.loopback import (
    free_port,
    gunicorn,
    nginx_configuration,
    nginx_program,
    plain_nginx_configuration,
    running,
)
from portal.public.pages.edition import Edition
from portal.public.pages.programme import programme_pages
from portal.public.sites import switch, write_site
from portal.publications import record
from portal.publications.models import Publication

PLAIN = "nginx, plain file of the same bytes"
ROUNDS, SECONDS = 5, 1
GUNICORN = ("--workers", "2", "--threads", "4", "--keep-alive", "30")


class Subject(NamedTuple):
    """One way of getting the page: where to ask, and which process works for it."""

    name: str
    port: int
    request: bytes
    pid: int


class Figure(NamedTuple):
    name: str
    rate: float  # answers a second
    cost: float | None  # microseconds of processor time for one


def public():
    """Yield the lines of the report."""
    municipality = Publication.objects.filter(kind="programme").values_list("municipality", flat=True).first()
    if municipality is None:
        raise CommandError("No programme has been published here. To try: python3 manage.py demo")
    page = programme_page(municipality)
    with TemporaryDirectory() as folder, ExitStack() as servers:
        root, name = Path(folder) / "sites", page.address.split("/")[1]
        switch(root, name, write_site(root, name, [page], stamp={}))
        subjects = started(servers, Path(folder), root, page, municipality)
        figures = measured(subjects)
    yield f"{page.address}, {len(page.body)} bytes, {ROUNDS} rounds of {SECONDS} s each, in turns"
    yield from table(figures)


def programme_page(municipality):
    """Read the record and render a programme's page: all that a request would cost if there were no files."""
    edition = Edition(record.read(municipality), "bench", date(2026, 1, 1), {})
    published, book = edition.programmes[0]
    return next(iter(programme_pages(edition, published, book)))


def started(servers, folder, root, page, municipality):
    """Start both servers and return what is to be measured; every way must give the page's very bytes."""
    own, port = free_port(), free_port()
    environ = {**os.environ, "BENCH_SITES": str(root), "BENCH_MUNICIPALITY": str(municipality)}
    command = gunicorn("portal.public.bench.measured_wsgi", own, *GUNICORN)
    portal = servers.enter_context(running(command, own, environ)).pid
    host = settings.ALLOWED_HOSTS[0]
    subjects = [
        Subject("own server, file", own, request_for(host, page.address), portal),
        Subject("empty Django view", own, request_for(host, "/bench/empty/"), portal),
        Subject("page rendered for each request", own, request_for(host, "/bench/rendered/"), portal),
    ]
    if program := nginx_program():
        file = nginx_configuration(folder, root, port, own)
        nginx = servers.enter_context(running([program, "-c", file], port)).pid
        subjects.insert(0, Subject("nginx, file", port, request_for(host, page.address), nginx))
        subjects.insert(1, plain_file(servers, folder / "plain", program, page))
    for subject in subjects:
        body = fetch(subject.port, subject.request)[1]
        if subject.name != "empty Django view" and body != page.body:
            raise CommandError(f"{subject.name}: not the bytes of the built page")
    return subjects


def plain_file(servers, folder, program, page):
    """Let another nginx serve the same bytes as a plain file, without anything of ours."""
    (folder / "files").mkdir(parents=True)
    (folder / "files/page.html").write_bytes(page.body)
    port = free_port()
    running_one = running([program, "-c", plain_nginx_configuration(folder, port)], port)
    return Subject(PLAIN, port, request_for("localhost", "/page.html"), servers.enter_context(running_one).pid)


def measured(subjects):
    counted, spent = dict.fromkeys(subjects, 0), dict.fromkeys(subjects, 0)
    for _ in range(ROUNDS):
        for subject in subjects:
            length = fetch(subject.port, subject.request)[0]
            before = processor_seconds(subject.pid)
            counted[subject] += answers(subject.port, subject.request, length, SECONDS)
            if before is not None:
                spent[subject] += processor_seconds(subject.pid) - before
    return [
        Figure(s.name, counted[s] / (ROUNDS * SECONDS), spent[s] / counted[s] * 1e6 if spent[s] else None)
        for s in subjects
    ]


def table(figures):
    """Yield the figures and how many times as much as the empty view each is."""
    base = next(figure for figure in figures if figure.name == "empty Django view")
    yield f"{'':36}{'requests/s':>12}{'µs CPU each':>13}{'× empty view':>14}{'by CPU':>9}"
    for name, rate, cost in figures:
        times = f"{base.cost / cost:.2f}" if cost and base.cost else "–"
        yield f"{name:36}{rate:12.0f}{f'{cost:.0f}' if cost else '–':>13}{rate / base.rate:14.2f}{times:>9}"
    by_name = {figure.name: figure for figure in figures}
    if PLAIN in by_name:
        ours, plain = by_name["nginx, file"], by_name[PLAIN]
        cost = f", by CPU {plain.cost / ours.cost:.2f}" if ours.cost and plain.cost else ""
        yield f"nginx, our page beside a plain file: {ours.rate / plain.rate:.2f}{cost} (aim 0.95)"
        yield "nginx is faster than the one process that asks: its share is told by CPU."
    else:
        yield "nginx is not installed here."
