"""Taking fetched values over, or declining them: by a person, as one change, against what stands at that moment."""

from contextlib import contextmanager
from copy import copy

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg2.errors import DeadlockDetected, UniqueViolation

from programmes.checking import check
from programmes.history import change, save_all

from .models import ComparisonValue, FetchedValue, Indicator, Observation
from .sources import kolada

KEPT_IN = {"indicator": Observation, "comparison": ComparisonValue}  # the rows of values, by what they belong to
ASKED = {rule.name for model in KEPT_IN.values() for rule in model._meta.constraints}  # here, under locks
WAITING, TAKEN, DECLINED = FetchedValue.State.WAITING, FetchedValue.State.TAKEN, FetchedValue.State.DECLINED


def waiting(municipality):
    """Return the values that wait for somebody's word."""
    kept = FetchedValue.objects.filter(municipality=municipality, state=WAITING, indicator__dropped=False)
    return kept.exclude(comparison__dropped=True).select_related("indicator", "comparison", "fetch")


def take(values, user, municipality):
    """Take over the values in one change, all or none; raise ValidationError where one of them stands otherwise by now.

    `values` are waiting ones of the municipality. A value that the source has changed keeps the former one beside it.
    """
    keys = sorted(value.pk for value in values)
    said = ngettext("Took over %(count)s fetched value", "Took over %(count)s fetched values", len(keys))
    with (
        at_the_same_moment(),
        change(said % {"count": len(keys)}, municipality=municipality, user=user) as deed,
    ):
        take_all(municipality, keys, deed)


@contextmanager
def at_the_same_moment():
    """Say it where somebody else's figure came in between, which no lock on a row that is not there yet keeps out."""
    try:
        yield
    except (IntegrityError, OperationalError) as fault:
        if not isinstance(fault.__cause__, (UniqueViolation, DeadlockDetected)):
            raise
        raise ValidationError(
            _("Somebody else entered one of these values at this very moment. Nothing was taken over. Look again.")
        ) from fault


def take_all(municipality, keys, deed):
    """Take over the values with these keys; inside a change."""
    found = list(waiting(municipality).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(found) != len(keys):
        raise ValidationError(_("Somebody else has answered to some of the values meanwhile."))
    indicators = {row.indicator_id for row in found}
    list(Indicator.objects.select_for_update(no_key=True).filter(pk__in=indicators).order_by("pk"))
    stands = standing(found)
    save_all([taken(value, stands.get(place_of(value, owner_of(value))), deed) for value in found])
    FetchedValue.objects.filter(pk__in=keys).update(state=TAKEN, change=deed)


def as_observation(value):
    """Return the observation, not saved, that a waiting value would become."""
    return Observation(
        definition=value.definition,
        year=value.year,
        sex=value.sex,
        value=value.value,
        missing=Observation.Missing.NOT_PUBLISHED if value.value is None else "",
    )


def standing(values):
    """Return {place: row} of what stands in the years and series of the values, locked; their indicators are already.

    All is read at once: an official takes over hundreds of values.
    """
    found, years = {}, {value.year for value in values}
    for owner, model in KEPT_IN.items():
        keys = {getattr(value, f"{owner}_id") for value in values if owner_of(value) == owner}
        rows = model.objects.kept().select_for_update(of=("self",)).filter(**{f"{owner}__in": keys}, year__in=years)
        found |= {place_of(row, owner): row for row in rows.order_by("pk")}
    return found


def taken(value, stands, deed):
    """Return (the row with a value, the row as it was); `stands` is what stands at its place, or None.

    The indicator is locked, and the row is checked and yet to be saved.
    """
    if (stands and stands.value) != value.before:
        raise ValidationError(
            _("“%(value)s” has been changed since the source was asked. Fetch once more."), params={"value": value}
        )
    row, before = stands or new_row(value, deed.municipality), copy(stands)
    if isinstance(row, Observation):
        if value.is_revision:
            row.keep_earlier(timezone.localdate(value.fetch.at), was_preliminary=row.preliminary)
        row.preliminary = False
    row.value = value.value
    row.missing = Observation.Missing.NOT_PUBLISHED if value.value is None else ""
    row.retrieved = timezone.localdate(value.fetch.at)
    row.provenance = f"{'Kolada (RKA)' if kolada.KEY.fullmatch(value.key) else 'SCB'}, {value.key}"
    row.example = False
    row.check_change(before, deed)
    check(row, before, asked=ASKED)
    return row, before


def new_row(value, municipality):
    """Return the row, not saved, at the place of a value."""
    owner = owner_of(value)
    place = {owner: getattr(value, owner), "definition": value.definition, "year": value.year, "sex": value.sex}
    return KEPT_IN[owner](municipality=municipality, **place)


def owner_of(value):
    """Return what the row of a value belongs to: the indicator, or what the indicator is compared with."""
    return "indicator" if value.comparison_id is None else "comparison"


def place_of(row, owner):
    return owner, getattr(row, f"{owner}_id"), row.definition, row.year, row.sex


def decline(values):
    """Let the values be and return how many; the same ones are not offered again."""
    keys = list(values.values_list("pk", flat=True))
    return FetchedValue.objects.filter(pk__in=keys, state=WAITING).update(state=DECLINED)
