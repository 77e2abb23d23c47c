"""The server of files: WSGI before Django. It knows the addresses of the standing manifests and nothing else.

It asks no database and runs no line of Django, so the public site is read when both are down.
"""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from portal.public.sites import NAME, NOT_FOUND, SHARED, read_manifest

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DISPOSITIONS = {"pdf": "inline", "csv": "attachment", "xlsx": "attachment"}
HANDED_IN = re.compile(r"/[a-z0-9-]+/filer/[^/]+")  # files that others made: downloads of which no page can be made
SANDBOX = "default-src 'none'; sandbox"
# The public pages that are made when somebody asks; portal/public/urls.py and docs/nginx.conf say the same.
ASKED = re.compile(
    r"/[a-z0-9-]+/[a-z0-9-]+/versioner/(?:den|jamfor|[1-9][0-9]{0,5}/jamfor/(?:gallande|[1-9][0-9]{0,5}))/?"
)
WHO_ASKS = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE"}
HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")  # the name changes with the bytes
LARGE = 256 * 1024  # bytes; from here on the server below sends the file itself


class Variant(NamedTuple):
    """One form of a file, plain or compressed, with all that is sent with it."""

    path: str
    etag: str
    always: list[tuple[str, str]]  # also with a 304
    about: list[tuple[str, str]]  # the body's own
    size: int


class Site(NamedTuple):
    target: str  # what the symlink said when the manifest was read
    variants: dict[str, tuple[Variant, Variant | None]]  # address: plain, compressed


class FileServer:
    def __init__(self, application, root: Path, *, prefixes: tuple[str, ...], hsts: int = 0):
        """Serve the sites under `root`; what begins with one of `prefixes` belongs to `application`."""
        self.application = application
        self.www = os.path.join(root, "www")
        self.prefixes = prefixes
        self.security = list(SECURITY.items())
        if hsts:
            self.security.append(("Strict-Transport-Security", f"max-age={hsts}; includeSubDomains"))
        self.sites: dict[str, Site] = {}

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith(self.prefixes) or path + "/" in self.prefixes:
            return self.application(environ, start_response)
        if "%" in environ.get("RAW_URI", "").partition("?")[0]:
            return self.refuse(environ, start_response)
        if ASKED.fullmatch(path):
            return self.ask(environ, start_response)
        for _ in range(2):  # a build may be swept away under our hands: then a newer one stands
            try:
                return self.serve(environ, start_response, path)
            except FileNotFoundError:
                continue
        return self.refuse(environ, start_response)

    def serve(self, environ, start_response, path):
        """Answer from the one build that stands now; raise FileNotFoundError if it is gone before the file is open."""
        variants = self.site_of(path).variants
        if path in variants and path != NOT_FOUND:
            if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
                return self.plain(environ, start_response, "405 Method Not Allowed", [("Allow", "GET, HEAD")])
            variant = choose(variants[path], environ)
            if matches(environ.get("HTTP_IF_NONE_MATCH"), variant.etag):
                start_response("304 Not Modified", variant.always.copy())
                return []
            return send(environ, start_response, "200 OK", variant)
        if path + "/" in variants:
            return self.plain(environ, start_response, "301 Moved Permanently", [("Location", path + "/")])
        return self.refuse(environ, start_response)

    def ask(self, environ, start_response):
        """Let the application make a public page, without telling it who asks; where it has none, refuse as always."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.plain(environ, start_response, "405 Method Not Allowed", [("Allow", "GET, HEAD")])
        said = []
        environ = {name: value for name, value in environ.items() if name not in WHO_ASKS}
        body = self.application(environ, lambda *answer: said.append(answer))
        status, headers = said[0][:2]
        missing = status.startswith("404")
        if missing or environ["REQUEST_METHOD"] == "HEAD":
            getattr(body, "close", bool)()
            body = []
        if missing:
            return self.refuse(environ, start_response)
        start_response(status, [*(one for one in headers if one[0] != "Vary"), ("Vary", "Accept-Encoding")])
        return body

    def refuse(self, environ, start_response):
        """Answer 404 with the shared site's page for it, or in one line where no shared site stands yet."""
        try:
            variant = choose(self.standing(SHARED).variants[NOT_FOUND], environ)
            return send(environ, start_response, "404 Not Found", variant)
        except (FileNotFoundError, KeyError):
            return self.plain(environ, start_response, "404 Not Found", [])

    def plain(self, environ, start_response, status, headers):
        body = f"{status}\n".encode()
        length = ("Content-Length", str(len(body)))
        start_response(status, [*headers, ("Content-Type", "text/plain; charset=utf-8"), length, *self.security])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def site_of(self, path) -> Site:
        """Return the site that owns the address: a municipality's by its first word, else the shared one."""
        name = path[1:].partition("/")[0]
        if NAME.fullmatch(name) and len(name) < 100:
            try:
                return self.standing(name)
            except FileNotFoundError:
                pass
        return self.standing(SHARED)

    def standing(self, name) -> Site:
        """Return the site that the symlink names at this moment; the manifest is read once for each build."""
        target = os.readlink(os.path.join(self.www, name))
        site = self.sites.get(name)
        if site is None or site.target != target:
            site = self.sites[name] = self.read(target)
        return site

    def read(self, target) -> Site:
        folder = Path(os.path.normpath(os.path.join(self.www, target)))
        addresses = read_manifest(folder)["addresses"]
        return Site(target, {address: self.variants(folder, address, entry) for address, entry in addresses.items()})

    def variants(self, folder, address, entry) -> tuple[Variant, Variant | None]:
        path, digest = os.path.join(folder, entry["file"]), entry["sha256"][:32]
        about = [("Content-Type", entry["type"])]
        security, handed_in = self.security, HANDED_IN.fullmatch(address)
        if handed_in:
            security = [(name, SANDBOX if name == "Content-Security-Policy" else value) for name, value in security]
        if disposition := "attachment" if handed_in else DISPOSITIONS.get(entry["file"].rpartition(".")[2]):
            about.append(("Content-Disposition", disposition))
        always = [("Cache-Control", "public, max-age=31536000, immutable" if HASHED.search(address) else "no-cache")]
        if entry["gz"]:
            always.append(("Vary", "Accept-Encoding"))

        def variant(path, etag, size, *more):
            sent = [*about, *more, ("Content-Length", str(size))]
            return Variant(path, etag, [("ETag", etag), *always, *security], sent, size)

        plain = variant(path, f'"{digest}"', entry["size"])
        if not entry["gz"]:
            return plain, None
        return plain, variant(path + ".gz", f'"{digest}-gz"', entry["gz"], ("Content-Encoding", "gzip"))


def choose(variants, environ) -> Variant:
    plain, compressed = variants
    if compressed and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        return compressed
    return plain


def send(environ, start_response, status, variant):
    file = open(variant.path, "rb")  # noqa: SIM115 - given away below when large
    start_response(status, [*variant.about, *variant.always])
    if environ["REQUEST_METHOD"] == "HEAD":
        file.close()
        return []
    if variant.size >= LARGE and "wsgi.file_wrapper" in environ:
        return environ["wsgi.file_wrapper"](file)
    with file:
        return [file.read()]


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Say whether an Accept-Encoding allows gzip: named, or by `*`, and not with a quality of nought."""
    qualities = {}
    for part in accepted.lower().split(","):
        coding, _, parameter = part.partition(";")
        quality = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameter)
        qualities[coding.strip()] = float(quality[1]) if quality else 1.0
    return qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0))) > 0


def matches(wanted: str | None, etag: str) -> bool:
    """Compare If-None-Match weakly, as caches do: `W/` makes no difference."""
    if wanted is None:
        return False
    return wanted.strip() == "*" or etag in re.findall(r'"[^"]*"', wanted)
