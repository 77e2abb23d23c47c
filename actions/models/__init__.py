"""What is done about the programme: plans, actions and their reports, dialogues and the proposals they gave."""

from .actions import Action, Report
from .dialogues import Dialogue, Proposal
from .plans import ActionPlan

__all__ = ["Action", "ActionPlan", "Dialogue", "Proposal", "Report"]
