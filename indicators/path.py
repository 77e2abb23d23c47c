"""The way to a target as it was decided, year by year: "2027: 45" a line, where it does not simply go straight."""

import re

from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.fields import read_number
from programmes.formats import number

LINE = re.compile(r"\s*([0-9]{4})\s*[:;=\s]\s*(.+)")


def read_path(text):
    """Return ((year, value), …) of such lines, the first year first; raise ValueError for anything else."""
    steps = [_read_line(line) for line in text.splitlines() if line.strip()]
    if len(dict(steps)) != len(steps):
        raise ValueError("A year stands twice.")
    return tuple(sorted(steps))


def write_path(steps):
    """Return the lines that `read_path` reads."""
    return "\n".join(f"{year}: {number(value)}" for year, value in steps)


def _read_line(line):
    match = LINE.fullmatch(line)
    if match is None or not MIN_YEAR <= int(match[1]) <= MAX_YEAR:
        raise ValueError(f"{line!r} is no year with a value.")
    return int(match[1]), read_number(match[2])
