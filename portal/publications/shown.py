"""What of a record is shown, and what is withdrawn: a pure function of its entries."""

from msgspec.structs import replace

from .chain import SHOWN
from .content import FollowUp, Gone, Programme, Record, Withdrawn

HIDE, SHOW_AGAIN, MASK, DISPOSE = "hide", "show_again", "mask", "dispose"
REMOVING = (MASK, DISPOSE)


def address(content):
    """Return where a content has its page, below the municipality's address."""
    match content:
        case Programme():
            return f"{content.slug}/"
        case FollowUp():
            return f"{content.programme.slug}/uppfoljning/{content.slug}/"
    return ""


def title(content):
    return getattr(content, "title", "") or content.name


def named(published):
    """Return a publication as a withdrawal names it."""
    e = published.envelope
    place, name = address(published.content), title(published.content)
    return Withdrawn(
        sequence=e.sequence,
        kind=e.kind,
        subject=e.subject,
        version=e.version,
        address=place,
        title=name,
        decision=e.decision,
    )


def issued(entries):
    """Return the entries of which pages are or were made, what is withdrawn among them."""
    return [one for one in entries if one.envelope.kind in SHOWN]


def bare(published):
    """Return a publication as a withdrawal names it that tells nothing of what it says, since it stays inside."""
    return replace(named(published), address="", title="", decision="")


def shown(slug, entries):
    """Return the record that rendering gets: all publications but those that are withdrawn.

    A thing whose newest version is hidden or disposed of is shown in no version; with a programme its follow-ups go,
    which tell of it. Where the site is pinned to an entry, nothing later is shown; what is withdrawn is gone all the
    same, whenever it was.
    """
    pinned = _pinned(entries)
    publications = issued(entries)
    gone = {key: Gone(published, *why) for key, (published, why) in _named(entries, publications).items()}
    newest = {(one.envelope.kind, one.envelope.subject): gone.get(one.envelope.sequence) for one in publications}
    for one in publications:
        why = newest[one.envelope.kind, one.envelope.subject] or newest.get(("programme", _programme(one)))
        if why and why.by.content.sort != MASK and one.envelope.sequence not in gone:
            gone[one.envelope.sequence] = Gone(one, why.by, named(one))
    withdrawals = [one.envelope.sequence for one in entries if one.envelope.kind == "withdrawal"]
    return Record(
        slug=slug,
        publications=tuple(
            one
            for one in publications
            if one.envelope.sequence not in gone
            and (pinned is None or one.envelope.sequence <= pinned.envelope.sequence)
        ),
        gone=tuple(gone[key] for key in sorted(gone)),
        withdrawn=max(withdrawals, default=0),
        pinned=pinned,
    )


def _pinned(entries):
    """Return the entry that the newest pin names, or None where the site goes on."""
    pins = [one.content.sequence for one in entries if one.envelope.kind == "pin"]
    return next((one for one in entries if pins and one.envelope.sequence == pins[-1]), None)


def _named(entries, publications):
    """Return {sequence: (publication, (withdrawal, how it is named))} of what withdrawals name; the last one holds."""
    there = {one.envelope.sequence: one for one in publications}
    why = {}
    for entry in entries:
        if entry.envelope.kind == "withdrawal":
            for one in entry.content.publications:
                if entry.content.sort in REMOVING or there[one.sequence].content is not None:
                    why[one.sequence] = (entry, one)
    return {
        key: (there[key], (entry, said if there[key].content is None else named(there[key])))
        for key, (entry, said) in why.items()
        if entry.content.sort != SHOW_AGAIN
    }


def _programme(published):
    if published.envelope.kind != "follow_up" or published.content is None:
        return None
    return published.content.programme.id
