"""A plan's actions as a table that can be edited elsewhere and read back."""

from .labels import LABELS, NOTES
from .said import said


def headings(sees_notes):
    """Return {code: heading}, in the reader's language; internal notes are for those who may see them."""
    return {code: str(label) for code, label in LABELS.items() if sees_notes or code not in NOTES}


def rows(actions):
    """Return {code: text, number or day} for each action, with its latest report; read by `said.with_all`."""
    return [said(action, action.told[-1] if action.told else None) for action in actions]
