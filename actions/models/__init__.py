"""What is done about the programme: plans, actions and their reports, dialogues and the proposals they gave."""

from .dialogues import Dialogue, Proposal
from .plans import Action, ActionPlan, Report

__all__ = ["Action", "ActionPlan", "Dialogue", "Proposal", "Report"]
