"""A municipality's public site as a whole, its follow-ups and its own pages."""

import hashlib

from portal.public.serve import ASKED
from portal.public.sites import file_of
from tests.example import (
    action,
    follow_up,
    plan,
    programme,
    published,
    record,
    site,
    uid,
    whole_record,
)
from tests.read_html import by_class, links, read, text, texts
from tests.read_site import HOME, main_text, page, pages


def test_every_thing_has_its_address():
    colour = next(address for address in pages(whole_record()) if address.endswith(".css"))

    assert sorted(pages(whole_record())) == sorted(
        [
            "/exempelby/",
            "/exempelby/flode.atom",
            "/exempelby/tillganglighet/",
            colour,
            HOME,
            HOME + "beslut/",
            HOME + "dialoger/",
            HOME + "flode.atom",
            HOME + "granskning.csv",
            HOME + "granskning/",
            HOME + "indikatorer/",
            HOME + "indikatorer/ranking/",
            *(HOME + f"indikatorer/ranking.{form}" for form in ("csv", "json", "svg", "xlsx")),
            HOME + "lydelse/",
            HOME + "lydelse/1/",
            HOME + "omraden/klimat/",
            HOME + "omraden/kompetens/",
            HOME + "omraden/tre/",
            HOME + "planer/",
            HOME + "planer/2026/",
            *(HOME + f"planer/2026/{number}/" for number in range(1, 6)),
            HOME + "uppfoljning/",
            HOME + "uppfoljning/2025.json",
            HOME + "uppfoljning/2025/",
            HOME + "versioner/",
            HOME + "versioner/1/",
            HOME + "versioner/versioner.json",
            "/exempelby/register.json",
            "/exempelby/register/",
            "/exempelby/register/kontroll/",
            *(f"/exempelby/register/{number}.json" for number in range(1, 4)),
        ]
    )


def test_every_address_can_be_served_as_a_file():
    made = whole_record()
    documents = {made.publications[2].envelope.content: {"pdf": b"%PDF", "xlsx": b"PK"}}

    assert [file_of("exempelby", address)[0] for address in pages(made, documents=documents)]


def test_the_same_record_makes_the_same_bytes():
    assert pages(whole_record()) == pages(whole_record())


def test_every_link_inside_the_site_leads_somewhere():
    made = pages(whole_record())
    found = {a.get("href") for body in made.values() if b"<html" in body for a in read(body).iter("a")}
    inside = {href.partition("#")[0] for href in found if href.startswith("/exempelby/")}

    assert {href for href in inside if not ASKED.fullmatch(href.partition("?")[0])} <= set(made)


def test_every_place_on_a_page_that_is_linked_to_exists():
    for body in pages(whole_record()).values():
        if b"<html" in body:
            root = read(body)
            wanted = {a.get("href")[1:] for a in root.iter("a") if a.get("href").startswith("#")}
            assert wanted <= {element.get("id") for element in root.iter()}


def test_no_page_holds_script_or_inline_style():
    for body in pages(whole_record()).values():
        assert b"<script" not in body
        assert b"style=" not in body


def test_a_follow_up_offers_its_pdf_with_its_size():
    made = whole_record()
    stored = b"%PDF-1.7" + b" " * 181_992
    found = pages(made, documents={made.publications[2].envelope.content: {"pdf": stored}})

    assert found[HOME + "uppfoljning/2025.pdf"] == stored
    assert links(read(found[HOME + "uppfoljning/"]))["Uppföljning 2025, pdf, 182 kB"] == HOME + "uppfoljning/2025.pdf"


def test_a_follow_ups_page_leads_to_every_form():
    made = whole_record()
    stored = {"pdf": b"%PDF-1.7", "xlsx": b"PK"}
    found = pages(made, documents={made.publications[2].envelope.content: stored})
    leads = links(read(found[HOME + "uppfoljning/2025/"]))

    assert [leads[f"Uppföljning 2025, {form}, 1 kB"] for form in ("pdf", "xlsx")] == [
        HOME + "uppfoljning/2025.pdf",
        HOME + "uppfoljning/2025.xlsx",
    ]
    assert HOME + "uppfoljning/2025.json" in leads.values()


def test_a_follow_up_whose_pdf_is_not_made_says_nothing_of_it():
    assert "pdf" not in main_text(page("uppfoljning/2025/", made=whole_record()))


def test_a_follow_up_shows_the_programme_as_it_was_then():
    then = programme(plans=(plan(actions=(action(1, title="Som det hette då"),)),))
    made = record(published(site()), published(programme()), published(follow_up(programme=then, refers_to_year=2026)))
    root = page("uppfoljning/2025/", made=made)

    assert texts(root, ".//ol[@class='entries']//h4") == ["1 Som det hette då"]


def test_a_follow_up_tells_its_verdicts():
    root = page("uppfoljning/2025/", made=whole_record())

    assert [text(one) for one in by_class(root, "remark")] == [
        "Samlad bedömning: ◐Delvis på väg Service och tillstånd utvecklas som planerat.",
        "✓På väg Betygen stiger.",
    ]
    assert "✓På väg" in texts(root, ".//table[@class='stacked verdicts']//td")


def test_the_accessibility_statement_holds_what_the_law_asks_for():
    root = read(pages(whole_record())["/exempelby/tillganglighet/"])

    assert texts(root, ".//h2") == [
        "Vad redogörelsen gäller",
        "Hur tillgänglig är webbplatsen?",
        "Vad kan du göra om du inte kan använda delar av webbplatsen?",
        "Rapportera brister i webbplatsens tillgänglighet",
        "Tillsyn",
        "Teknisk information om webbplatsens tillgänglighet",
        "Hur vi testat webbplatsen",
    ]
    assert "https://www.digg.se/tdosanmalan" in links(root).values()
    assert "den 3 november 2026" in main_text(root)


def test_the_municipalitys_own_accessibility_statement_replaces_the_standard_one():
    made = record(published(site(accessibility_statement="Helt förenlig.")))

    assert main_text(read(pages(made)["/exempelby/tillganglighet/"])) == "Tillgänglighetsredogörelse Helt förenlig."


def test_personal_data_has_a_page_only_where_there_is_a_text():
    made = pages(record(published(site(personal_data="Vi behandlar inga namn."))))

    assert "/exempelby/personuppgifter/" in made
    assert "/exempelby/personuppgifter/" not in pages(record(published(site())))


def test_programmes_that_are_over_stand_apart():
    over = programme(
        id=uid("earlier"), slug="tidigare", title="Policy 2017–2020", period_from=2017, period_through=2020
    )
    root = read(pages(record(published(site()), published(programme()), published(over)))["/exempelby/"])

    assert texts(root, ".//article/h2") == ["Näringslivsstrategiskt program 2021–2035"]
    assert texts(root, ".//section//article/h3") == ["Policy 2017–2020"]


def test_the_colour_is_named_by_its_bytes_and_linked_from_every_page():
    made = pages(record(published(site(accent="#f2c200")), published(programme())))
    address, body = next((address, body) for address, body in made.items() if address.endswith(".css"))

    assert address == f"/exempelby/farg.{hashlib.sha256(body).hexdigest()[:12]}.css"
    for html in made.values():
        if b"<html" in html:
            assert address in [link.get("href") for link in read(html).iter("link")]


def test_every_kind_of_page_stands_without_a_municipality_that_published_itself():
    root = page(made=record(published(programme())))

    assert text(by_class(root, "home")[0]) == "Exempelby"
