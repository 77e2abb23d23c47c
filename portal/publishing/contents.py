"""Working rows → content. Rows are read through `PublicView`, which lets public fields through and nothing else."""

from django.db.models import Prefetch, Q
from msgspec.structs import replace

from actions.models import Action, ActionPlan, Dialogue, Report
from actions.statuses import is_late
from indicators import withholding
from indicators.models import Indicator, KeyFigureSeen, Target
from indicators.path import read_path
from portal.publications import content as c
from portal.publications.computed import compute
from programmes.dates import PartialDate
from programmes.exposure import PublicView
from programmes.models import Area, Upload
from programmes.models.case import concerned
from programmes.words import LEVELS, word

from .compared_figures import comparisons
from .withheld import withhold_others


def views(queryset):
    """Return the rows that have not been dropped, through their public side."""
    return [PublicView(row) for row in queryset.kept()]


def facts(row):
    """Return what every published row carries."""
    return {"id": row.uuid, "source": row.provenance, "example": row.example}


def uuids(rows):
    return tuple(row.uuid for row in rows)


def uuid(row):
    return row.uuid if row is not None else None


def name(row):
    return row.name if row is not None else ""


def plain(row, *names):
    return {field: getattr(row, field) for field in names}


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


def indicators(working, frame):
    targets = {
        target.indicator.uuid: target
        for target in views(Target.objects.filter(programme=working).select_related("indicator", "goal"))
    }
    rows = Indicator.objects.filter(programmes=working).prefetch_related(
        "definitions",
        "observations",
        "annotations",
        "comparisons__values",
        Prefetch("areas", Area.objects.filter(programme=working)),
    )
    seen = KeyFigureSeen.objects.filter(indicator__programmes=working).select_related("indicator")
    told = {(one.indicator.uuid, one.key): one for one in map(PublicView, seen)}
    made = (indicator(row, targets.get(row.uuid), told.get(key_figure(row))) for row in views(rows))
    own, members = working.municipality.code, [one.code for one in frame.members] if frame else []
    return tuple(replace(withhold_others(one, own, members), computed=compute(one)) for one in made)


def key_figure(row):
    """Return which of its source's key figures an indicator follows now: that of its latest definition."""
    latest = row.definitions[-1].source_id if row.definitions else ""
    return row.uuid, latest or row.source_id


def indicator(row, goal_figure, seen):
    """Return an indicator; `seen` is what its source says of the key figure, where it is asked."""
    says_when = seen and row.source_kind == Indicator.Source.KOLADA and seen.next_on
    return c.Indicator(
        **facts(row),
        **plain(row, "slug", "name", "theme", "unit", "decimals", "direction", "tolerance", "source_kind", "source_id"),
        **plain(row, "publisher", "responsible_role"),
        definitions=tuple(
            c.Definition(
                **plain(d, "version", "text", "source_id", "from_year", "is_break", "decided_on", "reason"),
            )
            for d in row.definitions
        ),
        observations=observations(row),
        target=target(goal_figure) if goal_figure and goal_figure.value is not None else None,
        assessment=goal_figure.assessment if goal_figure else "",
        motivation=goal_figure.motivation if goal_figure else "",
        areas=uuids(row.areas),
        goals=(goal_figure.goal.uuid,) if goal_figure and goal_figure.goal else (),
        annotations=tuple(map(annotation, row.annotations)),
        next_on=says_when or row.next_on,
        closed=seen.closed if seen else None,
        **plain(row, "why", "licence"),
        comparisons=comparisons(row),
    )


def observations(row):
    """Return the figures of an indicator; one that would give a suppressed one away is withheld."""
    told = tuple(map(observation, row.observations))
    hidden = withholding.observations_withheld(told)
    return tuple(withheld(one) if one in hidden else one for one in told)


def withheld(one):
    return replace(one, value=None, missing="withheld", preliminary=False, revised_from=None, revised_on=None)


def annotation(row):
    return c.Annotation(**plain(row, "year", "text", "example"), source=row.provenance)


def observation(row):
    return c.Observation(
        **plain(row, "definition", "year", "period", "sex", "value", "missing", "preliminary", "year_certain", "note"),
        **plain(row, "retrieved", "example"),
        **(plain(row, "revised_from", "revised_on") if row.value is not None else {}),
        source=row.provenance,
    )


def target(row):
    return c.Target(
        **plain(row, "kind", "value", "year", "operator", "base_year", "base_value"),
        source=row.provenance,
        path=read_path(row.path_lines),
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
