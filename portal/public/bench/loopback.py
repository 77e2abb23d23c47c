"""Servers on free ports of the loopback: what the measurement and the tests ask."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

CODE = Path(__file__).resolve().parents[3]
NGINX = """
daemon off; pid {folder}/pid; error_log stderr; worker_processes 2; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;
    fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    {inside}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def running(command, port, environ=None):
    """Run a server until the end of the block, which begins when its port answers."""
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, cwd=CODE, env=environ, **said)  # noqa: S603 - our own commands
    try:
        for _ in range(1200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} did not start: {process.stdout.read()}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def gunicorn(application, port, *options):
    quiet = ("--no-control-socket", "--log-level", "error")
    return [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *quiet, *options]


def nginx_program():
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def plain_nginx_configuration(folder, port):
    """Write the least that serves the files of a folder by nginx, and return its path."""
    inside = f"sendfile on; server {{ listen 127.0.0.1:{port}; root {folder}/files; types {{ text/html html; }} }}"
    return written(folder, inside)


def written(folder, inside):
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, user=user, inside=inside), encoding="utf-8")
    return file


def nginx_configuration(folder, sites, port, application_port):
    """Write docs/nginx.conf with this installation's folder and ports put in, and return its path."""
    inside = (CODE / "docs/nginx.conf").read_text(encoding="utf-8")
    for ours, here in {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{application_port};",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "root /srv/portal/var/sites/www;": f"root {sites}/www;",
    }.items():
        if inside.count(ours) != 1:
            raise ValueError(f"docs/nginx.conf says {ours} not once")
        inside = inside.replace(ours, here)
    return written(folder, inside)
