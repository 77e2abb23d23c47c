"""Tables that leave the portal, as .xlsx and .csv: the same rows give the same bytes, and texts stay texts.

A value is a text, a number or a day. No text can become a formula: in a workbook every text is marked as one, in a
CSV file an apostrophe goes before what a program would calculate. `texts` and `workbooks` read both back as they were.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from programmes.formats import exact

from .escapes import escape, inert

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own times say nothing: the same rows, the same bytes
WIDTHS = {"title": 45, "account": 60, "description": 45, "expected_result": 45, "number": 6, "progress": 10}
USUAL = 20
TOP = Alignment(vertical="top", wrap_text=True)


class Shown(NamedTuple):
    """A number with the format in which a spreadsheet shows it."""

    value: object
    format: str


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook; `columns` are (heading, width), a value is a text, a number, a day or None."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence]


def as_csv(labels, rows):
    """Return the bytes of a CSV file as Swedish spreadsheets open it: semicolons, and a mark that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(labels.values())
    for row in rows:
        writer.writerow([plain(row[code]) for code in labels])
    return file.getvalue().encode("utf-8-sig")


def sheet_as_csv(sheet):
    """Return the bytes of a CSV file with the one table of a sheet."""
    return as_csv(dict(enumerate(heading for heading, _width in sheet.columns)), sheet.rows)


def plain(value):
    """Return a value as a CSV file holds it: a number with the decimal comma that a Swedish spreadsheet reads."""
    value = value.value if isinstance(value, Shown) else value
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, Decimal):
        return f"{exact(value):f}".replace(".", ",")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def as_workbook(labels, rows, title):
    """Return the bytes of a workbook with one sheet; `labels` are {code: heading}, rows {code: value}."""
    columns = [(str(label), WIDTHS.get(code, USUAL)) for code, label in labels.items()]
    return workbook([Sheet(title, columns, ([row[code] for code in labels] for row in rows))])


def workbook(sheets):
    """Return the bytes of a workbook: its heads stand still, and each column can be filtered."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        write(book.create_sheet(sheet_title(sheet.title)), sheet)
    file = io.BytesIO()
    book.save(file)
    return timeless(file, {"docProps/core.xml": PROPERTIES})


def write(page, sheet):
    page.freeze_panes = "A2"
    for place, (_, width) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.append([heading(page, label) for label, _ in sheet.columns])
    count = 1
    for count, row in enumerate(sheet.rows, 2):  # noqa: B007 - the last count is the table's last row
        page.append([cell(page, value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def sheet_title(title):
    """Return what may be the name of a sheet: at most 31 characters, without the signs that Excel refuses."""
    return "".join(" " if sign in "\\/*?:[]'" or not sign.isprintable() else sign for sign in title)[:31].strip() or "1"


def heading(sheet, label):
    made = cell(sheet, label)
    made.font = Font(bold=True)
    return made


def cell(sheet, value):
    """Return a cell that says exactly this; a text is marked so that it stays one when somebody edits it."""
    value, form = value if isinstance(value, Shown) else (value, "yyyy-mm-dd" if isinstance(value, date) else "0")
    if value is None or value == "":
        return None
    if isinstance(value, str):
        made = WriteOnlyCell(sheet, escape(value))
        made.data_type = "s"
        made.quotePrefix = True
    else:
        made = WriteOnlyCell(sheet, value)
        made.number_format = form
    made.alignment = TOP
    return made


def timeless(file, parts=MappingProxyType({})):
    """Return a packed file without the times at which it was made; `parts` are texts that take the place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.namelist()):
            body = parts.get(part) or old.read(part)
            new.writestr(zipfile.ZipInfo(part, MADE.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


PROPERTIES = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator/></cp:coreProperties>'
)
