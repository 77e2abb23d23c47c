"""The follow-up on paper: its content becomes the HTML that the PDF is printed from.

What has nothing to say is left out, heading and all. `report.html` and its parts only lay out what is prepared here.
"""

import hashlib
from datetime import UTC, datetime, time
from pathlib import Path

from django.template.loader import render_to_string

from indicators.chart import PAPER
from portal.public.pages.book import Book
from portal.public.pages.chapters import chapters_of
from portal.public.pages.colours import readable, wash
from portal.public.pages.report import period_told, sections_of, year_told
from portal.public.paper.pdf import Attachment, ignored, render_both
from portal.publications.chain import canonical
from portal.publications.codes import FOLLOW_UP_KINDS
from programmes.dates import long_date
from programmes.formats import paragraph

PRINT = Path(__file__).with_name("print.css")
LOGOTYPE = "logotyp.png"


def report_pdf(follow_up, site, content_hash, workbook, logotype=None, told=ignored):
    """Return the report as PDF with its content inside as JSON and as a workbook, and its copy for the archive.

    The same input gives the same bytes. `content_hash` is that of the content, by which the approved document is known
    before it has a version; `logotype` is a PNG for its cover; `told` is told how far it has come.
    """
    inside = attachments(follow_up, workbook)
    html = report_html(follow_up, site, content_hash, inside, with_logotype=logotype is not None)
    pictures = {LOGOTYPE: logotype} if logotype else {}
    return render_both(html, style_sheet(site.accent), attachments=inside, pictures=pictures, told=told)


def attachments(follow_up, workbook):
    day = follow_up.approval.on if follow_up.approval else follow_up.as_of
    made = datetime.combine(day, time(), UTC)
    name = f"uppfoljning-{follow_up.slug}"
    return [
        Attachment(f"{name}.json", "Uppgifterna i maskinläsbar form", canonical(follow_up).encode(), made),
        Attachment(f"{name}.xlsx", "Uppgifterna som kalkylark", workbook, made),
    ]


def style_sheet(colour):
    accent = readable(colour)
    return f":root {{ --accent: {accent}; --wash: {wash(accent)} }}\n{PRINT.read_text(encoding='utf-8')}"


def report_html(follow_up, site, content_hash, files=(), with_logotype=False):
    """Return the report as one HTML document; `files` are those that lie in the PDF."""
    book = Book(site.slug, follow_up.programme, follow_up.as_of, readable(site.accent))
    chapters = tuple(chapter for chapter in chapters_of(book, follow_up, PAPER) if chapter)
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
        "sections": sections_of(book, follow_up, site, chapters),
        "content_hash": content_hash,
        "files": [(one.name, one.description, hashlib.sha256(one.data).hexdigest()) for one in files],
        "size": "long" if len(follow_up.title) > 120 else "medium" if len(follow_up.title) > 40 else "short",
    }
    return render_to_string("report/report.html", context)


def cover(follow_up, content_hash):
    """Return the facts of the case, those that are known."""
    facts = (
        ("Avser", year_told(follow_up)),
        ("Period", period_told(follow_up)),
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
