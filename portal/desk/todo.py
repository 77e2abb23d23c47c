"""What waits for somebody as a page: sections of tasks, each with the link that leads to doing it."""

from dataclasses import dataclass

from django.db.models import FETCH_PEERS, F, OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actions.marks import Mark, mark
from actions.models import Report
from portal.followups.models import DepartmentPart

SHOWN = 50  # tasks of one kind; what is beyond is counted
OWNERLESS = ("ownerless", "left", "indicators")  # kinds that can be given to somebody all at once


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, where that stands, and the deed with its address."""

    name: str
    place: str
    deed: str
    address: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Section:
    kind: str
    title: str
    note: str
    count: int
    tasks: list

    @property
    def more(self):
        return self.count - len(self.tasks)

    @property
    def is_ownerless(self):
        return self.kind in OWNERLESS


def sections(waiting):
    """Return the sections in which something waits; a few queries for each, however much it is."""
    return [_section(waiting, kind) for kind in waiting.kinds if waiting.counts[kind]]


def _section(waiting, kind):
    title, note, rows, task = SECTIONS[kind]
    shown = rows(waiting.kinds[kind]).fetch_mode(FETCH_PEERS)[:SHOWN]
    return Section(kind, title(), note(), waiting.counts[kind], [task(row, waiting) for row in shown])


def _link(name, waiting, *keys):
    return reverse(name, args=[waiting.municipality.slug, *keys])


# Actions


def _told(actions):
    reports = Report.objects.kept().order_by("-period")
    return actions.select_related("plan").prefetch_related(Prefetch("reports", reports, to_attr="told"))


def _marked(action, waiting):
    return mark(action.status, action.is_late(waiting.on))


def _report(action, waiting):
    begun = next((report for report in action.told if not report.ready), None)
    address = (
        _link("actions:edit_report", waiting, begun.pk) if begun else _link("actions:add_report", waiting, action.pk)
    )
    deed = _("Make the report ready") if begun else _("Report")
    return Task(str(action), str(action.plan), deed, address, _marked(action, waiting))


def _late(action, waiting):
    if waiting.may("actions.change_action") or not action.told:
        address, deed = _link("actions:edit_action", waiting, action.pk), _("Change the action")
    else:
        address, deed = _link("actions:edit_report", waiting, action.told[0].pk), _("Change the report")
    return Task(str(action), str(action.plan), deed, address, _marked(action, waiting))


def _ownerless(action, waiting):
    address = _link("actions:edit_action", waiting, action.pk)
    return Task(str(action), str(action.plan), _("Say who is responsible"), address, _marked(action, waiting))


def _left(action, waiting):
    gone = _("%(person)s has no role here any more") % {"person": action.responsible_person.user}
    address = _link("actions:edit_action", waiting, action.pk)
    return Task(str(action), f"{action.plan} · {gone}", _("Say who is responsible"), address)


# The rest


def _assess(area, waiting):
    address = _link("followups:assess", waiting, area.follow_up, area.pk)
    return Task(str(area), area.follow_up_title, _("Assess"), address)


def _part(department, waiting):
    address = _link("followups:part", waiting, department.follow_up, department.pk)
    until = department.last_day and _("last day %(day)s") % {"day": department.last_day}
    why = department.returned and _("returned: %(why)s") % {"why": Truncator(department.returned).words(20)}
    place = " · ".join(text for text in (department.follow_up_title, until, why) if text)
    return Task(str(department), place, _("Report and mark ready"), address)


def _returned():
    told = DepartmentPart.objects.kept().filter(department=OuterRef("pk"), follow_up=OuterRef("follow_up"))
    return Subquery(told.values("returned"))


def _verdict(follow_up, waiting):
    address = _link("followups:edit", waiting, follow_up.pk)
    return Task(str(follow_up), str(follow_up.programme), _("Write the overall verdict"), address)


def _assent(follow_up, waiting):
    said = _("changed after you approved it") if follow_up.is_changed else _("waits for your approval")
    address = _link("followups:assent", waiting, follow_up.pk, follow_up.group)
    return Task(str(follow_up), f"{said} · {follow_up.programme}", _("Read and approve"), address)


def _approve(follow_up, waiting):
    if waiting.may("followups.add_assent"):
        address = _link("followups:follow_up", waiting, follow_up.pk)
        return Task(str(follow_up), str(follow_up.programme), _("Read and approve"), address)
    address = _link("followups:approve", waiting, follow_up.pk)
    return Task(str(follow_up), str(follow_up.programme), _("Register the approval"), address)


def _publish(follow_up, waiting):
    address = _link("followups:follow_up", waiting, follow_up.pk)
    return Task(str(follow_up), str(follow_up.programme), _("Publish what was approved"), address)


def _comment(comment, waiting):
    name = Truncator(comment.text).words(20)
    return Task(name, str(comment.follow_up), _("Answer or settle"), _link("followups:answer", waiting, comment.pk))


def _judge(proposal, waiting):
    address = _link("actions:edit_proposal", waiting, proposal.pk)
    name = Truncator(proposal.text).words(20)
    return Task(name, f"{proposal.programme} · {proposal.get_state_display()}", _("Judge"), address)


def _indicator(indicator, waiting):
    address = _link("indicators:edit_indicator", waiting, indicator.pk)
    return Task(str(indicator), "", _("Say who is responsible"), address)


def _as_they_are(rows):
    return rows


SECTIONS = {  # kind: title, note, how the rows are read, how a row becomes a task
    "report": (
        lambda: _("To report on"),
        lambda: _("Your actions of which nothing has been told yet this year."),
        lambda rows: _told(rows).order_by("plan__end", "plan", "order", "number"),
        _report,
    ),
    "late": (
        lambda: _("Late"),
        lambda: _("Your actions that have been reported on and are late."),
        lambda rows: _told(rows).order_by("end", "order", "number"),
        _late,
    ),
    "part": (
        lambda: _("Parts of a follow-up"),
        lambda: _("The departments’ parts that wait for you."),
        lambda rows: rows.annotate(follow_up_title=F("municipality__followups__title"), returned=_returned()).order_by(
            "last_day", "name", "follow_up"
        ),
        _part,
    ),
    "assess": (
        lambda: _("Areas to assess"),
        lambda: "",
        lambda rows: rows.annotate(follow_up_title=F("programme__follow_ups__title")).order_by(
            "follow_up", "order", "pk"
        ),
        _assess,
    ),
    "verdict": (lambda: _("Follow-ups without an overall verdict"), lambda: "", _as_they_are, _verdict),
    "comment": (
        lambda: _("Comments to answer"),
        lambda: _("What the steering group says of a report."),
        lambda rows: rows.select_related("follow_up"),
        _comment,
    ),
    "assent": (
        lambda: _("Follow-ups that wait for your approval"),
        lambda: _("Each member of the group reads the report and approves it here."),
        _as_they_are,
        _assent,
    ),
    "approve": (
        lambda: _("Follow-ups to approve"),
        lambda: _("Read the report and approve it here, or register the approval that the group gave in its meeting."),
        _as_they_are,
        _approve,
    ),
    "publish": (
        lambda: _("Approved follow-ups to publish"),
        lambda: _("What was approved is published word for word."),
        _as_they_are,
        _publish,
    ),
    "judge": (lambda: _("Proposals to judge"), lambda: "", _as_they_are, _judge),
    "ownerless": (
        lambda: _("Actions without anybody responsible"),
        lambda: _("Nobody is asked to report on them."),
        lambda rows: rows.select_related("plan"),
        _ownerless,
    ),
    "left": (
        lambda: _("Actions whose responsible person has left"),
        lambda: "",
        lambda rows: rows.select_related("plan", "responsible_person__user"),
        _left,
    ),
    "indicators": (lambda: _("Indicators without anybody responsible"), lambda: "", _as_they_are, _indicator),
}
