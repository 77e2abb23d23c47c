"""HTTP by hand, for requests that no client would send, and servers on a free port of the loopback."""

import contextlib
import gzip
import socket
import subprocess
import sys
import time
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        """The body as its reader sees it."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed and self.body else self.body).decode()


def ask(port, target, method="GET", **headers):
    """Send exactly this target and return the answer, its header names in lower case."""
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    named = (field.split(":", 1) for field in fields)
    return Answer(int(status.split()[1]), {name.lower(): value.strip() for name, value in named}, body)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextlib.contextmanager
def running(command, port, **options):
    """Run a server until the end of the block, which begins when its port answers."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def gunicorn(application, port, *options):
    bind = ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "error"]
    return [sys.executable, "-m", "gunicorn", application, *bind, "--threads", "4", *options]
