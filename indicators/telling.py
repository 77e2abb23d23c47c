"""What each source tells of the indicators that have their figures from it, in one form for all sources."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .sources import kolada, scb
from .sources.asking import SourceFault

EVERY = timedelta(days=30)  # how often a source is asked that does not say when it publishes


@dataclass(frozen=True)
class Seen:
    """What a source calls a key figure or table, when it publishes next, and the last year of one that has ended."""

    title: str
    next_on: date | None
    closed: int | None
    description: str = ""


@dataclass
class Told:
    """All that one source told: {indicator: figures}, {(indicator, key): Seen}, its answers, sentences to people."""

    figures: dict
    seen: dict
    answers: list
    remarks: list = field(default_factory=list)


def ask_kolada(place, indicators, years):
    """Ask Kolada about all indicators in as few questions as it takes; raise SourceFault."""
    talk = kolada.Kolada(kolada.source())
    wanted = {one: keys_of(one, kolada.KEY) for one in indicators}
    codes = {one: {place, *codes_of(one)} for one in indicators}
    catalogue = {one.id: one for one in talk.key_figures(set().union(*wanted.values()))}
    asked = {code for code in set().union(*codes.values()) if kolada.PLACE.fullmatch(code)}
    known = {one.id for one in talk.places(asked)} if catalogue else set()
    told = talk.figures(catalogue, known, years) if known else []
    found = {
        one: [figure for figure in told if figure.key in keys and figure.place in codes[one]]
        for one, keys in wanted.items()
    }
    seen = {(one, key): seen_in(catalogue[key]) for one, keys in wanted.items() for key in keys & catalogue.keys()}
    remarks = [
        _("%(indicator)s: Kolada has no key figure %(key)s.") % {"indicator": one, "key": key}
        for one, keys in wanted.items()
        for key in sorted(keys - catalogue.keys())
    ]
    if catalogue:
        remarks += unknown_places(place, indicators, known)
    return Told(found, seen, talk.answers, remarks + unasked(talk.unasked))


def seen_in(figure):
    return Seen(figure.title, day(figure.publication_date), figure.closed, figure.description)


def unknown_places(place, indicators, known):
    """Return a sentence about each place that the source does not know: one that has become part of another, say."""
    missing = {code: name for one in indicators for code, name in codes_of(one).items() if code not in known}
    if place not in known:
        missing[place] = _("the municipality itself")
    said = _("The source knows no %(code)s (%(name)s) any more. A municipality may have become part of another.")
    return [said % {"code": code, "name": name} for code, name in sorted(missing.items())]


def ask_scb(place, indicators, years):
    """Ask SCB about each indicator's table; what it refuses of one is told, and the others are asked all the same."""
    talk, told = scb.Scb(scb.source()), Told({}, {}, [])
    for one in indicators:
        try:
            selection = scb.read_selection(one.source_selection)
            for key in keys_of(one, scb.TABLE):
                (table,) = talk.search(key)
                told.seen[one, key] = Seen(table.label, timezone.localdate() + EVERY, table.closed)
                found = talk.figures(key, [place, *codes_of(one)], selection, years)
                told.figures.setdefault(one, []).extend(found)
                told.remarks += [f"{one}: {said}" for said in unknown_places(place, [one], {f.place for f in found})]
        except SourceFault as fault:
            told.figures.pop(one, None)
            told.remarks.append(f"{one}: {fault}")
    told.answers = talk.answers
    return told


def codes_of(indicator):
    """Return {code: name} of all that the indicator is compared with by figures of its source."""
    return {one.code: one.name for one in indicator.comparisons.all() if one.code and not one.dropped}


def keys_of(indicator, shape):
    """Return the key figures or tables of the indicator's definitions; one without has that of the indicator."""
    versions = [one for one in indicator.definitions.all() if not one.dropped]
    keys = {one.source_id or indicator.source_id for one in versions} or {indicator.source_id}
    return {key for key in keys if shape.fullmatch(key)}


def day(text):
    """Return a day as the source writes it, "2026-11-28", or None."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def unasked(count):
    """Return a sentence about rows that nobody asked for, or nothing."""
    said = ngettext(
        "%(count)s row that was not asked for was left out.",
        "%(count)s rows that were not asked for were left out.",
        count,
    )
    return [said % {"count": count}] if count else []
