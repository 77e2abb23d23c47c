"""The desk's own style sheets and scripts. They lie in the shared site too, so that one server hands out all files."""

import hashlib
from functools import cache

from django.contrib.staticfiles.finders import get_finders

from portal.public.sites import SHARED, TYPES, Page, file_of


def desk_files():
    """Yield every static file that has an address, under its plain name; browsers ask each time whether it changed."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            if is_served(address := f"/static/{path}"):
                with storage.open(path) as file:
                    yield Page(address, file.read(), TYPES[path.rpartition(".")[2]])


@cache
def desk_release():
    """Return a short hash of those files: scripts of ours or of a package may change where no page does."""
    digest = hashlib.sha256()
    for page in sorted(desk_files(), key=lambda page: page.address):
        digest.update(page.address.encode() + page.body)
    return digest.hexdigest()[:12]


def is_served(address):
    """Say whether a site can hold the address; packages ship notes and maps that no page asks for."""
    try:
        return bool(file_of(SHARED, address))
    except ValueError:
        return False
