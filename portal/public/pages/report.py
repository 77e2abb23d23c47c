"""What a follow-up's report says, part by part: the same on its page and on paper.

What has nothing to say is left out, heading and all. The templates of a part only lay out what is prepared here: those
in `public/report` for the page, those in `report` for paper.
"""

from dataclasses import dataclass
from itertools import pairwise

from portal.public.pages import approval
from portal.public.pages.dialogues import dialogue_told, proposal_told
from portal.public.pages.goals import promise, quoted
from portal.public.pages.judged import judged
from portal.public.pages.overview import indicator_row, legend, name_and_unit, verdict
from portal.public.pages.story import story
from portal.publications.codes import SECTIONS, VERDICTS
from programmes.dates import long_date
from programmes.formats import days, paragraph, years

HEADER = 60  # characters that there is room for at the head of a page
MEANINGS = {
    "done": "Arbetet är slutfört.",
    "ongoing": "Arbetet är i gång och följer tidplanen.",
    "todo": "Arbetet har inte börjat.",
    "late": "Slutdatum har passerat, eller arbetet bedöms inte bli klart i tid.",
    "dropped": "Genomförs inte. Skälet står i texten.",
}
OUTLOOKS = {
    "on_track": "Utvecklingen räcker för att nå målet.",
    "partly": "Utvecklingen går åt rätt håll men räcker inte ännu.",
    "hard": "Målet nås inte utan nya insatser.",
    "too_early": "Det finns för få mätningar för att säga något.",
    "data_missing": "Underlaget räcker inte: ett värde eller ett utgångsvärde saknas.",
}


@dataclass(frozen=True)
class Section:
    """A part of the report that has something to say, with its place in the list of contents.

    What does not begin a new page stands on one page where it can.
    """

    anchor: str
    title: str
    template: str
    content: object
    new_page: bool = True
    code: str = ""  # of what can be left out

    @property
    def short(self):
        return self.title if len(self.title) <= HEADER else f"{self.title[: HEADER - 1].rstrip()}…"

    @property
    def on_page(self):
        return f"public/report/{self.template}.html"

    @property
    def on_paper(self):
        return f"report/{self.template}.html"


def sections_of(book, follow_up, site, chapters):
    """Return the parts that have something to say, in their order."""
    every = every_section(book, follow_up, site, chapters)
    return tuple(section for section in every if section.content and section.code not in follow_up.left_out)


def every_section(book, follow_up, site, chapters):
    words, programme = book.words, book.programme
    yield Section("sammanfattning", "Sammanfattning", "summary", summary(book, follow_up, chapters))
    yield from own(follow_up, "summary")
    about_it = about(book, follow_up)
    yield Section("program", f"Om {words.programme.definite}", "programme", about_it, code="programme")
    yield Section("lasanvisning", "Så läser du rapporten", "key", key(words, follow_up), code="key")
    yield from own(follow_up, "key")
    for place, (before, chapter) in enumerate(pairwise((None, *chapters)), start=1):
        new_page = before is None or before.is_long or chapter.is_long
        yield Section(chapter.anchor or f"kapitel-{place}", chapter.name, "chapter", chapter, new_page)
    yield from own(follow_up, "areas")
    talks = dialogues(book, follow_up)
    yield Section("dialoger", "Dialoger och förslag", "dialogues", talks, code="dialogues")
    yield Section("avvikelser", "Avvikelser", "text", follow_up.deviations, new_page=not talks)
    yield Section("nasta-ar", "Nästa år", "text", follow_up.next_year, new_page=not (talks or follow_up.deviations))
    yield from own(follow_up, "next_year")
    defined = definitions(programme)
    yield Section("definitioner", "Definitioner och källor", "definitions", defined, code="definitions")
    yield from own(follow_up, "definitions")
    steps, alone = history(book, follow_up), not defined or "definitions" in follow_up.left_out
    yield Section("arendet", "Ärendets gång", "history", steps, new_page=alone)
    new_page = alone and not steps
    yield Section("dokumentet", "Om dokumentet", "document", contact(follow_up, site), new_page)


def own(follow_up, place):
    for number, one in enumerate(follow_up.sections, start=1):
        if one.place == place:
            yield Section(f"eget-{number}", one.heading, "own", one)


def summary(book, follow_up, chapters):
    plans = book.programme.plans
    tally, summaries = book.tally(plans), [summary_of(plan) for plan in plans if plan.summary]
    if not (follow_up.summary or follow_up.verdict or follow_up.motivation or tally or summaries):
        return None
    return {
        "text": follow_up.summary,
        "tally": tally,
        "verdict": verdict(follow_up.verdict),
        "motivation": follow_up.motivation,
        "plans": summaries,
        "chapters": [one for one in chapters if one.band or one.verdict],
        "area": book.words.area.title,
        "actions": book.words.action.titles,
    }


def summary_of(plan):
    day = f" ({long_date(plan.summary_on)})" if plan.summary_on else ""
    return f"{plan.title}{day}", plan.summary


def about(book, follow_up):
    programme = book.programme
    taken = [step for step in programme.steps if step.is_decision and before(step, follow_up.as_of)]
    goals = [
        {"theme": goal.theme, "quote": quoted(goal.wording), "promise": promise(goal, book) if goal.quantity else None}
        for goal in programme.goals
        if goal.wording or goal.theme
    ]
    texts = [("Vision", programme.vision), ("Målbild", programme.target_picture), ("Syfte", programme.purpose)]
    found = {
        "period": years(programme.period_from, programme.period_through),
        "texts": [(title, text) for title, text in texts if text],
        "goals": goals,
        "decisions": story(taken, book),
    }
    return found if any(found.values()) else None


def before(step, on):
    return not step.on or step.on.value <= on


def key(words, follow_up):
    return {
        "actions": words.action.titles,
        "marks": [(mark, MEANINGS[mark.code]) for mark in legend(words.action)],
        "verdicts": [(verdict(code), OUTLOOKS[code]) for code in VERDICTS],
        "as_of": f"den {long_date(follow_up.as_of)}",
    }


def history(book, follow_up):
    """Return the steps of the case in their order, and the approval of the report itself, as (day, what, facts)."""
    steps = [step for step in book.programme.steps if before(step, follow_up.as_of) or step.subject == follow_up.id]
    told = [(one.step.on.text, one.heading, one.facts) for one in story(steps, book)]
    if follow_up.approval:
        a = follow_up.approval
        facts = " ".join(text for text in (a.minutes and f"{paragraph(a.minutes)}.", approval.told(a)) if text)
        told.append((long_date(a.on), f"Uppföljningen godkändes av {a.group}", facts))
    return told


def dialogues(book, follow_up):
    """Return the dialogues and proposals of the year; an evaluation looks back on all of them."""
    whole = follow_up.kind == "evaluation"
    held = [d for d in book.programme.dialogues if whole or of_year(d.on, follow_up.year)]
    shown = {dialogue.id for dialogue in held}
    loose = [p for p in book.programme.proposals if p.dialogue not in shown and of_year(p.received, follow_up.year)]
    if not held and not loose:
        return None
    return {
        "dialogues": [dialogue_told(one, book) for one in held],
        "proposals": [proposal_told(one, book) for one in loose],
    }


def of_year(partial, year):
    return bool(partial) and partial.value.year == year


def definitions(programme):
    """Return each indicator with how it is measured, since when, and from where."""
    return [
        {
            "name": name_and_unit(row),
            "texts": [since(one) for one in indicator.definitions if one.text],
            "reckoning": judged(indicator).calculation,
            "source": " ".join(part for part in (row.source, indicator.source_id) if part),
        }
        for indicator, row in ((i, indicator_row(i)) for i in programme.indicators)
        if row.source or indicator.target or any(one.text for one in indicator.definitions)
    ]


def since(definition):
    if not definition.from_year:
        return definition.text
    remark = "; värdena före går inte att jämföra" if definition.is_break else ""
    reason = f"; {definition.reason}" if definition.reason else ""
    return f"{definition.text} (från {definition.from_year}{remark}{reason})"


def contact(follow_up, site):
    reach = (site.contact or site.name, site.phone, site.email, site.website)
    return {
        "reach": " · ".join(part for part in reach if part),
        "owner": follow_up.programme.page_owner,
        "left_out": left_out_told(follow_up),
    }


def year_told(follow_up):
    """Return the year that a follow-up is of; where most figures are of another, that too."""
    year, figures = follow_up.year, follow_up.refers_to_year
    return str(year) if figures == year else f"{year}, de flesta siffror från {figures}"


def period_told(follow_up):
    """Return the plan or the days that a follow-up is of, where that is not simply its year."""
    of = [plan.title for plan in follow_up.programme.plans if plan.id == follow_up.plan]
    given = days(follow_up.start, follow_up.end) if follow_up.start or follow_up.end else ""
    return ", ".join(text for text in (*of, given) if text)


def left_out_told(follow_up):
    """Return the names of the sections that the municipality has left out, as a reader finds them elsewhere."""
    return ", ".join(SECTIONS.get(code, code) for code in follow_up.left_out)
