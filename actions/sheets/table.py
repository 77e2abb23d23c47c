"""What a sheet says, wherever it came from: rows of cells, and what the reader must be told about them."""

from msgspec import Struct, field

from . import limits

TEXT, NUMBER, DAY, BOOLEAN = "text", "number", "day", "boolean"
BROKEN, FORMULA = "broken", "formula"  # #REF! and its kin; a formula whose value the file does not hold


class Unreadable(Exception):
    """A file or a text cannot be read; `code` says why, in a word of `sentences.UNREADABLE`."""

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code, self.facts = code, facts


class Cell(Struct, array_like=True, frozen=True):
    """A text, and what kind of value it was; days are written 2026-05-31, numbers with a point."""

    text: str
    kind: str = TEXT


class Line(Struct, array_like=True):
    """A row that holds anything, with its number in the sheet, counted from 1."""

    number: int
    cells: list[Cell | None]


class Note(Struct, array_like=True):
    """Something to be told: a word of `sentences.NOTES`, and where in the sheet it is so."""

    code: str
    places: list[str] = []


class Table(Struct):
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # the names that one can choose among, in a workbook
    sheet: int = 0
    days_from_1904: bool | None = None  # how serial days are counted; None where nobody knows

    @property
    def width(self):
        return max((len(line.cells) for line in self.lines), default=0)


class Builder:
    """Puts a table together, and stops at what is too much."""

    def __init__(self):
        self.lines, self.count, self.size = [], 0, 0

    def add(self, number, cells):
        """Add a row of cells (None where there is nothing); empty rows are passed over."""
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if len(cells) > limits.COLUMNS:
            raise Unreadable("columns", row=number, columns=len(cells), most=limits.COLUMNS)
        sizes = [len(cell.text) for cell in cells if cell]
        if max(sizes) > limits.CHARACTERS:
            raise Unreadable("cell", row=number, most=limits.CHARACTERS)
        self.count, self.size = self.count + len(sizes), self.size + sum(sizes)
        if len(self.lines) == limits.ROWS:
            raise Unreadable("rows", most=limits.ROWS)
        if self.count > limits.CELLS or self.size > limits.TEXT:
            raise Unreadable("cells", most=limits.CELLS)
        self.lines.append(Line(number, cells))


def letters(column):
    """Return the name of a column, counted from 0, as spreadsheets say it: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
