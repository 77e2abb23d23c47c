"""Addresses made from titles, as Swedish municipalities make them: å and ä become a, ö becomes o."""

from itertools import count

from django.utils.text import slugify

LETTERS = str.maketrans(
    {"–": "-", "—": "-", "/": "-", "&": " och ", "ø": "o", "æ": "a", "ß": "ss", "ð": "d", "þ": "th"}
)


def slug(text, longest=80):
    """Return `naringslivsstrategiskt-program-2021-2035`; nothing where the text has no letters or digits."""
    plain = slugify(text.lower().translate(LETTERS)).replace("_", "-")
    return "-".join(part for part in plain[:longest].split("-") if part)


def free_slug(text, taken, otherwise, longest=80):
    """Return an address made from the text, or from `otherwise` where it has no letters, that is not taken."""
    first = slug(text, longest - 5) or otherwise
    candidates = (f"{first}-{number}" for number in count(2))
    return first if first not in taken else next(one for one in candidates if one not in taken)
