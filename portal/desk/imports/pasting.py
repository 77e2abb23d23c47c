"""A block that was pasted onto the plan's table: its rows are the plan's rows from there on, its columns likewise."""

from django.utils import timezone
from msgspec import structs

from actions.periods import present
from actions.sheets.columns import headings_of, known
from actions.sheets.table import Unreadable

COLUMNS = ("number", "title", "responsible", "status", "end", "account")  # of the plan's table
MOST = 1_000_000


def onto_plan(job, table, numbers, column):
    """Return how the block is to be read; its first row may be headings that were copied along."""
    first = COLUMNS.index(column) if column in COLUMNS else 0
    columns = list(COLUMNS[first : first + table.width])
    if len(columns) < table.width:
        raise Unreadable("wide", columns=table.width, most=len(COLUMNS) - first)
    beginning = headings_of(table.lines[0])
    has_headings = len(table.lines) > 1 and known(beginning) == len(beginning) > 1
    told = [int(number) for number in numbers.split(",") if number.isdecimal() and int(number) < MOST]
    begins = 2 if has_headings else 1
    return structs.replace(
        job.read_wishes(),
        headings=0 if has_headings else None,
        columns=columns,
        numbers={str(row): number for row, number in enumerate(told, begins)},
        clears=True,
        period=present(job.plan.start, job.plan.end, timezone.localdate()),
    )
