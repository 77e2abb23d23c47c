"""What waits for one person in one municipality. Each kind of thing is a set of rows; all are counted in one query."""

from django.core.cache import caches
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from actions.models import Action, Proposal
from indicators.models import Indicator
from portal.access.backend import active_memberships
from portal.access.rights import MAY, STEERING
from portal.followups.assenting import approving_here
from portal.followups.models import Approval, AreaAssessment, Assent, Comment, DepartmentPart, FollowUp
from portal.followups.round.telling import actions_by_unit, indicators_by_unit
from portal.publications.models import Publication
from programmes.models import Area, Department, Group, Membership, Municipality

UNJUDGED = (Proposal.State.RECEIVED, Proposal.State.UNDER_REVIEW)


class Waiting:
    """What one person's roles in a municipality ask for on a day. A kind that is no part of them does not occur."""

    is_open = True  # whether a follow-up may be; whoever knows that none is need not ask what it waits for

    def __init__(self, municipality, user, on):
        self.municipality = municipality
        self.user = user
        self.on = on

    def may(self, right):
        return self.user.has_perm(right, self.municipality)

    @cached_property
    def mine(self):
        """Return the actions under way that the person may report on as her or his own."""
        if not self._reporting:
            return Action.objects.none()
        actions = self._here(Action).under_way(self.on)
        named = Q(responsible_person__in=[one.pk for one in self._held])
        return actions.filter(named) | actions.answered_for_by(self._reporting)

    @cached_property
    def _held(self):
        return [one for one in active_memberships(self.user) if one.municipality_id == self.municipality.pk]

    @property
    def _reporting(self):
        return [one for one in self._held if one.role in MAY["actions.report_action"]]

    @property
    def _approves(self):
        """Whether the person is one of those who approve reports each for her- or himself."""
        return any(one.role in STEERING for one in self._held)

    @cached_property
    def kinds(self):
        """Return {kind: rows}; the kinds stand in the order of the page."""
        to_report = self.mine.awaiting_report(self.on)
        kinds = {"report": to_report, "late": self.mine.late(self.on).exclude(pk__in=to_report.values("pk"))}
        if self.is_open:
            kinds |= self._of_follow_ups()
        return kinds | self._permitted(
            ("publishing.publish", self._to_publish),
            ("actions.change_proposal", self._to_judge),
            ("actions.change_action", self._without_owner),
        )

    def _of_follow_ups(self):
        """Return what the open follow-ups ask for."""
        kinds = self._parts() if self._reporting else {}
        if self._approves:
            kinds |= self._to_assent()
        return kinds | self._permitted(
            ("followups.change_followup", self._of_the_round),
            ("followups.change_comment", self._to_answer),
            ("followups.approve_followup", self._to_approve),
        )

    def _permitted(self, *pairs):
        """Return the kinds of those pairs of a right and kinds whose right the person has."""
        return {kind: rows for right, more in pairs if self.may(right) for kind, rows in more().items()}

    def _here(self, model):
        return model.objects.filter(municipality=self.municipality)

    def follow_ups(self):
        return FollowUp.objects.open().filter(municipality=self.municipality)

    def _of_the_round(self):
        """An area stands here once for each follow-up that it is to be assessed in: `follow_up` is its key."""
        areas = self._here(Area).kept().filter(programme__follow_ups__in=self.follow_ups().values("pk"))
        assessed = AreaAssessment.objects.kept().filter(area=OuterRef("pk"), follow_up=OuterRef("follow_up"))
        areas = areas.annotate(follow_up=F("programme__follow_ups")).filter(~Exists(assessed.exclude(verdict="")))
        return {"assess": areas, "verdict": self.follow_ups().filter(verdict="")}

    def _parts(self):
        """A department stands here once for each follow-up that waits for its part: `follow_up` is its key.

        A round has a last day; a part that is returned waits without one too.
        It waits for the department's own people, and for the editors where nobody reports there.
        """
        rounds = self.follow_ups()
        units = self._here(Department).kept().filter(municipality__followups__in=rounds.values("pk"))
        units = units.annotate(follow_up=F("municipality__followups"), last_day=F("municipality__followups__last_day"))
        told = DepartmentPart.objects.kept().filter(department=OuterRef("pk"), follow_up=OuterRef("follow_up"))
        asked = Q(last_day__isnull=False) | Exists(told.exclude(returned=""))
        units = units.filter(asked, _has_tasks(self.on), ~Exists(told.filter(ready=True)))
        own = Q(pk__in=[one.department_id for one in self._reporting if one.department_id])
        if not self.may("followups.change_followup"):
            return {"part": units.filter(own)}
        contacts = Membership.objects.active(self.on).filter(department=OuterRef("pk"))
        return {"part": units.filter(own | ~Exists(contacts.filter(role__in=MAY["actions.report_action"])))}

    def _to_assent(self):
        """Return what waits for the member's own approval, in `group`; `is_changed` tells that it was given before."""
        own = Assent.objects.kept().filter(by=self.user.pk)
        given = own.filter(follow_up=OuterRef(OuterRef("pk")), group=OuterRef("pk"), overtaken=None)
        waiting = approving_here(Group.objects).filter(~Exists(given), programme=OuterRef("programme"))
        before = own.filter(follow_up=OuterRef("pk"), overtaken__isnull=False)
        rows = self.follow_ups().exclude(verdict="").filter(Exists(waiting))
        return {"assent": rows.annotate(group=Subquery(waiting.values("pk")[:1]), is_changed=Exists(before))}

    def _to_approve(self):
        """Return what a meeting has approved or will; whoever approves as a member is asked for that alone."""
        rows = self.follow_ups().exclude(verdict="")
        if self._approves:
            rows = rows.filter(~Exists(approving_here(Group.objects).filter(programme=OuterRef("programme"))))
        return {"approve": rows}

    def _to_publish(self):
        """Return the follow-ups that are approved, and not published as they were approved."""
        of_it = Publication.objects.filter(kind="follow_up", subject=OuterRef("follow_up__uuid"))
        approved = Approval.objects.kept().exclude(content="")
        waiting = approved.filter(~Exists(of_it.filter(content_hash=OuterRef("content_hash"))))
        rows = self._here(FollowUp).kept().filter(programme__dropped=False)
        return {"publish": rows.filter(pk__in=waiting.values("follow_up"))}

    def _to_answer(self):
        return {"comment": Comment.objects.open().filter(follow_up__in=self.follow_ups().values("pk"))}

    def _to_judge(self):
        return {"judge": self._here(Proposal).kept().filter(state__in=UNJUDGED, programme__dropped=False)}

    def _without_owner(self):
        actions = self._here(Action)
        return {
            "ownerless": actions.ownerless(self.on),
            "left": actions.left_behind(self.on),
            "indicators": self._here(Indicator).ownerless(self.on),
        }

    @cached_property
    def counts(self):
        """Return {kind: how many wait}, and "mine", in one query."""
        return counts([self])[self.municipality.pk]

    @property
    def count(self):
        return total(self.counts)


def _has_tasks(on):
    """Return the condition that a department has actions or indicators in a follow-up."""
    key, unit = OuterRef(OuterRef("follow_up")), OuterRef("pk")
    figures = indicators_by_unit(OuterRef("follow_up"), on).filter(answering=unit)
    return Exists(actions_by_unit(key, on).filter(answering=unit)) | Exists(figures)


def known_counts(waiting):
    """Return the counts as they are shown on every page: made anew after each change, and at the latest in a minute."""
    place, changes = waiting.municipality, waiting.municipality.changes.order_by("-pk").values("pk")
    asked = Municipality.objects.filter(pk=place.pk).values_list(Subquery(changes[:1]), Exists(waiting.follow_ups()))
    latest, waiting.is_open = asked.get()
    key = f"{place.pk}-{waiting.user.pk}-{waiting.on}-{latest}"
    return caches["here"].get_or_set(key, lambda: waiting.counts)


def total(counts):
    return sum(number for kind, number in counts.items() if kind != "mine")


def counts(waitings):
    """Return {key of the municipality: {kind: how many wait}} for several municipalities, in one query."""
    names = dict.fromkeys(["mine", *(kind for one in waitings for kind in one.kinds)])
    asked = [_counting(one, names) for one in waitings]
    rows = asked[0].union(*asked[1:], all=True).order_by() if asked else []
    return {pk: dict(zip(names, numbers, strict=True)) for pk, *numbers in rows}


def _counting(waiting, names):
    rows = {"mine": waiting.mine, **waiting.kinds}
    numbers = {f"n_{name}": _number(rows[name]) if name in rows else Value(0) for name in names}
    place = Municipality.objects.filter(pk=waiting.municipality.pk).order_by()
    return place.annotate(**numbers).values_list("pk", *numbers)


def _number(rows):
    """Return the count of a set as an expression; an empty set counts 0."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("*")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
