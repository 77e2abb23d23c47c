"""Style sheets and fonts of the public pages, under names that change with their bytes.

A page names the file that it was made with; that file never changes, so it may be kept for ever by whoever fetched it.
"""

import hashlib
import re
from functools import cache

from django.conf import settings

from portal.public.sites import TYPES, Page

FONTS = ("fonts/portal-sans-400.woff2", "fonts/portal-sans-600.woff2")
LAYERS = ("tokens.css", "base.css", "public.css")  # sent as one file: one request for the first view


def named(name, body):
    """Return `name` with the first twelve digits of the body's hash before its ending."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}"


@cache
def files():
    """Return all files that public pages ask for, as address and bytes by their plain names."""
    found = {}
    for name in FONTS:
        body = (settings.BASE_DIR / "static" / name).read_bytes()
        found[name] = (f"/static/{named(name, body)}", body)
    css = "".join((settings.BASE_DIR / "static" / name).read_text(encoding="utf-8") for name in LAYERS)
    css = re.sub(r'url\("([^"]+)"\)', lambda match: f'url("{found[match[1]][0]}")', smaller(css))
    body = css.encode()
    return found | {"public.css": (f"/static/{named('public.css', body)}", body)}


def smaller(css):
    """Return the style sheet without comments, indentation and line breaks."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def address(name):
    return files()[name][0]


def pages():
    """Yield the files as pages of the shared site."""
    for address, body in files().values():
        yield Page(address, body, TYPES[address.rpartition(".")[2]])
