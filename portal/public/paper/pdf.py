"""HTML to PDF: archivable (PDF/A-3a), accessible (PDF/UA-1), the same bytes for the same input, closed to the outside.

The printing itself happens in a process of its own, `press`, with limits of memory and time.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from django.utils.translation import gettext_lazy as _

from programmes.formats import number

PRESS = Path(__file__).with_name("press.py")
SECONDS, MEMORY = 120, 1_500_000_000  # of the processor
PATIENCE = 5  # times as long may it take by the clock, where others are at work as well
ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
STAGE = "stage:"  # what the press begins a line with that says how far it has come
FAULTS = {  # code: the sentence for the one who ordered the document
    "slow": _("The document took more than %(seconds)s seconds to make and was stopped."),
    "memory": _("The document took more than %(megabytes)s MB of memory and was stopped."),
    "refused": _("The document refers to %(said)s, which may not be read."),
    "library": _(
        "PDFs cannot be made here: the system library Pango is missing"
        " (apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
    ),
    "broken": _("The document could not be made: %(said)s"),
}


def ignored(stage, page=""):
    """Let nobody know how far it has come."""


class RenderingFailed(Exception):
    """The document could not be printed: a code of FAULTS and its facts, worded in the language of whoever reads it."""

    def __init__(self, code, **facts):
        super().__init__(code, facts)
        self.code, self.facts = code, facts

    def __str__(self):
        shown = {name: number(fact) if isinstance(fact, int) else fact for name, fact in self.facts.items()}
        return str(FAULTS[self.code]) % shown


class RenderingTooLarge(RenderingFailed):
    """The document took more memory or time than it may."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `name` is ASCII, because PDF readers disagree on anything else."""

    name: str
    description: str
    data: bytes
    made: datetime  # written into the PDF; a clock's time would change its bytes

    def __post_init__(self):
        if not self.name.isascii():
            raise ValueError(f"{self.name!r} is not ASCII.")


@dataclass(frozen=True)
class Printed:
    """A document, and its copy for archives that take no attachments: PDF/A-2a, its files beside it."""

    pdf: bytes
    archive_copy: bytes


def render_pdf(html, css="", **order):
    """Return the document as PDF; language, title and dates are those that its HTML states."""
    return render_both(html, css, archive=False, **order).pdf


def render_both(
    html, css="", *, attachments=(), pictures=None, archive=True, seconds=SECONDS, memory=MEMORY, told=ignored
):
    """Return the document as PDF, with its copy for the archive.

    `pictures` are the only files that the HTML may name: `portal:<name>` → bytes. Whatever else it names is refused,
    and the whole document with it. `told` is told how far the printing has come: the stage, and the page or nothing.
    """
    order = order_of(html, css, attachments, pictures or {}, archive)
    done = run_press(order, seconds, memory, told)
    if done.status != 0:
        raise failure(done, seconds, memory)
    length, _, body = done.out.partition(b"\n")
    return Printed(body[: int(length)], body[int(length) :])


def order_of(html, css, attachments, pictures, archive):
    """Return what the press reads."""
    order = {
        "html": html,
        "css": css,
        "pictures": {name: encoded(data) for name, data in pictures.items()},
        "attachments": [
            {"name": a.name, "description": a.description, "data": encoded(a.data), "made": a.made.isoformat()}
            for a in attachments
        ],
        "archive": archive,
    }
    return json.dumps(order).encode()


def encoded(data):
    return base64.b64encode(data).decode()


@dataclass(frozen=True)
class Done:
    """How the press ended: its status, what it gave out, what it said last, and whether its time was up."""

    status: int
    out: bytes
    said: str
    late: bool


def run_press(order, seconds, memory, told):
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    with TemporaryFile() as given, TemporaryFile() as out:
        given.write(order)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 our own program; texts travel on standard input only
            [sys.executable, "-P", "-X", "utf8", PRESS, str(memory), str(seconds)],
            stdin=given,
            stdout=out,
            stderr=subprocess.PIPE,
            env=environment | {"LC_ALL": "C.UTF-8"},
        ) as press:
            said, late = listen(press, seconds, told)
        out.seek(0)
        return Done(press.returncode, out.read(), said, late)


def listen(press, seconds, told):
    """Pass on the stages until the press ends, or its time is up; return what else it said last, and whether it was."""
    late = threading.Event()
    alarm = threading.Timer(seconds * PATIENCE, lambda: (late.set(), press.kill()))
    alarm.start()
    said = ""
    try:
        for line in press.stderr:
            text = line.decode(errors="replace").strip()
            mark, _, rest = text.partition(" ")
            if mark == STAGE:
                told(*rest.partition(" ")[::2])
            else:
                said = text or said
    finally:
        alarm.cancel()
    return said, late.is_set()


def failure(done, seconds, memory):
    """Return the exception that tells how the press ended; a negative status is the signal that ended it."""
    if done.late or done.status == -signal.SIGXCPU:
        return RenderingTooLarge("slow", seconds=seconds)
    if done.status == 3 or done.status < 0:
        return RenderingTooLarge("memory", megabytes=memory // 1_000_000)
    if done.status == 4:
        return RenderingFailed("refused", said=done.said)
    return RenderingFailed("broken", said=done.said) if pdf_available() else RenderingFailed("library")


def pdf_available():
    return not missing_library()


@cache
def missing_library():
    """Return a sentence about what this machine lacks for PDFs, or nothing."""
    tried = subprocess.run([sys.executable, "-P", "-c", "import weasyprint"], capture_output=True, check=False)  # noqa: S603
    return "" if tried.returncode == 0 else FAULTS["library"]
