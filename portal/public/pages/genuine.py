"""Is the file in hand genuine? Every document that was ever published, with the checksum of its bytes.

    /alingsas/register/kontroll/            the list, and how a file's checksum is computed
    /alingsas/register/kontroll/#9f2c…      the document with that checksum

What is withdrawn is named without checksums: files have no salt, so that a guess at what was removed could be tried
against them.
"""

from dataclasses import dataclass
from datetime import date

from portal.public.pages.edition import published_on
from portal.public.pages.follow_up import GENUINE, checksum, form_name, forms
from portal.publications.content import files

CURRENT, REPLACED, WITHDRAWN = "Gällande", "Ersatt", "Tillbakadragen"


@dataclass(frozen=True)
class Document:
    name: str
    form: str  # its ending, or what stands for it
    version: int | None  # of the follow-up that it shows; a file that was handed in has none
    day: date
    state: str
    digest: str  # SHA-256 of its bytes, "" where it is not given out


def genuine_page(edition):
    """Return the page by which anybody can tell whether a file is one that the municipality has published."""
    found = sorted([*reports(edition), *withdrawn(edition), *uploads(edition)], key=lambda one: one.day, reverse=True)
    return edition.page(
        "genuine",
        GENUINE,
        "Är filen äkta?",
        trail=[("Register", f"{edition.home}register/")],
        published=edition.record.entries[-1],
        documents=found,
    )


def newest(edition):
    return {published.envelope.subject: published for published in edition.record.publications}


def reports(edition):
    """Yield the files of every follow-up in every version that is shown."""
    standing = newest(edition)
    for published in reversed(edition.record.publications):
        e = published.envelope
        if e.kind == "follow_up":
            state = CURRENT if standing[e.subject] is published else REPLACED
            for ending, body in forms(edition, published).items():
                form, day = form_name(ending), published_on(published)
                yield Document(published.brief.title, form, e.version, day, state, checksum(body))


def withdrawn(edition):
    for gone in edition.record.gone:
        if gone.named.kind == "follow_up":
            day = published_on(gone.published)
            yield Document(gone.named.title, "", gone.named.version, day, WITHDRAWN, "")


def uploads(edition):
    """Yield every file that was handed in, on the day on which it was first published."""
    standing = {file.digest for published in newest(edition).values() for file in files(published.brief)}
    seen = set()
    for published in edition.record.publications:
        for file in files(published.brief):
            if file.digest in edition.uploads and file.digest not in seen:
                seen.add(file.digest)
                state = CURRENT if file.digest in standing else REPLACED
                yield Document(file.title or file.name, file.type, None, published_on(published), state, file.digest)
