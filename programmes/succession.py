"""What a department hands over when it is reorganised: all that points to it, from whatever room, and is in use.

Rooms above say by `in_use` of their querysets what that means: an open action, a role that has not ended. What is
finished keeps the department that did it, and so does everything that has been published.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import FETCH_PEERS, QuerySet

from .history import Tracked, set_values
from .models import Department


@dataclass(frozen=True)
class Tie:
    """A field that points to a department, and the rows in use that do; `may_move` tells whether the user may."""

    field: object
    rows: QuerySet
    may_move: bool

    @property
    def model(self):
        return self.field.model._meta.verbose_name

    @cached_property
    def listed(self):
        """Return the rows for a page, read with what they are named by in a few queries."""
        return list(self.rows.fetch_mode(FETCH_PEERS))


def ties(department, user, on):
    """Return what is in use on a day and points to the department."""
    fields = [one.field for one in Department._meta.related_objects if issubclass(one.related_model, Tracked)]
    return [Tie(field, _rows(field, department, on), _may_change(user, field.model, department)) for field in fields]


def _rows(field, department, on):
    return field.model.objects.in_use(on).filter(**{field.name: department}).order_by("pk")


def _may_change(user, model, department):
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}", department.municipality)


def hand_over(department, ties, deed):
    """Let the successor take over what the user may move; return the rows that a rule keeps where they are."""
    staying = []
    for tie in ties:
        for row in tie.rows.select_for_update(of=("self",)) if tie.may_move else ():
            try:
                set_values(row, _taken_over(row, tie.field, department), deed)
            except ValidationError:
                staying.append(row)
    return staying


def _taken_over(row, field, department):
    """Return {field: value} of the row under the successor; the successor itself takes the department's place."""
    if field.many_to_many:
        keys = set(getattr(row, field.name).values_list("pk", flat=True))
        return {field.name: keys - {department.pk} | {department.successor_id}}
    is_heir = row.pk == department.successor_id and isinstance(row, Department)
    return {field.attname: getattr(department, field.attname) if is_heir else department.successor_id}
