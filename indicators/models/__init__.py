"""What is measured, its figures and targets, and the values that were fetched for somebody to judge."""

from .annotations import Annotation
from .comparisons import Comparison, ComparisonValue
from .fetches import Fetch, FetchedValue, KeyFigureSeen, SourceAnswer
from .indicators import Definition, Indicator, Observation
from .targets import Target, Verdict

__all__ = [
    "Annotation",
    "Comparison",
    "ComparisonValue",
    "Definition",
    "Fetch",
    "FetchedValue",
    "Indicator",
    "KeyFigureSeen",
    "Observation",
    "SourceAnswer",
    "Target",
    "Verdict",
]
