"""Texts with separators between the cells: files of several encodings, and what is copied from a spreadsheet."""

import codecs
import csv
import io
import re
from itertools import islice

from . import limits
from .escapes import live
from .table import Builder, Cell, Table, Unreadable

BOMS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
SEPARATORS = "\t;,"
SAMPLE = 40  # lines by which the separator is found
NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
WITHIN = r'"((?:[^"\t\r\n]|"")*[\t\r\n](?:[^"]|"")*)"'
PASTED = re.compile(rf"(?:{WITHIN}|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)")


def read(data):
    """Return the table of a .csv or .txt."""
    text = decoded(data)
    if "\0" in text:
        raise Unreadable("not_text")
    named = NAMED.match(text)
    text = text[named.end() :] if named else text
    separator = named.group(1) if named else separator_of(text)
    csv.field_size_limit(limits.CHARACTERS * 2)
    builder = Builder()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(rows, 2 if named else 1):
            builder.add(number, [filled(live(value)) for value in row])
    except csv.Error as fault:
        raise Unreadable("cell", row=rows.line_num, most=limits.CHARACTERS) from fault
    return Table(lines=builder.lines)


def read_pasted(text):
    """Return the table of a block copied from a spreadsheet: tabs between the cells, quotes around several lines."""
    if len(text) > limits.PASTED:
        raise Unreadable("pasted", most=limits.PASTED)
    if "\0" in text:
        raise Unreadable("not_text")
    builder = Builder()
    for number, row in enumerate(pasted_rows(text), 1):
        builder.add(number, [filled(value) for value in row])
    if not builder.lines:
        raise Unreadable("nothing")
    return Table(lines=builder.lines)


def pasted_rows(text):
    """Yield the rows. A cell is in quotes where it holds a tab or a new line, and only then."""
    row = []
    for match in PASTED.finditer(text):
        within, plain, separator = match.groups()
        row.append(plain if within is None else within.replace('""', '"'))
        if separator != "\t":
            yield row
            row = []


def filled(value):
    value = value.replace("\r\n", "\n")
    return Cell(value) if value else None


def decoded(data):
    """Return the text of the bytes; without a mark it is UTF-8, or else what Windows has long used for Swedish."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return decode(data[len(mark) :], encoding)
    if b"\0" in data[:200]:
        return decode(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data, "cp1252")


def decode(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable("not_text") from fault


def separator_of(text):
    """Return the separator that makes the most even table of the first lines."""
    lines = list(islice(io.StringIO(text[:200_000], newline=""), SAMPLE))

    def evenness(separator):
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        usual = max(set(widths), key=widths.count, default=1)
        return (usual > 1, widths.count(usual) * usual, -SEPARATORS.index(separator))

    return max(SEPARATORS, key=evenness)
