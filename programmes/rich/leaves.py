"""A rich text as a row of leaves, and the HTML they make; whatever a text comes from, its leaves have one form.

A leaf is a paragraph, a heading or one item of a list: lines of runs. Lists need no tree, since an item knows its
level, nor does a quotation, since its leaves know that they are quoted.
"""

import re
from collections.abc import Iterable
from html import escape
from itertools import chain, groupby
from typing import NamedTuple
from urllib.parse import quote, urlsplit

PARAGRAPH, HEADING, SUBHEADING, BULLETS, NUMBERS = "p", "h3", "h4", "ul", "ol"
HEADINGS, LISTS = (HEADING, SUBHEADING), (BULLETS, NUMBERS)
DEEPEST = 3  # levels of lists
LONGEST_ADDRESS = 2000

BLANKS = re.compile(r"[ \t\n\r\f]+")  # what HTML shows as one blank
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
BREAKS = re.compile("[\x0b\x1c-\x1f\x85\u2028\u2029]")


class Run(NamedTuple):
    """Words that look alike: strong or not, one link or none."""

    text: str
    strong: bool = False
    href: str = ""


class Leaf(NamedTuple):
    kind: str
    lines: tuple  # of tuples of runs; a list while they are being read
    level: int = 0  # of the list that an item stands in
    begins: bool = False  # whether a numbered item is the first of its list
    quote: bool = False


def seen(text):
    """Return a text without characters that nobody sees, which a browser or PostgreSQL might refuse."""
    return BREAKS.sub(" ", UNSEEN.sub("", text))


def address(text):
    """Return the address that a link may lead to, or nothing: one of the web or of mail, without blanks or brackets."""
    text = re.sub(r"[\x00-\x20]", "", seen(text))
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    leads = parts.netloc if parts.scheme in ("http", "https") else parts.scheme == "mailto" and "@" in parts.path
    if not leads or len(text) > LONGEST_ADDRESS:
        return ""
    return parts.scheme + re.sub(r"[\s()<>\"\\^`{|}]", lambda found: quote(found[0]), text[len(parts.scheme) :])


def settled(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Return the leaves in their one form.

    Nothing is empty; no blank stands at an edge; a heading is one plain line, the first one of the upper kind; a list
    deepens one level at a time; what is quoted holds no heading.
    """
    done, lists, quoted, headed = [], [], False, False
    for leaf in chain.from_iterable(map(tidied, leaves)):
        if leaf.kind in HEADINGS:
            leaf, headed = leaf._replace(kind=leaf.kind if headed else HEADING), True
        if leaf.quote != quoted or leaf.kind not in LISTS:
            lists, quoted = [], leaf.quote
        done.append(placed(leaf, lists) if leaf.kind in LISTS else leaf._replace(level=0, begins=False))
    return done


def placed(leaf, lists):
    """Return an item at a level that is possible after those before it; `lists`, the kinds that are open, follows."""
    level = max(1, min(leaf.level, len(lists) + 1, DEEPEST))
    goes_on = len(lists) >= level and lists[level - 1] == leaf.kind
    lists[level - 1 :] = [leaf.kind]
    return leaf._replace(level=level, begins=leaf.kind == NUMBERS and (leaf.begins or not goes_on))


def tidied(leaf):
    """Yield the leaf without what is empty; an empty line parts a paragraph in two."""
    if leaf.quote and leaf.kind in HEADINGS:
        leaf = leaf._replace(kind=PARAGRAPH)
    if leaf.kind in HEADINGS:
        runs = [run._replace(strong=False) for line in leaf.lines for run in (*line, Run(" "))]
        parts = [(tidy(runs),)]
    else:
        lines = [tidy(line) for line in leaf.lines]
        parts = [tuple(found) for full, found in groupby(lines, bool) if full]
        if leaf.kind in LISTS:
            parts = [tuple(line for part in parts for line in part)]
    yield from (leaf._replace(lines=part) for part in parts if part and part[0])


def tidy(runs):
    """Return a line's runs: like beside like is one, blanks are single and stand outside of what is marked."""
    line = [
        run._replace(text=BLANKS.sub(" ", run.text))
        for run in merged(part for run in merged(linked(runs)) for part in bared(run))
    ]
    if line:
        line[0] = line[0]._replace(text=line[0].text.lstrip())
        line[-1] = line[-1]._replace(text=line[-1].text.rstrip())
    return tuple(run for run in line if run.text)


def linked(runs):
    """Yield the runs with each link in one piece: strong as a whole or not at all."""
    for href, together in groupby(runs, lambda run: run.href):
        together = list(together)
        if href:
            worded = [run.strong for run in together if run.text.strip()]
            yield Run("".join(run.text for run in together), bool(worded) and all(worded), href)
        else:
            yield from together


def bared(run):
    """Yield a marked run with the blanks at its edges, or all of it where it is blank, as plain runs."""
    if not run.strong and not run.href:
        yield run
        return
    words = run.text.strip()
    before, _, after = run.text.partition(words) if words else (run.text, "", "")
    yield from (part for part in (Run(before), run._replace(text=words), Run(after)) if part.text)


def merged(runs):
    for (strong, href), together in groupby(runs, lambda run: (run.strong, run.href)):
        yield Run("".join(run.text for run in together), strong, href)


def html(leaves, heading=3):
    """Return the HTML of settled leaves, the upper headings at the given level."""
    written, lists, quoted = [], [], False
    for leaf in (*leaves, Leaf("", ())):
        if leaf.quote != quoted:
            written += ends(lists, 0)
            written.append("<blockquote>" if leaf.quote else "</blockquote>")
            quoted = leaf.quote
        fits = lists[: leaf.level] == [*lists[: leaf.level - 1], leaf.kind] and not leaf.begins
        written += ends(lists, leaf.level if fits else max(leaf.level - 1, 0))
        if leaf.level:
            written.append("</li><li>" if len(lists) == leaf.level else f"<{leaf.kind}><li>")
            lists[leaf.level - 1 :] = [leaf.kind]
            written.append(inline(leaf.lines))
        elif leaf.lines:
            tag = f"h{min(heading + HEADINGS.index(leaf.kind), 6)}" if leaf.kind in HEADINGS else leaf.kind
            written.append(f"<{tag}>{inline(leaf.lines)}</{tag}>")
    return "".join(written)


def ends(lists, level):
    """Return the end tags of the lists below a level, which are then no longer open."""
    closed = [f"</li></{kind}>" for kind in reversed(lists[level:])]
    del lists[level:]
    return closed


def inline(lines):
    return "<br>".join("".join(marked(*group) for group in groupby(line, lambda run: run.strong)) for line in lines)


def marked(strong, runs):
    text = "".join(
        f'<a href="{escape(run.href)}">{escape(run.text, quote=False)}</a>'
        if run.href
        else escape(run.text, quote=False)
        for run in runs
    )
    return f"<strong>{text}</strong>" if strong else text
