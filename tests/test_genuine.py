"""The page by which anybody tells whether a file in hand is one that the municipality has published."""

import hashlib

import pytest

from portal.publications.content import File
from portal.publications.record import read as read_record
from portal.publications.shown import DISPOSE, HIDE
from tests.example import follow_up, programme, published, record, site
from tests.read_html import links, read, text
from tests.read_site import HOME, pages
from tests.test_record import HOME as MUNICIPALITY
from tests.test_record import append
from tests.test_withdrawn_record import withdraw

PLACE = "/exempelby/register/kontroll/"


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def rows(found):
    """Return the rows of the page's table, each as its texts."""
    return [[text(cell) for cell in row] for row in read(found[PLACE]).iterfind(".//tbody/tr")]


def states(found):
    return {row[5]: row[4] for row in rows(found)}


def two_versions():
    """Return the site's files where a follow-up has been published twice, each time with a PDF of its own."""
    first, second = published(follow_up()), published(follow_up(title="Rättad uppföljning 2025"), version=2)
    stored = {first.envelope.content: {"pdf": b"%PDF first"}, second.envelope.content: {"pdf": b"%PDF second"}}
    return pages(record(published(site()), published(programme()), first, second), documents=stored)


def test_a_published_file_is_found_by_its_checksum():
    found = two_versions()

    (row,) = [row for row in rows(found) if row[5] == sha256(b"%PDF first")]
    assert row == ["Uppföljning 2025", "pdf", "1", "2026-11-03", "Ersatt", sha256(b"%PDF first")]


def test_what_was_replaced_keeps_its_checksum():
    found = states(two_versions())

    assert found[sha256(b"%PDF second")] == "Gällande"
    assert found[sha256(b"%PDF first")] == "Ersatt"


def test_every_file_that_lies_on_the_site_is_listed():
    found = two_versions()
    files = [body for address, body in found.items() if address.startswith(HOME + "uppfoljning/2025.")]

    assert len(files) == 2
    assert {sha256(body) for body in files} <= set(states(found))


def test_a_checksum_is_a_place_on_the_page():
    found = read(two_versions()[PLACE])
    (row,) = [row for row in found.iter("tr") if row.get("id") == sha256(b"%PDF second")]

    assert [text(cell) for cell in row][:3] == ["Rättad uppföljning 2025", "pdf", "2"]


def test_a_file_that_was_handed_in_is_listed_once():
    body = b"%PDF adopted"
    document = File(digest=sha256(body), name="program.pdf", type="pdf", size=len(body), title="Antaget program")
    made = record(*(published(programme(adopted_document=document), version=number) for number in (1, 2)))
    found = rows(pages(made, uploads={document.digest: body}))

    assert [[*row[:3], *row[4:]] for row in found] == [["Antaget program", "pdf", "–", "Gällande", document.digest]]


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [HIDE, DISPOSE])
def test_a_withdrawn_follow_up_is_named_without_checksums(sort):
    append(follow_up(), "follow_up")
    withdraw(sort, 1)
    (row,) = rows(pages(read_record(MUNICIPALITY)))

    assert [*row[:3], *row[4:]] == ["Uppföljning 2025", "–", "1", "Tillbakadragen", "Lämnas inte ut"]


def test_a_follow_ups_page_tells_its_checksums_and_leads_to_the_page():
    page = read(two_versions()[HOME + "uppfoljning/2025/"])

    assert sha256(b"%PDF second") in text(page)
    assert links(page)["Så kontrollerar du en fil"] == PLACE


def test_a_municipality_without_documents_says_so():
    assert "inte publicerat några dokument" in text(read(pages(record(published(site())))[PLACE]))
