"""What is not finished while somebody publishes: who is writing on what, and which reports are not ready.

None of it goes out. The publisher sees it beside the rows, and may leave them out.
"""

from dataclasses import dataclass
from uuid import UUID

from actions.models import ActionPlan, Report
from indicators.models import Comparison, ComparisonValue, Definition, Observation, Target
from programmes.drafts import rows_of
from programmes.models import Draft, Programme

ABOUT_PUBLISHING = "publicera/"  # where a publisher writes about the rows, not on them


@dataclass(frozen=True)
class Writer:
    """Somebody who is typing at this moment, and the row; not what is typed."""

    name: str
    row: str
    id: UUID


@dataclass(frozen=True)
class Room:
    """A row of the publication as its publisher sees it: what is told of it, who writes on it, what is not ready."""

    name: str
    id: str
    told: tuple
    writers: tuple
    reports: tuple

    @property
    def is_unfinished(self):
        return bool(self.writers or self.reports)


def writers(municipality, reader, on):
    """Return who else writes on what, latest first."""
    drafts = list(Draft.objects.writing(municipality, on).exclude(user=reader))
    rows = rows_of(drafts)
    found = []
    for draft in drafts:
        model, key = draft.row()
        row = rows.get((model._meta.label_lower, key))
        if row and not draft.place.startswith(ABOUT_PUBLISHING):
            found.append(Writer(str(draft.user), str(row), published_as(row)))
    return list(dict.fromkeys(found))


def published_as(row):
    """Return the id of the row that a publication shows this one in."""
    match row:
        case Report():
            return row.action.uuid
        case Definition() | Observation() | Target() | Comparison():
            return row.indicator.uuid
        case ComparisonValue():
            return row.comparison.indicator.uuid
    return row.uuid


def reports_not_ready(subject):
    """Return the reports of a programme's published plans that nobody has called ready."""
    if not isinstance(subject, Programme):
        return []
    reports = Report.objects.kept().filter(ready=False, action__dropped=False, action__plan__programme=subject)
    reports = reports.filter(action__plan__dropped=False).exclude(action__plan__state=ActionPlan.State.DRAFT)
    return list(
        reports.select_related("action__municipality", "action__plan").order_by("action__plan", "action__order", "pk")
    )


class Rooms:
    """The rows of a publication, with what is unfinished in each."""

    def __init__(self, writing, reports):
        self.writers, self.periods = {}, {}
        for one in writing:
            self.writers.setdefault(one.id, []).append(one.name)
        for report in reports:
            self.periods.setdefault(report.action.uuid, []).append(report.period)

    def of_first(self, kinds, leaving):
        """Return the rows of a first publication: [(heading, rooms, whether some are left out)]."""
        found = [(kind, [self.room(name, row) for row, name in rows]) for kind, rows in kinds]
        return [(kind, rooms, any(room.id in leaving for room in rooms)) for kind, rooms in found]

    def room(self, name, row, told=()):
        writers, reports = tuple(self.writers.get(row, ())), tuple(self.periods.get(row, ()))
        return Room(name, str(row) if row else "", told, writers, reports)
