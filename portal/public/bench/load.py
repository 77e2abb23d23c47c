"""A small client that keeps a few connections busy and counts the answers; and the processor time a server took."""

import os
import selectors
import socket
import time
from pathlib import Path

CONNECTIONS = 8


class UnexpectedAnswerError(Exception):
    """A server answered something else than the first time, so its speed means nothing."""


def request_for(host, address):
    fields = ("Host: " + host, "X-Forwarded-Proto: https", "Accept-Encoding: identity")
    return "\r\n".join([f"GET {address} HTTP/1.1", *fields, "", ""]).encode()


def fetch(port, request):
    """Ask once; return the length of the whole answer and its body."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += _more(connection)
        head, _, body = received.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise UnexpectedAnswerError(head.decode("latin-1"))
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(fields[b"content-length"]):
            body += _more(connection)
    return len(head) + 4 + len(body), body


def _more(connection):
    if not (received := connection.recv(1 << 16)):
        raise UnexpectedAnswerError("The connection ended before the answer did.")
    return received


def answers(port, request, length, seconds):
    """Return how many answers of this length came within the time, over connections that are kept."""
    done, end = 0, time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(CONNECTIONS):
                _open(selector, port, request, length)
            while time.monotonic() < end:
                for key, _ in selector.select(1):
                    if received := key.fileobj.recv(1 << 18):
                        done += _count(key, len(received), request, length)
                    else:  # the server wants a new connection now and then
                        _close(selector, key)
                        _open(selector, port, request, length)
        finally:
            for key in list(selector.get_map().values()):
                _close(selector, key)
    return done


def _count(key, received, request, length):
    """Return 1 if the answer is now whole, and ask again; else 0."""
    key.data["missing"] -= received
    if key.data["missing"] < 0:
        raise UnexpectedAnswerError("An answer is longer than the first one was.")
    if key.data["missing"] > 0:
        return 0
    key.data["missing"] = length
    key.fileobj.sendall(request)
    return 1


def _open(selector, port, request, length):
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(connection, selectors.EVENT_READ, {"missing": length})
    connection.sendall(request)


def _close(selector, key):
    selector.unregister(key.fileobj)
    key.fileobj.close()


def processor_seconds(pid):
    """Return the processor time of a process and its children, or None where the system keeps no /proc."""
    total = 0
    if not Path("/proc/self/stat").exists():
        return None
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, fields = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if str(pid) in (number, fields[1]):
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")
