"""Taking fetched values over, or declining them: by a person, as one change, against what stands at that moment."""

from copy import copy

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.checking import check
from programmes.history import change

from .models import FetchedValue, Indicator, Observation
from .sources import kolada

WAITING, TAKEN, DECLINED = FetchedValue.State.WAITING, FetchedValue.State.TAKEN, FetchedValue.State.DECLINED


def waiting(municipality):
    """Return the values that wait for somebody's word."""
    kept = FetchedValue.objects.filter(municipality=municipality, state=WAITING, indicator__dropped=False)
    return kept.select_related("indicator", "fetch")


def take(values, user, municipality):
    """Take over the values in one change, all or none; raise ValidationError where one of them stands otherwise by now.

    `values` are waiting ones of the municipality. A value that the source has changed keeps the former one beside it.
    """
    keys = sorted(value.pk for value in values)
    said = ngettext("Took over %(count)s fetched value", "Took over %(count)s fetched values", len(keys))
    with change(said % {"count": len(keys)}, municipality=municipality, user=user) as deed:
        locked = waiting(municipality).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        found = list(locked)
        if len(found) != len(keys):
            raise ValidationError(_("Somebody else has answered to some of the values meanwhile."))
        indicators = {row.indicator_id for row in found}
        list(Indicator.objects.select_for_update(no_key=True).filter(pk__in=indicators).order_by("pk"))
        for value in found:
            take_one(value, deed)
        FetchedValue.objects.filter(pk__in=keys).update(state=TAKEN, change=deed)


def take_one(value, deed):
    """Write one value into its series, whose indicator is locked."""
    place = {"indicator": value.indicator, "definition": value.definition, "year": value.year, "sex": value.sex}
    stands = Observation.objects.kept().select_for_update(of=("self",)).filter(**place).first()
    if (stands and stands.value) != value.before:
        raise ValidationError(
            _("“%(value)s” has been changed since the source was asked. Fetch once more."), params={"value": value}
        )
    row = stands or Observation(municipality=value.municipality, **place)
    before = copy(stands)
    if value.before is not None:
        row.revised_from = value.before
    row.value = value.value
    row.missing = Observation.Missing.NOT_PUBLISHED if value.value is None else ""
    row.retrieved = timezone.localdate(value.fetch.at)
    row.provenance = f"{'Kolada (RKA)' if kolada.KEY.fullmatch(value.key) else 'SCB'}, {value.key}"
    row.preliminary = row.example = False
    row.check_change(before, deed)
    check(row, before)
    row.save()


def decline(values):
    """Let the values be; the same ones are not offered again."""
    return values.filter(state=WAITING).update(state=DECLINED)
