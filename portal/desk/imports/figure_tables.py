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
FIGURE = re.compile(r"[<≤−–-]?[ ]?[0-9]")
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
    first = next(column for column, text in enumerate(headings) if column and read_year(text))
    sexes = sexes_below(first, lines)
    lines = lines[1:] if sexes else lines
    years, faults = years_above(number, first, headings, sexes, lines)
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
        told = [(column, *year) for column, year in years.items() if year and column < len(texts) and texts[column]]
        entries += [
            Entry(row, column, *split(name, sex or sexes.get(column, "")), year, texts[column], **said, preliminary=p)
            for column, year, p in told
        ]
    return entries, faults


def sexes_below(first, lines):
    """Return {column: sex} where the row below the years says women and men of each, or nothing."""
    said = {column: plain(text) for column, text in enumerate(lines[0][1] if lines else ()) if text and column >= first}
    are_sexes = len(said) > 1 and all(word in SEX_OF for word in said.values())
    return {column: SEX_OF[word] for column, word in said.items()} if are_sexes else {}


def years_above(number, first, headings, sexes, lines):
    """Return ({column: year}, faults): no column with figures is left out without a word.

    A year that stands above women and men, as in a merged cell, stands in its first column alone.
    """
    years, faults = {}, []
    filled = {column for _row, texts in lines for column, text in enumerate(texts) if FIGURE.match(text)}
    for column in range(1, max([len(headings), *(column + 1 for column in {*filled, *sexes})])):
        text = headings[column] if column < len(headings) else ""
        if read_year(text):
            years[column] = year_of(number, column, text, faults)
        elif not text and column in sexes and column - 1 in years:
            years[column] = years[column - 1]
        elif column in filled and (WITH_A_YEAR.search(text) if text else column > first):
            said = _("The column “%(text)s” is not read. Write its year alone, as 2025, or take the column away.")
            lone = _("The column has figures but no year above them. Write the year, or take the column away.")
            faults.append(Fault(place(number, column), said % {"text": text[:40]} if text else lone))
    return years, faults


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
