"""What a table of figures says, in whichever way it lies: years in columns, years in rows, or one figure a row.

From texts alone. Nothing is guessed: what has no year or no name that says what it is, is told with its row.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from actions.sheets.said import cell_text
from actions.sheets.table import letters
from programmes.dates import MAX_YEAR, MIN_YEAR

HEADINGS_WITHIN = 10  # rows
LONGEST_NAME = 300  # characters; no indicator has a longer one
YEAR = re.compile(r"([0-9]{4})([\s,]*\(?(?:p|prel|preliminärt?|preliminära|preliminary)\.?\)?)?", re.IGNORECASE)
WITH_A_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
LONGEST_YEAR = 40  # characters
LABELLED = re.compile(r"(.+?)[,:(–-]([^,:(–-]+)")
SEXES = {
    "T": "totalt, total, båda, båda könen, alla, samtliga, t",
    "K": "kvinnor, kvinna, k, women",
    "M": "män, man, m, men",
}
SEX_OF = {word: sex for sex, words in SEXES.items() for word in words.split(", ")}
YEARS = {"år", "year", "mätår", "period"}
VALUES = {"värde", "value", "utfall", "resultat"}
NAMES = {"indikator", "nyckeltal", "mått", "indicator"}
KINDS = {"kön", "sex"}
WHOSE = {"jämförs med", "jämförelse", "kommun", "compared with", "comparison", "municipality"}


@dataclass(frozen=True)
class Entry:
    """One cell with its row and column in the sheet, the year and sex it is of and the name it stands under."""

    row: int
    column: int
    name: str
    sex: str
    year: int
    text: str
    key: int | None = None  # of the indicator, where the grid has said it
    whose: str = ""  # of whom a column of its own says that it is
    beside: tuple[str, ...] = ()  # what else its row says of it: a unit, a place, a source
    preliminary: bool = False  # so says its year, as in “2025 (prel.)”

    @property
    def place(self):
        return place(self.row, self.column)


@dataclass(frozen=True)
class Fault:
    """What cannot be understood, and where; the whole table where `place` is empty."""

    place: str
    text: str


def place(row, column):
    """Return a cell as a spreadsheet names it: C4."""
    return f"{letters(column)}{row}"


def read(table):
    """Return (entries, faults) of a table."""
    lines = [(line.number, [cell_text(cell).strip() for cell in line.cells]) for line in table.lines]
    for index, (number, cells) in enumerate(lines[:HEADINGS_WITHIN]):
        words = {plain(text) for text in cells}
        if YEARS & words and VALUES & words:
            return one_a_row(cells, lines[index + 1 :])
        if tells_a_year(cells[0]):
            return years_in_rows(lines[index - 1][1] if index else [], lines[index:])
        if any(map(tells_a_year, cells[1:])):
            return years_in_columns(number, cells, lines[index + 1 :])
    return [], [Fault("", _("There is no year in the table. Copy the headings too, with years written as 2025."))]


def read_block(table, rows, year):
    """Return (entries, faults) of a block pasted on the grid; `rows` are the grid's from there on, (key, sex)."""
    entries = [
        Entry(line.number, column, "", sex, year + column, text, key)
        for line, (key, sex) in zip(table.lines, rows, strict=False)
        for column, text in enumerate(cell_text(cell).strip() for cell in line.cells)
        if text
    ]
    if len(table.lines) <= len(rows):
        return entries, []
    said = _("The block has %(rows)s rows; the table has %(most)s from there on.")
    return entries, [Fault("", said % {"rows": len(table.lines), "most": len(rows)})]


def years_in_columns(number, headings, lines):
    years, faults = {}, []
    for column, text in enumerate(headings[1:], 1):
        if read_year(text):
            years[column] = year_of(number, column, text, faults)
        elif WITH_A_YEAR.search(text) and any(holds_a_number(texts, column) for _row, texts in lines):
            said = _("The column “%(text)s” is not read. Write its year alone, as 2025, or take the column away.")
            faults.append(Fault(place(number, column), said % {"text": text[:40]}))
    entries, name = [], ""
    called, whose = column_of(NAMES, headings), column_of(WHOSE, headings)
    if not whose and called is None:
        whose = None  # the names of places alone: they are the names
    for row, texts in lines:
        labels = {column: text for column, text in enumerate(texts) if text and column not in years}
        sex = next((SEX_OF[plain(text)] for text in labels.values() if plain(text) in SEX_OF), "")
        named = [text for column, text in labels.items() if plain(text) not in SEX_OF and column != whose]
        name = labels.get(called) or (named[0] if named else name if sex else "")  # “kvinnor” alone: of the row above
        said = {"whose": labels.get(whose, ""), "beside": tuple(named)}
        entries += [
            Entry(row, column, *split(name, sex), year[0], texts[column], preliminary=year[1], **said)
            for column, year in years.items()
            if year and column < len(texts) and texts[column]
        ]
    return entries, faults


def column_of(known, headings):
    return next((column for column, text in enumerate(headings) if plain(text) in known), None)


def years_in_rows(headings, lines):
    entries, faults = [], []
    for row, texts in lines:
        told = [(column, text) for column, text in enumerate(texts) if column and text]
        year = year_of(row, 0, texts[0], faults) if told else None
        for column, text in told if year else ():
            heading = headings[column] if column < len(headings) else ""
            entries.append(Entry(row, column, *split(heading), year[0], text, preliminary=year[1]))
    return entries, faults


def one_a_row(headings, lines):
    at = {plain(text): column for column, text in enumerate(headings)}
    columns = [next((at[word] for word in at if word in known), None) for known in (YEARS, VALUES, NAMES, KINDS, WHOSE)]
    entries, faults = [], []
    for row, texts in lines:
        when, text, name, sex, whose = (texts[n] if n is not None and n < len(texts) else "" for n in columns)
        year = year_of(row, columns[0], when, faults) if text else None
        if year:
            place = (row, columns[1], *split(name, SEX_OF.get(plain(sex), "")), year[0], text)
            entries.append(Entry(*place, whose=whose, preliminary=year[1]))
    return entries, faults


def is_year(text):
    return tells_a_year(text) and text.isdecimal()


def tells_a_year(text):
    found = read_year(text)
    return found is not None and MIN_YEAR <= found[0] <= MAX_YEAR


def read_year(text):
    """Return (number, whether it is said to be preliminary) of “2025” or “2025 (prel.)”, or None."""
    match = YEAR.fullmatch(text) if len(text) <= LONGEST_YEAR else None
    return (int(match[1]), bool(match[2])) if match else None


def holds_a_number(texts, column):
    return column < len(texts) and any(sign.isdigit() for sign in texts[column])


def year_of(row, column, text, faults):
    """Return the year that a cell says, as `read_year`; where that cannot be one, None, and a fault more."""
    if tells_a_year(text):
        return read_year(text)
    faults.append(Fault(place(row, column), _("“%(text)s” is no year. Write years as 2025.") % {"text": text[:40]}))
    return None


def gathered(faults):
    """Return the faults in their order; what is said of cells after each other is said once: “C5–H5”."""
    for text, some in groupby(faults, key=lambda fault: fault.text):
        places = [fault.place for fault in some]
        yield Fault(places[0] if len(places) == 1 else f"{places[0]}–{places[-1]}", text)


def split(name, sex=""):
    """Return (name, sex) of “Insikt, kvinnor” or “Insikt (K)”, or of “Kvinnor” alone."""
    if plain(name) in SEX_OF:
        return "", SEX_OF[plain(name)]
    match = LABELLED.fullmatch(name) if len(name) <= LONGEST_NAME else None
    word = plain(match[2].removesuffix(")")) if match else ""
    if word in SEX_OF:
        return match[1].strip(), sex or SEX_OF[word]
    return name, sex


def plain(text):
    return " ".join(text.casefold().split())
