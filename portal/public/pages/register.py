"""The record as open files, by which anybody can check that nothing has been changed afterwards.

    /alingsas/register/                  the record as a page, with the lines that check it
    /alingsas/register/kontroll/         every document with the checksum of its bytes
    /alingsas/register.json              the chain: every envelope and entry, and the head
    /alingsas/register/7.json            one publication: its envelope, entry, salt and content
    /alingsas/register/delar/9f2c….json  a part that contents name by the hash of its bytes

What is no longer given out leaves its envelope and its entry, so that the chain still verifies.
"""

from functools import partial

from portal.public.earlier import key
from portal.public.pages.edition import published_on
from portal.public.pages.genuine import genuine_page
from portal.public.sites import Page
from portal.publications import chain
from portal.publications.codes import KINDS
from programmes.dates import long_date

JSON = "application/json"


def register_pages(edition):
    """Yield the whole chain, and the contents of what is shown."""
    entries = edition.record.entries
    if not entries:
        return
    shown = {one.envelope.sequence for one in edition.record.publications}
    given_out = {
        one.envelope.sequence
        for one in entries
        if one.text and (one.envelope.kind not in chain.SHOWN or one.envelope.sequence in shown)
    }
    yield register_page(edition, entries, given_out)
    yield genuine_page(edition)
    yield Page(f"{edition.home}register.json", chain.canonical(register(entries)).encode(), JSON)
    parts = set()
    for published in entries:
        whole = published.envelope.sequence in given_out
        yield file(edition, entry_address(edition, published), partial(told, published, whole), published.entry, whole)
        parts |= set(parts_of(edition, published)) if whole else set()
    for digest in sorted(parts):
        yield file(edition, f"{edition.home}register/delar/{digest}.json", partial(edition.record.parts.get, digest))


def file(edition, address, document, *shows):
    """Return a file of canonical text, carried over where it shows the same."""
    return edition.earlier.page(address, key(*shows), "-", lambda: Page(address, text_of(document()).encode(), JSON))


def text_of(document):
    return document if isinstance(document, str) else chain.canonical(document)


def parts_of(edition, published):
    name = key("parts", published.entry)
    return edition.earlier.answer(name, lambda: sorted(chain.named_parts(published.text)))


def entry_address(edition, published):
    return f"{edition.home}register/{published.envelope.sequence}.json"


def register(entries):
    """Return the chain alone."""
    return {
        "entries": [told(published, False) for published in entries],
        "head": entries[-1].entry,
    }


def told(published, whole):
    """Return a publication as it is given out: `whole`, or its envelope as it is hashed and its entry alone."""
    e = published.envelope
    plain = {"entry": published.entry, "envelope": chain.hashed_form(e)}
    if not whole:
        return plain
    said = {name: getattr(e, name) for name in chain.SAID}
    return plain | said | {"content": published.text, "salt": published.salt}


def register_page(edition, entries, given_out):
    return edition.page(
        "register",
        "register/",
        "Register",
        published=entries[-1],
        head=entries[-1].entry,
        entries=[line(edition, one, one.envelope.sequence in given_out) for one in reversed(entries)],
    )


def line(edition, published, whole):
    """Return an entry as the page lists it."""
    return {
        "envelope": published.envelope,
        "entry": published.entry,
        "kind": KINDS[published.envelope.kind],
        "day": long_date(published_on(published)),
        "href": entry_address(edition, published),
        "given_out": whole,
    }
