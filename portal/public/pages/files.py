"""Files that were handed in: each that any version names lies at an address of its own, for ever."""

from portal.public.sites import TYPES, Page
from portal.publications.content import files


def files_of(record):
    """Yield every file that a publication of the municipality names."""
    for published in record.publications:
        yield from files(published.brief)


def file_pages(edition):
    for file in files_of(edition.record):
        if address := edition.file_address(file):
            yield Page(address, edition.uploads[file.digest], TYPES[file.type])
