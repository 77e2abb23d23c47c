"""One sheet of a workbook, cell by cell: values, days, what formulas last gave, what is hidden or merged."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel

from .elements import flag, local, named, text_of
from .escapes import unescape
from .table import BOOLEAN, BROKEN, DAY, FORMULA, NUMBER, Builder, Cell, Note, Table, Unreadable, letters

MANY = 100  # places of one kind that are remembered


@dataclass
class Sheet:
    """One sheet while it is read."""

    book: object  # the workbook: its strings, styles and calendar
    part: str
    hidden_columns: list = field(default_factory=list)
    hidden_rows: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    formulas: list = field(default_factory=list)

    def table(self, most=None):
        """Return the table; with `most`, of so many rows, as a glance."""
        builder, row = Builder(), 0
        root = None
        for event, element in self.book.package.elements(self.part):
            root = element if root is None else root
            name = local(element)
            if event == "start":
                continue
            if name == "row":
                row = int(element.get("r") or row + 1)
                builder.add(row, self._cells(element, row))
                if flag(element, "hidden"):
                    self.hidden_rows.append(row)
                element.clear()
            elif name in {"col", "mergeCell"}:
                getattr(self, f"_see_{name}")(element)
            elif name == "sheetData":
                root.clear()
            if most and len(builder.lines) >= most:
                break
        table = Table(lines=builder.lines)
        self._spread(table)
        self._tell(table)
        return table

    def _cells(self, row, number):
        cells = []
        for element in row:
            column = place(element.get("r")) if element.get("r") else len(cells)
            cell = self._cell(element)
            if cell is None or cell.text == "":
                continue
            if column >= 16_384:
                raise Unreadable("broken")
            cells += [None] * (column + 1 - len(cells))
            cells[column] = cell
            if next(named(element, "f"), None) is not None:
                self.formulas.append(f"{letters(column)}{number}")
        return cells

    def _cell(self, element):
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return Cell(text_of(next(named(element, "is"), element)))
        value = next((one.text for one in named(element, "v")), None)
        if value is None:
            formula = next(named(element, "f"), None)
            return None if formula is None else Cell("=" + (formula.text or ""), FORMULA)
        return self._value(kind, value, element.get("s"))

    def _value(self, kind, value, style):
        if kind == "s":
            return Cell(self.book.strings[int(value)])
        if kind == "str":
            return Cell(unescape(value))
        if kind == "b":
            return Cell("1" if value.strip() in {"1", "true"} else "0", BOOLEAN)
        if kind == "e":
            return Cell(value, BROKEN)
        if kind == "d":
            return day(datetime.fromisoformat(value))
        meant = self.book.formats[int(style)] if style and int(style) < len(self.book.formats) else ""
        return self._number(float(value), meant)

    def _number(self, number, meant):
        if meant == "percent":
            return Cell(f"{plain(round(number * 100, 10))} %")
        if meant == "day":
            try:
                return day(from_excel(number, self.book.epoch))
            except (ValueError, OverflowError):
                return Cell("####", BROKEN)
        return Cell(plain(number), NUMBER)

    def _see_col(self, element):
        if flag(element, "hidden"):
            first, last = int(element.get("min", 1)), int(element.get("max", 1))
            self.hidden_columns += range(first - 1, min(last, 16_384))

    def _see_mergeCell(self, element):  # noqa: N802 - named after the element
        self.merged.append(range_boundaries(element.get("ref", "")))

    def _spread(self, table):
        """Give each row of a merged cell its value, as the eye does; across columns it stays in the first."""
        lines = {line.number: line for line in table.lines}
        for left, top, _right, bottom in self.merged:
            first = lines.get(top)
            cell = first.cells[left - 1] if first and left <= len(first.cells) else None
            for number in range(top + 1, min(bottom, top + len(table.lines)) + 1) if cell else ():
                if line := lines.get(number):
                    line.cells += [None] * (left - len(line.cells))
                    line.cells[left - 1] = cell

    def _tell(self, table):
        last = max((line.number for line in table.lines), default=0)
        filled = {column for line in table.lines for column, cell in enumerate(line.cells) if cell}
        numbers = {line.number for line in table.lines}
        places = sorted((top, left, bottom, right) for left, top, right, bottom in self.merged)
        merged = [f"{letters(a - 1)}{b}:{letters(c - 1)}{d}" for b, a, d, c in places if b <= last]
        found = {
            "hidden_rows": runs([row for row in self.hidden_rows if row in numbers]),
            "hidden_columns": [letters(column) for column in self.hidden_columns if column in filled],
            "merged": merged,
            "formulas": self.formulas,
        }
        table.notes += [Note(code, places[:MANY]) for code, places in found.items() if places]


def place(reference):
    """Return the column, counted from 0, of a reference such as AB12."""
    column = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        column = column * 26 + ord(sign) - ord("A") + 1
        if column > 16_384:
            raise Unreadable("broken")
    return column - 1


def day(moment):
    if isinstance(moment, (time, timedelta)):
        return Cell(str(moment))
    return Cell((moment.date() if isinstance(moment, datetime) else date.fromisoformat(str(moment))).isoformat(), DAY)


def plain(number):
    """Write a number without exponent, and without decimals where it has none."""
    return str(int(number)) if number == int(number) else f"{number:.15g}"


def runs(numbers):
    """Return 3, 4, 5, 9 as "3–5", "9"."""
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return [str(first) if first == last else f"{first}–{last}" for first, last in found]
