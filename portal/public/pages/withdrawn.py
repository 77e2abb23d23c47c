"""What is withdrawn says so at its address: since when and why, and where the present wording is."""

from portal.public.pages.book import Book
from portal.public.pages.edition import published_on
from programmes.dates import long_date


def withdrawn_pages(edition):
    """Yield them, the newest first: at an address that several had, it is said what became of the last."""
    for gone in reversed(edition.record.gone):
        for path in addresses(edition, gone):
            yield withdrawn_page(edition, gone, path)


def addresses(edition, gone):
    """Yield where a withdrawn publication had its pages, but for those that a newer one has now."""
    home, e = gone.named.address, gone.published.envelope
    if e.kind == "programme":
        yield f"{home}versioner/{e.version}/"
    if e.kind == "site" or edition.record.latest(e.kind, e.subject):
        return
    yield home
    if e.kind == "programme":
        yield f"{home}versioner/"
        yield f"{home}lydelse/"
        if not gone.is_removed:
            book = Book(edition.slug, gone.published.content, edition.as_of, edition.accent)
            yield from (home + path for path in book.links())


def withdrawn_page(edition, gone, path):
    """Return what an address says; of what is hidden, and kept inside, nothing is told that stood there."""
    e = gone.published.envelope
    now = edition.record.latest(e.kind, e.subject)
    title = gone.named.title if gone.is_removed else "Dold sida"
    is_version = path == f"{gone.named.address}versioner/{e.version}/"
    return edition.page(
        "withdrawn",
        path,
        f"{title}, version {e.version}" if is_version else title,
        number=e.version if is_version else None,
        hidden=not gone.is_removed,
        since=long_date(published_on(gone.by)),
        day=long_date(published_on(gone.published)),
        rested_on=gone.named.decision if gone.is_removed else "",
        reason=gone.by.content.reason,
        decision=gone.by.content.decision,
        now=edition.home + now.brief.slug + "/" if now and e.kind == "programme" else "",
    )
