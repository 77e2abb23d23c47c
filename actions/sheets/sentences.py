"""In words, why a file cannot be read and what the reader of a table should know."""

from django.utils.translation import gettext_lazy

TOLD = 12  # places of one kind that are named

UNREADABLE = {
    "empty": gettext_lazy("The file is empty."),
    "wide": gettext_lazy("The block has %(columns)s columns; the plan's table has %(most)s from there on."),
    "not_yours": gettext_lazy("You can paste statuses and accounts here; what else stands there, others change."),
    "nothing": gettext_lazy("There is no cell with anything in it."),
    "upload": gettext_lazy("The file is too large: there is room for %(most)s MB."),
    "pasted": gettext_lazy("The pasted text is too long. Save it as a file and choose that instead."),
    "old_excel": gettext_lazy(
        "This is an Excel file of the old kind (.xls), whatever its name. Open it in Excel and save it as .xlsx."
    ),
    "password": gettext_lazy("The file is protected by a password. Save a copy without it and choose that one."),
    "macros": gettext_lazy("The file holds macros, which are never let in. Save it as .xlsx, without macros."),
    "binary_excel": gettext_lazy("This is a binary Excel file (.xlsb). Open it in Excel and save it as .xlsx."),
    "open_document": gettext_lazy("This is an OpenDocument file. Open it and save it as .xlsx or .csv."),
    "numbers": gettext_lazy("This is a file from Numbers. Export it from there as .xlsx or .csv."),
    "word": gettext_lazy("This is a Word document. Copy its table into a spreadsheet, or paste it here as text."),
    "pdf": gettext_lazy("This is a PDF. The table is needed as .xlsx or .csv."),
    "web_page": gettext_lazy(
        "This is a web page or XML, even if its name ends in .xls. Open it in Excel and save it as .xlsx."
    ),
    "not_excel": gettext_lazy("This is a compressed file, but no Excel workbook."),
    "not_text": gettext_lazy("This is neither an Excel workbook nor a text file with a table."),
    "broken": gettext_lazy("The file is damaged and cannot be read. Open it in Excel and save it anew."),
    "bomb": gettext_lazy("The file grows far too large when it is unpacked, and is not read."),
    "declares": gettext_lazy("The file declares things that a workbook never needs, and is not read."),
    "no_sheets": gettext_lazy("The workbook has no visible sheet with cells."),
    "columns": gettext_lazy("Row %(row)s has %(columns)s columns; %(most)s at most are read. Remove the others."),
    "rows": gettext_lazy("The sheet has more than %(most)s rows with something in them. Divide it into several files."),
    "cells": gettext_lazy("The sheet holds more than can be read at once. Remove what is not needed."),
    "cell": gettext_lazy("A cell in row %(row)s holds more than %(most)s characters."),
    "slow": gettext_lazy("It took too long to read the file. Copy what is needed into a new workbook and try that."),
    "heavy": gettext_lazy("The file needs too much memory. Copy what is needed into a new workbook and try that."),
}

NOTES = {
    "hidden_rows": gettext_lazy("Rows that are hidden in the file are read too: %(places)s."),
    "hidden_columns": gettext_lazy("Columns that are hidden in the file are read too: %(places)s."),
    "hidden_sheets": gettext_lazy("Hidden sheets are not read: %(places)s."),
    "merged": gettext_lazy("Merged cells: %(places)s. Their value counts for each of the rows, in the first column."),
    "formulas": gettext_lazy("Formulas are not calculated; what they last gave in Excel is read: %(places)s."),
    "areas": gettext_lazy("Rows with nothing but the name of an area stand over the rows beneath them: %(places)s."),
    "serial": gettext_lazy("Numbers in columns of dates are read as Excel counts days, in rows %(places)s."),
    "external": gettext_lazy("The file fetches values from other files. What it last fetched is read, nothing else."),
}


def why(fault):
    """Return in words why something is unreadable."""
    return str(UNREADABLE[fault.code]) % fault.facts


def told(notes):
    """Return in words what there is to know about a table."""
    return [str(NOTES[note.code]) % {"places": ", ".join(shortened(note.places))} for note in notes]


def shortened(places):
    return places if len(places) <= TOLD else [*places[:TOLD], "…"]
