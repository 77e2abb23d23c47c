"""The follow-up on paper: its content becomes the HTML that the PDF is printed from.

What has nothing to say is left out, heading and all. `report.html` and its parts only lay out what is prepared here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path

from django.template.loader import render_to_string

from portal.public.pages.book import Book
from portal.public.pages.case import dialogue_told, proposal_told
from portal.public.pages.colours import readable, wash
from portal.public.pages.goals import promise, quoted
from portal.public.pages.indicator import reckoning
from portal.public.pages.overview import indicator_row, legend, verdict
from portal.public.pages.story import story
from portal.public.paper.chapters import chapters_of, name_and_unit
from portal.public.paper.pdf import Attachment, render_pdf
from portal.publications.chain import canonical
from portal.publications.codes import FOLLOW_UP_KINDS, VERDICTS
from programmes.dates import long_date
from programmes.formats import paragraph, years

PRINT = Path(__file__).with_name("print.css")
LOGOTYPE = "logotyp.png"
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
    "data_missing": "Det finns inga värden att bedöma.",
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

    @property
    def short(self):
        return self.title if len(self.title) <= HEADER else f"{self.title[: HEADER - 1].rstrip()}…"

    @property
    def path(self):
        return f"report/{self.template}.html"


def report_pdf(follow_up, site, content_hash, workbook, logotype=None):
    """Return the report as PDF with its content inside as JSON and as a workbook; the same input gives the same bytes.

    `content_hash` is that of the content, by which the approved document is known before it has a version; `logotype`
    is a PNG for its cover.
    """
    html = report_html(follow_up, site, content_hash, with_logotype=logotype is not None)
    pictures = {LOGOTYPE: logotype} if logotype else {}
    return render_pdf(html, style_sheet(site.accent), attachments=attachments(follow_up, workbook), pictures=pictures)


def attachments(follow_up, workbook):
    day = follow_up.approval.on if follow_up.approval else follow_up.as_of
    made = datetime.combine(day, time(), UTC)
    data, sheets = names(follow_up)
    return [
        Attachment(data, "Uppföljningens uppgifter, maskinläsbara", canonical(follow_up).encode(), made),
        Attachment(sheets, "Uppföljningens uppgifter som kalkylark", workbook, made),
    ]


def names(follow_up):
    """Return what the attached files are called."""
    return f"uppfoljning-{follow_up.slug}.json", f"uppfoljning-{follow_up.slug}.xlsx"


def style_sheet(colour):
    accent = readable(colour)
    return f":root {{ --accent: {accent}; --wash: {wash(accent)} }}\n{PRINT.read_text(encoding='utf-8')}"


def report_html(follow_up, site, content_hash, with_logotype=False):
    """Return the report as one HTML document."""
    book = Book(site.slug, follow_up.programme, follow_up.as_of, readable(site.accent))
    chapters = tuple(chapter for chapter in chapters_of(book, follow_up) if chapter)
    sections = tuple(section for section in sections_of(book, follow_up, site, chapters) if section.content)
    made = follow_up.approval.on if follow_up.approval else follow_up.as_of
    context = {
        "follow_up": follow_up,
        "site": site,
        "programme": follow_up.programme,
        "kind": FOLLOW_UP_KINDS.get(follow_up.kind, ""),
        "logotype": f"portal:{LOGOTYPE}" if with_logotype else "",
        "cover": cover(follow_up, content_hash),
        "foot": foot(follow_up),
        "made": made.isoformat(),
        "sections": sections,
        "size": "long" if len(follow_up.title) > 120 else "medium" if len(follow_up.title) > 40 else "short",
    }
    return render_to_string("report/report.html", context)


def cover(follow_up, content_hash):
    """Return the facts of the case, those that are known."""
    facts = (
        ("Avser", str(follow_up.refers_to_year)),
        ("Godkänd", approved(follow_up.approval)),
        ("Diarienummer", registry(follow_up)),
        ("Läget per", long_date(follow_up.as_of)),
        ("Kontrollsumma", f"{content_hash[:4]} {content_hash[4:8]} … {content_hash[-4:]}"),
    )
    return [(label, text) for label, text in facts if text]


def approved(approval):
    if approval is None:
        return "Inte godkänd ännu"
    minutes = f", {paragraph(approval.minutes)}" if approval.minutes else ""
    return f"av {approval.group} {long_date(approval.on)}{minutes}"


def registry(follow_up):
    return follow_up.diary_number or follow_up.programme.diary_number


def foot(follow_up):
    parts = (f"Dnr {registry(follow_up)}" if registry(follow_up) else "", f"läget per {long_date(follow_up.as_of)}")
    return " · ".join(part for part in parts if part)


def sections_of(book, follow_up, site, chapters):
    words, programme = book.words, book.programme
    yield Section("sammanfattning", "Sammanfattning", "summary", summary(book, follow_up, chapters))
    yield Section("program", f"Om {words.programme.definite}", "programme", about(book, follow_up))
    yield Section("lasanvisning", "Så läser du rapporten", "key", key(words, follow_up))
    for place, (before, chapter) in enumerate(pairwise((None, *chapters)), start=1):
        new_page = before is None or before.is_long or chapter.is_long
        yield Section(f"kapitel-{place}", chapter.name, "chapter", chapter, new_page)
    talks = dialogues(book, follow_up)
    yield Section("dialoger", "Dialoger och förslag", "dialogues", talks)
    yield Section("avvikelser", "Avvikelser", "text", follow_up.deviations, new_page=not talks)
    yield Section("nasta-ar", "Nästa år", "text", follow_up.next_year, new_page=not (talks or follow_up.deviations))
    yield Section("definitioner", "Definitioner och källor", "definitions", definitions(programme))
    yield Section(
        "dokumentet", "Om dokumentet", "document", contact(follow_up, site), new_page=not programme.indicators
    )


def summary(book, follow_up, chapters):
    plans = book.plans_of(follow_up.refers_to_year)
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


def dialogues(book, follow_up):
    """Return the dialogues and proposals of the year; an evaluation looks back on all of them."""
    whole = follow_up.kind == "evaluation"
    held = [d for d in book.programme.dialogues if whole or of_year(d.on, follow_up.refers_to_year)]
    shown = {dialogue.id for dialogue in held}
    loose = [
        p for p in book.programme.proposals if p.dialogue not in shown and of_year(p.received, follow_up.refers_to_year)
    ]
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
            "reckoning": reckoning(indicator),
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
        "attachments": names(follow_up),
    }
