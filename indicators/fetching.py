"""Fetching: what the sources say of all indicators of a municipality, beside what the portal says.

A fetched value is never taken over by itself. What differs waits as a `FetchedValue`; what waited before of the same
indicators is replaced. All of a fetch is kept, or nothing is.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programmes.models import Municipality

from . import telling
from .models import Fetch, FetchedValue, Indicator, KeyFigureSeen, SourceAnswer
from .sources import figures as f
from .sources.asking import SourceFault

YEARS = 25  # up to and including this year
PATIENCE = timedelta(days=14)  # how long after its day a late publication is looked for


def begin(municipality, user=None):
    """Ask the sources in the background, for a person or (None) by schedule; return the Fetch. One at a time."""
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
    """Ask the sources about the municipality's indicators and keep what they answered; raise SourceFault."""
    indicators = fetched_indicators(fetch.municipality)
    today = timezone.localdate()
    years = range(today.year - YEARS + 1, today.year + 1)
    told = [ask(fetch.municipality.code, some, years) for ask, some in by_source(indicators) if some]
    with transaction.atomic():
        for one in told:
            SourceAnswer.objects.bulk_create(SourceAnswer.of(fetch, answer) for answer in one.answers)
            see(one.seen)
            fetch.remarks += one.remarks + keep(fetch, one.figures, today)
        fetch.state, fetch.calls = Fetch.State.DONE, sum(len(one.answers) for one in told)
        fetch.save(update_fields=["state", "remarks", "calls"])


def fetched_indicators(municipality):
    """Return the indicators whose figures come from a source, with their definitions and observations at hand."""
    rows = Indicator.objects.fetched().filter(municipality=municipality)
    return list(rows.prefetch_related("definitions", "observations"))


def by_source(indicators):
    """Return (how to ask, the indicators to ask about) for each source."""
    ways = {Indicator.Source.KOLADA: telling.ask_kolada, Indicator.Source.SCB: telling.ask_scb}
    return [(ask, [one for one in indicators if one.source_kind == kind]) for kind, ask in ways.items()]


def see(seen):
    """Note what a source says of key figures: {(indicator, key): telling.Seen}."""
    for (indicator, key), said in seen.items():
        KeyFigureSeen.objects.update_or_create(
            indicator=indicator,
            key=key,
            defaults={
                "municipality_id": indicator.municipality_id,
                "title": said.title[:500],
                "next_on": said.next_on,
                "closed": said.closed,
                "at": timezone.now(),
            },
        )


def keep(fetch, told, on):
    """Let what differs wait, instead of what waited before; return sentences about what could not be used."""
    FetchedValue.objects.filter(indicator__in=list(told), state=FetchedValue.State.WAITING).delete()
    remarks = []
    for indicator, found in told.items():
        alike, contradictions = f.told_once(found)
        FetchedValue.objects.bulk_create(differing(fetch, indicator, alike, on))
        for _at, _where, year, _of in contradictions:
            said = _("%(indicator)s, %(year)s: the source gives two values; neither was taken.")
            remarks.append(said % {"indicator": indicator, "year": year})
    return remarks


def version_for(indicator, key, year):
    """Return the version of the definition by which a key figure's value for a year is told, or None."""
    versions = sorted((one for one in indicator.definitions.all() if not one.dropped), key=lambda one: one.version)
    if not versions:
        return 1
    valid = [one for one in versions if one.from_year is None or one.from_year <= year]
    found = [one.version for one in valid if (one.source_id or indicator.source_id) == key]
    return found[-1] if found and found[-1] == valid[-1].version else None


def differing(fetch, indicator, told, on):
    """Yield the values of an indicator that differ from what the portal says, unless they were declined as they are."""
    stands = {(o.definition, o.year, o.sex): o for o in indicator.observations.all() if not o.dropped}
    declined = set(
        indicator.fetched.filter(state=FetchedValue.State.DECLINED).values_list("definition", "year", "sex", "value")
    )
    for one in told:
        version = version_for(indicator, one.key, one.year)
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
    """Ask the sources where a day of publication has come, once a day until the figures are there; a chore."""
    today = timezone.localdate()
    seen = KeyFigureSeen.objects.filter(next_on__lte=today, next_on__gt=today - PATIENCE, indicator__dropped=False)
    waiting = Municipality.objects.filter(pk__in=seen.values("municipality")).annotate(asked=Max("fetches__at"))
    for municipality in waiting:
        if municipality.asked is None or timezone.localdate(municipality.asked) < today:
            begin(municipality)
