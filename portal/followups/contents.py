"""A follow-up → content, with the programme and the plans of its period as they stood on its day."""

from msgspec.structs import replace

from portal.publications import content as c
from portal.publishing import contents
from programmes.exposure import PublicView

from .round.period import plans_of


def follow_up(working):
    """Return the content of kind "follow_up" as it stands, which nobody has approved yet."""
    row = PublicView(working)
    return c.FollowUp(
        id=row.uuid,
        slug=working.slug,
        **contents.plain(row, "kind", "year", "refers_to_year", "title", "as_of", "diary_number", "summary", "verdict"),
        **contents.plain(row, "motivation", "deviations", "next_year", "example", "start", "end"),
        plan=contents.uuid(row.plan),
        areas=tuple(map(assessment, contents.views(working.assessments.select_related("area")))),
        approval=None,
        programme=programme(working),
        sections=tuple(map(section, contents.views(working.sections))),
        left_out=working.left_out,
    )


def programme(working):
    """Return the programme with the plans of the period, without what the report leaves out and tells nowhere else."""
    whole = contents.programme(working.programme, working.as_of)
    gathered = set(plans_of(working.pk).values_list("uuid", flat=True))
    talks = {"dialogues": (), "proposals": ()} if "dialogues" in working.left_out else {}
    return replace(whole, plans=tuple(plan for plan in whole.plans if plan.id in gathered), **talks)


def section(row):
    return c.Section(id=row.uuid, **contents.plain(row, "place", "heading", "text", "example"))


def assessment(row):
    return c.AreaAssessment(area=row.area.uuid, verdict=row.verdict, motivation=row.motivation)


def approval_of(approval, represented=(), members=0):
    """Return the approval as readers know it; `represented` are (department, role)."""
    row = PublicView(approval)
    return c.Approval(
        group=row.group.name,
        **contents.plain(row, "on", "minutes", "registered_by"),
        represented=tuple(c.Represented(department=str(unit), role=role) for unit, role in represented),
        members=members,
    )
