"""The public pages that are made when somebody asks, without the database: comparisons, and how it stood on a day."""

import re
from dataclasses import replace
from io import BytesIO
from time import perf_counter

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from portal.public import views
from portal.public.bench.loopback import CODE
from portal.public.build import build
from portal.public.pages.rendering import site_pages
from portal.public.pages.shared import shared_pages
from portal.public.serve import ASKED, SECURITY, FileServer
from portal.public.sites import SHARED, switch, write_site
from portal.publications import chain
from portal.publications.content import Gone, Withdrawal
from portal.publications.shown import DISPOSE, HIDE, named
from portal.wsgi import DESK
from tests.example import action, plan, programme, published, record, site
from tests.read_html import links, read, text
from tests.read_site import HOME, TODAY
from tests.test_record import HOME as HOME_OF_RECORD
from tests.test_record import append
from tests.test_withdrawn_record import withdraw

LIST = HOME + "versioner/"
DAYS = ["2025-05-03T09:00:00Z", "2025-12-31T22:59:00Z", "2025-12-31T23:01:00Z"]  # the last is New Year in Stockholm
GONE = [
    "9/jamfor/1/",
    "1/jamfor/9/",
    "1/jamfor/999999/",
    "9/jamfor/gallande/",
    "jamfor/?fran=1&till=9",
    "jamfor/?fran=1",
    "jamfor/?fran=1&till=01",
    "jamfor/?fran=1&till=%D9%A2",
    "jamfor/?fran=1&till=2%00",
]
NO_ADDRESS = [
    "0/jamfor/1/",
    "01/jamfor/2/",
    "1/jamfor/1000000/",
    "1/jamfor/99999999999999999999999/",
    "1/jamfor/-2/",
    "1/jamfor/2/3/",
    "1/jamfor/2/index.html",
    "1/jamfor/2//",
    "1/jamfor/",
    "1/jamfor/Gallande/",
    "1/jamfor/gallande/2/",
    "gallande/jamfor/1/",
    "\u0661/jamfor/\u0662/",
    "den/2026/",
    "1/jamfor/2/\n",
]


def given_out(made, withdrawn=()):
    """Return a record as the site gives it out, without the programme's versions that are withdrawn."""
    frozen = {one.envelope.sequence: chain.split(one.content) for one in made.entries}
    entries = tuple(replace(one, text=frozen[one.envelope.sequence][0]) for one in made.entries)
    programmes = [one for one in entries if one.envelope.kind == "programme"]
    gone = [one for one in programmes if one.envelope.version in withdrawn]
    hidden = Withdrawal(id=entries[0].envelope.municipality, sort=HIDE, publications=(), reason="Ett fel.")
    return replace(
        made,
        entries=entries,
        publications=tuple(one for one in entries if one not in gone),
        gone=tuple(Gone(one, replace(entries[-1], content=hidden), named(one)) for one in gone),
        parts={key: part for _text, parts in frozen.values() for key, part in parts.items()},
    )


def put(root, made):
    switch(root, made.slug, write_site(root, made.slug, site_pages(made, "1.0", TODAY, {}), stamp={}))
    switch(root, SHARED, write_site(root, SHARED, shared_pages([], [], "1.0", TODAY), stamp={}))


def three_versions(**last):
    contents = [programme(), programme(coordinator="Kommunledningskontoret"), programme(**last)]
    versions = [
        published(content, version=number, schema=chain.SCHEMA, published_at=day)
        for number, (content, day) in enumerate(zip(contents, DAYS, strict=True), 1)
    ]
    return record(published(site(), schema=chain.SCHEMA), *versions)


@pytest.fixture
def anyone(settings):
    views.compared.cache_clear()
    put(settings.SITES, given_out(three_versions(title="Nytt namn")))
    return Client()


@pytest.fixture
def server(db, anyone, settings):
    return FileServer(get_wsgi_application(), settings.SITES, prefixes=DESK)


def ask(server, path, method="GET", query="", **said):
    """Ask the server of files, and return status, headers and body."""
    answer = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": query, "wsgi.input": BytesIO()}
    environ |= {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http", **said}
    body = server(environ, lambda status, headers: answer.extend([status, headers]))
    return answer[0], dict(answer[1]), b"".join(body)


def lede(response):
    return text(read(response.content).find(".//main//div[@class='lede']"))


def test_two_versions_are_compared_from_the_site_that_stands(anyone):
    response = anyone.get(f"{LIST}1/jamfor/3/")

    assert response.status_code == 200
    assert "har 1 uppgift ändrats" in lede(response)
    assert "Nytt namn" in response.text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "Du har valt samma version två gånger. Välj en annan att jämföra med."),
        (3, "Version 3 är den gällande versionen. Ingenting har ändrats sedan dess."),
    ],
)
def test_a_version_compared_with_itself_is_said_to_be_the_same(anyone, number, said):
    assert said in lede(anyone.get(f"{LIST}{number}/jamfor/{number}/"))


def test_an_earlier_version_leads_to_the_comparison_with_the_newest(anyone):
    page = anyone.get(f"{LIST}1/jamfor/gallande/", follow=True)

    assert page.redirect_chain == [(f"{LIST}1/jamfor/3/", 302)]


@pytest.mark.parametrize(
    ("query", "target"), [("?fran=3&till=1", f"{LIST}3/jamfor/1/"), ("", LIST), ("?fran=&till=", LIST)]
)
def test_the_form_leads_to_the_address_of_what_was_chosen(anyone, query, target):
    response = anyone.get(f"{LIST}jamfor/{query}")

    assert (response.status_code, response.headers["Location"]) == (302, target)


@pytest.mark.parametrize("path", GONE)
def test_what_is_no_version_of_this_programme_is_not_found(anyone, path):
    assert anyone.get(LIST + path).status_code == 404


@pytest.mark.parametrize("path", NO_ADDRESS)
def test_what_is_no_address_goes_to_no_view(server, path):
    with pytest.raises(Resolver404):
        resolve(LIST + path)
    assert ASKED.fullmatch(LIST + path) is None


@pytest.mark.parametrize(
    "home",
    [
        "/exempelby/annat/",
        "/annan/program/",
        "/_shared/x/",
        "/arbete/x/",
        "/exempelby/..",
        "/exempelby/register/",
        f"/exempelby/{'x' * 300}/",
        f"/{'x' * 300}/program/",
        f"/exempelby/{'x' * 5000}/",
    ],
)
def test_another_programme_or_municipality_has_no_such_versions(anyone, home):
    assert anyone.get(f"{home}versioner/1/jamfor/2/").status_code == 404


def test_the_servers_and_django_know_the_same_addresses(server):
    told = re.search(
        r'location ~ "\^/\(arbete\|konto\|halsa\)\(/\|\$\)\|(.+)\$" \{', (CODE / "docs/nginx.conf").read_text()
    )

    assert told[1] == "^" + ASKED.pattern.replace("(?:", "(")
    for path in ("den/", "jamfor/", "1/jamfor/2/", "999999/jamfor/gallande/"):
        assert resolve(LIST + path).app_name == "public"
        assert ASKED.fullmatch(LIST + path)


def test_the_page_is_the_same_for_everybody_and_sent_like_a_file(server):
    status, headers, body = ask(
        server, f"{LIST}1/jamfor/2/", HTTP_COOKIE="sessionid=a; django_language=en", HTTP_ACCEPT_LANGUAGE="en"
    )

    assert (status, headers["Vary"], headers["Cache-Control"]) == ("200 OK", "Accept-Encoding", "no-cache")
    assert {name: headers[name] for name in SECURITY} == SECURITY
    assert "Set-Cookie" not in headers
    assert body == ask(server, f"{LIST}1/jamfor/2/")[2]


def test_who_has_the_page_is_not_sent_it_again(server):
    etag = ask(server, f"{LIST}1/jamfor/2/")[1]["ETag"]

    status, headers, body = ask(server, f"{LIST}1/jamfor/2/", HTTP_IF_NONE_MATCH=etag)

    assert (status, headers["ETag"], body) == ("304 Not Modified", etag, b"")


@pytest.mark.parametrize("path", ["9/jamfor/1/", "den", "x/jamfor/1/"])
def test_what_is_not_found_gets_the_public_page_for_it(server, path):
    address = f"/finns/inte/versioner/{path}"

    status, headers, body = ask(server, address)

    assert status in ("404 Not Found", "301 Moved Permanently")
    assert status.startswith("301") or text(read(body).find(".//h1")) == "Sidan finns inte"
    assert headers["Content-Type"].startswith("text/html")


def test_whoever_asks_for_the_head_gets_no_body(server):
    status, headers, body = ask(server, f"{LIST}1/jamfor/2/", "HEAD")

    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 1000


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_an_asked_page_is_only_read(server, method):
    status, headers, _body = ask(server, f"{LIST}1/jamfor/2/", method)

    assert (status, headers["Allow"]) == ("405 Method Not Allowed", "GET, HEAD")


def test_an_address_with_a_per_cent_sign_is_none(server):
    assert ask(server, f"{LIST}1/jamfor/2/", RAW_URI=f"{HOME}version%65r/1/jamfor/2/")[0] == "404 Not Found"


def test_a_withdrawn_version_is_said_to_be_and_nothing_of_it_is_shown(anyone, settings):
    put(settings.SITES, given_out(three_versions(coordinator="Hemlig"), withdrawn=(3,)))

    for path in ("1/jamfor/3/", "3/jamfor/1/", "3/jamfor/3/", "den/?datum=2026-02-01", ""):
        page = anyone.get(LIST + path) if path else None
        body = page.text if page else (views.folder_of("exempelby") / LIST[11:] / "index.html").read_text()
        assert "dragits tillbaka" in body
        assert "Hemlig" not in body


@pytest.mark.django_db
@pytest.mark.parametrize("sort", [HIDE, DISPOSE])
def test_what_the_record_withdraws_is_shown_in_no_comparison(sort):
    append()
    append(programme(coordinator="Hemlig"), note="Hemlig", published_by="Hemlig")
    append(programme(coordinator="Öppen"))
    build(HOME_OF_RECORD)
    before = Client().get(f"{LIST}1/jamfor/2/").text

    withdraw(sort, 2)
    build(HOME_OF_RECORD)
    pages = [Client().get(LIST + path).text for path in ("1/jamfor/2/", "2/jamfor/3/", "1/jamfor/3/")]

    assert "Hemlig" in before
    assert [("Hemlig" in page, "Version 2 har dragits tillbaka" in page) for page in pages] == [
        (False, True),
        (False, True),
        (False, False),
    ]


def test_the_newest_is_the_newest_that_is_shown(anyone, settings):
    put(settings.SITES, given_out(three_versions(), withdrawn=(3,)))

    assert anyone.get(f"{LIST}1/jamfor/gallande/").headers["Location"] == f"{LIST}1/jamfor/2/"


def test_an_old_name_of_the_programme_still_leads_to_its_comparisons(anyone, settings):
    put(settings.SITES, given_out(three_versions(slug="nytt-namn")))

    response = anyone.get(f"{LIST}1/jamfor/gallande/")

    assert response.headers["Location"] == "/exempelby/nytt-namn/versioner/1/jamfor/3/"
    assert anyone.get(response.headers["Location"]).status_code == 200


def day_asked(anyone, typed):
    return lede(anyone.get(f"{LIST}den/", {"datum": typed}))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2025-05-03", "stod version 1, publicerad 3 maj 2025. Den ersattes av version 2 31 december 2025."),
        ("3 maj 2025", "stod version 1, publicerad 3 maj 2025."),
        ("2025-12-31", "stod version 2, publicerad 31 december 2025. Den ersattes av version 3 1 januari 2026."),
        ("2026-01-01", "stod version 3, publicerad 1 januari 2026. Den gäller fortfarande."),
        ("2025-05-02", "var ingenting publicerat här än. Den första versionen publicerades 3 maj 2025"),
        ("2999-01-01", "Den 1 januari 2999 har inte varit än. I dag gäller version 3"),
    ],
)
def test_a_day_leads_to_the_version_that_stood_when_it_was_over(anyone, typed, said):
    assert said in day_asked(anyone, typed)


def test_of_today_it_is_said_in_the_present(anyone):
    assert "I dag står version 3, publicerad 1 januari 2026." in day_asked(anyone, timezone.localdate().isoformat())


def test_the_day_leads_on_to_what_has_changed_since(anyone):
    found = links(read(anyone.get(f"{LIST}den/?datum=2025-06-01").content).find(".//main"))

    assert found["Läs version 1"] == f"{LIST}1/"
    assert found["Vad har ändrats sedan dess?"] == f"{LIST}1/jamfor/gallande/"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("2026-02-31", "Den dagen finns inte i kalendern. Kontrollera månad och dag."),
        ("", "Skriv dagen som år, månad och dag, till exempel 2026-05-03."),
        ("3/5 2026", "Skriv dagen som år, månad och dag, till exempel 2026-05-03."),
        ('"><script>', "Skriv dagen som år, månad och dag, till exempel 2026-05-03."),
        ("\0" * 1000, "Skriv dagen som år, månad och dag, till exempel 2026-05-03."),
    ],
)
def test_a_day_that_is_none_is_refused_at_its_place_and_kept(anyone, typed, fault):
    root = read(anyone.get(f"{LIST}den/", {"datum": typed}).content)
    field = root.find(".//input[@name='datum']")

    assert text(root.find(".//strong[@id='datum-fel']")) == f"! {fault}"
    assert (field.get("value"), field.get("aria-invalid")) == (typed[:40], "true")
    assert field.get("aria-describedby").split() == ["datum-hjalp", "datum-fel"]


def test_a_crowd_that_compares_leaves_room_for_everybody_else(anyone, monkeypatch):
    monkeypatch.setattr(views, "PATIENCE", 0)
    with views.AT_ONCE, views.AT_ONCE:
        crowded = anyone.get(f"{LIST}1/jamfor/2/")

    assert (crowded.status_code, crowded.headers["Retry-After"]) == (503, "10")
    assert "Många jämför just nu" in lede(crowded)
    assert anyone.get(f"{LIST}1/jamfor/2/").status_code == 200


def test_a_large_programme_is_compared_in_bounded_time(settings):
    def large(often):
        text = f"Vi ordnar {often} en mässa i kommunen för alla företag som vill vara med. " * 5
        return (plan(actions=tuple(action(number, account=text, late=often == "ibland") for number in range(1, 501))),)

    plans = large("varje år"), large("ibland")
    versions = [
        published(programme(plans=one), version=number, schema=chain.SCHEMA) for number, one in enumerate(plans, 1)
    ]
    put(settings.SITES, given_out(record(published(site(), schema=chain.SCHEMA), *versions)))
    before = perf_counter()

    response = Client().get(f"{LIST}1/jamfor/2/")

    assert "har 500 åtgärder bytt status och 500 andra uppgifter ändrats" in lede(response)
    assert perf_counter() - before < 20
