"""The rows of a programme's content: those with an id of their own."""

ROWS = ("goals", "areas", "steps", "groups", "plans", "indicators", "dialogues", "proposals")


def everything(programme):
    """Return all rows of a programme, its plans' actions too."""
    own = [row for name in ROWS for row in getattr(programme, name)]
    return own + [action for plan in programme.plans for action in plan.actions]
