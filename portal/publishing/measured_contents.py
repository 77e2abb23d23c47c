"""Working rows → content, for what a programme measures: indicators, their figures, definitions, events and targets."""

from django.db.models import Prefetch
from msgspec.structs import replace

from indicators import withholding
from indicators.models import Indicator, KeyFigureSeen, Target
from indicators.path import read_path
from portal.publications import content as c
from portal.publications.computed import compute
from programmes.exposure import PublicView
from programmes.models import Area

from .compared_figures import comparisons
from .public_rows import facts, plain, uuids, views
from .withheld import withhold_others


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
    place, members = working.municipality, frame.members if frame else ()
    looked_through = (withhold_others(one, place.code, members, place.name) for one in made)
    return tuple(replace(one, computed=compute(one)) for one in looked_through)


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
    """Return a figure without its value, and without its note, which may tell of that."""
    bare = {"value": None, "preliminary": False, "note": ""}
    unrevised = {"revised_from": None, "revised_on": None, "was_preliminary": False}
    return replace(one, missing=withholding.WITHHELD, **bare, **unrevised)


def annotation(row):
    return c.Annotation(**plain(row, "year", "text", "example"), source=row.provenance)


def observation(row):
    return c.Observation(
        **plain(row, "definition", "year", "period", "sex", "value", "missing", "preliminary", "year_certain", "note"),
        **plain(row, "retrieved", "example"),
        **(plain(row, "revised_from", "revised_on", "was_preliminary") if row.value is not None else {}),
        source=row.provenance,
    )


def target(row):
    return c.Target(
        **plain(row, "kind", "value", "year", "operator", "base_year", "base_value"),
        source=row.provenance,
        path=read_path(row.path_lines),
    )
