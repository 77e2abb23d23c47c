"""The start page, the regions and the page of what is not found, made from all municipalities' summaries."""

import json
from datetime import date

from portal.public.pages.shared import regions_of, shared_pages, summary
from tests.example import programme, published, record, region, site, uid
from tests.read_html import by_class, links, read, text, texts
from tests.read_site import HOME, TODAY


def municipality(slug, short_name, **changes):
    content = programme(**{"id": uid(slug)} | changes)
    published_site = published(site(slug=slug, short_name=short_name, region_slug=""))
    return summary(record(published_site, published(content), slug=slug), TODAY)


def shared(*summaries):
    return {page.address: page.body for page in shared_pages(summaries, regions_of(summaries), "1.0", TODAY)}


def rows(root, column):
    return [text(row[column]) for row in root.iterfind(".//table[@class='lines stacked']/tbody/tr")]


def test_a_summary_is_plain_and_survives_a_file():
    one = municipality("exempelby", "Exempelby")

    assert json.loads(json.dumps(one)) == one


def test_the_start_page_lists_the_municipalities_in_swedish_order():
    found = shared(
        *(municipality(slug, name) for slug, name in (("aland", "Ålund"), ("alby", "Alby"), ("orby", "Örby")))
    )

    assert rows(read(found["/"]), 0) == ["Alby", "Ålund", "Örby"]


def test_a_line_tells_the_programme_and_how_it_goes():
    root = read(shared(municipality("exempelby", "Exempelby"))["/"])

    assert texts(root.find(".//tbody/tr"), "*") == [
        "Exempelby",
        "Näringslivsstrategiskt program 2021–2035",
        "2021–2035",
        "1 genomförd, 1 pågår, 1 ej påbörjad, 1 försenad, 1 utgår varav 1 exempeldata",
    ]
    assert links(root)["Näringslivsstrategiskt program 2021–2035"] == HOME


def test_programmes_that_are_over_stand_apart_on_the_start_page():
    root = read(shared(municipality("exempelby", "Exempelby", period_through=2025))["/"])

    assert texts(root, ".//section//tbody/tr/td")[:2] == ["Exempelby", "2021–2025, har slutat gälla"]


def test_a_regions_page_tells_its_target_and_its_municipalities_programmes():
    inside = municipality("exempelby", "Exempelby")
    outside = municipality("annanby", "Annanby", region=None)
    root = read(shared(inside, outside)["/region/exempelregionen/"])

    assert text(by_class(root, "promise")[0]) == "120 000minst 120 000 fler jobb, 2016–2035 Källa: Regionens program"
    assert rows(root, 0) == ["Exempelby"]


def test_a_region_is_told_in_its_newest_words():
    older = municipality("a", "A", region=region(target_text="fler jobb"))
    newer = municipality("b", "B", region=region(target_text="många fler jobb"))

    assert [one.target_text for one in regions_of([older, newer])] == ["många fler jobb"]


def test_without_municipalities_the_start_page_and_404_still_stand():
    found = shared()

    assert text(read(found["/"]).find(".//h1")) == "Näringslivsprogram"
    assert text(read(found["/404.html"]).find(".//h1")) == "Sidan finns inte"


def test_every_file_that_a_page_asks_for_is_there():
    found = shared(municipality("exempelby", "Exempelby"))
    asked = {link.get("href") for body in found.values() if b"<html" in body for link in read(body).iter("link")}
    (css,) = {address for address in asked if address.endswith(".css")}

    assert asked <= set(found)
    assert all(address.encode() in found[css] for address in found if address.endswith(".woff2"))


def test_the_same_summaries_make_the_same_bytes():
    assert shared(municipality("a", "A")) == shared(municipality("a", "A"))


def test_the_day_decides_what_is_over():
    made = record(published(site()), published(programme()))

    assert [summary(made, date(year, 1, 1))["programmes"][0]["state"] for year in (2035, 2036)] == [
        "in_force",
        "expired",
    ]


def test_only_pages_that_tell_of_programmes_warn_of_example_data():
    found = shared(municipality("exempelby", "Exempelby", example=True))

    assert [b"Exempeldata" in found[address] for address in ("/", "/404.html")] == [True, False]
