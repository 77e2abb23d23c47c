"""Figures of decided reports that are others by now: for the officials, also what waits for somebody's word."""

from dataclasses import dataclass

from indicators import taking
from indicators.models import Indicator, Observation
from indicators.showing import shown
from portal.publications.revised import became_final, place, revisions

from . import approving
from .models import Approval, FollowUp


@dataclass(frozen=True)
class Touched:
    """A figure of a decided report, and what it is by now; that one only waits where nobody has taken it over."""

    follow_up: FollowUp
    indicator: Indicator
    now: Observation
    old: str
    new: str
    is_final: bool  # where the report tells a preliminary one

    @property
    def waits(self):
        return self.now.pk is None


def touched(municipality):
    """Return the figures of all decided reports that are others by now, the newest report first."""
    decided = Approval.objects.kept().filter(municipality=municipality, follow_up__dropped=False).exclude(content="")
    approvals = list(decided.select_related("follow_up").order_by("-follow_up__year", "-pk"))
    indicators, now = figures(municipality) if approvals else ({}, {})
    return [found for approval in approvals for found in of_report(approval, indicators, now)]


def figures(municipality):
    """Return {identity: indicator} and {its key: {what a figure tells of: the figure by now}}."""
    rows = Indicator.objects.kept().filter(municipality=municipality).prefetch_related("observations")
    now = {row.pk: {place(one): one for one in row.observations.all() if not one.dropped} for row in rows}
    for value in taking.waiting(municipality).filter(comparison=None):
        told = taking.as_observation(value)
        now[value.indicator_id][place(told)] = told
    return {row.uuid: row for row in rows}, now


def of_report(approval, indicators, now):
    """Yield the figures of one decided report that are others by now."""
    for told in approving.document(approval).programme.indicators:
        if row := indicators.get(told.id):
            for old, new in revisions(told.observations, now[row.pk].values()):
                value = "" if new.value is None else shown(row, new.value)
                final = became_final(old, new)
                yield Touched(approval.follow_up, row, new, shown(row, old.value), value, final)
