"""From whatever HTML a browser sends or somebody pastes to leaves."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from .leaves import BULLETS, HEADING, LISTS, NUMBERS, PARAGRAPH, SUBHEADING, Leaf, Run, address, seen

HEADINGS = {"h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": SUBHEADING, "h5": SUBHEADING, "h6": SUBHEADING}
BLOCKS = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
    ),
    *(
        "figure",
        "footer",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
    ),
    *HEADINGS,
}
INLINE = {"a", "b", "br", "span", "strong", "td", "th"}
NEVER_SHOWN = {
    *("audio", "canvas", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template"),
    *("textarea", "title", "video"),
}
BOLD = re.compile(r"(?<![\w-])font-weight:\s*(bold|[6-9]00)", re.IGNORECASE)
NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(normal|[1-5]00)", re.IGNORECASE)
WORD_LEVEL = re.compile(r"mso-list:[^;]{0,40}level(\d)", re.IGNORECASE)  # bounded: no style is read over and over
WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
COUNTED = re.compile(r"\(?(\d{1,3}|[a-z]{1,4})[.)]", re.IGNORECASE)
FIRST = ("1", "a", "i")
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
ENDS_BY_ITSELF = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "param", "source"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"),
}
DEEPEST = 200  # tags within tags: no text is so deep, and a parser takes the square of the depth


class Place(NamedTuple):
    """What is true of the text at one point of a document."""

    kind: str = PARAGRAPH
    strong: bool = False
    href: str = ""
    quote: bool = False
    list: tuple = ()  # its kind, its number in the document, how deep it lies
    item: int = 0
    level: int = 0  # of a list in a document from Word, which writes its items as paragraphs
    marker: bool = False  # of such an item: its bullet or its number


class Reader(HTMLParser):
    """Reads HTML that is well formed, as nh3 writes it."""

    def __init__(self):
        super().__init__()
        self.leaves, self.lines, self.marker = [], [[]], ""
        self.place, self.above = Place(), []
        self.started, self.count, self.last_item = set(), 0, 0

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.finish()
        if tag == "br":
            self.lines.append([])
        elif tag != "hr":
            self.above.append(self.place)
            self.place = self.within(tag, dict(attrs))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.finish()
        elif tag in ("td", "th"):
            self.handle_data(" ")
        self.place = self.above.pop()

    def handle_data(self, data):
        if self.place.marker:
            self.marker += data
        else:
            self.lines[-1].append(Run(seen(data), self.place.strong, self.place.href))

    def within(self, tag, attrs):
        """Return the place inside a tag."""
        place, style = self.place, attrs.get("style", "")
        self.count += 1
        if tag in LISTS:
            place = place._replace(list=(tag, self.count, place.list[2] + 1 if place.list else 1), item=0)
        elif tag == "li":
            place = place._replace(item=self.count)
        elif tag == "blockquote":
            place = place._replace(quote=True)
        elif tag in HEADINGS:
            place = place._replace(kind=HEADINGS[tag])
        elif tag == "a":
            place = place._replace(href=address(attrs.get("href", "")))
        if found := WORD_LEVEL.search(style):
            place = place._replace(level=int(found[1]))
        if tag in ("b", "strong") or BOLD.search(style):
            place = place._replace(strong=True)
        if NOT_BOLD.search(style):
            place = place._replace(strong=False)
        return place._replace(marker=place.marker or bool(WORD_MARKER.search(style)))

    def finish(self):
        """Make a leaf of the text that stands before a block begins or ends."""
        lines, self.lines = list(map(tuple, self.lines)), [[]]
        marker, self.marker = self.marker.strip().lower(), ""
        if all(run.text.isspace() for line in lines for run in line):
            return
        if self.place.list:
            self.finish_item(lines)
        elif self.place.level:
            counted = COUNTED.match(marker)
            kind = NUMBERS if counted else BULLETS
            self.leaves.append(Leaf(kind, lines, self.place.level, bool(counted and counted[1] in FIRST)))
        else:
            self.leaves.append(Leaf(self.place.kind, lines, quote=self.place.quote))

    def finish_item(self, lines):
        """Make an item, or add a line to it where the item goes on."""
        of, item = self.place.list, self.place.item
        if item and item == self.last_item:
            self.leaves[-1].lines.extend(lines)
            return
        kind, _number, level = of
        self.leaves.append(Leaf(kind, lines, level, of not in self.started, self.place.quote))
        self.started.add(of)
        self.last_item = item


def shallow(html):
    """Return HTML without the tags that stand too deep; the words stay."""
    opened, depth = Counter(), 0

    def kept(found):
        nonlocal depth
        ends, tag = found[1], found[2].lower()
        if tag in ENDS_BY_ITSELF or (ends and not opened[tag]):
            return found[0]
        step = -1 if ends else 1
        opened[tag] += step
        depth += step
        return (" " if tag in BLOCKS else "") if max(depth, depth - step) > DEEPEST else found[0]

    whole, bracket, rest = html.rpartition(">")
    return TAG.sub(kept, whole + bracket) + rest


def read(html):
    """Return the leaves of any HTML, hostile, broken or from a word processor."""
    reader = Reader()
    reader.feed(
        nh3.clean(
            shallow(seen(html)),
            tags=BLOCKS | INLINE,
            clean_content_tags=NEVER_SHOWN,
            attributes={"a": {"href"}, "*": {"style"}},
            url_schemes={"http", "https", "mailto"},
            url_relative="deny",
            link_rel=None,
        )
    )
    reader.close()
    reader.finish()
    return reader.leaves
