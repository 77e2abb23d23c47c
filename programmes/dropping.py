"""Dropping: a row is put away, not deleted, with its own parts, and only where nothing else hangs on it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .history import pointing_to


def dependants(row):
    """Return the rows in use that point to this one and are not parts of it."""
    parts = {row._meta.get_field(name).related_model for name in row.PARTS}
    return [one for one in pointing_to(row) if type(one) not in parts]


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
