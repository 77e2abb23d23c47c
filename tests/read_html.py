"""Pages read back as trees, so that tests can say what stands where."""

from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.builder = ET.TreeBuilder()

    def handle_starttag(self, tag, attributes):
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag, attributes):
        self.builder.start(tag, dict(attributes))
        self.builder.end(tag)

    def handle_endtag(self, tag):
        self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


def read(html):
    """Return the page's root element."""
    reader = Reader()
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    reader.close()
    return reader.builder.close()


def text(element):
    """Return the text of an element with its white space put in order; no-break spaces become plain ones."""
    return " ".join("".join(element.itertext()).split())


def texts(root, path):
    return [text(element) for element in root.iterfind(path)]


def links(root):
    return {text(a): a.get("href") for a in root.iter("a")}


def by_class(root, name):
    """Return the elements that carry a class."""
    return [element for element in root.iter() if name in element.get("class", "").split()]
