"""Actions whose status or end is another than before, plan by plan: what a reader asks for first."""

from dataclasses import dataclass

from portal.publications.content import Action

STATUS = ("status", "late")
END = ("end", "end_adopted", "end_reason", "continuous")


@dataclass(frozen=True)
class Move:
    """One action before and now."""

    before: Action
    now: Action

    @property
    def status(self):
        """Whether its status is another."""
        return self.differs(STATUS)

    @property
    def end(self):
        """Whether it is to end on another day."""
        return self.differs(END)

    @property
    def adopted_end(self):
        """Whether the day that was adopted is another."""
        return self.before.end_adopted != self.now.end_adopted

    def differs(self, names):
        return any(getattr(self.before, name) != getattr(self.now, name) for name in names)

    def tells(self, difference):
        """Whether a difference of this action is told by the move."""
        return difference.name in (STATUS * self.status + END * self.end)


def moves(old, new):
    """Return [(plan, [its moves])] of two programmes, in the order of the new one, of those that moved."""
    before = {action.id: action for plan in getattr(old, "plans", ()) for action in plan.actions}
    found = []
    for plan in getattr(new, "plans", ()):
        pairs = [Move(before[action.id], action) for action in plan.actions if action.id in before]
        if moved := [pair for pair in pairs if pair.status or pair.end]:
            found.append((plan, moved))
    return found
