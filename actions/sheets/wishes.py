"""How somebody wants a table to be read: what each column is, what was mended in it, what unknown words stand for."""

from msgspec import Struct, field

from .columns import KEEP, OF_ACTIONS, OF_REPORTS, guess, heading_line, headings_of

ACTIONS, REPORTS = "actions", "reports"


class Wishes(Struct):
    kind: str = ACTIONS
    headings: int | None = None  # the place, among the table's lines, of the one with the headings
    columns: list[str] = field(default_factory=list)  # a code for each column
    period: str = ""  # of reports that name none
    ready: bool = False  # new reports that do not say it
    clears: bool = False  # whether an empty cell empties what stands in the plan
    numbers: dict[str, int] = field(default_factory=dict)  # {row: number} where a block was pasted on the plan's rows
    mended: dict[str, dict[str, str]] = field(default_factory=dict)  # {row: {code: text}}
    left_out: list[int] = field(default_factory=list)  # rows
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # {kind: {unknown word: what it stands for}}

    @property
    def codes(self):
        return OF_REPORTS if self.kind == REPORTS else OF_ACTIONS


FOUND = -1  # the headings are where most of them are known


def propose(table, kind=ACTIONS, remembered=None, at=FOUND, **wishes):
    """Return what a table most likely wants: its headings and columns; `remembered` is {heading: code} from before."""
    proposed = Wishes(kind=kind, **wishes)
    proposed.headings = likely_headings(table, proposed.codes) if at == FOUND else at
    names = headings(table, proposed)
    guessed = zip(names, guess(names, proposed.codes), strict=True)
    proposed.columns = [(remembered or {}).get(name.strip(), code) for name, code in guessed]
    for column, code in enumerate(proposed.columns):
        if code == "number" and not are_numbers(table, proposed, column):
            proposed.columns[column] = KEEP
    return proposed


def likely_headings(table, codes):
    """Return the place of the headings: where most are known, and where none is the first of several lines."""
    found = heading_line(table, codes)
    return 0 if found is None and len(table.lines) > 1 else found


def are_numbers(table, wishes, column):
    """Tell whether most cells of a column are whole numbers; 1.1 and A7 are kept, but number no action here."""
    said = [line.cells[column].text for line in rows(table, wishes) if column < len(line.cells) and line.cells[column]]
    whole = [text for text in said if text.strip().rstrip(".").removesuffix(".0").isdecimal()]
    return len(whole) * 2 >= len(said)


def headings(table, wishes):
    """Return the headings of all columns; those of a table without headings are empty."""
    told = [] if wishes.headings is None else headings_of(table.lines[wishes.headings])
    return told + [""] * (table.width - len(told))


def rows(table, wishes):
    """Return the lines beneath the headings."""
    return table.lines[0 if wishes.headings is None else wishes.headings + 1 :]
