"""The desk's own style sheets and scripts. They lie in the shared site too, so that one server hands out all files."""

from django.contrib.staticfiles.finders import get_finders

from portal.public.sites import SHARED, TYPES, Page, file_of


def desk_files():
    """Yield every static file that has an address, under its plain name; browsers ask each time whether it changed."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            if is_served(address := f"/static/{path}"):
                with storage.open(path) as file:
                    yield Page(address, file.read(), TYPES[path.rpartition(".")[2]])


def is_served(address):
    """Say whether a site can hold the address; packages ship notes and maps that no page asks for."""
    try:
        return bool(file_of(SHARED, address))
    except ValueError:
        return False
