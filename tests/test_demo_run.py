"""The demonstration as it is started by hand: a process that serves, and leaves nothing running behind it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from portal.database.server import Server


@pytest.fixture
def port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Start `manage.py demo` with a folder of its own; what is left of it is cleared away."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    place = {"PORTAL_MODE": "demo", "PORTAL_VAR": str(tmp_path / "var"), "PORTAL_STEPS": "installation 0 s"}
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    inside = {"cwd": settings.BASE_DIR, "env": {**kept, **place}, "text": True}
    started = []

    def run():
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **inside))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()
    server = Server(tmp_path / "var")
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)


def fetch(port, path, patience=120):
    """Return the page as soon as the server answers."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}") as answer:  # noqa: S310 - our own server
                return answer.read().decode()
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_it_serves_the_site_and_the_desk_and_leaves_nothing_behind(start, port, tmp_path):
    demo = start()
    assert "Alingsås" in fetch(port, "/")
    assert 'type="password"' in fetch(port, "/konto/logga-in/")
    family = psutil.Process(demo.pid).children(recursive=True)

    demo.terminate()
    told, _ = demo.communicate(timeout=30)

    assert "redaktor@alingsas.example" in told
    assert [process for process in family if is_alive(process)] == []
    assert Server(tmp_path / "var").pid() is None


def test_a_taken_port_is_said_in_one_sentence(start, port):
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen()

        told, _ = start().communicate(timeout=60)

    assert told == f"CommandError: Port {port} används redan. Välj en annan: python3 manage.py demo --port {port + 1}\n"
