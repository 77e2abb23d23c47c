"""Workbooks that nobody wants to get, made part by part: `workbook(sheet)` and what goes wrong with it."""

import io
import zipfile
from datetime import date

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADINGS = ["Nr", "Åtgärd", "Ansvarig", "Status", "Slutdatum", "Lägesbeskrivning"]


def rows(*given):
    """Return an ordinary workbook, as Excel makes it, with the headings of a plan and these rows."""
    book = Workbook()
    for row in [HEADINGS, *given]:
        book.active.append(row)
    return saved(book)


def plain():
    return rows([1, "Lots", "Samhällsbyggnad", "Pågår", date(2026, 5, 3), "Det går framåt."])


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data, name, body, **options):
    """Return the workbook with one part more, or another one in its place."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, body, **options)
    return file.getvalue()


def sheet(xml, book="", **parts):
    """Return a workbook whose one sheet holds this XML; `parts` are more parts: workbook properties, strings."""
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in {"worksheet": "sheet.xml", "sharedStrings": "strings.xml"}.items()
    )
    files = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets><sheet name="Plan" sheetId="1"'
        ' r:id="rworksheet"/></sheets></workbook>',
        "xl/strings.xml": parts.get("strings", f'<sst xmlns="{MAIN}"/>'),
        "xl/sheet.xml": xml if xml.startswith("<!") else f'<worksheet xmlns="{MAIN}">{xml}</worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in files.items():
            package.writestr(name, body)
    return file.getvalue()


def data(*cells):
    """Return the XML of a sheet with one row of cells, given as XML."""
    return f'<sheetData><row r="1">{"".join(cells)}</row></sheetData>'


def text(reference, value):
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def bomb():
    return with_part(plain(), "xl/worksheets/sheet1.xml", b"<a>" + b" " * 60_000_000)


def lying_bomb():
    """Two bytes are all there is, says the directory; thirty million come out."""
    honest = with_part(plain(), "xl/worksheets/sheet1.xml", b"<a>" + b" " * 30_000_000)
    file = io.BytesIO(honest)
    with zipfile.ZipFile(file) as package:
        part = package.getinfo("xl/worksheets/sheet1.xml")
    size, small = part.file_size.to_bytes(4, "little"), (2).to_bytes(4, "little")
    return honest.replace(size, small)


def compound(*names):
    """Return what begins like .xls or a workbook with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + b"".join(name.encode("utf-16-le") for name in names)


def document(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, "<a/>")
    return file.getvalue()


BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
)
OUTSIDE = (
    '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>'
)
