"""What a programme replaces and what it is replaced by: known by a link or a title, in the portal or outside it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from programmes import case

NOT_ADOPTED = (case.DRAFT, case.REFERRAL)
OVER = (case.EXPIRED, case.REPEALED)
REPLACED = "Ersatt"


@dataclass(frozen=True)
class Other:
    """Another programme; `href` is "" where only its title is known, `begins` is its first year, if that lies ahead."""

    title: str
    href: str
    is_here: bool
    begins: int | None = None


def replaced_by(edition, book):
    """Return what replaces a programme, or None; a proposal replaces nothing."""
    newer = [
        other
        for _published, other in edition.programmes
        if other is not book and other.state not in NOT_ADOPTED and succeeds(other.programme, book, other)
    ]
    if newer:
        return here(max(newer, key=lambda other: other.programme.period_from or 0))
    p = book.programme
    return outside(p.successor_title, p.successor_url)


def replaces(edition, book):
    """Return what a programme replaces: the municipality's own programmes, else the one that it names.

    An earlier version knows its own words only.
    """
    p = book.programme
    named = outside(p.predecessor_title, p.predecessor_url)
    older = [
        here(other)
        for _published, other in edition.programmes
        if not book.whole and other is not book and succeeds(book.programme, other, book)
    ]
    return older or ([named] if named else [])


def is_replaced(edition, book):
    """Return whether a programme has given way to another one."""
    other = replaced_by(edition, book)
    return other is not None and other.begins is None and book.state not in NOT_ADOPTED


def is_over(edition, book):
    """Return whether a programme does not hold any more: its time is out, it was repealed or replaced."""
    return book.state in OVER or is_replaced(edition, book)


def succeeds(newer, older, book):
    """Return whether `newer` says that it replaces `older`, or that says so itself; `book` is the newer one opened."""
    p = older.programme
    return means(newer.predecessor_title, newer.predecessor_url, older) or means(
        p.successor_title, p.successor_url, book
    )


def means(title, url, book):
    """Return whether a title or a link means a programme of the portal."""
    return plain(title) == plain(book.programme.title) or (url and f"{urlsplit(url).path.rstrip('/')}/" == book.home)


def plain(title):
    """Return a title as it is compared: however its dashes and blanks are set."""
    return " ".join(title.replace("–", "-").casefold().split())


def here(book):
    begins = book.programme.period_from if book.state == case.ADOPTED else None
    return Other(book.programme.title, book.home, is_here=True, begins=begins)


def outside(title, url):
    return Other(title or url, url, is_here=False) if title or url else None
