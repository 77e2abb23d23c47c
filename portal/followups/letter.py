"""The cover letter that carries an approved follow-up to the executive board: a Word document to be worked on.

It has the headings that municipalities use. What was approved fills it; what only a person can say stands in brackets.
"""

from datetime import UTC, datetime, time
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from actions.sheets.escapes import UNWRITABLE
from actions.sheets.writing import timeless
from portal.public.pages.approval import told
from portal.public.pages.book import Book
from portal.public.pages.overview import area_name
from portal.publications.codes import FOLLOW_UP_KINDS, VERDICTS
from programmes.dates import long_date
from programmes.formats import paragraph
from programmes.rich import plain

BOARD = "Kommunstyrelsen"
PROPERTY = 255  # characters that a property of a Word document has room for
WIDTHS = (Mm(45), Mm(35), Mm(80))


def letter(follow_up, municipality, content_hash):
    """Return the letter about an approved follow-up; the same content gives the same bytes."""
    page = blank(follow_up)
    head(page, follow_up, municipality)
    page.add_heading("Ärendebeskrivning", 2)
    say(page, matter(follow_up))
    page.add_heading("Förvaltningens yttrande", 2)
    opinion(page, follow_up)
    page.add_heading("Ekonomisk bedömning", 2)
    say(page, "[Skriv vad förslaget betyder för ekonomin, eller att det inte får några ekonomiska konsekvenser.]")
    page.add_heading("Förslag till beslut", 2)
    page.add_heading(f"Förslag till beslut i {BOARD.lower()}", 3)
    say(page, f"{about(follow_up)} godkänns.")
    page.add_heading("Bilaga", 2)
    say(page, f"{about(follow_up)}. Kontrollsumma {content_hash}")
    say(page, "[Namn]\n[Titel]")
    file = BytesIO()
    page.save(file)
    return timeless(file)


def blank(follow_up):
    """Return an empty document: A4, in Swedish, without a trace of who made it and when."""
    page = Document()
    said = page.core_properties
    said.author, said.comments, said.language, said.title = "", "", "sv-SE", cleaned(about(follow_up))[:PROPERTY]
    said.created = said.modified = datetime.combine(follow_up.approval.on, time(), UTC)
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    for language in page.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        page.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    page.styles["Normal"].paragraph_format.space_after = Pt(8)
    return page


def head(page, follow_up, municipality):
    registry = follow_up.diary_number or follow_up.programme.diary_number or "[diarienummer]"
    lines = (
        municipality,
        "Tjänsteskrivelse",
        f"Datum: {follow_up.approval.on.isoformat()}",
        "Handläggare: [namn]",
        f"Diarienummer: {registry}",
    )
    say(page, "\n".join(lines))
    say(page, BOARD)
    page.add_heading(cleaned(about(follow_up)), 1)


def about(follow_up):
    """Return what the matter is: "Uppföljning 2025 av Näringslivsstrategiskt program 2021–2035"."""
    return f"{follow_up.title} av {follow_up.programme.title}"


def matter(follow_up):
    approval, kind = follow_up.approval, FOLLOW_UP_KINDS[follow_up.kind].lower()
    another = follow_up.refers_to_year != follow_up.year
    figures = f" De flesta siffror är från {follow_up.refers_to_year}." if another else ""
    minutes = f", {paragraph(approval.minutes)}" if approval.minutes else ""
    return (
        f"Ärendet är en {kind} av {follow_up.programme.title}. Den avser {follow_up.year} och beskriver läget"
        f" den {long_date(follow_up.as_of)}.{figures} Den godkändes av {approval.group}"
        f" den {long_date(approval.on)}{minutes}. {told(approval)}".rstrip()
    )


def opinion(page, follow_up):
    book = Book("", follow_up.programme, follow_up.as_of, "")
    counts = ", ".join(one.phrase for one in book.tally(book.programme.plans))
    say_all(page, plain(follow_up.summary))
    say(page, f"{book.words.action.titles}: {counts}." if counts else "")
    say(page, f"Samlad bedömning: {VERDICTS[follow_up.verdict].lower()}." if follow_up.verdict else "")
    say_all(page, plain(follow_up.motivation))
    judged = {one.area: one for one in follow_up.areas if one.verdict and one.area in book.areas}
    if judged:
        of_areas(page, book, judged)
    for title, text in (("Avvikelser", follow_up.deviations), ("Nästa år", follow_up.next_year)):
        if text:
            page.add_heading(title, 3)
            say_all(page, plain(text))


def of_areas(page, book, judged):
    """Add a table of the verdicts, in the areas' own order; its head is repeated where it goes over pages."""
    rows = [(area_name(area, book.words), judged[key]) for key, area in book.areas.items() if key in judged]
    texts = [(name, VERDICTS[one.verdict], plain(one.motivation)) for name, one in rows]
    table = page.add_table(0, 3, "Table Grid")
    for line in ((book.words.area.title, "Bedömning", "Motivering"), *texts):
        for cell, text, width in zip(table.add_row().cells, line, WIDTHS, strict=True):
            cell.width, cell.text = width, cleaned(text)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader")))


def say_all(page, text):
    """Add a text, each of its paragraphs as one."""
    for block in text.split("\n\n"):
        say(page, block)


def say(page, text):
    if text:
        page.add_paragraph(cleaned(text))


def cleaned(text):
    """Return a text without the characters that no document can hold."""
    return UNWRITABLE.sub("", text)
