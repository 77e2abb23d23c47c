"""docs/nginx.conf in a real nginx: it answers every request as the portal's own server does."""

import os
import re
import time

import pytest

from portal.public.bench.loopback import CODE, free_port, gunicorn, nginx_configuration, nginx_program, running
from portal.public.serve import SECURITY
from portal.public.sites import TYPES, Page, current, switch, write_site
from tests.public_requests import FOUND, MISSING, MOVED, NOWHERE, put_sites
from tests.wire import ask

DIFFERING = {"date", "server", "connection", "etag"}
FORGETS = 1.2  # seconds; a file that was found stays open for one
MALFORMED = {"/../builds/", "/orust/%00"}  # nginx answers these with 400 before it looks at any location


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("sites")
    put_sites(root)
    return root


@pytest.fixture(scope="module")
def servers(root, tmp_path_factory):
    """The ports of nginx and of the portal's own server, both over the same folder."""
    assert nginx_program(), "nginx is missing: apt-get install nginx-light"
    port, own = free_port(), free_port()
    file = nginx_configuration(tmp_path_factory.mktemp("nginx"), root, port, own)
    ours = running(gunicorn("tests.files_only:application", own), own, {**os.environ, "SITES": str(root)})
    with ours, running([nginx_program(), "-c", file], port):
        yield port, own


def compared(answer):
    """What must be equal: status, all headers but those that differ by nature, whether there is a tag, the body."""
    headers = {name: value for name, value in answer.headers.items() if name not in DIFFERING}
    return answer.status, headers, bool(answer.headers.get("etag")), answer.body


@pytest.mark.parametrize("address", FOUND)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_both_serve_a_page_in_the_same_way(servers, address, method):
    nginx, own = [ask(port, address, method=method) for port in servers]

    assert compared(nginx) == compared(own)


@pytest.mark.parametrize("address", FOUND)
@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "gzip;q=0"])
def test_both_have_the_same_compressed_pages(servers, address, accepted):
    nginx, own = [ask(port, address, accept_encoding=accepted) for port in servers]

    assert compared(nginx) == compared(own)


@pytest.mark.parametrize("address", FOUND)
def test_both_send_nothing_to_one_who_has_it(servers, address):
    tags = [ask(port, address).headers["etag"] for port in servers]

    answers = [ask(port, address, if_none_match=tag) for port, tag in zip(servers, tags, strict=True)]

    assert [(answer.status, answer.body) for answer in answers] == [(304, b"")] * 2
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("address", MOVED)
def test_both_move_what_lacks_its_slash(servers, address):
    nginx, own = [ask(port, address) for port in servers]

    assert (nginx.status, nginx.headers["location"]) == (own.status, own.headers["location"]) == (301, MOVED[address])


@pytest.mark.parametrize("address", sorted({*NOWHERE} - MALFORMED))
def test_both_know_nothing_else(servers, address):
    nginx, own = [ask(port, address) for port in servers]

    assert (nginx.status, nginx.text) == (own.status, own.text) == (404, MISSING)
    assert {name: nginx.headers.get(name.lower()) for name in SECURITY} == SECURITY


@pytest.mark.parametrize("address", sorted(MALFORMED))
def test_nginx_refuses_what_is_no_request(servers, address):
    assert ask(servers[0], address).status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("address", ["/orust/", "/orust/logga.svg", "/", "/finns-inte/", "/finns-inte"])
def test_both_only_let_read(servers, method, address):
    nginx, own = [ask(port, address, method=method) for port in servers]

    assert (nginx.status, nginx.headers.get("allow")) == (own.status, own.headers.get("allow"))
    assert {name: nginx.headers.get(name.lower()) for name in SECURITY} == SECURITY


@pytest.mark.parametrize("address", ["/arbete/", "/arbete", "/arbete/a%2fb/", "/konto/?next=//x", "/halsa/"])
def test_the_application_answers_through_nginx_with_its_own_headers(servers, address):
    nginx, own = [ask(port, address, method="POST") for port in servers]

    assert compared(nginx) == compared(own)
    assert nginx.text == "the desk"


@pytest.mark.parametrize("path", ["1/jamfor/2/", "1/jamfor/gallande/", "jamfor/?fran=1", "den/?datum=%22", "den"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_page_that_is_asked_for_is_made_by_the_application(servers, path, method):
    nginx, own = [ask(port, f"/orust/program/versioner/{path}", method=method) for port in servers]

    assert compared(nginx) == compared(own)
    assert own.status == 405 or own.headers["vary"] == "Accept-Encoding"


def test_nginx_serves_the_new_site_a_second_after_a_switch_under_another_tag(root, servers):
    stood = current(root, "orust").folder
    before = ask(servers[0], "/orust/")

    other = before.body.replace(b"Orust", b"Tjorn")
    switch(root, "orust", write_site(root, "orust", [Page("/orust/", other, "text/html")], stamp={}))
    time.sleep(FORGETS)
    after = ask(servers[0], "/orust/", if_none_match=before.headers["etag"])
    switch(root, "orust", stood)
    time.sleep(FORGETS)

    assert (after.status, after.body) == (200, other)


def test_nginx_knows_the_types_that_sites_hold():
    block = re.search(r"types \{(.*?)\}", (CODE / "docs/nginx.conf").read_text(), re.DOTALL)[1]

    known = {ending: kind for kind, ending in re.findall(r"(\S+)\s+(\S+);", block)}

    assert known == {ending: kind.partition(";")[0] for ending, kind in TYPES.items()}
