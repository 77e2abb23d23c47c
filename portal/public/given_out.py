"""What a site that stands gives out of the record, read back from its files."""

from msgspec import Struct, json

from portal.publications import chain


class Envelope(Struct):
    """The little of an envelope by which a content is read."""

    kind: str
    schema: int


class GivenOut(Struct):
    """A publication as a site's file tells it; without content where that is no longer given out."""

    envelope: Envelope
    content: str = ""


def content(folder, sequence):
    """Return the content of a publication, or None where it is not given out."""
    register = folder / "register"
    told = json.decode((register / f"{sequence}.json").read_bytes(), type=GivenOut)
    if not told.content:
        return None
    parts = {key: (register / "delar" / f"{key}.json").read_text() for key in chain.named_parts(told.content)}
    return chain.join(told.envelope.kind, told.content, parts, told.envelope.schema)
