"""An .xlsx read without being loaded: its sheets, the strings and styles that they share, and the sheet that is meant.

Only what says something about cells is read. Styles, drawings, validations and the like, over which libraries stumble
in files from other systems, are left alone.
"""

from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from .columns import score
from .elements import flag, local, named, text_of
from .packages import Package
from .table import Note, Unreadable
from .worksheets import Sheet

LOOK_AT = 30  # rows of each sheet, to find the one with the plan
SHEETS = 20  # of which so many are looked at


def read(data, sheet=None):
    """Return the table of a sheet: the one asked for by its place, or the one whose headings are most like a plan's."""
    try:
        return _read(Package(data), sheet)
    except (ValueError, LookupError, TypeError, ArithmeticError) as fault:  # numbers that are none, places that are not
        raise Unreadable("broken") from fault


def _read(package, sheet):
    book = Workbook(package)
    sheets = range(len(book.sheets))
    if sheet is None:
        sheet = max(sheets[:SHEETS], key=lambda place: (book.promise(place), -place), default=None)
    if sheet not in sheets:
        raise Unreadable("no_sheets")
    table = Sheet(book, book.sheets[sheet].part).table()
    table.sheets, table.sheet = [one.name for one in book.sheets], sheet
    table.days_from_1904 = book.from_1904
    table.notes += [Note("hidden_sheets", book.hidden)] if book.hidden else []
    table.notes += [Note("external")] if any(part.startswith("xl/externalLinks/") for part in package.parts) else []
    return table


@dataclass(frozen=True)
class Place:
    name: str
    part: str


class Workbook:
    """What the sheets of a workbook share."""

    def __init__(self, package):
        self.package = package
        part = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), None)
        self.root = package.tree(part) if part else None
        if self.root is None:
            raise Unreadable("broken")
        self.related = package.relations(part)
        self.from_1904 = any(flag(one, "date1904") for one in named(self.root, "workbookPr"))
        self.epoch = CALENDAR_MAC_1904 if self.from_1904 else CALENDAR_WINDOWS_1900
        self.sheets, self.hidden = [], []
        for one in named(self.root, "sheet"):
            self._place(one)
        self.formats = self._formats()
        self.strings = self._strings()

    def _place(self, sheet):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        kind, part = self.related.get(key, ("", ""))
        name = sheet.get("name", "")[:100]
        if sheet.get("state", "visible") != "visible":
            self.hidden.append(name)
        elif kind == "worksheet":
            self.sheets.append(Place(name, part))

    def promise(self, place):
        """Say how much the beginning of a sheet is like a plan."""
        return score(Sheet(self, self.sheets[place].part).table(most=LOOK_AT))

    def _part(self, wanted):
        return next((part for kind, part in self.related.values() if kind == wanted), None)

    def _strings(self):
        part = self._part("sharedStrings")
        strings = []
        for event, element in self.package.elements(part) if part else ():
            if event == "end" and local(element) == "si":
                strings.append(text_of(element))
                element.clear()
        return strings

    def _formats(self):
        """Return what each style makes of a number: "day", "duration", "percent" or nothing."""
        part = self._part("styles")
        root = self.package.tree(part) if part else None
        if root is None:
            return []
        codes = {int(one.get("numFmtId")): one.get("formatCode", "") for one in named(root, "numFmt")}
        cells = next(named(root, "cellXfs"), ())
        return [meaning(codes.get(number) or BUILTIN_FORMATS.get(number, "")) for number in map(format_number, cells)]


def format_number(style):
    return int(style.get("numFmtId") or 0)


def meaning(code):
    if is_timedelta_format(code):
        return "duration"
    if is_date_format(code):
        return "day"
    return "percent" if "%" in code else ""
