"""Files from outside become tables of texts, days and numbers, or a clear sentence; nothing else happens."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from actions.sheets import limits, reading, sentences, texts, workbooks
from actions.sheets.columns import CODES, KEEP, SYNONYMS, guess, heading_line, headings_of
from actions.sheets.escapes import escape, inert, live, unescape
from actions.sheets.packages import is_workbook
from actions.sheets.table import Unreadable
from tests import hostile

DAY = "2026-05-03"
PLAIN = hostile.plain()


def read(data, sheet=None):
    """Read in this process what `reading` reads in another one."""
    return workbooks.read(data, sheet) if is_workbook(data) else texts.read(data)


def said(table):
    return [[cell.text if cell else "" for cell in line.cells] for line in table.lines]


def kinds(table):
    return [[cell.kind if cell else "" for cell in line.cells] for line in table.lines]


BAD = {
    "empty": b"",
    "old_excel": hostile.compound("Workbook"),
    "password": hostile.compound("EncryptionInfo", "EncryptedPackage"),
    "pdf": b"%PDF-1.7 ...",
    "web_page": b"<html><table><tr><td>Nr</td></tr></table></html>",
    "broken": hostile.plain()[:-100],
    "bomb": hostile.bomb(),
    "macros": hostile.with_part(hostile.plain(), "xl/vbaProject.bin", b"Sub Auto_Open()"),
    "binary_excel": hostile.document("xl/workbook.bin"),
    "word": hostile.document("word/document.xml"),
    "open_document": hostile.document("content.xml"),
    "numbers": hostile.document("Index/Document.iwa"),
    "not_excel": hostile.document("katt.jpg"),
    "not_text": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff",
    "declares": hostile.sheet(hostile.BILLION),
    "columns": hostile.sheet(hostile.data(hostile.text("A1", "Nr"), hostile.text("XFD1", "sist"))),
    "cell": hostile.sheet(hostile.data(hostile.text("A1", "x" * 60_000))),
    "rows": b"Nr;Status\r\n" * 10_001,
    "cells": ("\n".join([";".join(["x"] * 99)] * 4000)).encode(),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_read_says_why(code):
    with pytest.raises(Unreadable) as fault:
        read(BAD[code])

    assert fault.value.code == code
    with translation.override("sv"):
        assert sentences.why(fault.value).endswith(".")


def test_there_is_a_sentence_for_each_fault_that_is_tried():
    elsewhere = {"wide", "not_yours", "upload", "pasted", "no_sheets", "nothing", "slow", "heavy"}

    assert set(BAD) | elsewhere == set(sentences.UNREADABLE)


@pytest.mark.parametrize("name", ["old_excel", "macros", "bomb", "declares", "columns"])
def test_the_process_that_reads_says_the_same(name):
    with pytest.raises(Unreadable) as fault:
        reading.read(BAD[name])

    assert fault.value.code == name


@pytest.mark.parametrize("file", [hostile.OUTSIDE, hostile.BILLION])
def test_nothing_is_declared_or_fetched(file):
    with pytest.raises(Unreadable, match="declares"):
        read(hostile.sheet(file))


def test_a_directory_that_lies_about_sizes_is_not_believed():
    with pytest.raises(Unreadable, match="bomb|broken"):
        read(hostile.lying_bomb())


def test_what_is_unpacked_is_counted(monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED", 20_000)
    file = hostile.rows(*[[n, f"Åtgärd {n}"] for n in range(300)])
    assert sum(len(part) for part in [file]) < 20_000

    with pytest.raises(Unreadable, match="bomb"):
        read(file)


def test_a_small_string_said_often_is_too_much_too():
    strings = f'<sst xmlns="{hostile.MAIN}"><si><t>{"x" * 40_000}</t></si></sst>'
    cells = [f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 600)]

    with pytest.raises(Unreadable, match="cells"):
        read(hostile.sheet(f"<sheetData>{''.join(cells)}</sheetData>", strings=strings))


def test_a_file_larger_than_the_bound_is_not_even_tried():
    with pytest.raises(Unreadable, match="upload"):
        reading.read(bytes(limits.UPLOAD + 1))


@pytest.mark.parametrize(("most", "code"), [("PROCESSOR", "slow"), ("MEMORY", "heavy")])
def test_a_file_that_takes_too_much_time_or_memory_is_given_up(monkeypatch, most, code):
    narrow = {"PROCESSOR": "limits.PROCESSOR = 1", "MEMORY": "limits.MEMORY = 130_000_000"}[most]
    work = {"PROCESSOR": "while True: pass", "MEMORY": "x = bytes(300_000_000)"}[most]
    program = f"from actions.sheets import child, limits\n{narrow}\nchild.bound()\n{work}"
    monkeypatch.setattr(reading, "PROGRAM", ["-c", program])

    with pytest.raises(Unreadable, match=code):
        reading.read(b"Nr;Status")


def test_a_file_that_hangs_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.5)
    monkeypatch.setattr(reading, "PROGRAM", ["-c", "import time; time.sleep(30)"])

    with pytest.raises(Unreadable, match="slow"):
        reading.read(b"Nr;Status")


def test_the_process_that_reads_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hemlig")
    monkeypatch.setattr(reading, "PROGRAM", ["-c", "import os; print(os.environ.get('SECRET_KEY', 'nothing'))"])

    assert reading.run([], b"") == b"nothing\n"


def test_days_numbers_and_texts_keep_their_kind():
    book = Workbook()
    book.active.append(["Nr", 12, 2.5, date(2026, 5, 3), True, "=text", 0.25])
    book.active["F1"].data_type = "s"
    book.active["G1"].number_format = "0 %"

    table = read(hostile.saved(book))

    assert said(table) == [["Nr", "12", "2.5", "2026-05-03", "1", "=text", "25 %"]]
    assert kinds(table) == [["text", "number", "number", "day", "boolean", "text", "text"]]


@pytest.mark.parametrize(("properties", "serial", "day"), [("", 46145, DAY), ('date1904="1"', 44683, DAY)])
def test_days_are_counted_as_the_workbook_counts_them(properties, serial, day):
    book = Workbook()
    book.active["A1"] = serial
    book.active["A1"].number_format = "yyyy-mm-dd"
    file = hostile.saved(book)
    xml = f'<workbook xmlns="{hostile.MAIN}" xmlns:r="{hostile.OFFICE}"><workbookPr {properties}/>'
    file = hostile.with_part(
        file, "xl/workbook.xml", f'{xml}<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )

    assert said(read(file)) == [[day]]


def test_formulas_give_what_they_last_gave_and_it_is_told():
    cells = ['<c r="A1"><f>1+1</f><v>2</v></c>', '<c r="B1" t="str"><f>A1</f><v>två</v></c>', '<c r="C1"><f>A1</f></c>']

    table = read(hostile.sheet(hostile.data(*cells)))

    assert said(table) == [["2", "två", "=A1"]]
    assert kinds(table) == [["number", "text", "formula"]]
    assert [(note.code, note.places) for note in table.notes] == [("formulas", ["A1", "B1", "C1"])]


def test_a_cell_that_excel_could_not_calculate_is_broken():
    table = read(hostile.sheet(hostile.data('<c r="A1" t="e"><v>#REF!</v></c>')))

    assert kinds(table) == [["broken"]]


def test_hidden_rows_and_columns_are_read_and_told():
    book = Workbook()
    for number in range(6):
        book.active.append([number, "text", "mer"])
    book.active.row_dimensions[3].hidden = book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["B"].hidden = True

    table = read(hostile.saved(book))

    assert len(table.lines) == 6
    assert [(note.code, note.places) for note in table.notes] == [("hidden_rows", ["3–4"]), ("hidden_columns", ["B"])]


def test_a_merged_cell_counts_for_each_of_its_rows():
    book = Workbook()
    for row in [["Företagsklimat", "Lots"], [None, "Mark"], [None, "Tillsyn"], ["Mark"], []]:
        book.active.append(row)
    for place in ("A4:B4", "A1:A3"):
        book.active.merge_cells(place)

    table = read(hostile.saved(book))

    assert said(table)[:3] == [["Företagsklimat", title] for title in ("Lots", "Mark", "Tillsyn")]
    assert [(note.code, note.places) for note in table.notes] == [("merged", ["A1:A3", "A4:B4"])]


def test_links_to_other_files_are_not_followed_and_told():
    file = hostile.with_part(hostile.plain(), "xl/externalLinks/externalLink1.xml", "<a/>")

    assert [note.code for note in read(file).notes] == ["external"]


def test_of_several_sheets_the_one_most_like_a_plan_is_read_and_another_can_be_chosen():
    book = Workbook()
    book.active.title = "Läs mig"
    book.active.append(["Så här fyller du i"])
    plan, secret = book.create_sheet("Plan"), book.create_sheet("Hemlig")
    plan.append(hostile.HEADINGS)
    secret.append(hostile.HEADINGS)
    secret.sheet_state = "hidden"

    table = read(hostile.saved(book))

    assert (table.sheets, table.sheet) == (["Läs mig", "Plan"], 1)
    assert [(note.code, note.places) for note in table.notes] == [("hidden_sheets", ["Hemlig"])]
    assert said(read(hostile.saved(book), 0)) == [["Så här fyller du i"]]


def test_rows_without_a_word_are_no_rows_however_coloured():
    book = Workbook()
    book.active.append(["Nr"])
    for number in range(2, 500):
        book.active.cell(number, 50).fill = PatternFill("solid", "FF0000")

    assert said(read(hostile.saved(book))) == [["Nr"]]


def test_the_strict_form_of_the_format_is_read_too(monkeypatch):
    monkeypatch.setattr(hostile, "MAIN", "http://purl.oclc.org/ooxml/spreadsheetml/main")
    strict = hostile.sheet(hostile.data(hostile.text("A1", "Nr"), hostile.text("B1", "Åtgärd")))

    assert said(read(strict)) == [["Nr", "Åtgärd"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_is_read_in_each_encoding_and_with_each_separator(encoding, separator):
    lines = [["Nr", "Åtgärd", "Läge"], ["1", "Mässa; frukost, lunch", "Två\nrader"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)

    assert said(read(text.encode(encoding))) == lines


def test_a_text_may_name_its_separator():
    assert said(read(b"sep=|\r\nNr|Status\r\n1|Klar")) == [["Nr", "Status"], ["1", "Klar"]]


def test_what_is_copied_from_excel_keeps_its_lines_and_quotes():
    pasted = 'Nr\tÅtgärd\r\n1\t"Två\r\nrader med ""citat"""\r\n2\t"Lots" för alla\r\n3\t\r\n'

    table = texts.read_pasted(pasted)

    assert said(table) == [["Nr", "Åtgärd"], ["1", 'Två\nrader med "citat"'], ["2", '"Lots" för alla'], ["3"]]


def test_a_cell_that_begins_like_a_formula_stays_a_text():
    pasted = texts.read_pasted("=1+1\t+46\t-5\t@anna")

    assert kinds(pasted) == [["text"] * 4]
    assert said(pasted) == [["=1+1", "+46", "-5", "@anna"]]


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(anything)
def test_every_text_comes_back_from_a_workbook(text):
    assert unescape(escape(text)) == text


@given(st.text("'=+-@\t\r\nab"))
def test_every_text_comes_back_from_where_formulas_are_made_inert(text):
    assert live(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text("_x0Ff5"))
def test_what_looks_like_an_escape_comes_back(text):
    assert unescape(escape(text)) == text


@settings(max_examples=300)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_table_or_a_fault(data):
    try:
        read(data)
    except Unreadable as fault:
        assert fault.code in sentences.UNREADABLE


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_a_flipped_byte_is_a_table_or_a_fault(data):
    file = bytearray(PLAIN)
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= data.draw(st.integers(1, 255))
    try:
        read(bytes(file))
    except Unreadable as fault:
        assert fault.code in sentences.UNREADABLE


@pytest.mark.parametrize(
    ("headings", "codes"),
    [
        (["Nr", "Åtgärd", "Ansvarig", "Status", "Slutdatum", "Lägesbeskrivning"],
         ["number", "title", "responsible", "status", "end", "account"]),
        (["Aktivitet", "Mål", "Ansvarig nämnd/förvaltning", "Klart senast", "Kommentar", "#"],
         ["title", "area", "responsible", "end", "account", "number"]),
        (["Strategi", "Insats", "Förväntad effekt", "Samverkanspartners", "Tidplan", "Prioritet"],
         ["area", "title", "expected_result", "partners", "dates", KEEP]),
        (["No.", "Activity", "Owner", "Due date", "Comments", "Cost (SEK)"],
         ["number", "title", "responsible", "end", "account", "budget_note"]),
        (["Status", "Status", "", "Ansvarig för genomförandet"], ["status", KEEP, KEEP, "responsible"]),
    ],
)  # fmt: skip
def test_columns_are_known_by_many_names_in_any_order(headings, codes):
    assert guess(headings) == codes


def test_each_name_of_a_column_leads_to_it_alone():
    claimed = {code: guess([names.split(", ")[0]])[0] for code, names in SYNONYMS.items()}

    assert claimed == {code: code for code in CODES}


def test_headings_are_found_below_what_stands_above_them():
    table = texts.read("Handlingsplan 2026\n\nKommunen;;\nNr;Åtgärd;Status\n1;Lots;Klar\n".encode())

    place = heading_line(table)

    assert headings_of(table.lines[place]) == ["Nr", "Åtgärd", "Status"]
    assert table.lines[place].number == 4
