"""Working rows → content. Rows are read through `PublicView`, which lets public fields through and nothing else."""

from django.db.models import Prefetch, Q

from actions.models import Action, ActionPlan, Dialogue, Report
from actions.statuses import is_late
from indicators.models import Indicator
from portal.publications import content as c
from programmes.dates import PartialDate
from programmes.exposure import PublicView
from programmes.models import Upload
from programmes.models.case import concerned
from programmes.words import LEVELS, word

from .measured_contents import indicators
from .public_rows import facts, name, plain, uuid, uuids, views


def site(municipality, on):
    """Return the content of kind "site", with the departments that exist on the day `on`."""
    row = PublicView(municipality)
    units = views(municipality.departments.active(on).select_related("parent"))
    known = uuids(units)
    return c.Site(
        id=row.uuid,
        name=row.official_name,
        short_name=row.name,
        region_slug=row.region.slug if row.region else "",
        departments=tuple(
            c.Department(id=unit.uuid, name=unit.name, parent=uuid(unit.parent) if uuid(unit.parent) in known else None)
            for unit in units
        ),
        **plain(row, "slug", "code", "contact", "email", "phone", "website", "accent", "notice"),
        **plain(row, "accessibility_statement", "personal_data"),
        logotype=file(municipality.uploads.filter(purpose=Upload.Purpose.LOGOTYPE)),
    )


def programme(working, on, draft=None):
    """Return the content of kind "programme" as it stands; late is what is late on the day `on`.

    Drafts of plans stay inside, but for the one that a preview shows. The number of queries does not depend on the
    number of rows.
    """
    row = PublicView(working)
    frame = region(row.region) if row.region else None
    return c.Programme(
        **facts(row),
        **plain(row, "slug", "title", "document_type", "period_from", "period_through", "vision", "target_picture"),
        **plain(row, "purpose", "background", "process", "summary", "context", "diary_number", "revision_every"),
        **plain(row, "follow_up_cycle", "coordinator", "accountable", "page_owner", "regional_frame", "linked_vision"),
        **plain(row, "predecessor_title", "predecessor_url", "successor_title", "successor_url", "areas_note"),
        words=c.Words(**{level: word(level, row.words.get(level)) for level in LEVELS}),
        region=frame,
        goals=tuple(map(goal, views(working.goals.prefetch_related("areas")))),
        areas=tuple(map(area, views(working.areas.select_related("regional_area")))),
        steps=steps(working),
        groups=tuple(map(group, views(working.groups))),
        plans=tuple(plan(row, on) for row in published_plans(working, draft)),
        indicators=indicators(working, frame),
        dialogues=tuple(map(dialogue, views(working.dialogues.prefetch_related("areas")))),
        proposals=tuple(map(proposal, proposals(working))),
        as_of=on,
        adopted_document=file(working.uploads.filter(purpose=Upload.Purpose.ADOPTED_DOCUMENT)),
    )


def file(uploads):
    """Return the one file of its purpose that stands, or None."""
    return next(map(handed_in, views(uploads)), None)


def handed_in(row):
    return c.File(**plain(row, "digest", "name", "size", "title"), type=Upload.TYPES[row.purpose])


def region(row):
    return c.Region(
        **plain(row, "name", "slug", "coordinator", "target_text", "target_value", "target_from_year"),
        **plain(row, "target_through_year", "measure_name", "measure_key"),
        areas=tuple(area.name for area in row.areas),
        goals=tuple(goal.text for goal in row.goals),
        members=tuple(c.Member(**plain(member, "code", "name")) for member in row.members),
        source=row.provenance,
    )


def goal(row):
    return c.Goal(
        **facts(row),
        **plain(row, "order", "theme", "wording"),
        quantity=quantity(row),
        areas=uuids(row.areas),
    )


def quantity(row):
    if row.quantity is None:
        return None
    return c.Quantity(
        kind=row.quantity_kind, value=row.quantity, **plain(row, "unit", "base_year", "base_value", "target_year")
    )


def area(row):
    return c.Area(
        **facts(row),
        **plain(row, "order", "slug", "name", "main_strategy", "description"),
        regional_area=name(row.regional_area),
    )


def steps(working):
    """Return the steps of the case, with the names of the plans and follow-ups that they concern; no draft's."""
    rows = views(working.steps.prefetch_related("attachments"))
    known = concerned(working).values() if any(row.subject for row in rows) else ()
    named = [PublicView(row) for _kind, row in known if getattr(row, "state", "") != ActionPlan.State.DRAFT]
    called = {row.uuid: row.title for row in named}
    return tuple(step(row, called) for row in rows)


def step(row, called):
    return c.Step(
        **facts(row),
        **plain(row, "kind", "concerns", "body", "body_name", "until", "paragraph", "diary_number", "text", "outcome"),
        **plain(row, "minutes_url", "is_decision", "appeal_until", "takes_effect", "extends_through", "note"),
        subject=row.subject if row.subject in called else None,
        subject_name=called.get(row.subject, ""),
        attachments=tuple(map(handed_in, row.attachments)),
        on=PartialDate(row.on_date, row.on_precision),
        clauses=tuple(line.strip() for line in row.clauses.splitlines() if line.strip()),
    )


def group(row):
    return c.Group(**facts(row), **plain(row, "kind", "name", "represented", "task"))


def published_plans(working, draft=None):
    """Return the plans that have been adopted, and a draft if it is asked for, with all that their actions need."""
    shown = Indicator.objects.filter(programmes=working)
    reports = Report.objects.kept().filter(ready=True).in_order()
    earlier = Action.objects.kept().filter(plan__in=working.plans.kept().exclude(state=ActionPlan.State.DRAFT))
    actions = (
        Action.objects.kept()
        .select_related("area", "responsible")
        .prefetch_related("participating", Prefetch("indicators", shown), Prefetch("reports", reports))
        .prefetch_related(Prefetch("continues", earlier))
    )
    chosen = ~Q(state=ActionPlan.State.DRAFT) | Q(pk=draft.pk if draft else None)
    plans = working.plans.filter(chosen).select_related("area", "adopted_by")
    return views(plans.prefetch_related(Prefetch("actions", actions)))


def plan(row, on):
    return c.Plan(
        **facts(row),
        **plain(row, "slug", "title", "start", "end", "state", "summary", "summary_on"),
        area=uuid(row.area),
        adopted_by=uuid(row.adopted_by),
        actions=tuple(action(entry, on) for entry in row.actions),
    )


def action(row, on):
    latest = row.reports[-1] if row.reports else None
    return c.Action(
        **facts(row),
        **plain(row, "number", "title", "description", "expected_result", "responsible_role", "partners", "start"),
        **plain(row, "end_adopted", "end", "end_reason", "continuous", "budget_note", "status", "late_reason"),
        **plain(row, "cancel_reason", "progress"),
        area=uuid(row.area),
        responsible=name(row.responsible),
        participating=tuple(unit.name for unit in row.participating),
        late=is_late(row.status, row.end, on, row.late_override),
        account=latest.account if latest else "",
        account_period=latest.period if latest else "",
        indicators=uuids(row.indicators),
        continues=uuid(row.continues),
    )


def dialogue(row):
    labels = {"companies": "företag", "politicians": "politiker", "officials": "tjänstepersoner"} | {
        "academics": "akademi",
        "others": "övriga",
    }
    return c.Dialogue(
        **facts(row),
        **plain(row, "kind", "title", "recurrence", "theme", "participants", "summary"),
        on=PartialDate(row.on_date, row.on_precision),
        areas=uuids(row.areas),
        counts=tuple(
            (labels[field], getattr(row, field)) for field in Dialogue.COUNTS if getattr(row, field) is not None
        ),
    )


def proposals(working):
    actions = Prefetch("actions", Action.objects.exclude(plan__state=ActionPlan.State.DRAFT))
    return views(working.proposals.select_related("dialogue", "area", "judged_by").prefetch_related(actions))


def proposal(row):
    return c.Proposal(
        **facts(row),
        **plain(row, "text", "diary_number", "state", "reason"),
        dialogue=uuid(row.dialogue),
        received=PartialDate(row.received_date, row.received_precision),
        area=uuid(row.area),
        judged_by=name(row.judged_by),
        actions=uuids(row.actions),
    )
