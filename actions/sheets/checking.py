"""A table compared with a plan, row by row: what would be new, what would change, and what is at fault where.

Nothing is saved here. Each row becomes a candidate, an action or a report as it would stand (`becoming`), which the
forms' fields and the models' own rules judge; `taking` saves the candidates.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.history import Change

from ..models import Action, Report
from .becoming import become_action, become_report
from .columns import KEEP, SKIP
from .days import Misread, is_continuous
from .names import AREA, Names, folded
from .said import cell_text, says_the_same, show, text_of, values
from .standing import Standing, report_of
from .table import Cell, Note, letters
from .values import Values, is_serial, number
from .wishes import ACTIONS, REPORTS, headings, rows

NEW, CHANGED, SAME, OUT, HEADING = "new", "changed", "same", "out", "heading"
FINDING = {ACTIONS: ("number", "period"), REPORTS: ("number", "period", "title")}  # what only says which row is meant
TIME = ("start", "end", "continuous")  # what one cell may tell together


@dataclass
class Row:
    """A row of the table, the action that it speaks of (None if new), and what would become of that."""

    line: int
    cells: dict
    extras: list  # (heading, text) of what has no column
    state: str = SAME
    number: int | None = None
    period: str = ""
    before: Action | None = None
    action: Action | None = None
    report_before: Report | None = None
    report: Report | None = None
    stands: dict = field(default_factory=dict)  # {code: value} now
    new: dict = field(default_factory=dict)  # {code: value} of what the row alters
    faults: dict = field(default_factory=dict)  # {code: (sentence, proposal)}

    @property
    def is_out(self):
        return self.state in {OUT, HEADING}

    @property
    def title(self):
        return cell_text(self.cells.get("title")) or (self.before.title if self.before else "")

    @property
    def changes(self):
        """Return {code: (was, becomes)} as texts."""
        return {
            code: tuple(text_of(show(code, said)) for said in (self.stands[code], new))
            for code, new in self.new.items()
        }

    def blame(self, code, fault):
        """Note a fault at its cell; the first one counts."""
        if isinstance(fault, Misread):
            told = fault.sentence, fault.proposal
        else:
            told = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault), ""
        self.faults.setdefault(code, told)

    def blame_all(self, error):
        """Note what a model's rule says of its fields."""
        for code, faults in getattr(error, "error_dict", {"": [error]}).items():
            self.blame("" if code == "__all__" else code, ValidationError(faults))


class Check:
    """The comparison of a whole table. `only` narrows it to what was shown before: {row: codes}."""

    def __init__(self, plan, user, table, wishes, on, *, only=None, lock=False):
        self.plan, self.user, self.table, self.wishes, self.only = plan, user, table, wishes, only
        self.of_reports = wishes.kind == REPORTS
        self.standing = Standing(plan, lock=lock)
        self.names = Names(plan, on, wishes.words, lock=lock)
        self.values = Values(plan, self.names, wishes.words.get("status", {}), table.days_from_1904)
        self.deed = Change(municipality=plan.municipality, user=user)
        self.notes = defaultdict(list)
        self.rows = list(self._rows())
        self._number()
        for row in self.rows:
            if not row.is_out:
                self._judge(row)

    @property
    def told(self):
        """Return what there is to know about how the table was read."""
        return [*self.table.notes, *(Note(code, list(dict.fromkeys(at))[:100]) for code, at in self.notes.items())]

    def _rows(self):
        area, names = None, headings(self.table, self.wishes)
        for line in rows(self.table, self.wishes):
            row = self._row(line, names)
            if not row.is_out and (heading := self._area_named(row)):
                row.state, area = HEADING, heading
                self.notes["areas"].append(str(row.line))
            if area and not row.cells.get("area"):
                row.cells["area"] = Cell(area)
            if number := self.wishes.numbers.get(str(row.line)):
                row.cells.setdefault("number", Cell(str(number)))
            if not row.is_out:
                self._find(row)
            yield row

    def _row(self, line, names):
        row = Row(line.number, {}, [], OUT if line.number in self.wishes.left_out else SAME)
        for column, code in enumerate(self.wishes.columns):
            cell = line.cells[column] if column < len(line.cells) else None
            if code == KEEP and cell:
                row.extras.append((names[column] or letters(column), cell_text(cell)))
            elif code not in {KEEP, SKIP}:
                row.cells[code] = cell
        mended = self.wishes.mended.get(str(line.number), {})
        row.cells |= {code: Cell(text) if text else None for code, text in mended.items()}
        return row

    def _area_named(self, row):
        """Return the area in a row that says nothing else: a heading over the rows beneath."""
        filled = [cell_text(cell) for cell in row.cells.values() if cell] + [text for _name, text in row.extras]
        is_area = len(filled) == 1 and folded(filled[0]) in self.names.by_name[AREA]
        return filled[0] if is_area and not self.of_reports else None

    def _find(self, row):
        """Find the action that a row speaks of: by its number, and where it has none by its title."""
        cell = row.cells.get("number")
        try:
            row.number = number(cell_text(cell)) if cell_text(cell).strip() else None
        except Misread as fault:
            row.blame("number", fault)
            return
        found = self.standing.by_number.get(row.number) if row.number else self.standing.titled(row.title)
        if found and found.dropped:
            facts = {"number": found.number}
            row.blame("number", _("No. %(number)s was removed, and its number is not used again.") % facts)
        elif found:
            row.before, row.number = found, found.number
        elif self.of_reports:
            row.blame("number" if row.number or not row.title else "title", _("The plan has no such action."))
        else:
            row.state = NEW

    def _number(self):
        """Refuse a number that stands in several rows, and give new actions theirs, after all others."""
        seen = defaultdict(list)
        for row in self.rows:
            if row.number and not row.is_out:
                seen[row.number].append(row)
        for said, others in seen.items():
            facts = {"number": said, "rows": ", ".join(str(row.line) for row in others)}
            for row in others if len(others) > 1 else ():
                row.blame("number", _("No. %(number)s stands in several rows: %(rows)s.") % facts)
        free = max([self.standing.last, *seen])
        for row in self.rows:
            if row.state == NEW and not row.number:
                row.number = free = free + 1

    def _judge(self, row):
        row.period = self._period(row)
        row.report_before = report_of(row.before, row.period) if row.before else None
        row.stands = values(row.before or self.blank(), row.report_before)
        if self.of_reports:
            row.stands["status"] = row.report_before.status if row.report_before else None
        for code, cell in row.cells.items():
            if (
                code not in {"number", "period"}
                and self._is_meant(row, code, cell)
                and not (self.of_reports and code == "title")
            ):
                self._read(row, code, cell)
        self._keep(row)
        try:
            (become_report if self.of_reports else become_action)(self, row)
        except ValidationError as error:
            row.blame_all(error)
        if row.state == SAME and row.new:
            row.state = CHANGED

    def blank(self):
        """Return an action about which nothing has been said yet."""
        return Action(municipality=self.plan.municipality, plan=self.plan, area=self.plan.area)

    def _period(self, row):
        cell = row.cells.get("period")
        if not cell_text(cell).strip():
            return self.wishes.period
        try:
            return self.values.read("period", cell, None)
        except ValidationError as fault:
            row.blame("period", fault)
            return ""

    def _is_meant(self, row, code, cell=None):
        meant = self.only.get(row.line, ()) if self.only is not None else (code,)
        return any(name in meant for name in (code, *tells(code, cell)))

    def _read(self, row, code, cell):
        """Read a cell into `row.new` if it says something else than what stands."""
        mended = code in self.wishes.mended.get(str(row.line), {})
        if not cell_text(cell).strip() and not mended and not (self.wishes.clears and row.before):
            return
        if code != "dates" and says_the_same(cell, show(code, row.stands[code])):
            return
        if code == "end" and tells(code, cell):
            row.new |= altered(row, {"end": None, "continuous": True})
            return
        try:
            value = self.values.read(code, cell, row.stands.get(code))
        except (Misread, ValidationError) as fault:
            row.blame(code, fault)
            return
        if is_serial(code, cell):
            self.notes["serial"].append(str(row.line))
        row.new |= altered(row, {code: value} if code != "dates" else together(value))

    def _keep(self, row):
        """Keep in the internal note what has no column, once."""
        code = "report_note" if self.of_reports else "internal_note"
        note = row.new.get(code, row.stands[code]) or ""
        fresh = [f"{heading}: {text}" for heading, text in row.extras]
        fresh = [entry for entry in fresh if entry not in note]
        if fresh and self._is_meant(row, code):
            try:
                row.new[code] = self.values.fields[code].clean("\n".join(filter(None, [note, *fresh])))
            except ValidationError as fault:
                row.blame(code, fault)


def tells(code, cell):
    """Return what else a cell may tell: the whole time, or instead of an end that the action goes on."""
    if code == "end" and is_continuous(cell_text(cell)):
        return ("continuous",)
    return TIME if code == "dates" else ()


def altered(row, said):
    """Return what is said otherwise than it stands."""
    return {name: one for name, one in said.items() if not same(one, row.stands[name])}


def together(value):
    """Return {code: value} of what one cell tells of the time; what it does not tell stays."""
    start, end, continuous = value or (None, None, False)
    return {"end": end, "continuous": continuous} | ({"start": start} if start or not value else {})


def same(value, stands):
    """Tell whether a value is what stands; a status that is not said leaves the one that does."""
    if isinstance(value, list):
        return {one.pk for one in value} == {one.pk for one in stands}
    return value == stands or (value == "" and stands is None)
