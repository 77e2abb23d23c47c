"""The feeds: whoever follows a municipality is told what changed and why, by a reader of any make."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import pytest

from portal.public.pages.rendering import site_pages
from portal.public.pages.shared import regions_of, shared_pages, summary
from portal.publications import content as c
from tests.example import AS_OF, follow_up, programme, published, record, site
from tests.read_html import read
from tests.read_site import HOME, pages

ORIGIN = "https://program.exempel.se"
ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = "/exempelby/"


def three(**said):
    """A record with a programme in two versions, the second with what is said of it, and its follow-up."""
    second = {"version": 2, "change": "correction", "note": "Fel datum."} | said
    return record(
        published(site()),
        published(programme(), note="Programmet antas."),
        published(programme(diary_number="2026.1 KS"), **second),
        published(follow_up()),
    )


def feed(made, address):
    found = {page.address: page for page in site_pages(made, "1.0", AS_OF, {}, {}, ORIGIN)}
    return Xml.fromstring(found[address].body)  # noqa: S314 our own


def texts(feed, name):
    return [entry.findtext(ATOM + name) for entry in feed.iter(f"{ATOM}entry")]


def link(element, rel):
    return next(one.get("href") for one in element.findall(f"{ATOM}link") if one.get("rel") == rel)


@pytest.mark.parametrize("address", [f"{PLACE}flode.atom", f"{HOME}flode.atom"])
def test_a_feed_has_all_that_the_standard_asks_for(address):
    root = feed(three(), address)

    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}title").strip()
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert urlsplit(link(element, "alternate")).netloc == "program.exempel.se"
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in root.iter(f"{ATOM}entry"))
    assert link(root, "self") == ORIGIN + address


def test_an_entry_tells_what_was_done_and_why_and_leads_to_the_version():
    root = feed(three(), f"{HOME}flode.atom")

    assert texts(root, "summary")[1:] == ["Rättad: Fel datum.", "Ny: Programmet antas."]
    assert link(list(root.iter(f"{ATOM}entry"))[1], "alternate") == f"{ORIGIN}{HOME}versioner/2/"


def test_an_entry_keeps_its_id_and_all_are_different():
    first, later = (feed(three(note=note), f"{PLACE}flode.atom") for note in ("Fel datum.", "Fel år."))

    assert texts(first, "id") == texts(later, "id")
    assert len(set(texts(first, "id"))) == 3


def test_what_is_withdrawn_is_not_in_the_feed():
    whole = three()
    left = c.Record(whole.slug, tuple(p for p in whole.publications if p.envelope.version == 1))

    assert len(texts(feed(left, f"{HOME}flode.atom"), "id")) == 2
    assert "Rättad" not in "".join(texts(feed(left, f"{PLACE}flode.atom"), "summary"))


def test_signs_that_xml_cannot_hold_are_left_out():
    root = feed(three(note="Fel\x0b <datum> & år"), f"{HOME}flode.atom")

    assert texts(root, "summary")[1] == "Rättad: Fel <datum> & år"


def test_every_page_of_a_programme_leads_to_its_feed():
    found = pages(three())

    feeds = [link.get("href") for link in read(found[f"{HOME}beslut/"]).findall(".//link[@rel='alternate']")]
    assert feeds == [f"{HOME}flode.atom", f"{PLACE}flode.atom"]
    assert set(feeds) < set(found)


def test_all_municipalities_share_a_feed_and_so_do_those_of_a_region():
    summaries = [summary(three(), AS_OF)]
    found = {page.address: page for page in shared_pages(summaries, regions_of(summaries), "1.0", AS_OF, ORIGIN)}

    for address in ("/flode.atom", "/region/exempelregionen/flode.atom"):
        root = Xml.fromstring(found[address].body)  # noqa: S314 our own
        assert texts(root, "title")[2] == "Exempelby: Näringslivsstrategiskt program 2021–2035, version 1"
        assert link(root, "self") == ORIGIN + address
