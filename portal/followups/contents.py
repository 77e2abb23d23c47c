"""A follow-up → content, with the programme and the plans of its period as they stood on its day."""

from datetime import date

from msgspec.structs import replace

from portal.publications import content as c
from portal.publishing import contents
from programmes.exposure import PublicView


def follow_up(working, approval=None):
    """Return the content of kind "follow_up"; `approval` is the approval that is about to freeze it."""
    row = PublicView(working)
    programme = contents.programme(working.programme, working.as_of)
    return c.FollowUp(
        id=row.uuid,
        slug=working.slug,
        **contents.plain(row, "kind", "year", "refers_to_year", "title", "as_of", "diary_number", "summary", "verdict"),
        **contents.plain(row, "motivation", "deviations", "next_year", "example"),
        areas=tuple(map(assessment, contents.views(working.assessments.select_related("area")))),
        approval=approval_of(approval) if approval else None,
        programme=replace(programme, plans=tuple(plan for plan in programme.plans if of_period(plan, working))),
    )


def assessment(row):
    return c.AreaAssessment(area=row.area.uuid, verdict=row.verdict, motivation=row.motivation)


def approval_of(approval):
    row = PublicView(approval)
    return c.Approval(group=row.group.name, **contents.plain(row, "on", "minutes", "registered_by"))


def of_period(plan, working):
    """Return whether a plan belongs to the follow-up: its period touches the year, or it has no period of its own."""
    first, last = date(working.year, 1, 1), date(working.year, 12, 31)
    return (plan.start is None or plan.start <= last) and (plan.end is None or plan.end >= first)
