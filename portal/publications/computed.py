"""What the numbers of an indicator say: kept in the publication, so that a later release does not judge it anew."""

from indicators import verdict
from portal.publications.content import Computed


def computed(indicator):
    """Return what the numbers of an indicator say, as it was published or, of earlier publications, as it is."""
    return indicator.computed or compute(indicator)


def compute(indicator):
    rows = indicator.observations, indicator.definitions
    judged = verdict.judge_target(indicator.target, indicator, *rows) if indicator.target else None
    previous, base = verdict.trends(indicator, indicator.target, *rows)
    return Computed(
        verdict=judged.verdict if judged else "", words=judged.words if judged else "", trend=previous, since_base=base
    )
