"""A programme's versions side by side: what the pages that are made when somebody asks need to know.

The build writes it beside the list of versions, with the frame that the list stands in. Whoever compares two versions,
or looks for a day, reads it from the site that stands, and so knows what its readers may see and nothing else.
"""

from dataclasses import dataclass, replace
from datetime import date

import msgspec

from portal.public.pages.edition import Frame, Link, published_on, render
from portal.public.sites import Page
from portal.publications.codes import CHANGES
from programmes.dates import long_date

FILE = "versioner/versioner.json"  # beneath the programme's address
TITLE = "Versioner"


@dataclass(frozen=True)
class Version:
    """A publication of the programme, without its content."""

    number: int
    sequence: int
    day: date  # on which it was published
    href: str
    change: str  # decision, correction, update
    decision: str
    note: str
    published_by: str
    withdrawn: bool = False

    @property
    def long_day(self):
        return long_date(self.day)

    @property
    def kind(self):
        return CHANGES[self.change]


@dataclass(frozen=True)
class Shelf:
    frame: Frame  # of the list of versions
    href: str  # of the list of versions
    versions: tuple[Version, ...]  # oldest first

    @property
    def shown(self):
        """Return the versions that can be read, the newest first."""
        return tuple(version for version in self.versions[::-1] if not version.withdrawn)

    @property
    def newest(self):
        return self.shown[0]

    @property
    def before_newest(self):
        return self.shown[1]

    def find(self, number):
        """Return a version by its number, or None."""
        return next((version for version in self.versions if version.number == number), None)

    def stood_on(self, day):
        """Return the version that stood at the end of a day and the one that took its place; None for none."""
        before = [version for version in self.versions if version.day <= day]
        after = self.versions[len(before) :]
        return before[-1] if before else None, after[0] if after else None

    def comparison(self, old, new):
        """Return the address where two versions are compared."""
        return f"{self.href}{old.number}/jamfor/{new.number}/"

    def list_page(self, **context):
        """Return the page that lists the versions."""
        return render("versions", self.href, self.frame, shelf=self, **context)

    def page(self, template, path, title, **context):
        """Return a page at `path` beneath the list of versions, in its frame."""
        crumbs = (*self.frame.crumbs[:-1], Link(TITLE, self.href), Link(title, "", True))
        frame = replace(self.frame, title=title, crumbs=crumbs, colophon=None)
        return render(template, self.href + path, frame, shelf=self, **context)


def shelf_of(edition, book, versions):
    """Return the shelf of a programme; `versions` are its publications that are shown, oldest first."""
    path = f"{book.programme.slug}/versioner/"
    frame = edition.frame(path, TITLE, book=book, published=versions[-1], example=holds_examples(versions))
    subject = versions[-1].envelope.subject
    withdrawn = [gone for gone in edition.record.gone if gone.published.envelope.subject == subject]
    found = [version_of(one, version_href(edition, one)) for one in versions]
    found += [version_of(gone.published, withdrawn_href(edition, gone), withdrawn=True) for gone in withdrawn]
    return Shelf(frame, edition.home + path, tuple(sorted(found, key=lambda version: version.number)))


def holds_examples(versions):
    return any(version.brief.example for version in versions)


def version_of(published, href, withdrawn=False):
    """Return a publication as the shelf holds it; of one that is withdrawn nothing is told that people wrote."""
    envelope = published.envelope
    return Version(
        number=envelope.version,
        sequence=envelope.sequence,
        day=published_on(published),
        href=href,
        change=envelope.change,
        decision="" if withdrawn else envelope.decision,
        note="" if withdrawn else envelope.note,
        published_by="" if withdrawn else envelope.published_by,
        withdrawn=withdrawn,
    )


def version_href(edition, published):
    """Return the address that a version has for ever, under the programme's name at the time."""
    return f"{edition.home}{published.brief.slug}/versioner/{published.envelope.version}/"


def withdrawn_href(edition, gone):
    """Return the address of a withdrawn version, where readers are told that it is."""
    return f"{edition.home}{gone.named.address}versioner/{gone.named.version}/"


def shelf_pages(edition, shelf, slugs):
    """Yield the shelf as a file under every name that the programme has had, so that old links go on working."""
    body = msgspec.json.encode(shelf, order="sorted")
    for slug in slugs:
        yield Page(f"{edition.home}{slug}/{FILE}", body, "application/json")


def read(body):
    return msgspec.json.decode(body, type=Shelf)
