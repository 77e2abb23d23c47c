"""The portal's own server of files, asked over real sockets."""

import os
import random
import re
import subprocess
import sys

import pytest

from portal.public.bench.loopback import CODE, free_port, gunicorn, running
from portal.public.serve import SANDBOX, SECURITY, FileServer, matches, takes_gzip
from portal.public.sites import Page, current, sweep, switch, write_site
from portal.urls import urlpatterns
from portal.wsgi import DESK
from tests.public_requests import FOUND, HOME, MISSING, MOVED, NOWHERE, SHEET, put_sites
from tests.wire import ask


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("sites")
    put_sites(root)
    return root


@pytest.fixture(scope="module")
def port(root):
    port = free_port()
    command = gunicorn("tests.files_only:application", port, "--threads", "4")
    with running(command, port, {**os.environ, "SITES": str(root)}):
        yield port


@pytest.mark.parametrize(("address", "expected"), FOUND.items())
def test_every_address_of_the_manifest_is_served(port, address, expected):
    answer = ask(port, address)

    assert answer.status == 200
    assert (answer.headers["content-type"], answer.body) == expected
    assert answer.headers["content-length"] == str(len(answer.body))
    policy = {"Content-Security-Policy": SANDBOX} if "/filer/" in address else {}
    assert {name: answer.headers.get(name.lower()) for name in SECURITY} == SECURITY | policy


def test_what_was_handed_in_is_a_download(port):
    answer = ask(port, "/orust/filer/program.0123456789ab.pdf")

    assert answer.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(("address", "target"), MOVED.items())
def test_an_address_that_lacks_its_slash_moves_within_the_site(port, address, target):
    answer = ask(port, address)

    assert (answer.status, answer.headers["location"]) == (301, target)


@pytest.mark.parametrize("address", NOWHERE)
def test_nothing_else_is_an_address(port, address):
    answer = ask(port, address)

    assert (answer.status, answer.text) == (404, MISSING)
    assert "location" not in answer.headers
    assert {name: answer.headers.get(name.lower()) for name in SECURITY} == SECURITY


@pytest.mark.parametrize("address", ["/arbete/", "/arbete", "/arbete/a%2fb/", "/konto/?next=//x", "/halsa/"])
def test_what_belongs_to_the_application_goes_there(port, address):
    assert ask(port, address, method="POST").text == "the desk"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_a_page_is_only_read(port, method):
    answer = ask(port, "/orust/", method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert ask(port, "/finns-inte/", method=method).status == 404


@pytest.mark.parametrize("address", ["/orust/", "/orust/program/uppfoljning/2025.xlsx", "/finns-inte/", "/orust"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_the_body(port, address, coding):
    get, head = [ask(port, address, method=method, accept_encoding=coding) for method in ("GET", "HEAD")]

    assert head.body == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_a_compressed_page_is_the_same_page_under_another_tag(port):
    plain, packed = ask(port, "/orust/"), ask(port, "/orust/", accept_encoding="br, gzip")

    assert packed.text == plain.text == HOME
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 5
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("x-gzip", True),
        ("br, gzip ; q=0.001", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*", True),
        ("*;q=0", False),
        ("identity", False),
        ("br", False),
        ("xgzip", False),
        (",;,=;q=q", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(accepted, taken):
    assert takes_gzip(accepted) is taken


@pytest.mark.parametrize("address", ["/orust/", "/orust/program/uppfoljning/2025.xlsx"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_that_the_reader_has_is_not_sent_again(port, address, method):
    etag = ask(port, address).headers["etag"]

    answer = ask(port, address, method=method, if_none_match=etag)

    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
    assert answer.headers["cache-control"] == "no-cache"
    assert "content-type" not in answer.headers


@pytest.mark.parametrize(
    ("wanted", "matching"),
    [
        (None, False),
        ("", False),
        ("*", True),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ('"b"', False),
        ('"aa"', False),
        ("a", False),
        ('"', False),
    ],
)
def test_tags_are_compared_weakly(wanted, matching):
    assert matches(wanted, '"a"') is matching


def test_a_reader_asks_again_for_a_page_and_never_for_a_hashed_file(port):
    assert ask(port, "/orust/").headers["cache-control"] == "no-cache"
    hashed = ask(port, "/static/site.0123456789ab.css").headers["cache-control"]
    assert hashed == "public, max-age=31536000, immutable"


def test_a_report_opens_in_the_reader_and_a_sheet_is_saved(port):
    names = [f"/orust/program/uppfoljning/2025.{kind}" for kind in ("pdf", "xlsx", "json")]

    kinds = [ask(port, name).headers.get("content-disposition") for name in names]

    assert kinds == ["inline", "attachment", None]


def test_the_next_request_after_a_switch_gets_the_new_site(root, port):
    stood = current(root, "orust").folder
    before = ask(port, "/orust/")

    switch(root, "orust", write_site(root, "orust", [Page("/orust/", b"Nytt", "text/html")], stamp={}))
    after = ask(port, "/orust/", if_none_match=before.headers["etag"])
    gone = ask(port, "/orust/logga.svg")
    switch(root, "orust", stood)

    assert (after.status, after.text) == (200, "Nytt")
    assert (gone.status, gone.text) == (404, MISSING)
    assert ask(port, "/orust/").headers["etag"] == before.headers["etag"]


def answer_of(server, path, method="GET"):
    """Ask the wrapper itself, without a socket, and return status and body."""
    said = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    return b"".join(server(environ, lambda status, headers: said.append(status))), said[0]


def test_however_an_address_is_twisted_only_those_of_the_manifests_answer(tmp_path):
    put_sites(tmp_path)
    server = FileServer(None, tmp_path, prefixes=())
    real = {address for address in FOUND if "?" not in address}
    chance = random.Random(1)  # noqa: S311 - the same twists in every run

    asked = {twisted(address, chance) for address in [*real, *NOWHERE] * 200}
    answered = {path for path in asked if answer_of(server, path)[1] == "200 OK"}

    assert len(asked) > 5000
    assert answered == asked & real


SCRAPS = ["", "/", "//", "/.", "../", "%2f", "\0", "\\", " ", "å", ".gz", "index.html", "_shared/"]


def twisted(address, chance):
    """Put up to three scraps into an address, or take letters out of it."""
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(address))
        scrap = chance.choice(
            ["", "/", "//", "/.", "../", "%2f", "\0", "\\", " ", "å", ".gz", "index.html", "_shared/"]
        )
        address = address[:at] + scrap + address[at + (scrap == "") :]
    return address


def test_a_build_swept_between_link_and_file_is_not_missed(tmp_path):
    put_sites(tmp_path)
    server = FileServer(None, tmp_path, prefixes=())
    answer_of(server, "/orust/")
    stale = server.sites["orust"]

    for _ in range(3):
        switch(tmp_path, "orust", write_site(tmp_path, "orust", [Page("/orust/", b"Nytt", "text/html")], stamp={}))
    sweep(tmp_path, "orust")
    links = iter([stale])
    server.standing = lambda name: next(links, None) or FileServer.standing(server, name)

    assert answer_of(server, "/orust/") == (b"Nytt", "200 OK")


def test_a_file_that_somebody_removed_is_not_found(tmp_path):
    put_sites(tmp_path)
    (tmp_path / "www/orust/index.html").unlink()

    assert answer_of(FileServer(None, tmp_path, prefixes=()), "/orust/") == (MISSING.encode(), "404 Not Found")


def test_before_the_first_build_everything_is_missing(tmp_path):
    server = FileServer(None, tmp_path / "nothing", prefixes=())

    assert [answer_of(server, path)[1] for path in ("/", "/orust/", "/404.html")] == ["404 Not Found"] * 3
    assert answer_of(server, "/", "HEAD") == (b"", "404 Not Found")


def test_strict_transport_is_asked_for_where_it_is_configured(tmp_path):
    put_sites(tmp_path)
    sent = []
    server = FileServer(None, tmp_path, prefixes=(), hsts=31536000)

    server({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda status, headers: sent.extend(headers))

    assert ("Strict-Transport-Security", "max-age=31536000; includeSubDomains") in sent


def test_the_public_site_is_read_with_the_database_stopped(tmp_path):
    put_sites(tmp_path / "sites")
    port = free_port()
    environ = {
        **os.environ,
        "PORTAL_MODE": "test",
        "PORTAL_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }

    with running(gunicorn("portal.wsgi", port), port, environ):
        assert ask(port, "/orust/").text == HOME
        assert ask(port, "/orust/program/uppfoljning/2025.xlsx").body == SHEET
        assert ask(port, "/arbete/").status != 200


def test_the_server_of_files_imports_no_django():
    code = "import sys, portal.public.serve; sys.exit(any(name.startswith('django') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], cwd=CODE).returncode == 0


def test_every_room_of_the_desk_is_handed_to_the_application_by_both_servers():
    first_words = {f"/{str(route.pattern).partition('/')[0]}/" for route in urlpatterns if str(route.pattern)}

    assert first_words == set(DESK)
    (told,) = re.findall(r"\^/\(([a-z|]+)\)", (CODE / "docs/nginx.conf").read_text())
    assert {f"/{word}/" for word in told.split("|")} == first_words


@pytest.mark.parametrize("address", ["/orust/program/versioner/1/jamfor/2/", "/orust/program/versioner/den/?datum=x"])
def test_a_page_that_is_asked_for_is_made_by_the_application(port, address):
    assert ask(port, address).text == "the desk"
    assert ask(port, address, method="POST").status == 405
    assert ask(port, address.replace("orust", "%6frust")).status == 404
