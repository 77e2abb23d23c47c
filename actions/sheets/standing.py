"""A plan as it stands while a table is compared with it: its actions by number and by title, and their reports."""

from collections import defaultdict

from .names import folded
from .said import with_all


class Standing:
    """All that is asked of the plan, in a fixed number of queries; locked where a change is to follow."""

    def __init__(self, plan, *, lock=False):
        actions, reports = plan.actions.order_by("pk"), plan.municipality.reports.filter(action__plan=plan)
        if lock:
            actions = actions.select_for_update(of=("self",))
            list(reports.select_for_update(of=("self",)).order_by("pk"))
        self.actions = list(with_all(actions))
        self.by_number = {action.number: action for action in self.actions}
        self.by_title = defaultdict(list)
        for action in self.actions:
            action.plan, action.municipality = plan, plan.municipality
            if not action.dropped:
                self.by_title[folded(action.title)].append(action)
            for report in action.told:
                report.action = action
        self.last = max(self.by_number, default=0)
        self.last_order = max((action.order for action in self.actions), default=0)

    def titled(self, title):
        """Return the one action of that title, if there is one."""
        found = self.by_title.get(folded(title), [])
        return found[0] if len(found) == 1 else None


def report_of(action, period):
    return next((report for report in action.told if report.period == period), None)


def is_latest(action, report):
    """Tell, among reports that have been read, whether no later one is ready."""
    return not any(other.ready and other.period > report.period for other in action.told)
