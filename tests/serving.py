"""The whole portal on a port of this machine, as in life: the server of files before Django."""

import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from portal.public.build import build_shared
from portal.public.serve import FileServer
from portal.wsgi import DESK


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request, client_address):
        super().process_request_thread(request, client_address)
        connections.close_all()


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing: the tests say what happened."""


@contextmanager
def served(application, port=0):
    """Serve an application on a port of its own, or once more on an earlier one; yields the address."""
    with make_server("127.0.0.1", port, application, server_class=Server, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def portal(port=0):
    """Serve the test's database and folders, with the desk's style sheets and scripts."""
    build_shared()
    return served(FileServer(get_wsgi_application(), settings.SITES, prefixes=DESK), port)


KINDS = {"css": "text/css", "js": "text/javascript"}


def files(bodies):
    """Serve {address: bytes}: pages, and style sheets and scripts that the browser may keep."""

    def application(environ, start_response):
        address = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else "")
        kind = KINDS.get(address.rpartition(".")[2], "text/html")
        status = "200 OK" if address in bodies else "404 Not Found"
        start_response(status, [("Content-Type", kind), ("Cache-Control", "max-age=600")])
        return [bodies.get(address, b"")]

    return served(application)
