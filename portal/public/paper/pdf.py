"""HTML to PDF: archivable (PDF/A-3a), accessible (PDF/UA-1), the same bytes for the same input, closed to the outside.

The printing itself happens in a process of its own, `press`, with limits of memory and time.
"""

import base64
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from programmes.formats import number

PRESS = Path(__file__).with_name("press.py")
SECONDS, MEMORY = 120, 1_500_000_000
ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class RenderingFailed(Exception):
    """The document could not be printed; the text says why, for the one who ordered it."""


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


def render_pdf(html, css="", *, attachments=(), pictures=None, seconds=SECONDS, memory=MEMORY):
    """Return the document as PDF; language, title and dates are those that its HTML states.

    `pictures` are the only files that the HTML may name: `portal:<name>` → bytes. Whatever else it names is refused,
    and the whole document with it.
    """
    order = {
        "html": html,
        "css": css,
        "pictures": {name: encoded(data) for name, data in (pictures or {}).items()},
        "attachments": [
            {"name": a.name, "description": a.description, "data": encoded(a.data), "made": a.made.isoformat()}
            for a in attachments
        ],
    }
    try:
        done = run_press(str(memory), str(seconds), order=json.dumps(order).encode(), seconds=seconds)
    except subprocess.TimeoutExpired:
        raise RenderingTooLarge(too_slow(seconds)) from None
    if done.returncode != 0:
        raise failure(done, seconds, memory)
    return done.stdout


def encoded(data):
    return base64.b64encode(data).decode()


def run_press(*arguments, order=b"", seconds=None):
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return subprocess.run(  # noqa: S603 our own program; texts travel on standard input only
        [sys.executable, "-P", "-X", "utf8", PRESS, *arguments],
        input=order,
        capture_output=True,
        timeout=seconds,
        env=environment | {"LC_ALL": "C.UTF-8"},
        check=False,
    )


def failure(done, seconds, memory):
    """Return the exception that tells how the press ended; a negative status is the signal that ended it."""
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode == -signal.SIGXCPU:
        return RenderingTooLarge(too_slow(seconds))
    if done.returncode == 3 or done.returncode < 0:
        return RenderingTooLarge(f"Dokumentet krävde mer minne än {number(memory // 1_000_000)} MB och avbröts.")
    last = said.splitlines()[-1] if said else ""
    if done.returncode == 4:
        return RenderingFailed(f"Dokumentet hänvisar till {last}, som inte får läsas.")
    return RenderingFailed(missing_library() or f"Dokumentet kunde inte framställas: {last}")


def too_slow(seconds):
    return f"Dokumentet tog mer än {number(seconds)} sekunder att framställa och avbröts."


def pdf_available():
    return not missing_library()


@cache
def missing_library():
    """Return a sentence about what this machine lacks for PDFs, or nothing."""
    tried = subprocess.run([sys.executable, "-P", "-c", "import weasyprint"], capture_output=True, check=False)  # noqa: S603
    if tried.returncode == 0:
        return ""
    return f"PDF kan inte framställas här: systembiblioteket Pango saknas (apt-get install {LIBRARIES})."
