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
    catalogue = {one.id: one for one in talk.key_figures(set().union(*wanted.values()))}
    told = talk.figures(catalogue, [place], years) if catalogue else []
    return Told(
        figures={one: [figure for figure in told if figure.key in keys] for one, keys in wanted.items()},
        seen={
            (one, key): Seen(catalogue[key].title, day(catalogue[key].publication_date), catalogue[key].closed)
            for one, keys in wanted.items()
            for key in keys & catalogue.keys()
        },
        answers=talk.answers,
        remarks=[
            _("%(indicator)s: Kolada has no key figure %(key)s.") % {"indicator": one, "key": key}
            for one, keys in wanted.items()
            for key in sorted(keys - catalogue.keys())
        ]
        + unasked(talk.unasked),
    )


def ask_scb(place, indicators, years):
    """Ask SCB about each indicator's table; what it refuses of one is told, and the others are asked all the same."""
    talk, told = scb.Scb(scb.source()), Told({}, {}, [])
    for one in indicators:
        try:
            selection = scb.read_selection(one.source_selection)
            for key in keys_of(one, scb.TABLE):
                (table,) = talk.search(key)
                told.seen[one, key] = Seen(table.label, timezone.localdate() + EVERY, table.closed)
                told.figures.setdefault(one, []).extend(talk.figures(key, place, selection, years))
        except SourceFault as fault:
            told.figures.pop(one, None)
            told.remarks.append(f"{one}: {fault}")
    told.answers = talk.answers
    return told


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
