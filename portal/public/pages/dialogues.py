"""Dialogues and proposals as the pages and the report tell them."""

from portal.public.pages.overview import area_name
from portal.publications.codes import DIALOGUE_KINDS, PROPOSAL_STATES
from programmes.formats import number


def dialogue_told(dialogue, book):
    facts = (
        DIALOGUE_KINDS[dialogue.kind],
        dialogue.on.text,
        dialogue.recurrence,
    )
    counts = ", ".join(f"{group} {number(count)}" for group, count in dialogue.counts)
    return {
        "dialogue": dialogue,
        "facts": ", ".join(fact for fact in facts if fact),
        "participants": ", ".join(text for text in (dialogue.participants, counts) if text),
        "areas": book.area_links(dialogue.areas),
        "proposals": [proposal_told(one, book) for one in book.programme.proposals if one.dialogue == dialogue.id],
    }


def proposal_told(proposal, book):
    area = book.areas.get(proposal.area)
    facts = (
        PROPOSAL_STATES[proposal.state],
        f"bedömt av {proposal.judged_by}" if proposal.judged_by else "",
        f"inkom {proposal.received.text}" if proposal.received else "",
        f"dnr {proposal.diary_number}" if proposal.diary_number else "",
        area_name(area, book.words) if area else "",
    )
    return {
        "proposal": proposal,
        "facts": " · ".join(fact for fact in facts if fact),
        "entries": [book.entries[action] for action in proposal.actions if action in book.entries],
    }
