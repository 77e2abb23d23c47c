"""Fetching: what a source says of all indicators of a municipality, beside what the portal says.

A fetched value is never taken over by itself. What differs waits as a `FetchedValue`; what waited before of the same
indicators is replaced. All of a fetch is kept, or nothing is.
"""

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import Municipality

from .models import Fetch, FetchedValue, Indicator, KeyFigureSeen, SourceAnswer
from .sources import figures as f
from .sources import kolada
from .sources.asking import SourceFault

YEARS = 25  # up to and including this year
PATIENCE = timedelta(days=14)  # how long after its day a late publication is looked for


def begin(municipality, user=None):
    """Ask the source in the background, for a person or (None) by schedule; return the Fetch. One at a time."""
    with transaction.atomic():
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        under_way = municipality.fetches.filter(state=Fetch.State.WAITING, at__gt=timezone.now() - timedelta(hours=1))
        if found := under_way.first():
            return found
        fetch = Fetch.objects.create(municipality=municipality, user=user)
        transaction.on_commit(partial(run.enqueue, fetch.pk))
    return fetch


@task
def run(pk):
    """Carry a fetch out; the right of whoever asked is asked again."""
    fetch = Fetch.objects.select_related("municipality", "user").get(pk=pk)
    if fetch.state != Fetch.State.WAITING:
        return
    with translation.override(settings.LANGUAGE_CODE):
        try:
            if fetch.user and not fetch.user.has_perm("indicators.change_observation", fetch.municipality):
                raise SourceFault(_("Whoever asked for the figures may not do so any more."))
            carry_out(fetch)
        except SourceFault as fault:
            fetch.state, fetch.fault = Fetch.State.FAILED, str(fault)
            fetch.save(update_fields=["state", "fault"])


def carry_out(fetch):
    """Ask Kolada about the municipality's indicators and keep what it answered; raise SourceFault."""
    talk = kolada.Kolada(kolada.source())
    indicators = kolada_indicators(fetch.municipality)
    keys = sorted({key for indicator in indicators for key in keys_of(indicator).values()})
    today = timezone.localdate()
    catalogue = {one.id: one for one in talk.key_figures(keys)}
    years = range(today.year - YEARS + 1, today.year + 1)
    told = talk.figures(sorted(catalogue), [fetch.municipality.code], years) if catalogue else []
    with transaction.atomic():
        SourceAnswer.objects.bulk_create(SourceAnswer.of(fetch, answer) for answer in talk.answers)
        for indicator in indicators:
            see(indicator, catalogue)
        fetch.remarks = keep(fetch, indicators, told, today) + unknown(indicators, catalogue) + unasked(talk.unasked)
        fetch.state, fetch.calls = Fetch.State.DONE, talk.source.count
        fetch.save(update_fields=["state", "remarks", "calls"])


def kolada_indicators(municipality):
    """Return the indicators whose figures come from Kolada, with their definitions and observations at hand."""
    rows = Indicator.objects.kept().filter(municipality=municipality, source_kind=Indicator.Source.KOLADA)
    return [one for one in rows.prefetch_related("definitions", "observations") if keys_of(one)]


def keys_of(indicator):
    """Return {version of the definition: key figure}; a definition without one has that of the indicator."""
    versions = {one.version: one for one in indicator.definitions.all() if not one.dropped}
    keys = {number: one.source_id or indicator.source_id for number, one in versions.items()} or {
        1: indicator.source_id
    }
    return {number: key for number, key in keys.items() if kolada.KEY.fullmatch(key)}


def version_for(indicator, key, year):
    """Return the version of the definition by which a key figure's value for a year is told, or None."""
    versions = sorted((one for one in indicator.definitions.all() if not one.dropped), key=lambda one: one.version)
    if not versions:
        return 1
    valid = [one for one in versions if one.from_year is None or one.from_year <= year]
    found = [one.version for one in valid if (one.source_id or indicator.source_id) == key]
    return found[-1] if found and found[-1] == valid[-1].version else None


def see(indicator, catalogue):
    """Note what the source says of the indicator's key figures."""
    for key in set(keys_of(indicator).values()) & set(catalogue):
        said = catalogue[key]
        KeyFigureSeen.objects.update_or_create(
            indicator=indicator,
            key=key,
            defaults={
                "municipality_id": indicator.municipality_id,
                "title": said.title[:500],
                "next_on": day(said.publication_date),
                "closed": said.closed,
                "at": timezone.now(),
            },
        )


def day(text):
    """Return a day as the source writes it, "2026-11-28", or None."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def unknown(indicators, catalogue):
    """Return a sentence for each key figure that the source does not have."""
    missing = sorted({(str(one), key) for one in indicators for key in keys_of(one).values() if key not in catalogue})
    return [_("%(indicator)s: Kolada has no key figure %(key)s.") % {"indicator": a, "key": b} for a, b in missing]


def unasked(count):
    """Return a sentence about rows that nobody asked for, or nothing."""
    said = ngettext(
        "%(count)s row that was not asked for was left out.",
        "%(count)s rows that were not asked for were left out.",
        count,
    )
    return [said % {"count": count}] if count else []


def keep(fetch, indicators, told, on):
    """Let what differs wait, instead of what waited before; return sentences about what could not be used."""
    alike, contradictions = f.told_once(one for one in told if one.place == fetch.municipality.code)
    FetchedValue.objects.filter(indicator__in=indicators, state=FetchedValue.State.WAITING).delete()
    for indicator in indicators:
        FetchedValue.objects.bulk_create(differing(fetch, indicator, alike, on))
    return [
        _("Kolada gives two values for %(key)s, %(year)s; neither was taken.") % {"key": key, "year": year}
        for key, _place, year, _sex in contradictions
    ]


def differing(fetch, indicator, told, on):
    """Yield the values of an indicator that differ from what the portal says, unless they were declined as they are."""
    stands = {(o.definition, o.year, o.sex): o for o in indicator.observations.all() if not o.dropped}
    declined = set(
        indicator.fetched.filter(state=FetchedValue.State.DECLINED).values_list("definition", "year", "sex", "value")
    )
    keys = set(keys_of(indicator).values())
    for one in told:
        version = version_for(indicator, one.key, one.year) if one.key in keys else None
        at, value = (version, one.year, one.sex), f.rounded(one.value)
        before = stands[at].value if at in stands else None
        if version is None or value == before or (*at, value) in declined or (value is None and one.value is not None):
            continue
        series = [o.value for o in stands.values() if o.sex == one.sex and o.definition == version]
        yield FetchedValue(
            municipality=fetch.municipality,
            fetch=fetch,
            indicator=indicator,
            definition=version,
            key=one.key,
            year=one.year,
            sex=one.sex,
            value=value,
            before=before,
            doubts=f.doubts(one, [value for value in series if value is not None], on),
        )


def by_schedule():
    """Ask the source where a day of publication has come, once a day until the figures are there; a chore."""
    today = timezone.localdate()
    seen = KeyFigureSeen.objects.filter(next_on__lte=today, next_on__gt=today - PATIENCE, indicator__dropped=False)
    waiting = seen.values("municipality").annotate(since=Min("next_on"))
    asked = dict(
        Fetch.objects.filter(municipality__in=[row["municipality"] for row in waiting])
        .values_list("municipality")
        .annotate(Max("at"))
    )
    for row in waiting:
        last = asked.get(row["municipality"])
        if last is None or timezone.localdate(last) < today:
            begin(Municipality.objects.get(pk=row["municipality"]))
