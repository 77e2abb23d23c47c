"""The whole portal on a port of this machine, as in life: the server of files before Django."""

import threading
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

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
def portal():
    """Serve the test's database and folders; yields the address."""
    application = FileServer(get_wsgi_application(), settings.SITES, prefixes=DESK)
    with make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
