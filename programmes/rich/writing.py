"""From what people write in a plain field to leaves, and back again.

An empty line parts paragraphs. `## ` begins a heading and `### ` a smaller one, `- ` an item and `1. ` a numbered
one, indented where it belongs to the item above; `> ` quotes. **Two asterisks** make words strong, [words](https://…)
a link. A backslash takes the meaning from the sign after it. Numbers that do not count up from 1 are text: "2026. Vi
vill …" stays as it was written. Markdown proper would renumber it, which is why the grammar is our own.
"""

import re

from .leaves import BULLETS, HEADING, HEADINGS, LISTS, NUMBERS, PARAGRAPH, SUBHEADING, Leaf, Run, address, seen

SIGN = r"!-/:-@\[-`{-~•"
ITEM = re.compile(r"( *)(?:[-*•]|(\d{1,3})\.)[ \t]+(?=\S)(.*)")
TITLE = re.compile(r"(#{1,4}) +(\S.*)")
QUOTED = re.compile(r">(?: (.*)|$)")
TOKEN = re.compile(rf"\\([{SIGN}])|(\*\*)|\[((?:\\.|[^\[\]\\])+)\]\(([^\s()<>]+)\)|([^\\*\[]+|.)")
MEANT = re.compile(rf"\\(?=[{SIGN}]|$)|(?<=\*)\*|\*(?=\*)|^\*|\*$|\](?=\()")
MEANT_IN_LINK = re.compile(rf"\\(?=[{SIGN}]|$)|[\[\]]")
BULLET, COUNTED = "- ", "{}. "
STRONG = "**"


class Writing:
    """Reads the lines of a text one after the other."""

    def __init__(self):
        self.leaves = []
        self.lists = []  # of the lists that are open: [indentation, kind, number of the latest item]
        self.apart = True  # whether the next line begins something new
        self.quote = False

    def read(self, line):
        quoted = QUOTED.match(line)
        if bool(quoted) != self.quote:
            self.quote, self.lists, self.apart = bool(quoted), [], True
        line = (quoted[1] or "") if quoted else line
        if not line.strip():
            self.apart = True
        elif title := TITLE.match(line):
            self.begin(SUBHEADING if len(title[1]) > 2 else HEADING, title[2])
            self.apart = True
        elif not self.item(line):
            if self.apart:
                self.begin(PARAGRAPH, line)
            else:
                self.leaves[-1].lines.append(runs(line))

    def begin(self, kind, line, **facts):
        if kind not in LISTS:
            self.lists = []
        self.leaves.append(Leaf(kind, [runs(line)], quote=self.quote, **facts))
        self.apart = False

    def item(self, line):
        """Take the line as an item if it is one, and say so."""
        found = ITEM.match(line)
        if found is None:
            return False
        indent, number = len(found[1]), found[2]
        lists = [one for one in self.lists if one[0] <= indent]
        if not lists or indent > lists[-1][0] + 1:
            lists = [*lists, [indent, "", 0]]
        kind = NUMBERS if number else BULLETS
        begins = kind != lists[-1][1]
        if number and number != "1" and (begins or number != str(lists[-1][2] + 1)):
            return False
        lists[-1][1:] = [kind, int(number or 0)]
        self.lists = lists
        self.begin(kind, found[3], level=len(lists), begins=number == "1")
        return True


def read(text):
    """Return the leaves of a text as people write it."""
    writing = Writing()
    for line in seen(text).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        writing.read(line.expandtabs(4))
    return writing.leaves


def runs(line):
    """Return the runs of one line: strong words, links, what is left."""
    tokens = list(TOKEN.finditer(line))
    strong = strong_tokens(tokens)
    return tuple(run_of(token, at in strong) for at, token in enumerate(tokens) if strong.get(at, True))


def run_of(token, strong):
    sign, _stars, words, href, _text = token.groups()
    if href and address(href):
        return Run(plainly(words), strong, address(href))
    return Run(sign or token[0], strong)


def strong_tokens(tokens):
    """Return {place: True for strong words, False for the asterisks around them}; an asterisk alone is text."""
    found, opened = {}, None
    for at, token in enumerate(tokens):
        if token[2] is None:
            continue
        if opened is None:
            if at + 1 < len(tokens) and not tokens[at + 1][0][:1].isspace():
                opened = at
        elif at > opened + 1 and not tokens[at - 1][0][-1:].isspace():
            found |= dict.fromkeys(range(opened + 1, at), True) | {opened: False, at: False}
            opened = None
    return found


def plainly(text):
    return re.sub(rf"\\([{SIGN}])", r"\1", text)


def write(leaves):
    """Return the text that reads as these settled leaves."""
    blocks, numbers, before = [], {}, None
    for leaf in leaves:
        numbers[leaf.level] = 1 if leaf.begins else numbers.get(leaf.level, 0) + 1
        text = "\n".join(lines_of(leaf, numbers[leaf.level]))
        listed = before and before.level and leaf.level and not (leaf.level == 1 and begins_anew(before, leaf))
        if before:
            blocks.append("\n" if listed and before.quote == leaf.quote else between(before, leaf))
        blocks.append(text)
        before = leaf
    return "".join(blocks)


def begins_anew(before, leaf):
    return leaf.begins or (before.level == 1 and before.kind != leaf.kind)


def between(before, leaf):
    return "\n>\n" if before.quote and leaf.quote else "\n\n"


def lines_of(leaf, number):
    """Return the lines of one leaf, each with the sign before it."""
    first = {BULLETS: BULLET, NUMBERS: COUNTED.format(number), HEADING: "## ", SUBHEADING: "### "}.get(leaf.kind, "")
    indent = "  " * (leaf.level - 1)
    for at, line in enumerate(leaf.lines):
        text = written(line)
        if leaf.kind not in HEADINGS and (at or not first):
            text = guarded(text)
        sign = first if at == 0 else " " * len(first)
        yield ("> " if leaf.quote else "") + indent + sign + text


def written(line):
    """Return a line of runs with its signs."""
    text, strong = "", False
    for run in (*line, Run("")):
        if run.strong != strong:
            text, strong = text + STRONG, run.strong
        if run.href:
            text += f"[{MEANT_IN_LINK.sub(r'\\\g<0>', run.text)}]({run.href})"
        else:
            text += MEANT.sub(r"\\\g<0>", run.text)
    return text


def guarded(text):
    """Return a line that would be read as the beginning of something else with a backslash before its sign."""
    if not (ITEM.match(text) or TITLE.match(text) or QUOTED.match(text)):
        return text
    return re.sub(r"^(\d*)", r"\1\\", text)
