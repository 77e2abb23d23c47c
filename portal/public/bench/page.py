"""`manage.py bench page`: what a reader's browser fetches for the first view of a programme's page, by kind.

Counted as it goes over the wire, in files that the standing site holds: compressed where a compressed variant is.
"""

import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import CommandError

from portal.public import sites
from portal.publications import record
from portal.publications.models import Publication

KINDS = {"html": "HTML", "css": "CSS", "js": "script", "woff2": "fonts", "png": "pictures", "svg": "pictures"}
FETCHED = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<(?:img|script)[^>]* src="([^"]+)"')
NAMED = re.compile(r"url\(\"?([^\")]+)\"?\)")
HTML_AND_CSS, IN_ALL, REQUESTS = 14_000, 60_000, 5  # the aim


class Fetched(NamedTuple):
    address: str
    kind: str
    size: int  # bytes on the wire


def page():
    """Yield the lines of the report."""
    newest = (
        Publication.objects.filter(kind="programme").exclude(content="").order_by("municipality", "sequence").last()
    )
    if newest is None:
        raise CommandError("No programme has been published here. To try: python3 manage.py demo")
    address = f"/{newest.slug}/{record.content_of(newest).slug}/"
    found = first_view(Path(settings.SITES), address)
    yield address
    for kind in dict.fromkeys(one.kind for one in found):
        yield f"{kind:>10}: {sum(one.size for one in found if one.kind == kind):7,} bytes"
    text, whole = sum(one.size for one in found if one.kind in ("HTML", "CSS")), sum(one.size for one in found)
    yield f"HTML and CSS {text:,} bytes (aim {HTML_AND_CSS:,}), in all {whole:,} (aim {IN_ALL:,})"
    yield f"{len(found)} requests (aim {REQUESTS}), none of them elsewhere"


def first_view(root, address):
    """Return all that is fetched for the page at an address; raise ValueError where the site does not hold it."""
    body, found = fetched(root, address)
    wanted = [first or second for first, second in FETCHED.findall(body)]
    whole = [found]
    while wanted:
        body, one = fetched(root, wanted.pop(0))
        whole.append(one)
        if one.kind == "CSS":
            wanted += [address for address in NAMED.findall(body) if not address.startswith("data:")]
    return whole


def fetched(root, address):
    """Return the text of a file, where it is one, and what fetching it costs."""
    if not address.startswith("/") or address.startswith("//"):
        raise ValueError(f"{address} lies elsewhere")
    name = address.split("/")[1]
    name = name if sites.current(root, name) else sites.SHARED
    folder = sites.current(root, name).folder
    if (entry := sites.read_manifest(folder)["addresses"].get(address)) is None:
        raise ValueError(f"{address} is no address of {name}")
    kind = KINDS[entry["file"].rpartition(".")[2]]
    text = (folder / entry["file"]).read_text() if kind in ("HTML", "CSS") else ""
    return text, Fetched(address, kind, entry["gz"] or entry["size"])
