"""The preview of an import: its rows, a page of them at a time, each fault at its cell."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actions.sheets.checking import CHANGED, HEADING, NEW, OUT, SAME
from actions.sheets.columns import KEEP, SKIP
from actions.sheets.labels import DATES, LABELS
from actions.sheets.said import cell_text
from actions.sheets.table import Cell
from actions.sheets.wishes import rows

from .shown import FAULT

PAGE = 25
LONG = {"account", "description", "expected_result", "internal_note", "report_note", "title"}
ALL = "alla"
CHIPS = {  # what the address says: (how it is called, which rows)
    ALL: (_("All rows"), (FAULT, NEW, CHANGED, SAME, OUT, HEADING)),
    "fel": (_("Faults"), (FAULT,)),
    "nya": (_("New"), (NEW,)),
    "andras": (_("Changed"), (CHANGED,)),
    "lika": (_("Unchanged"), (SAME,)),
    "ut": (_("Left out"), (OUT, HEADING)),
}
FIRST = ("number", "title")  # columns that stand first, whatever the file's order


@dataclass
class Box:
    """A cell of the preview."""

    code: str
    label: str
    name: str  # of its field
    text: str
    was: str | None = None
    fault: str = ""
    proposal: str = ""
    is_open: bool = False
    is_altered: bool = False

    @property
    def is_long(self):
        return self.code in LONG or "\n" in self.text or len(self.text) > 60


class Preview:
    """What is shown of a checked table; `query` says which rows."""

    def __init__(self, job, query):
        self.job, self.query = job, query
        self.table, self.wishes, self.rows = job.read_table(), job.read_wishes(), job.read_rows()
        self.opened = query.get("rad", "")

    @cached_property
    def chosen(self):
        asked = self.query.get("visa", "")
        return asked if asked in CHIPS else "fel" if self.faulty else ALL

    @property
    def faulty(self):
        return sum(bool(row.faults) for row in self.rows)

    @property
    def taken(self):
        """Return how many rows would be taken."""
        return sum(row.kind in {NEW, CHANGED} for row in self.rows)

    @property
    def unready(self):
        """Return how many accounts would be kept without counting as ready, since nothing says that they are."""
        if self.wishes.ready or "ready" in self.wishes.columns:
            return 0
        return sum("account" in row.changes and row.kind == NEW for row in self.rows)

    @property
    def proposals(self):
        return sum(bool(proposal) for row in self.rows for _told, proposal in row.faults.values())

    @property
    def chips(self):
        """Return (label, count, whether it is on, query) of each kind of rows that there is."""
        kinds = [row.kind for row in self.rows]
        counts = {name: sum(map(kinds.count, which)) for name, (_label, which) in CHIPS.items()}
        named = [(name, count) for name, count in counts.items() if count or name == self.chosen]
        return [(CHIPS[name][0], count, name == self.chosen, f"?visa={name}") for name, count in named]

    @cached_property
    def page(self):
        found = [row for row in self.rows if row.kind in CHIPS[self.chosen][1]]
        return Paginator(found, PAGE).get_page(self.query.get("sida"))

    @property
    def back(self):
        """Return the query of this very page."""
        return urlencode({"visa": self.chosen, "sida": self.page.number})

    @cached_property
    def codes(self):
        """Return the columns that are shown: the table's, and what else is at fault or changes on this page."""
        own = [code for code in self.wishes.columns if code not in {KEEP, SKIP}]
        asked = {code for row in self.page for code in (*row.faults, *row.changes)} - {""}
        asked |= {code for row in self.page for code in self.wishes.mended.get(str(row.line), ())}
        return list(dict.fromkeys([*FIRST, *own, *(code for code in LABELS if code in asked)]))

    @property
    def headings(self):
        return [(code, LABELS.get(code, DATES)) for code in self.codes]

    @cached_property
    def cells(self):
        """Return {row: {code: cell}} as the file has them and as they have been mended."""
        found = {}
        for line in rows(self.table, self.wishes):
            mended = {code: Cell(text) for code, text in self.wishes.mended.get(str(line.number), {}).items()}
            found[line.number] = dict(zip(self.wishes.columns, line.cells, strict=False)) | mended
        return found

    @property
    def lines(self):
        """Return (row, its boxes, whether it is opened) for the page."""
        return [(row, [self.box(row, code) for code in self.codes], self.is_open(row)) for row in self.page]

    def is_open(self, row):
        return str(row.line) == self.opened and row.kind not in {OUT, HEADING}

    def box(self, row, code):
        fault, proposal = row.faults.get(code, ("", ""))
        was, _becomes = row.changes.get(code, (None, None))
        name, label = f"c:{row.line}:{code}", LABELS.get(code, DATES)
        is_open = bool(fault) or self.is_open(row)
        return Box(code, label, name, self.text(row, code), was, fault, proposal, is_open, code in row.meanwhile)

    def text(self, row, code):
        """Return what a cell of a row shows: what it would become, or what the file says."""
        if code in row.changes and code not in row.faults:
            return row.changes[code][1]
        said = cell_text(self.cells.get(row.line, {}).get(code))
        return str(row.number or said) if code == "number" and code not in row.faults else said

    def mended(self, sent):
        """Return {row: {code: text}} of all that has been mended, with what is sent now."""
        known = {f"c:{row.line}:{code}": (row, code) for row in self.rows for code in (*LABELS, "dates")}
        texts = {line: dict(said) for line, said in self.wishes.mended.items()}
        for name in sent.keys() & known.keys():
            row, code = known[name]
            written = sent[name].replace("\r\n", "\n").replace("\0", "")
            if written != self.text(row, code):
                texts.setdefault(str(row.line), {})[code] = written
        return texts

    def with_proposals(self, texts):
        """Return the mended texts, and for each fault what was proposed."""
        for row in self.rows:
            for code, (_told, proposal) in row.faults.items():
                if proposal:
                    texts.setdefault(str(row.line), {}).setdefault(code, proposal)
        return texts

    def left_out(self, sent):
        """Return the rows that are not to be taken: of those that were shown, the ticked ones."""
        lines = {str(row.line): row.line for row in self.rows}
        shown = {lines[said] for said in sent.getlist("rad") if said in lines}
        ticked = {lines[said] for said in sent.getlist("ut") if said in lines}
        return sorted(({*self.wishes.left_out} - shown) | (ticked & shown))
