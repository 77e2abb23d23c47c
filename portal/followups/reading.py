"""The places of a report, in the order in which one reads it: what stands there, and where it stands in the preview.

A place is known by a key that stays when the report is worded anew: "summary", "area-<uuid>", "action-<uuid>".
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.public.pages.book import Book
from portal.public.pages.overview import Mark, verdict
from programmes.rich import plain

WHOLE = "report"


@dataclass(frozen=True)
class Place:
    """`text` is the text of the report; `anchor` the place on its page, nothing for the whole."""

    key: str
    name: str
    anchor: str = ""
    text: str = ""
    mark: Mark | None = None


def chapters(content):
    """Return [(heading, places)] of a report."""
    book = Book("", content.programme, content.as_of, "", whole_at="/")
    found = [(_("The report"), [*texts(content), *own_sections(content)])]
    judged = {one.area: one for one in content.areas}
    for chapter in book.chapters(content.programme.plans):
        assessment = judged.get(chapter.area.id) if chapter.area else None
        if assessment or chapter.entries:
            heading = chapter.name or book.words.action.titles
            found.append((heading, [*area(chapter, assessment), *map(action, chapter.entries)]))
    if book.figures:
        found.append((_("Indicators"), list(map(indicator, book.figures))))
    return found


def places(content):
    """Return {key: place} of a report."""
    return {place.key: place for _heading, some in chapters(content) for place in some}


def texts(content):
    said = [
        Place("summary", _("Summary"), "sammanfattning", plain(content.summary)),
        Place("verdict", _("Overall verdict"), "sammanfattning", plain(content.motivation), verdict(content.verdict)),
        Place("deviations", _("Deviations"), "avvikelser", plain(content.deviations)),
        Place("next_year", _("Next year"), "nasta-ar", plain(content.next_year)),
    ]
    return [Place(WHOLE, _("The report as a whole")), *(one for one in said if one.text or one.mark)]


def own_sections(content):
    for number, one in enumerate(content.sections, start=1):
        yield Place(f"section-{one.id}", one.heading, f"eget-{number}", plain(one.text))


def area(chapter, assessment):
    """Yield the place of an area's verdict; what belongs to no area has none."""
    if chapter.area:
        text, mark = (plain(assessment.motivation), verdict(assessment.verdict)) if assessment else ("", None)
        yield Place(f"area-{chapter.area.id}", _("Verdict on the area"), chapter.anchor, text, mark)


def action(entry):
    name = f"{entry.action.number} {entry.action.title}"
    return Place(f"action-{entry.action.id}", name, entry.anchor, entry.account, entry.mark)


def indicator(figure):
    row = figure.row
    text = " · ".join(part for part in (row.value, row.note) if part)
    return Place(f"indicator-{row.indicator.id}", row.name, figure.anchor, text, row.verdict)
