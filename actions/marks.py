"""A status as the desk always shows it, symbol and word, with the late flag beside it; and the tally of a plan."""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Action
from .statuses import CANCELLED, COMPLETED, LATE, MARKS, NOT_STARTED, ONGOING


@dataclass(frozen=True)
class Mark:
    code: str  # the colour: done, ongoing, todo, late, dropped
    symbol: str
    word: str


def mark(status, late=False):
    """Return the mark of a status; what is late keeps the word of its status."""
    code, symbol = MARKS[LATE if late else status]
    if late:
        return Mark(code, symbol, _("Ongoing, late") if status == ONGOING else _("Not started, late"))
    return Mark(code, symbol, capfirst(Action.Status(status).label))


def tally(actions, on):
    """Return one mark for each kind that occurs, its word with the count: "27 completed", "3 late"."""
    return tally_of(Counter(LATE if action.is_late(on) else action.status for action in actions))


def tally_of(counts):
    """Return the same of {status or late: count}."""
    return [Mark(*MARKS[kind], _phrase(kind, counts[kind])) for kind in MARKS if counts[kind]]


def _phrase(kind, count):
    phrases = {
        COMPLETED: ngettext("%(count)s completed", "%(count)s completed", count),
        ONGOING: _("%(count)s ongoing"),
        NOT_STARTED: ngettext("%(count)s not started", "%(count)s not started", count),
        LATE: ngettext("%(count)s late", "%(count)s late", count),
        CANCELLED: _("%(count)s cancelled"),
    }
    return phrases[kind] % {"count": count}
