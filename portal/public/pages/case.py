"""The pages of what was done and said around a programme: the steps of its case, dialogues and proposals."""

from datetime import date

from portal.public.pages.edition import capital
from portal.public.pages.overview import area_name
from portal.publications.codes import DIALOGUE_KINDS, PROPOSAL_STATES
from programmes import case
from programmes.dates import long_date
from programmes.formats import number, paragraph


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
            steps=[told(step, edition.as_of) for step in in_order(p.steps)],
        )
    if p.dialogues or p.proposals:
        yield edition.page(
            "dialogues",
            f"{p.slug}/dialoger/",
            "Dialoger och förslag",
            book=book,
            published=published,
            example=any(row.example for row in (*p.dialogues, *p.proposals)),
            dialogues=[dialogue_told(dialogue, book) for dialogue in p.dialogues],
            others=[proposal_told(one, book) for one in p.proposals if one.dialogue is None],
        )


def in_order(steps):
    """Return the steps by day, those without a known day last."""
    return sorted(steps, key=lambda step: step.on.value or date.max)


def told(step, on):
    """Return a step with its heading and its particulars in one line; unknown parts are left out."""
    body = case.body_name(step)
    if step.body in ("KF", "KS") and not step.body_name:
        body = f"{body} ({step.body})"
    concerns = "" if step.concerns == "programme" else case.CONCERNS[step.concerns]
    facts = (
        capital(body),
        paragraph(step.paragraph) if step.paragraph else "",
        f"dnr {step.diary_number}" if step.diary_number else "",
        f"svar senast {long_date(step.until)}" if step.until else "",
        f"förlängs till och med {step.extends_through}" if step.extends_through else "",
        f"kan överklagas till och med {long_date(step.appeal_until)}" if appealable(step, on) else "",
    )
    heading = case.KINDS[step.kind]
    return {
        "step": step,
        "heading": f"{heading}, {concerns.lower()}" if concerns else heading,
        "facts": ", ".join(fact for fact in facts if fact),
    }


def appealable(step, on):
    return step.appeal_until is not None and on <= step.appeal_until


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
