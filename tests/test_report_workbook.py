"""The follow-up as a workbook: typed cells, no formula from any text, the same bytes, made once."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfWriter

from actions.sheets.escapes import unescape
from portal.public import build, documents
from portal.public.paper.sheets import report_workbook
from programmes import file_texts, files
from tests import example

HASH = "9f2c71ab" * 8
DANGEROUS = ["=1+1", "+46 31", "-5", "@anna", '=HYPERLINK("http://127.0.0.1")', "\t=1", "\r=1", "2026-05-03", "007"]


def made(follow_up=None):
    return report_workbook(follow_up or example.follow_up(), example.site(), HASH)


def read(body):
    return load_workbook(BytesIO(body))


def rows(sheet):
    """Return the sheet's rows as {heading: cell}."""
    heads, *found = sheet.iter_rows()
    return [{head.value: cell for head, cell in zip(heads, row, strict=True)} for row in found]


def of_indicators(*observations, **changes):
    indicator = example.indicator(observations=observations, **changes)
    return read(made(example.follow_up(programme=example.programme(indicators=(indicator,)))))


def test_each_part_has_a_sheet():
    assert read(made()).sheetnames == [
        "Översikt",
        "Åtgärder",
        "Indikatorer",
        "Värden",
        "Mål",
        "Strategier",
        "Dialoger",
        "Förslag",
        "Definitioner och källor",
        "Ärendets gång",
    ]


def test_what_has_nothing_to_say_gets_no_sheet():
    nothing = dict.fromkeys(("areas", "goals", "plans", "indicators", "dialogues", "proposals", "steps"), ())
    bare = example.follow_up(programme=example.programme(**nothing), approval=None)

    assert read(made(bare)).sheetnames == ["Översikt"]


def test_the_words_are_the_programmes_own():
    words = example.words(area="fokusområde", action="insats")
    book = read(made(example.follow_up(programme=example.programme(words=words))))

    assert {"Insatser", "Fokusområden"} <= set(book.sheetnames)
    assert book["Insatser"]["B1"].value == "Insats"


def test_days_are_days_and_numbers_are_numbers():
    moved = rows(read(made())["Åtgärder"])[1]

    assert (moved["Nr"].value, moved["Nr"].number_format) == (2, "0")
    assert moved["Slutdatum"].value == datetime(2026, 10, 30)  # noqa: DTZ001 - as openpyxl reads a day
    assert moved["Slutdatum"].number_format == "yyyy-mm-dd"


def test_a_value_has_the_decimals_of_its_indicator():
    (row,) = rows(of_indicators(example.observation(2025, "1204.5"), decimals=1)["Värden"])

    assert (row["Värde"].value, row["Värde"].number_format) == (1204.5, "#,##0.0")


def test_zero_and_no_value_are_told_apart():
    book = of_indicators(example.observation(2025, 0), example.observation(2026, None, missing="too_few"))
    zero, none = rows(book["Värden"])

    assert (zero["Värde"].value, zero["Skäl till att värde saknas"].value) == (0, None)
    assert (none["Värde"].value, none["Skäl till att värde saknas"].value) == (None, "för få svar")


def test_the_newest_known_value_stands_with_its_year():
    (row,) = rows(read(made())["Indikatorer"])

    assert (row["Föregående år"].value, row["Föregående värde"].value) == (2024, 144)
    assert (row["Senaste år"].value, row["Senaste värde"].value) == (2025, 121)
    assert row["Därefter utan värde"].value == "2026: ännu inte publicerat"


def test_the_overview_counts_the_actions():
    told = {row["Uppgift"].value: row["Innehåll"].value for row in rows(read(made())["Översikt"])}

    assert told["Åtgärder, ej påbörjade"] == 1
    assert told["Samlad bedömning"] == "Delvis på väg"


def test_heads_stand_still_and_every_column_can_be_filtered():
    for sheet in read(made()):
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text):
    action = example.action(title=text, account=text, responsible=text, participating=(text,))
    programme = example.programme(
        title=text,
        goals=(example.goal(wording=text),),
        areas=(example.area(name=text),),
        plans=(example.plan(actions=(action,)),),
        indicators=(example.indicator(name=text),),
        proposals=(example.proposal(text=text),),
    )
    body = made(example.follow_up(title=text, programme=programme))

    assert unescape(read(body)["Åtgärder"]["B2"].value) == text
    for name in (archive := zipfile.ZipFile(BytesIO(body))).namelist():
        assert b"<f>" not in archive.read(name)
    assert {cell.data_type for sheet in read(body) for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_day_that_is_known_to_the_year_alone_is_no_day():
    (row,) = rows(read(made())["Dialoger"])

    assert row["Datum"].value == "2022"


def test_the_same_content_gives_the_same_bytes():
    assert made() == made()


def test_a_workbook_is_made_once():
    documents.keep_workbook(HASH, lambda: b"PK first")

    assert documents.keep_workbook(HASH, lambda: b"PK second") == b"PK first"
    assert documents.is_whole(HASH, "xlsx")


@pytest.mark.django_db
def test_a_report_from_before_gets_its_workbook_and_keeps_its_pdf():
    files.put(documents.path(HASH), b"%PDF made long ago")

    kept = build.keep_report(example.follow_up, example.site(), HASH)

    assert kept == {"pdf": b"%PDF made long ago", "xlsx": made()}


def test_any_day_that_the_portal_takes_can_be_written():
    action = example.action(start=date(1900, 1, 1), end=date(2200, 12, 31))
    plan = example.plan(start=date(1900, 1, 1), end=date(2200, 12, 31), actions=(action,))
    (row,) = rows(read(made(example.follow_up(programme=example.programme(plans=(plan,)))))["Åtgärder"])

    assert row["Start"].value.year == 1900


def test_the_words_of_a_workbook_inside_a_pdf_are_found():
    pdf, body = PdfWriter(), BytesIO()
    pdf.add_blank_page(72, 72)
    pdf.add_attachment("uppfoljning-2025.xlsx", made())
    pdf.write(body)

    assert "Branschdagar för årskurs 8" in file_texts.read(body.getvalue())
