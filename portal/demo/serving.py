"""The web server and the worker of the demonstration: they live and die together."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from gunicorn.app.base import BaseApplication

HOST = "127.0.0.1"
SECONDS_TO_FINISH = 10


def stand_at(port):
    """Let the links in mails lead to the demonstration, unless it was said that people reach it elsewhere."""
    if "PORTAL_URL" not in os.environ:
        settings.PORTAL_URL = f"http://{HOST}:{port}"


def is_taken(port):
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except OSError:
            return True
    return False


@contextmanager
def worker():
    """A worker in a process of its own, at the same address, which ends with this one however this one ends."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "worker", "--with-parent"]
    place = os.environ | {"PORTAL_URL": settings.PORTAL_URL}
    process = subprocess.Popen(command, env=place, start_new_session=True)  # noqa: S603 - our own command
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_FINISH)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class WebServer(BaseApplication):
    """gunicorn on this machine alone; `ready` is called when it answers."""

    def __init__(self, port, ready):
        self.port, self.ready = port, ready
        super().__init__()

    def load_config(self):
        values = {
            "bind": f"{HOST}:{self.port}",
            "threads": 8,
            "loglevel": "warning",
            "control_socket_disable": True,
            "graceful_timeout": 3,
            "when_ready": lambda server: self.ready(),
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self):
        from portal.wsgi import application  # in each process that serves, after it was forked

        return application
