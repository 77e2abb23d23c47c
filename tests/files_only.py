"""The server of files in front of an application that says its name, for gunicorn to run."""

import os
from pathlib import Path

from portal.public.serve import FileServer


def desk(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "8")])
    return [b"the desk"]


application = FileServer(desk, Path(os.environ["SITES"]), prefixes=("/arbete/", "/konto/", "/halsa/"))
