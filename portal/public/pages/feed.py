"""The feeds (Atom, RFC 4287): a programme's, a municipality's, a region's, and everybody's; of what is shown alone.

An entry is a publication; its id comes from the municipality and the place in its chain, and so stands whatever the
portal's address is. Nothing here reads the clock.
"""

import re
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

from portal.public.pages.edition import Link
from portal.public.pages.notes import LEADS
from portal.public.pages.shelf import version_href
from portal.public.sites import TYPES, Page

NAME = "flode.atom"
MOST = 50  # entries of a feed
OF_ALL = 20  # entries that a municipality gives to the feeds of several
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_pages(edition):
    """Yield the municipality's feed and those of its programmes."""
    said = entries(edition)
    home = Link(edition.site.name, edition.home)
    yield feed(home, edition.site.id.urn, said, edition.origin)
    for published, book in edition.programmes:
        own = [one for one in said if one["programme"] == str(book.programme.id)]
        yield feed(Link(book.programme.title, book.home), published.envelope.subject.urn, own, edition.origin)


def entries(edition):
    """Return what every publication that is shown has to say, the newest first, as plain values."""
    kinds = ("programme", "follow_up")
    homes = {published.envelope.subject: book.home for published, book in edition.programmes}
    shown = [p for p in edition.record.publications if p.envelope.kind in kinds and programme_of(p) in homes]
    return [entry(edition, p, homes[programme_of(p)]) for p in reversed(shown)]


def programme_of(published):
    """Return the id of the programme that a publication is about."""
    return published.envelope.subject if published.envelope.kind == "programme" else published.content.programme.id


def entry(edition, published, home):
    envelope, content = published.envelope, published.brief
    follow_up = envelope.kind == "follow_up"
    title = content.title if follow_up and envelope.version == 1 else f"{content.title}, version {envelope.version}"
    return {
        "id": uuid5(envelope.municipality, str(envelope.sequence)).urn,
        "programme": str(programme_of(published)),
        "title": title,
        "href": f"{home}uppfoljning/{content.slug}/" if follow_up else version_href(edition, published),
        "at": envelope.published_at,
        "by": envelope.published_by or edition.site.name,
        "lead": "Ny uppföljning" if follow_up and envelope.version == 1 else lead(envelope),
        "text": ". ".join(part for part in (envelope.decision, envelope.note) if part),
    }


def lead(envelope):
    return "Ny" if envelope.version == 1 else LEADS[envelope.change]


def feed(home, key, said, origin):
    """Return a feed as a page: `home` is the page that it follows, `key` the id that it keeps."""
    address = home.href + NAME
    root = Xml.Element("feed", {"xmlns": ATOM, LANGUAGE: "sv"})
    add(root, "id", key)
    add(root, "title", home.text)
    add(root, "updated", max((one["at"] for one in said), default="1970-01-01T00:00:00Z"))
    add(root, "link", rel="self", type=TYPES["atom"], href=origin + address)
    add(root, "link", rel="alternate", type="text/html", href=origin + home.href)
    for one in said[:MOST]:
        add_entry(root, one, origin)
    return Page(address, Xml.tostring(root, encoding="utf-8", xml_declaration=True), TYPES["atom"])


def add_entry(root, one, origin):
    place = add(root, "entry")
    add(place, "id", one["id"])
    add(place, "title", one["title"])
    add(place, "updated", one["at"])
    add(place, "published", one["at"])
    add(add(place, "author"), "name", one["by"])
    add(place, "link", rel="alternate", type="text/html", href=origin + one["href"])
    add(place, "summary", f"{one['lead']}: {one['text']}" if one["text"] else f"{one['lead']}.", type="text")


def add(parent, name, text="", **attributes):
    """Add an element; signs that XML cannot hold are left out."""
    element = Xml.SubElement(parent, name, attributes)
    element.text = NOT_IN_XML.sub("", text) or None
    return element


def shared_feeds(summaries, regions, belongs, origin):
    """Yield the feed of all municipalities and one for each region."""
    for home, members in [
        (Link("Näringslivsprogram", "/"), summaries),
        *((Link(r.name, f"/region/{r.slug}/"), [one for one in summaries if belongs(one, r)]) for r in regions),
    ]:
        said = [named(one, entry) for one in members for entry in one["entries"]]
        newest = sorted(said, key=lambda entry: entry["at"], reverse=True)
        yield feed(home, uuid5(NAMESPACE_URL, f"portal{home.href}").urn, newest, origin)


def named(summary, entry):
    """Return an entry that says which municipality it is from."""
    return entry | {"title": f"{summary['short_name']}: {entry['title']}"}
