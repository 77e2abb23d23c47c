"""Two texts side by side: what stays, what goes, what comes, in whole words; texts only, no database."""

import re
from difflib import SequenceMatcher

SAME, OLD, NEW = "same", "old", "new"
WORD = re.compile(r"\s*(?:[\w’'-]+|[^\w\s])(?:\s+\Z)?")
SENTENCE = re.compile(r"\s*\S.*?(?:[.!?:](?=\s)|(?=\n)|$)", re.DOTALL)
LONGEST = 400  # words of two passages that are compared one by one; longer ones are told as a whole
GAP = "…"


def compare(old, new):
    """Return [(kind, text)] that leads from `old` to `new`: first sentence by sentence, then word by word.

    What stays and what comes is `new` to the letter; what stays and what goes is `old`, but for its blanks and ends of
    lines, which make no difference.
    """
    pieces = []
    for same, before, after in _blocks(SENTENCE.findall(old.strip()), SENTENCE.findall(new.strip())):
        pieces += [(SAME, after)] if same else _words(before, after)
    return _joined(pieces)


def _words(old, new):
    before, after = WORD.findall(old), WORD.findall(new)
    if max(len(before), len(after)) > LONGEST:
        return [(OLD, old), (NEW, new)]
    found = []
    for same, gone, come in _blocks(before, after, autojunk=False):
        found += [(SAME, come)] if same else [(OLD, gone), (NEW, come)]
    return found


def _blocks(old, new, autojunk=True):
    """Yield (is it the same?, old text, new text) for two lists of passages or words."""
    keys = [[" ".join(one.split()) for one in each] for each in (old, new)]
    for tag, i, j, k, m in SequenceMatcher(None, *keys, autojunk=autojunk).get_opcodes():
        yield tag == "equal", "".join(old[i:j]), "".join(new[k:m])


def _joined(pieces):
    """Put neighbours of one kind together, and leave out what is empty."""
    joined = []
    for kind, text in pieces:
        if text and joined and joined[-1][0] == kind:
            joined[-1] = kind, joined[-1][1] + text
        elif text:
            joined.append((kind, text))
    return joined


def excerpt(pieces, around=5, most=60):
    """Return the pieces with at most `around` words of what stays on each side, and about `most` words in all."""
    shown, room = [], most
    for place, (kind, text) in enumerate(pieces):
        words = WORD.findall(text)
        if kind == SAME:
            words = _edges(words, around if place else 0, around if place < len(pieces) - 1 else 0)
        if len(words) > room:
            return [*shown, (kind, "".join(words[: max(room, 1)]) + f" {GAP}")]
        room -= len(words)
        shown.append((kind, "".join(words)))
    return shown


def marked(pieces):
    """Return the pieces with the blanks before what is marked left unmarked."""
    found = []
    for kind, text in pieces:
        bare = text if kind == SAME else text.lstrip()
        found += [(SAME, text[: len(text) - len(bare)]), (kind, bare)]
    return _joined(found)


def _edges(words, first, last):
    """Return the first and the last words, with a mark for what is left out between them."""
    if len(words) <= first + last + 1:
        return words
    return [*words[:first], f" {GAP}" if first else GAP, *words[len(words) - last :]]
