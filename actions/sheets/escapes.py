"""Characters that a spreadsheet cannot hold as they are, and texts that it would take for formulas."""

import re

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
INERT = re.compile(r"'+[=+\-@\t\r\n]")


def escape(text):
    """Write what XML cannot hold as Excel does: a form feed is _x000C_, and what only looks so is escaped too."""
    return UNWRITABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", LOOKS_ESCAPED.sub("_x005F_", text))


def unescape(text):
    """Read it back; NUL, which no database holds, stays as written, and half a character becomes its sign."""
    if "_x" not in text:
        return text
    plain = ESCAPE.sub(lambda match: chr(int(match.group(1), 16)) if match.group(1) != "0000" else match.group(), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def inert(text):
    """Let no program take a text for a formula: an apostrophe goes before it, and is taken away when it is read."""
    return f"'{text}" if FORMULA.match(text) else text


def live(text):
    """Read back what `inert` wrote."""
    return text[1:] if INERT.match(text) else text
