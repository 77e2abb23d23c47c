"""Reading a file in a process of its own, which may be killed without harm."""

import logging
import subprocess
import sys
from pathlib import Path

import msgspec

from . import limits
from .table import Table, Unreadable

logger = logging.getLogger(__name__)

PROGRAM = ["-m", "actions.sheets.child"]
HOUSE = Path(__file__).resolve().parents[2]
SURROUNDINGS = {"PYTHONDONTWRITEBYTECODE": "1"}  # and nothing else: no address of the database, no key


class Answer(msgspec.Struct):
    table: Table | None = None
    fault: str = ""
    facts: dict[str, int | str] = {}


def read(data, sheet=None):
    """Return the table in the bytes of a file; raises Unreadable for everything that is none."""
    if len(data) > limits.UPLOAD:
        raise Unreadable("upload", most=limits.UPLOAD // limits.MEGABYTE)
    told = run([] if sheet is None else [str(sheet)], bytes(data))
    answer = msgspec.json.decode(told, type=Answer)
    if answer.table is None:
        raise Unreadable(answer.fault, **answer.facts)
    return answer.table


def run(arguments, data):
    command = [sys.executable, *PROGRAM, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and a number
            command, input=data, capture_output=True, cwd=HOUSE, env=SURROUNDINGS, timeout=limits.PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise Unreadable("slow") from fault
    if done.stderr:
        logger.warning("A file could not be read: %s", done.stderr.decode(errors="replace")[-2000:])
    if done.returncode:
        raise Unreadable("slow" if done.returncode < 0 else "heavy")
    return done.stdout
