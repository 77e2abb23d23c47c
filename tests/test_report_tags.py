"""What a screen reader is told of the report on paper: its tree of tags, read back by another library."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.public.paper import pdf
from portal.public.paper.report import report_pdf
from portal.public.paper.sheets import report_workbook
from tests import example

pytestmark = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
HASH = "9f2c71ab" * 8


@pytest.fixture(scope="module")
def report():
    workbook = report_workbook(example.follow_up(), example.site(), HASH)
    return PdfReader(BytesIO(report_pdf(example.follow_up(), example.site(), HASH, workbook).pdf))


@pytest.fixture(scope="module")
def elements(report):
    """Return every element of the tree in reading order, with the texts of its pages by page and number."""
    return list(below(report.trailer["/Root"]["/StructTreeRoot"]))


def below(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield found
            yield from below(found)


def of_kind(elements, *kinds):
    return [one for one in elements if one["/S"] in kinds]


def test_the_headings_are_nested_and_none_is_skipped(elements):
    levels = [int(one["/S"][2]) for one in elements if re.fullmatch(r"/H\d", one["/S"])]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_head_of_a_table_says_what_it_heads(elements):
    scopes = {head["/A"]["/Scope"] for head in of_kind(elements, "/TH")}

    assert scopes == {"/Column", "/Row"}
    assert all("/Scope" in head["/A"] for head in of_kind(elements, "/TH"))


def test_charts_and_bands_are_told_in_words(elements):
    told = [figure["/Alt"] for figure in of_kind(elements, "/Figure")]

    assert told[0] == "Företagsklimat: 1\xa0genomförd, 1\xa0pågår"
    assert any(text.startswith("Linjediagram: Svenskt Näringsliv, ranking") and "121" in text for text in told)
    assert all(told)


def test_lists_and_tables_hold_what_they_should_and_nothing_else(elements):
    inside = {
        "/L": {"/LI"},
        "/LI": {"/Lbl", "/LBody"},
        "/Table": {"/THead", "/TBody", "/TR"},
        "/TR": {"/TH", "/TD"},
    }
    for kind, allowed in inside.items():
        for one in of_kind(elements, kind):
            assert {kid["/S"] for kid in below(one) if kid["/P"].get_object() == one} <= allowed


def test_the_contents_link_to_every_part(report, elements):
    links = [one.get_object() for one in report.pages[1]["/Annots"]]
    parts = [one for one in elements if one["/S"] == "/H2"]

    assert {link["/Subtype"] for link in links} == {"/Link"}
    assert len(links) == len(parts) - 1 == len(of_kind(elements, "/Link"))


def test_the_window_is_named_by_the_title_and_not_by_the_file(report):
    assert report.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True
