"""The working rows that officials edit. Nobody outside sees them before they are published."""

from ..history import Change, Tracked
from .case import CaseStep
from .drafts import Draft
from .files import Upload
from .owned import Owned
from .people import Department, Membership, Role, User
from .places import Municipality, Region, RegionalArea, RegionalGoal, RegionalMember
from .programme import Area, Goal, Group, Programme
from .removals import FileToRemove
from .revisions import RevisedArea, RevisedGoal, RevisedTexts, Revision

__all__ = [
    "Area",
    "CaseStep",
    "Change",
    "Department",
    "Draft",
    "FileToRemove",
    "Goal",
    "Group",
    "Membership",
    "Municipality",
    "Owned",
    "Programme",
    "Region",
    "RegionalArea",
    "RegionalGoal",
    "RegionalMember",
    "RevisedArea",
    "RevisedGoal",
    "RevisedTexts",
    "Revision",
    "Role",
    "Tracked",
    "Upload",
    "User",
]
