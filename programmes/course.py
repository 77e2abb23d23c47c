"""The course of a case: in which order its steps followed upon each other, where days alone do not tell."""

COURSE = (
    ("commission",),
    ("official_report",),
    ("referral",),
    ("submission",),
    ("preparation", "approval"),
    ("tabling", "referral_back"),
    ("adoption",),
    ("currency_review", "revision", "extension"),
    ("noting", "assignment_fulfilled"),
    ("repeal",),
)
RANK = {kind: place for place, kinds in enumerate(COURSE) for kind in kinds}


def in_order(steps):
    """Return the steps as they followed upon each other.

    Of one day, the course of a case decides, then the order given. What is known to the month or the year alone stands
    at its end, but for the commission, with which all begins. A step without a day stands before what can only have
    come after it, else last.
    """
    ordered = sorted((step for step in steps if step.on), key=_place)
    for step in steps:
        if not step.on:
            later = (n for n, other in enumerate(ordered) if other.on and RANK[other.kind] >= RANK[step.kind])
            ordered.insert(next(later, len(ordered)), step)
    return ordered


def _place(step):
    return (step.on.value if step.kind == "commission" else step.on.last), RANK[step.kind]
