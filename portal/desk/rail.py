"""What stands around every page of the desk: the rail, and how much waits to be published."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import ActionPlan
from portal.followups.models import Approval, Assent, Comment, DepartmentPart
from portal.followups.revised import touched
from portal.publications.models import Publication
from programmes.models import (
    Area,
    Change,
    Goal,
    Membership,
    Programme,
    RevisedArea,
    RevisedGoal,
    RevisedTexts,
    Revision,
)

from .waiting import Waiting, known_counts, total

ACTING = ("actions.report_action", "followups.approve_followup")  # who holds one of these does more than read
# Rows whose changes do not wait for a publication.
NEVER_PUBLISHED = (Membership, Approval, Assent, Comment, DepartmentPart, RevisedTexts, RevisedArea, RevisedGoal)


@dataclass(frozen=True)
class Link:
    text: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Section:
    title: str
    links: list


def desk(request):
    """Context processor: `desk` on pages of one municipality. It asks the database only where a template shows it."""
    municipality = getattr(request, "municipality", None)
    return {"desk": Rail(municipality, request.user, request.resolver_match)} if municipality else {}


class Rail:
    """The links of one municipality's desk; a fixed number of queries, however many rows there are."""

    def __init__(self, municipality, user, page=None):
        self.municipality = municipality
        self.user = user
        self.page = page

    @cached_property
    def sections(self):
        return [
            *self._mine(),
            Section(_("Programmes"), self._programmes()),
            Section(_("Plans"), self._plans()),
            Section(
                _("Follow-up"),
                self._links(
                    ("indicators:indicators", _("Indicators")),
                    ("actions:dialogues", _("Dialogues")),
                    ("actions:proposals", _("Proposals")),
                    ("followups:index", _("Follow-ups")),
                ),
            ),
            Section(_("The municipality"), self._municipality()),
        ]

    def _mine(self):
        """Return what waits for the person, for those who do more than read."""
        if not any(self.user.has_perm(right, self.municipality) for right in ACTING):
            return []
        counts = known_counts(Waiting(self.municipality, self.user, timezone.localdate()))
        todo, mine = self._links(("desk:todo", _("To do")), ("desk:my_actions", _("My actions")))
        return [Section(_("My work"), [replace(todo, count=total(counts)), replace(mine, count=counts["mine"])])]

    def _links(self, *pairs):
        return [Link(text, reverse(name, args=[self.municipality.slug])) for name, text in pairs]

    def _municipality(self):
        pages = [("programmes:facts", _("Name and contact")), ("programmes:departments", _("Departments"))]
        if self.user.has_perm("programmes.view_membership", self.municipality):
            pages.append(("access:members", _("Members")))
        return self._links(*pages, ("programmes:changes", _("Latest changes")))

    def _programmes(self):
        rows = [Link(str(row), row.get_absolute_url()) for row in self.municipality.programmes.kept()]
        return [Link(_("Overview"), self.municipality.get_absolute_url()), *rows]

    def _plans(self):
        plans = self.municipality.actionplans.kept().exclude(state=ActionPlan.State.CLOSED)
        return [
            *(Link(str(row), row.get_absolute_url()) for row in plans),
            *self._links(("actions:plans", _("All plans"))),
        ]

    @property
    def bring_in(self):
        """Return the links by which a table comes into the plan of this page, for those who may."""
        if not self.user.has_perm("actions.report_action", self.municipality):
            return []
        return self._of_plan(("imports:paste", _("Paste from Excel")), ("imports:upload", _("Import …")))

    @property
    def figures_in(self):
        """Return the links by which a table of figures comes in, for those who may."""
        if not self.user.has_perm("indicators.change_observation", self.municipality):
            return []
        return self._links(("imports:figures", _("Paste or read a table")))

    @property
    def take_out(self):
        """Return the links by which the plan of this page is taken out as a table."""
        return self._of_plan(("imports:workbook", _("Export to Excel")), ("imports:csv", _("Export as CSV")))

    @property
    def report(self):
        """Return the link to the form that reports on many actions at once; its page asks who may."""
        return self._links(("desk:report", _("Report on all at once")))[0]

    @property
    def revised(self):
        """Return the link to the figures that decided reports tell otherwise, with how many; None without any."""
        count = len(touched(self.municipality))
        (link,) = self._links(("followups:revised", _told_otherwise(count)))
        return link if count else None

    def _of_plan(self, *pairs):
        place = [self.municipality.slug, self.page.kwargs.get("pk")]
        return [Link(text, reverse(name, args=place)) for name, text in pairs] if place[1] else []

    @cached_property
    def publish(self):
        """Return the link to what would be published, for those who may."""
        if not self.user.has_perm("publishing.publish", self.municipality):
            return None
        return self._links(("publishing:index", _("Publish …")))[0]

    @property
    def unpublished(self):
        """Return in words how much has been changed since the latest publication."""
        published = Publication.objects.filter(municipality=self.municipality.uuid).order_by("-sequence")
        latest = published.values_list("published_at", flat=True).first()
        if latest is None:
            return _("Nothing has been published yet.")
        later = Change.objects.filter(municipality=self.municipality, at__gt=latest)

        def touching(*models):
            return reduce(or_, (Q(pk__in=one.history.filter(change__at__gt=latest).values("change")) for one in models))

        for never in NEVER_PUBLISHED:
            later = later.exclude(touching(never))
        later = later.exclude(touching(Revision) & ~touching(Programme, Area, Goal))  # a draft until it takes effect
        count = later.count()
        if not count:
            return _("Nothing has been changed since the latest publication.")
        return ngettext(
            "%(count)d change since the latest publication",
            "%(count)d changes since the latest publication",
            count,
        ) % {"count": count}


def _told_otherwise(count):
    said = ngettext(
        "%(count)d figure in a decided report is another one by now",
        "%(count)d figures in decided reports are others by now",
        count,
    )
    return said % {"count": count}
