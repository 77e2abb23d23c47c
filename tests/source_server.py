"""What the small servers of sources have in common: real HTTP on this machine, and faults on demand."""

import json
import threading
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SourceServer(ThreadingHTTPServer):
    """`asked` holds the paths that were asked for; each of `faults` answers one question, None being no fault."""

    daemon_threads = True
    below = "/"

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        self.asked, self.faults = [], deque()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}{self.below}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.faults and (fault := self.server.faults.popleft()):
            return fault(self)
        return self.answer()

    def send(self, document, status=200, **headers):
        self.send_body(json.dumps(document, ensure_ascii=False).encode(), status, **headers)

    def send_body(self, body, status=200, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def web_page(handler):
    """A wall in front of the source answers 200 with HTML."""
    handler.send_body(b"<!doctype html><title>Underh\xc3\xa5ll</title>", kind="text/html")


def busy(handler):
    handler.send({"detail": "Too many requests"}, 429, Retry_After="0")


def broken(handler):
    handler.send({"detail": "Internal error"}, 500)


def half(handler):
    """The connection goes in the middle of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"values": [')
    handler.close_connection = True


def another_shape(handler):
    handler.send({"data": [], "total": 0})


def elsewhere(handler):
    handler.send({"values": [], "count": 0, "next_url": "http://169.254.169.254/v3/kpi?page=2"})


def for_ever(handler):
    handler.send({"values": [], "count": 0, "next_url": handler.server.address + "kpi?page=1"})
