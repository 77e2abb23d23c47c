"""Sets of actions: what is open, what is under way, whose it is, and what waits for a report."""

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, ExtractYear, Greatest, Least

from programmes.history import TrackedQuerySet
from programmes.models import Department, Membership

from .. import statuses
from .plans import ActionPlan

CHANGEABLE = (ActionPlan.State.DRAFT, ActionPlan.State.ADOPTED)


class ActionQuerySet(TrackedQuerySet):
    def open(self):
        """Return what is neither completed nor cancelled."""
        return self.kept().filter(status__in=statuses.OPEN)

    def in_use(self, on):
        """Return what is open in a plan that can still be changed."""
        return self.open().filter(plan__state__in=CHANGEABLE)

    def under_way(self, on):
        """Return what is worked on: in a plan that has begun and is not closed, open or not.

        Of an action that continues, that is the earlier year's, until its plan is closed.
        """
        begun = Q(plan__start__isnull=True) | Q(plan__start__lte=on)
        earlier = self.model.objects.kept().filter(pk=OuterRef("continues"), plan__state__in=CHANGEABLE)
        return self.kept().filter(begun, ~Exists(earlier), plan__state__in=CHANGEABLE, plan__dropped=False)

    def late(self, on):
        """Return what is late on a day; as `statuses.is_late`."""
        by_dates = Q(late_override__isnull=True, end__lt=on)
        return self.open().filter(by_dates | Q(late_override=True))

    def answered_for_by(self, memberships):
        """Return what these memberships answer for; as `Action.is_answered_for_by`."""
        departments = {one.department_id for one in memberships if one.department_id}
        return self.filter(Q(responsible__in=departments) | Q(responsible_person__in=[one.pk for one in memberships]))

    def awaiting_report(self, on):
        """Return what nothing has been told of for the year that its plan is in; as `periods.awaits_report`."""
        year = Greatest(Least(Value(on.year), ExtractYear("plan__end")), ExtractYear("plan__start"))
        reports = self.model.reports.rel.related_model.objects.kept().filter(action=OuterRef("pk"), ready=True)
        told_now = reports.filter(period__startswith=OuterRef("present"))
        open_or_untold = Q(status__in=statuses.OPEN) | ~Exists(reports)
        return self.annotate(present=Cast(year, CharField())).filter(open_or_untold, ~Exists(told_now))

    def ownerless(self, on):
        """Return what is in use and nobody answers for: no department that exists, and nobody who still has a role."""
        unit = Department.objects.active(on).filter(pk=OuterRef("responsible"))
        return self.in_use(on).filter(~Exists(unit), ~Exists(_person(on)))

    def left_behind(self, on):
        """Return what is in use, has its department, but names a person whose role has ended."""
        unit = Department.objects.active(on).filter(pk=OuterRef("responsible"))
        return self.in_use(on).filter(~Exists(_person(on)), Exists(unit), responsible_person__isnull=False)


class ReportQuerySet(TrackedQuerySet):
    def in_order(self):
        """Return them by their periods, a year after its parts."""
        return self.order_by(Concat("period", Value("-Z")))


def _person(on):
    return Membership.objects.active(on).filter(pk=OuterRef("responsible_person"))
