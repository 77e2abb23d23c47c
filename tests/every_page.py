"""One page of each kind that the portal shows, as a browser gets it: what the checkers of pages look at."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from portal.public.desk_files import desk_files
from portal.public.pages import shelf
from portal.public.pages.compared import comparison_page
from portal.public.pages.rendering import site_pages
from portal.public.pages.shared import regions_of, shared_pages, summary
from portal.public.pages.stood import stood_page
from portal.publications.content import Member
from programmes.models import Role
from tests import make
from tests.account_pages import account_pages
from tests.example import action, follow_up, plan, programme, published, record, region, site
from tests.example_parts import definition, observation
from tests.example_parts import indicator as ranking
from tests.test_routes import ROUTES, address
from tests.world import world

TODAY = date(2026, 11, 21)
LONG = "Kompetensförsörjningssamverkansplattform"  # such words there are, and they must fit on a narrow screen
ALONE = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]


def public_files():
    """Return {address: bytes} of the example municipality's site, with things that are gone, and the shared pages."""
    notice = {"notice": "Sidan är under uppbyggnad.", "personal_data": "Vi sparar inga uppgifter om besökare."}
    last = programme(plans=(plan(actions=(action(),)),), region=measured_region(), indicators=(ranking(), jobs()))
    history = record(
        published(site(**notice)),
        published(programme(), note="Programmet antas."),
        published(last, version=2, note="Fyra åtgärder utgår."),
        published(follow_up()),
    )
    documents = {history.publications[-1].envelope.content: {"pdf": b"%PDF-1.7", "xlsx": b"PK"}}
    summaries = [summary(history, TODAY)]
    shared = shared_pages(summaries, regions_of(summaries), "1.0", TODAY)
    pages = [*site_pages(history, "1.0", TODAY, documents), *shared]
    return {page.address: page.body for page in [*pages, *asked_pages(history, pages)]}


def measured_region():
    """Return a region whose target is followed by a key figure that its only municipality publishes."""
    here = Member(code=site().code, name="Exempelby")
    return region(members=(here,), measure_name="Jobb i regionen", measure_key="N02201")


def jobs():
    """Return the region's measure, with a new definition on the way."""
    versions = (definition(), definition(version=2, from_year=2020, is_break=True))
    figures = [observation(year, 15_000 + year, definition=1 + (year >= 2020)) for year in range(2016, 2026)]
    facts = {"source_kind": "kolada", "source_id": "N02201", "name": "Jobb", "unit": "antal", "target": None}
    return ranking("jobb", definitions=versions, observations=tuple(figures), **facts)


def asked_pages(history, pages):
    """Yield the pages that are made when somebody asks, each in its different forms."""
    versions = shelf.read(next(page.body for page in pages if page.address.endswith(shelf.FILE)))
    old, new = versions.versions
    contents = [one.content for one in history.publications if one.envelope.kind == "programme"]
    yield comparison_page(versions, old, new, contents)
    yield comparison_page(versions, new, new, contents[1:] * 2)
    for typed in ("2026-11-03", "2020-01-01", "2026-02-31"):
        page = stood_page(versions, typed, TODAY)
        yield replace(page, address=f"{page.address}?datum={typed}")


def html(files):
    return {address: body for address, body in files.items() if b"<html" in body}


def error_pages():
    """Return the pages that Django shows when it refuses or breaks."""
    return {f"/arbete/{name}": render_to_string(name).encode() for name in ALONE}


def desk_pages(person):
    """Return {address: bytes} of each kind of page that Django answers, as a person of a municipality sees it.

    A form is also sent without a word in it: its faults are a page of their own. What that may have done is undone.
    """
    here = person.memberships.get()
    rows = world(here.municipality, responsible=here, says=LONG)
    make.membership(make.municipality(), Role.READER, user=person)
    pages = {"/konto/logga-in/": Client().get("/konto/logga-in/").content}
    for place in dict.fromkeys(address(name, rows) for name in ROUTES):
        browser = Client()
        browser.force_login(person)
        with transaction.atomic():
            answers = {place: browser.get(place), f"{place}?tomt": browser.post(place, {"none": "of its fields"})}
            transaction.set_rollback(True)
        pages |= {at: answer.content for at, answer in answers.items() if is_page(answer)}
    return pages | account_pages(person, make.PASSWORD, LONG)


def is_page(response):
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


def static_files():
    """Return {address: bytes} of the style sheets and scripts that the desk's pages ask for."""
    return {page.address: page.body for page in desk_files() if page.address.endswith((".css", ".js"))}
