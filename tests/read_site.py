"""The example municipality's site, rendered and read back."""

from datetime import date

from portal.public.pages.rendering import site_pages
from tests.example import programme, published, record, site
from tests.read_html import read, text, texts

TODAY = date(2026, 11, 21)
HOME = "/exempelby/naringslivsstrategiskt-program/"


def pages(made, as_of=TODAY, documents=None, uploads=None):
    return {page.address: page.body for page in site_pages(made, "1.0", as_of, documents or {}, uploads or {})}


def page(path="", made=None, as_of=TODAY, **changes):
    """Return a page of the programme with the changes, read."""
    made = made or record(published(site()), published(programme(**changes)))
    return read(pages(made, as_of)[HOME + path])


def facts(root):
    found = {}
    for details in root.iter("dl"):
        pairs = details.iter("div") if details.find("div") is not None else [details]
        for pair in pairs:
            found |= dict(zip(texts(pair, "dt"), texts(pair, "dd"), strict=True))
    return found


def main_text(root):
    return text(root.find(".//main"))
