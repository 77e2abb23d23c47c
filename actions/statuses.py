"""The status of an action, and the flag "late" beside it: plain functions of dates, without a database."""

NOT_STARTED, ONGOING, COMPLETED, CANCELLED = "not_started", "ongoing", "completed", "cancelled"
OPEN = (NOT_STARTED, ONGOING)
LATE = "late"
MARKS = {  # how each is always shown, on the desk and in public: the code of its colour, and its symbol; in this order
    COMPLETED: ("done", "✓"),
    ONGOING: ("ongoing", "◐"),
    NOT_STARTED: ("todo", "○"),
    LATE: ("late", "!"),
    CANCELLED: ("dropped", "×"),
}


def is_late(status, end, on, override=None):
    """Return whether an action is late on a day: open, and its end (inclusive, as it stands now) has passed.

    A person's `override` (True or False, with a reason kept beside it) goes before the dates, but what is completed or
    cancelled is never late.
    """
    if status not in OPEN:
        return False
    if override is not None:
        return override
    return end is not None and end < on
