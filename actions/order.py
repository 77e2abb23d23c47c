"""The order in which the actions of an area stand; it is not their number. Moving one saves that one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.checking import check
from programmes.history import change, dead_ends
from programmes.ordering import put

UP, DOWN = "up", "down"


def place(action):
    """Return where an action stands, as a page carries it along to tell whether it has been moved meanwhile."""
    return f"{action.area_id or ''}:{float(action.order)}"


class Move:
    """An action goes to a place in its area or another: before or after one of the actions there, or last."""

    def __init__(self, action, area, *, before=None, after=None):
        self.action, self.area, self.before, self.after = action, area, before, after

    def apply(self, user, seen):
        """Do it in one change and return that; ValidationError where others have come in between."""
        plan = self.action.plan
        with change(_("Moved “%(row)s”") % {"row": self.action}, municipality=plan.municipality, user=user) as deed:
            row = deed.lock(self.action)
            row.plan, before = deed.lock(plan), deed.lock(row)
            if row.dropped or place(row) != seen:
                raise ValidationError(_("Somebody else has moved “%(row)s” meanwhile."), params={"row": row})
            others = [one for one in in_area(plan, self.area).select_for_update() if one != row]
            row.area = self.area
            if dead_ends(row, ["area"]):
                raise ValidationError(_("Somebody else has removed “%(row)s” meanwhile."), params={"row": self.area})
            row.check_change(before, deed)
            check(row, before)
            position = self._position(others)
            if row.area_id != before.area_id or position != sum(_stands(one) < _stands(row) for one in others):
                put(row, others, position)
        return deed

    def _position(self, others):
        keys = [one.pk for one in others]
        if self.before is None and self.after is None:
            return len(keys)
        neighbour = self.after if self.before is None else self.before
        if neighbour not in keys:
            raise ValidationError(_("Somebody else has changed the order meanwhile."))
        return keys.index(neighbour) + (self.before is None)


def _stands(action):
    return action.order, action.number


def in_area(plan, area):
    """Return the actions that stand together: those of an area, or those without one."""
    return plan.actions.kept().filter(area=area)


def step(action, direction):
    """Return the move one place up or down, or None where there is nowhere to go."""
    keys = list(in_area(action.plan, action.area).values_list("pk", flat=True))
    there = keys.index(action.pk) + {UP: -1, DOWN: 1}[direction]
    if not 0 <= there < len(keys):
        return None
    return Move(action, action.area, **{"before" if direction == UP else "after": keys[there]})
