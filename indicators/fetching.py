"""Fetching: what the sources say of all indicators of a municipality, beside what the portal says.

A fetched value is never taken over by itself. What differs waits as a `FetchedValue`; what waited before of the same
indicators is replaced. All of a fetch is kept, or nothing is.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.tasks import task
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programmes.models import Municipality

from . import telling
from .models import Comparison, Fetch, FetchedValue, Indicator, KeyFigureSeen, Observation, SourceAnswer
from .sources import figures as f
from .sources.asking import SourceFault

YEARS = 25  # up to and including this year
PATIENCE = timedelta(days=14)  # how long after its day a late publication is looked for
REMEMBERED = 20  # fetches that are looked back upon
LONGEST = timedelta(days=7)  # between two questions by schedule to a source that does not answer


def begin(municipality, user=None):
    """Ask the sources in the background, for a person or (None) by schedule; return the Fetch. One at a time."""
    with transaction.atomic():
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        heal(municipality.fetches.all())
        if found := municipality.fetches.filter(state=Fetch.State.WAITING).first():
            return found
        fetch = Fetch.objects.create(municipality=municipality, user=user)
        fetch.task = run.enqueue(fetch.pk).id  # in one transaction: a fetch that waits has its work in the queue
        fetch.save(update_fields=["task"])
    return fetch


def heal(fetches=None):
    """Give up the fetches that nobody works on and nobody will; a chore.

    What a dead worker leaves is run again by another one, until it has been tried often enough.
    """
    waiting = (Fetch.objects.all() if fetches is None else fetches).filter(state=Fetch.State.WAITING)
    for fetch in waiting:
        if not is_worked_on(fetch):
            fail(fetch, _("The fetch broke off before the sources had answered. Fetch once more."))


def is_worked_on(fetch):
    try:
        return not run.get_result(fetch.task).is_finished
    except TaskResultDoesNotExist:
        return False


def fail(fetch, fault):
    """Say that a fetch has failed, unless it has come to an end meanwhile."""
    Fetch.objects.filter(pk=fetch.pk, state=Fetch.State.WAITING).update(state=Fetch.State.FAILED, fault=fault)


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
            fail(fetch, str(fault))


def carry_out(fetch):
    """Ask the sources about the municipality's indicators and keep what they answered; raise SourceFault."""
    indicators = fetched_indicators(fetch.municipality)
    today = timezone.localdate()
    years = range(today.year - YEARS + 1, today.year + 1)
    told = [ask(fetch.municipality.code, some, years) for ask, some in by_source(indicators) if some]
    with transaction.atomic():
        if not Fetch.objects.select_for_update().filter(pk=fetch.pk, state=Fetch.State.WAITING):
            return  # another worker has carried it out meanwhile, or it was given up
        for one in told:
            SourceAnswer.objects.bulk_create(SourceAnswer.of(fetch, answer) for answer in one.answers)
            fetch.remarks += one.remarks + see(one.seen) + keep(fetch, one, today)
        fetch.state, fetch.calls = Fetch.State.DONE, sum(len(one.answers) for one in told)
        fetch.save(update_fields=["state", "remarks", "calls"])


def fetched_indicators(municipality):
    """Return the indicators whose figures come from a source, with all that is compared with them at hand."""
    rows = Indicator.objects.fetched().filter(municipality=municipality)
    return list(rows.prefetch_related("definitions", "observations", "comparisons__values"))


def by_source(indicators):
    """Return (how to ask, the indicators to ask about) for each source."""
    ways = {Indicator.Source.KOLADA: telling.ask_kolada, Indicator.Source.SCB: telling.ask_scb}
    return [(ask, [one for one in indicators if one.source_kind == kind]) for kind, ask in ways.items()]


def see(seen):
    """Note what a source says of key figures: {(indicator, key): telling.Seen}; return sentences about new names."""
    rows = KeyFigureSeen.objects.filter(indicator__in={indicator for indicator, _key in seen})
    before = {(row.indicator_id, row.key): row.title for row in rows}
    renamed = []
    for (indicator, key), said in seen.items():
        title = said.title[:500]
        if before.get((indicator.pk, key), title) != title:
            told = _("%(indicator)s: the source calls %(key)s “%(title)s” now; it was “%(before)s”.")
            names = {"key": key, "title": title, "before": before[indicator.pk, key]}
            renamed.append(told % {"indicator": indicator, **names})
        KeyFigureSeen.objects.update_or_create(
            indicator=indicator,
            key=key,
            defaults={
                "municipality_id": indicator.municipality_id,
                "title": title,
                "next_on": said.next_on,
                "closed": said.closed,
                "at": timezone.now(),
            },
        )
    return renamed


def keep(fetch, told, on):
    """Let what differs wait, instead of what waited before; return sentences about what could not be used."""
    FetchedValue.objects.filter(indicator__in=list(told.figures), state=FetchedValue.State.WAITING).delete()
    remarks = []
    for indicator, found in told.figures.items():
        alike, contradictions = f.told_once(found)
        doubted = {key for (one, key), said in told.seen.items() if one == indicator and is_doubtful(one, key, said)}
        FetchedValue.objects.bulk_create(differing(fetch, indicator, alike, doubted, on))
        for _at, _where, year, _of in contradictions:
            said = _("%(indicator)s, %(year)s: the source gives two values; neither was taken.")
            remarks.append(said % {"indicator": indicator, "year": year})
    return list(dict.fromkeys(remarks))


def is_doubtful(indicator, key, said):
    """Return whether a key figure may measure something else than the indicator: nobody has taken over any of it."""
    taken = any(one.provenance.endswith(key) for one in indicator.observations.all() if not one.dropped)
    return not taken and not f.means_the_same(f"{indicator.name} {indicator.theme}", f"{said.title} {said.description}")


def version_for(indicator, key, year):
    """Return the version of the definition by which a key figure's value for a year is told, or None."""
    versions = sorted((one for one in indicator.definitions.all() if not one.dropped), key=lambda one: one.version)
    if not versions:
        return 1
    valid = [one for one in versions if one.from_year is None or one.from_year <= year]
    found = [one.version for one in valid if (one.source_id or indicator.source_id) == key]
    return found[-1] if found and found[-1] == valid[-1].version else None


@dataclass(frozen=True)
class Standing:
    """What the portal says of one place: of the municipality itself (`comparison` None) or of one compared with it."""

    comparison: Comparison | None
    rows: dict  # {(definition, year, sex): row}

    @classmethod
    def of(cls, rows, comparison=None):
        return cls(comparison, {(one.definition, one.year, one.sex): one for one in rows if not one.dropped})

    def series(self, version, sex):
        """Return the values by a definition and of a sex."""
        found = [one.value for (by, _year, of), one in self.rows.items() if (by, of) == (version, sex)]
        return [value for value in found if value is not None]


def standings(indicator, code):
    """Return {code at the source: Standing} of the municipality, whose code is given, and of all compared with it."""
    compared = [one for one in indicator.comparisons.all() if one.code and not one.dropped]
    return {one.code: Standing.of(one.values.all(), one) for one in compared} | {
        code: Standing.of(indicator.observations.all())
    }


def differing(fetch, indicator, told, doubted, on):
    """Yield the values of an indicator that differ from what the portal says, unless they were declined as they are."""
    there = standings(indicator, fetch.municipality.code)
    both = {(one.place, one.year) for one in told if one.sex == Observation.Sex.TOTAL}
    refused = indicator.fetched.filter(state=FetchedValue.State.DECLINED)
    declined = set(refused.values_list("comparison", "definition", "year", "sex", "value"))
    for one in told:
        stands, version = there[one.place], version_for(indicator, one.key, one.year)
        comparison, at, value = stands.comparison, (version, one.year, one.sex), f.rounded(one.value)
        if comparison and one.sex != Observation.Sex.TOTAL and (one.place, one.year) in both:
            continue  # others are compared as a whole; by sex only where that is all there is
        before = stands.rows[at].value if at in stands.rows else None
        is_refused = (comparison and comparison.pk, *at, value) in declined
        if version is None or value == before or is_refused or (value is None and one.value is not None):
            continue
        doubts = f.doubts(one, stands.series(version, one.sex), on)
        if one.key in doubted:
            doubts.append(
                _("The source’s title has no word in common with the indicator’s name. Is it the same thing?")
            )
        yield FetchedValue(
            municipality=fetch.municipality,
            fetch=fetch,
            indicator=indicator,
            comparison=comparison,
            definition=version,
            key=one.key,
            year=one.year,
            sex=one.sex,
            value=value,
            before=before,
            doubts=doubts,
        )


def by_schedule():
    """Ask the sources where a day of publication has come, once a day until the figures are there; a chore.

    A source that does not answer is asked again after one day, two, four, and then every week until it does.
    """
    today = timezone.localdate()
    seen = KeyFigureSeen.objects.filter(next_on__lte=today, next_on__gt=today - PATIENCE, indicator__dropped=False)
    newest = Fetch.objects.filter(municipality=OuterRef("pk")).order_by("-at", "-pk")
    places = Municipality.objects.annotate(
        asked=Subquery(newest.values("at")[:1]), state=Subquery(newest.values("state")[:1])
    )
    for place in places.filter(Q(pk__in=seen.values("municipality")) | Q(state=Fetch.State.FAILED)):
        if place.asked is None or today >= next_question(place):
            begin(place)


def next_question(municipality):
    """Return the day from which the sources may be asked again by schedule, the last fetch having been made."""
    fetches = latest(municipality)
    last = timezone.localdate(fetches[0].at)
    return last + min(timedelta(days=2 ** max(0, len(failures(fetches)) - 1)), LONGEST)


def latest(municipality):
    """Return the latest fetches, the newest first."""
    return list(municipality.fetches.all()[:REMEMBERED])


def failures(fetches):
    """Return those that have failed since one went well; the newest comes first."""
    return list(takewhile(lambda one: one.state == Fetch.State.FAILED, fetches))
