"""HTTP by hand, for requests that no client would send."""

import gzip
import socket
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
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    named = (field.split(":", 1) for field in fields)
    return Answer(int(status.split()[1]), {name.lower(): value.strip() for name, value in named}, body)
