"""The pages of what was done and said around a programme: the steps of its case, dialogues and proposals."""

from portal.public.pages.dialogues import dialogue_told, proposal_told
from portal.public.pages.programme import ruler
from portal.public.pages.story import standing, story
from portal.public.pages.succession import replaced_by


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
