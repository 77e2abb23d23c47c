"""The follow-up and its approval, what the steering group says of it, the report's own sections, the letters."""

from .follow_ups import Approval, AreaAssessment, FollowUp
from .meeting import Assent, Comment, Overtaken
from .notices import Notice
from .parts import DepartmentPart
from .sections import Section

__all__ = [
    "Approval",
    "AreaAssessment",
    "Assent",
    "Comment",
    "DepartmentPart",
    "FollowUp",
    "Notice",
    "Overtaken",
    "Section",
]
