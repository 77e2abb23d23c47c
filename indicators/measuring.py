"""The figures that stand when a definition is made anew: those from its first year on are measured by it."""

from .models import ComparisonValue, Observation


def measure_anew(definition, deed):
    """Let the figures from the definition's first year on be measured by it, others' as well as the own.

    The caller holds the indicator locked. Where a year has figures by several definitions, the latest is meant.
    """
    years = {"year__gte": definition.from_year}
    own = Observation.objects.kept().filter(indicator=definition.indicator, **years)
    theirs = ComparisonValue.objects.kept().filter(comparison__indicator=definition.indicator, **years)
    standing = {(0, one.year, one.sex): one for one in own.order_by("definition")}
    standing |= {(one.comparison_id, one.year, one.sex): one for one in theirs.order_by("definition")}
    for row in map(deed.lock, standing.values()):
        row.definition = definition.version
        row.save()
