"""The order of rows that officials put in order themselves.

Goals and areas are counted from 1, and readers see the count. Actions stand at places with room between them, so that
moving one saves one.
"""

from math import floor


def move(row, siblings, direction):
    """Put a row one place up (-1) or down (1) among its siblings and number them from 1; inside a change."""
    rows = list(siblings.select_for_update())
    here = rows.index(row)
    there = here + direction
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        number(rows)


def put_beside(row, siblings, *, before=None, after=None):
    """Put a row before or after a sibling, given by its key, and number them from 1; inside a change.

    Returns the place; None where the neighbour is no longer there.
    """
    others = [one for one in siblings.select_for_update() if one != row]
    keys = [one.pk for one in others]
    neighbour = after if before is None else before
    if neighbour not in keys:
        return None
    at = keys.index(neighbour) + (before is None)
    number([*others[:at], row, *others[at:]])
    return at + 1


def number(rows):
    """Number locked rows from 1 as they come, saving those that had another number; inside a change."""
    for place, row in enumerate(rows, start=1):
        if row.order != place:
            row.order = place
            row.save()


def put(row, others, at):
    """Let a row stand at a position among the others, which come in order; inside a change, all of them locked.

    The row is saved, and the others only where there is no room left between two of them.
    """
    above = others[at - 1].order if at else 0
    below = others[at].order if at < len(others) else None
    row.order = between(above, below)
    if row.order is not None:
        row.save()
    else:
        number([*others[:at], row, *others[at:]])


def between(above, below):
    """Return a place above 0 between two others, `below` None being the end; None where there is no room left."""
    if below is None:
        return float(floor(above) + 1)
    middle = (above + below) / 2
    return middle if above < middle < below else None


def next_in_order(rows):
    """Return the order of a row that comes last among its siblings."""
    return (rows.order_by("order").values_list("order", flat=True).last() or 0) + 1
