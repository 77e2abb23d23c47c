"""Rich texts: words with a little structure, kept as HTML of a short list of tags.

    p  h3 h4  ul ol li  blockquote  strong  a href="http:, https:, mailto:"  br

`clean` lets nothing else through and gives every text one form, so that two texts are the same exactly when they are
equal. Whoever has no script writes and reads the same text with a few signs (`from_text`, `to_text`): the two are each
other's inverse. No way through here changes a word.
"""

import re
from functools import lru_cache

from . import reading, writing
from .leaves import BULLETS, NUMBERS, PARAGRAPH, Leaf, Run, html, seen, settled

KEPT = 10_000  # characters of a text that is remembered; a process has no room for thousands of longer ones
LONG_SENTENCE = 30  # words; longer sentences are hard to read
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[”\")]?\s+(?=[”\"(–]?\s?[A-ZÅÄÖÉ])")


def clean(text):
    """Return any HTML in the one form of a rich text; "" where it says nothing."""
    return html(_leaves(text))


def from_text(text):
    """Return the rich text that somebody wrote with signs."""
    return html(settled(writing.read(text)))


def to_text(text):
    """Return a rich text with signs, as somebody writes it without a script."""
    return writing.write(_leaves(text))


def shown(text, heading=3):
    """Return the HTML to show on a page where its upper headings are of the given level."""
    return html(_leaves(text), heading).replace('<a href="http', '<a rel="external" href="http')


def paragraphs(text):
    """Return a plain text as a rich one that looks the same: an empty line parts paragraphs, line breaks stay.

    What was written before texts were rich is read in this way, in publications for ever.
    """
    blocks = re.split("\n{2,}", seen(text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = [tuple((Run(line),) for line in block.split("\n")) for block in blocks]
    return html(settled(Leaf(PARAGRAPH, block) for block in lines))


def plain(text):
    """Return the words alone, with hyphens and numbers before the items of lists."""
    parts, numbers = [], {}
    for leaf in _leaves(text):
        numbers[leaf.level] = 1 if leaf.begins else numbers.get(leaf.level, 0) + 1
        sign = {BULLETS: "– ", NUMBERS: f"{numbers[leaf.level]}. "}.get(leaf.kind, "")
        parts.append((leaf, "  " * (leaf.level - 1) + sign + "\n".join(_lines(leaf))))
    return "".join(
        ("" if before is None else "\n" if before[0].level and leaf.level else "\n\n") + said
        for before, (leaf, said) in zip([None, *parts], parts, strict=False)
    )


def words(text):
    """Return how many words a rich text has."""
    return sum(map(_count, (line for leaf in _leaves(text) for line in _lines(leaf))))


def long_sentences(text, most=LONG_SENTENCE):
    """Return the sentences that have more words than a reader easily holds together."""
    lines = [line for leaf in _leaves(text) for line in _lines(leaf)]
    return [sentence for line in lines for sentence in SENTENCE_ENDS.split(line) if _count(sentence) > most]


def _leaves(text):
    return _kept(text) if len(text) <= KEPT else _latest(text)


def _read(text):
    return tuple(settled(reading.read(text)))


_kept = lru_cache(maxsize=4096)(_read)
_latest = lru_cache(maxsize=2)(_read)  # the one that is saved and the one it was: a save reads both several times


def _lines(leaf):
    return ["".join(run.text for run in line) for line in leaf.lines]


def _count(line):
    return sum(any(sign.isalnum() for sign in word) for word in line.split())
