"""The programme as it would read with its revision: the content as it stands, the draft's wording laid over it.

For the preview only. What is published is read from the rows, once the revision has taken effect.
"""

from msgspec.structs import replace

from portal.publications import content as c
from programmes import revising
from programmes.slugs import slug

QUANTITY = ("quantity_kind", "quantity", "unit", "base_year", "base_value", "target_year")


def revised(document, revision):
    """Return the content of kind "programme" with what the revision proposes."""
    reading = revising.read(revision)
    gone = {part.target.uuid: heir_of(part) for part in [*reading.areas, *reading.goals] if is_gone(part)}
    document = replace(document, **worded(reading.texts))
    goals = [*map_of(document.goals, reading.goals), *new(reading.goals, goal, document.goals)]
    areas = [*map_of(document.areas, reading.areas), *new(reading.areas, area, document.areas)]
    return moved(replace(document, goals=tuple(goals), areas=tuple(areas)), gone)


def is_gone(part):
    return part.state == revising.REMOVED


def heir_of(part):
    heir = getattr(part.draft, "heir", None)
    return heir and heir.uuid


def worded(part):
    """Return the fields of a content that the part words anew."""
    return {name: value for name, value in part.values.items() if name not in QUANTITY}


def quantity(part):
    said = part.values
    if said["quantity"] is None:
        return None
    names = [name for name in QUANTITY if not name.startswith("quantity")]
    return c.Quantity(kind=said["quantity_kind"], value=said["quantity"], **{name: said[name] for name in names})


def map_of(rows, parts):
    """Yield the rows that stay, as they would be worded."""
    by_id = {part.target.uuid: part for part in parts if part.target}
    for row in rows:
        part = by_id.get(row.id)
        if part is None or part.state == revising.SAME:
            yield row
        elif part.state == revising.REWORDED:
            numbers = {"quantity": quantity(part)} if isinstance(row, c.Goal) else {}
            yield replace(row, **worded(part), **numbers)


def new(parts, make, siblings):
    """Yield the rows that would be added, after the others."""
    last = max((row.order for row in siblings), default=0)
    for order, part in enumerate((part for part in parts if part.state == revising.NEW), start=last + 1):
        yield make(part, order)


def goal(part, order):
    said = {"areas": (), "source": part.draft.provenance, "example": part.draft.example}
    return c.Goal(id=part.draft.uuid, order=order, quantity=quantity(part), **worded(part), **said)


def area(part, order):
    said = {"regional_area": "", "source": part.draft.provenance, "example": part.draft.example}
    address = slug(part.draft.name) or f"del-{order}"
    return c.Area(id=part.draft.uuid, order=order, slug=address, **worded(part), **said)


def moved(document, gone):
    """Return the content in which what hung on a removed area hangs on its heir, or on none."""

    def one(row):
        return replace(row, area=gone.get(row.area, row.area))

    def several(row):
        return replace(row, areas=tuple(dict.fromkeys(filter(None, (gone.get(id, id) for id in row.areas)))))

    return replace(
        document,
        goals=tuple(map(several, document.goals)),
        plans=tuple(replace(one(plan), actions=tuple(map(one, plan.actions))) for plan in document.plans),
        indicators=tuple(map(several, document.indicators)),
        dialogues=tuple(map(several, document.dialogues)),
        proposals=tuple(map(one, document.proposals)),
    )
