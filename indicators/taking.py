"""Taking fetched values over, or declining them: by a person, as one change, against what stands at that moment."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg2.errors import DeadlockDetected, UniqueViolation

from programmes.checking import check
from programmes.history import change

from .models import ComparisonValue, FetchedValue, Indicator, Observation
from .sources import kolada

ASKED = {rule.name for model in (Observation, ComparisonValue) for rule in model._meta.constraints}  # here, under locks
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
    try:
        with change(said % {"count": len(keys)}, municipality=municipality, user=user) as deed:
            take_all(municipality, keys, deed)
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
    for value in found:
        take_one(value, deed)
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


def take_one(value, deed):
    """Write one value into its series, whose indicator is locked."""
    model, series = series_of(value)
    place = series | {"definition": value.definition, "year": value.year, "sex": value.sex}
    stands = model.objects.kept().select_for_update(of=("self",)).filter(**place).first()
    if (stands and stands.value) != value.before:
        raise ValidationError(
            _("“%(value)s” has been changed since the source was asked. Fetch once more."), params={"value": value}
        )
    row = stands or model(municipality=value.municipality, **place)
    before = copy(stands)
    if model is Observation:
        row.preliminary = False
        if value.before is not None:
            row.revised_from, row.revised_on = value.before, timezone.localdate(value.fetch.at)
    row.value = value.value
    row.missing = Observation.Missing.NOT_PUBLISHED if value.value is None else ""
    row.retrieved = timezone.localdate(value.fetch.at)
    row.provenance = f"{'Kolada (RKA)' if kolada.KEY.fullmatch(value.key) else 'SCB'}, {value.key}"
    row.example = False
    row.check_change(before, deed)
    check(row, before, asked=ASKED)
    row.save()


def series_of(value):
    """Return the kind of row in which a value is kept, and whose row it is."""
    if value.comparison is None:
        return Observation, {"indicator": value.indicator}
    return ComparisonValue, {"comparison": value.comparison}


def decline(values):
    """Let the values be; the same ones are not offered again."""
    return values.filter(state=WAITING).update(state=DECLINED)
