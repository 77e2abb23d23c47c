"""The canonical text of a content, its parts, and the hashes that chain the publications of a municipality.

    content hash = sha256(salt + content), the salt's 32 bytes in hexadecimal before the content's UTF-8 bytes
    said         = sha256(salt + canonical [note, decision, published_by])
    entry        = sha256(canonical envelope), which holds the content hash, `said` and the entry before

What people wrote is hashed with the salt only, so that nothing of it can be guessed once salt and texts are removed:
the envelope is hashed with `said` in place of note, decision and published_by. The first publications ever have no
`said`; there these are hashed as they stand.

Canonical text is JSON in UTF-8 with sorted keys, without blanks, decimals as strings and no floats.
"""

import hashlib
import secrets
from dataclasses import dataclass, field

import msgspec

from . import content
from .lifts import rich_texts

SCHEMA = 2  # raised by one with every change of `content`, together with a lift and a golden file in the tests
LIFTS = (rich_texts,)  # LIFTS[n - 1](kind, plain values) makes a content of schema n one of schema n + 1
KINDS = {
    "programme": content.Programme,
    "follow_up": content.FollowUp,
    "site": content.Site,
    "withdrawal": content.Withdrawal,
    "pin": content.Pin,
}
SHOWN = ("programme", "follow_up", "site")  # kinds of which pages are made
PART = "part"


class NotCanonical(ValueError):
    """A stored content cannot be read, or a part of it is missing."""


def canonical(document):
    """Return the canonical text of a content, an envelope, or plain values."""
    return msgspec.json.encode(document, order="sorted").decode()


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(salt, text):
    return sha256(salt + text)


SAID = ("note", "decision", "published_by")


def said(salt, publication):
    """Return the hash of what is said of a publication, or in an envelope."""
    return sha256(salt + canonical([getattr(publication, name) for name in SAID]))


def hashed_form(envelope):
    """Return the plain values of an envelope that are hashed."""
    unhashed = SAID if envelope.said else ("said",)
    return {name: value for name, value in msgspec.to_builtins(envelope).items() if name not in unhashed}


def entry(envelope):
    """Return the hash of an envelope; `envelope.previous` is the entry before."""
    return sha256(canonical(hashed_form(envelope)))


@dataclass(frozen=True)
class Frozen:
    """A content as the bytes that will stand for ever: its text, the parts that this names, its salt, its schema."""

    text: str
    salt: str
    schema: int
    parts: dict = field(default_factory=dict)

    @property
    def hash(self):
        return content_hash(self.salt, self.text)


def freeze(document):
    """Return a content frozen with a new salt."""
    text, parts = split(document)
    return Frozen(text, secrets.token_hex(32), SCHEMA, parts)


def split(document):
    """Return (text, {hash: part's text}) of a content.

    In a programme each plan, the indicators and the dialogues become parts, named in the text by their hashes. Other
    kinds are one text: an approved follow-up is published as exactly the bytes that were approved.
    """
    plain = msgspec.to_builtins(document)
    parts = {}

    def part(value):
        text = canonical(value)
        parts[sha256(text)] = text
        return {PART: sha256(text)}

    if isinstance(document, content.Programme):
        plain["plans"] = [part(plan) for plan in plain["plans"]]
        for name in ("indicators", "dialogues", "proposals"):
            plain[name] = part(plain[name])
    return canonical(plain), parts


def join(kind, text, parts, schema=SCHEMA):
    """Return the content that `split` made the text from, lifted to the present schema; `parts` is {hash: text}."""
    try:
        plain = _resolve(msgspec.json.decode(text), parts)
        for lift in LIFTS[schema - 1 :]:
            plain = lift(kind, plain)
        return msgspec.convert(plain, KINDS[kind], strict=False)
    except (KeyError, msgspec.MsgspecError) as error:
        raise NotCanonical(f"A published {kind} cannot be read: {error}") from error


def _resolve(value, parts):
    if isinstance(value, dict):
        if value.keys() == {PART}:
            return msgspec.json.decode(parts[value[PART]])
        return {name: _resolve(inner, parts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_resolve(inner, parts) for inner in value]
    return value


def named_parts(text):
    """Return the hashes of the parts that a text names."""
    found = set()

    def note(value):
        if isinstance(value, dict):
            if value.keys() == {PART}:
                found.add(value[PART])
            for inner in value.values():
                note(inner)
        elif isinstance(value, list):
            for inner in value:
                note(inner)

    note(msgspec.json.decode(text))
    return found
