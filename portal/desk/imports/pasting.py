"""A block that was pasted onto the plan's table: its rows are the plan's rows from there on, its columns likewise."""

from django.utils import timezone
from msgspec import structs

from actions.periods import present
from actions.sheets.columns import headings_of, known
from actions.sheets.table import Unreadable

COLUMNS = {  # of the plan's table, by the names of its cells
    "nr": "number",
    "titel": "title",
    "ansvarig": "responsible",
    "status": "status",
    "datum": "dates",
    "lage": "account",
}


def onto_plan(job, table, rows, column):
    """Return how the block is to be read; its first row may be headings that were copied along."""
    wishes, names = job.read_wishes(), list(COLUMNS)
    there = list(COLUMNS.values())[names.index(column) if column in names else 0 :]
    if len(there) < table.width:
        raise Unreadable("wide", columns=table.width, most=len(there))
    columns = there[: table.width]
    if not {*columns} <= {*wishes.codes}:
        raise Unreadable("not_yours")
    beginning = headings_of(table.lines[0])
    has_headings = len(table.lines) > 1 and known(beginning) == len(beginning) > 1
    return structs.replace(
        wishes,
        headings=0 if has_headings else None,
        columns=columns,
        numbers=numbers(job.plan, rows, begins=2 if has_headings else 1),
        clears=True,
        period=present(job.plan.start, job.plan.end, timezone.localdate()),
    )


def numbers(plan, rows, begins):
    """Return {row of the block: number of the action} for the keys of the plan's actions from the place on."""
    known = {str(pk): number for pk, number in plan.actions.values_list("pk", "number")}
    placed = [known.get(key) for key in rows.split(",")]
    return {str(row): number for row, number in enumerate(placed, begins) if number}
