"""Dropping: a row is put away, not deleted, with its own parts, and only where nothing else hangs on it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .history import Tracked


def dependants(row):
    """Return the rows in use that point to this one, from whatever room."""
    found = []
    for relation in row._meta.related_objects:
        if issubclass(relation.related_model, Tracked) and relation.get_accessor_name() not in row.PARTS:
            rows = relation.related_model.objects.filter(**{relation.field.name: row}, dropped=False)
            found += rows.exclude(pk=row.pk) if relation.related_model is type(row) else rows
    return found


def drop(row):
    """Put a locked row away, inside a change; ValidationError names what still hangs on it."""
    hanging = dependants(row)
    if hanging:
        raise ValidationError(
            _("It cannot be removed while it is used: %(what)s."),
            params={"what": ", ".join(f"{one._meta.verbose_name} “{one}”" for one in hanging[:5])},
        )
    row.dropped = True
    for name in row.PARTS:
        for part in getattr(row, name).select_for_update(of=("self",)).filter(dropped=False):
            part.dropped = True
            part.save()
