"""When is written about a round: to the departments by days alone, without the database."""

from datetime import timedelta
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONGEST = timedelta(days=380)  # after its last day no round is written about


class Occasion(models.TextChoices):
    OPENED = "opened", _("The round opens")
    WEEK = "week", _("A week is left")
    LATE = "late", _("The last day has passed")
    CLOSED = "closed", _("The days of grace are over")
    RETURNED = "returned", _("A part was returned")
    APPROVE = "approve", _("The report waits for the members’ approval")
    CHANGED = "changed", _("The report was changed after a member approved it")


TO_MEMBERS = frozenset({Occasion.APPROVE, Occasion.CHANGED})  # of a group that approves here; others to departments
BY_DAY = frozenset(Occasion) - TO_MEMBERS - {Occasion.RETURNED}


def calendar(follow_up):
    """Return [(occasion, from, through)] in order: each lasts until the next one, the last one for a week.

    A round without a first day is not written about. One that opens in its last week needs no reminder of that week.
    """
    if not (follow_up.first_day and follow_up.last_day):
        return []
    begins = [(Occasion.OPENED, follow_up.first_day)]
    if follow_up.first_day < follow_up.last_day - WEEK:
        begins.append((Occasion.WEEK, follow_up.last_day - WEEK))
    begins.append((Occasion.LATE, follow_up.last_day + DAY))
    if follow_up.grace_days:
        begins.append((Occasion.CLOSED, follow_up.closes + DAY))
    begins.append((None, begins[-1][1] + WEEK))
    return [(occasion, first, until - DAY) for (occasion, first), (_next, until) in pairwise(begins)]


def occasion_on(follow_up, on):
    """Return the occasion to write on a day, or None."""
    return next((occasion for occasion, first, through in calendar(follow_up) if first <= on <= through), None)


def day_of(follow_up, occasion):
    """Return the day that an occasion is about: where the editor moves it, there is an occasion anew."""
    days = {Occasion.WEEK: follow_up.last_day, Occasion.LATE: follow_up.last_day, Occasion.CLOSED: follow_up.closes}
    return days.get(occasion)
