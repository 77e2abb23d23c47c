"""Leaving rows out of a publication: they keep their last published wording, or stay unpublished if they had none."""

from msgspec.structs import replace

from portal.publications import content as c
from portal.publications.rows import ROWS, everything


def leave_out(new, last, ids):
    """Return the programme `new` in which the rows `ids` stand as in `last` (None: nothing was published before).

    The programme's own id leaves its texts out; a plan's id leaves the plan and all its actions out.
    """
    changes = {name: rows(getattr(new, name), getattr(last, name, ()), ids) for name in ROWS}
    before = {plan.id: plan for plan in getattr(last, "plans", ())}
    changes["plans"] = tuple(
        plan if plan.id in ids else within(plan, before.get(plan.id), ids) for plan in changes["plans"]
    )
    if new.id in ids and last is not None:
        return replace(last, as_of=new.as_of, **changes)
    return replace(new, **changes)


def within(plan, before, ids):
    return replace(plan, actions=rows(plan.actions, before.actions if before else (), ids))


def rows(new, last, ids):
    """Return the new rows with the left-out ones as they were, and those left out of being removed at their place."""
    before = {row.id: row for row in last}
    here = {row.id for row in new}
    kept = [before.get(row.id) if row.id in ids else row for row in new]
    returned = [row for row in last if row.id in ids and row.id not in here]
    return tuple(
        sorted([row for row in kept if row is not None] + returned, key=place) if returned else filter(None, kept)
    )


def place(row):
    return getattr(row, "number", None) or getattr(row, "order", 0)


def row_ids(document):
    """Return the ids of a document and of all rows in it."""
    rows = everything(document) if isinstance(document, c.Programme) else []
    return {document.id, *(row.id for row in rows)}


def loose_ends(programme):
    """Yield (row, id) for each reference from a row to another one that is not there."""
    there = {row.id for row in everything(programme)}
    for row in everything(programme):
        for reference in references(row):
            if reference not in there:
                yield row, reference


def references(row):
    """Return the ids of the rows that a row points to."""
    match row:
        case c.Goal() | c.Dialogue():
            return row.areas
        case c.Indicator():
            return (*row.areas, *row.goals)
        case c.Plan():
            return tuple(filter(None, (row.area, row.adopted_by)))
        case c.Action():
            return (*filter(None, (row.area,)), *row.indicators)
        case c.Proposal():
            return (*filter(None, (row.area, row.dialogue)), *row.actions)
    return ()
