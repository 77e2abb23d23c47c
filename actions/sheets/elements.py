"""Elements of a workbook's XML, in whichever form of the format: namespaces are passed over."""

from .escapes import unescape


def local(element):
    """Return an element's name without its namespace: Excel's own files and those in the strict form differ in it."""
    return element.tag.rpartition("}")[2]


def named(element, name):
    return (one for one in element.iter() if local(one) == name)


def flag(element, name):
    return element.get(name) in {"1", "true"}


def text_of(element):
    """Return the text of a string with or without formats; the reading aids of Japanese are no part of it."""
    parts = []
    for child in element:
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts += [one.text or "" for one in child if local(one) == "t"]
    return unescape("".join(parts))
