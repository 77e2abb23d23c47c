"""The pages of what was done and said around a programme: the steps of its case, dialogues and proposals."""

from portal.public.pages.overview import area_name
from portal.public.pages.programme import ruler
from portal.public.pages.story import standing, story
from portal.public.pages.succession import replaced_by
from portal.publications.codes import DIALOGUE_KINDS, PROPOSAL_STATES
from programmes.formats import number


def case_pages(edition, published, book):
    p = book.programme
    if p.steps:
        yield edition.page(
            "decisions",
            f"{p.slug}/beslut/",
            "Beslut",
            book=book,
            published=published,
            example=any(step.example for step in p.steps),
            corrections=edition.corrections(published, {step.id for step in p.steps}),
            standing=[*standing(book)],
            replaced_by=replaced_by(edition, book),
            ruler=ruler(edition, book),
            steps=story(p.steps, book, edition),
        )
    if p.dialogues or p.proposals:
        yield edition.page(
            "dialogues",
            f"{p.slug}/dialoger/",
            "Dialoger och förslag",
            book=book,
            published=published,
            example=any(row.example for row in (*p.dialogues, *p.proposals)),
            corrections=edition.corrections(published, {row.id for row in (*p.dialogues, *p.proposals)}),
            dialogues=[dialogue_told(dialogue, book) for dialogue in p.dialogues],
            others=[proposal_told(one, book) for one in p.proposals if one.dialogue is None],
        )


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
