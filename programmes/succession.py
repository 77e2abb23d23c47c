"""What a department, or a member, hands over: all that points to it, from whatever room, and is in use.

Rooms above say by `in_use` of their querysets what that means: an open action, a role that has not ended. What is
finished keeps whoever did it, and so does everything that has been published.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import FETCH_PEERS, QuerySet

from .history import Tracked, set_values


@dataclass(frozen=True)
class Tie:
    """A field that points to what is given up, and the rows in use that do; `may_move` tells whether the user may."""

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


def ties(given, user, on):
    """Return what is in use on a day and points to the department or member."""
    fields = [one.field for one in given._meta.related_objects if issubclass(one.related_model, Tracked)]
    return [Tie(field, _rows(field, given, on), _may_change(user, field.model, given)) for field in fields]


def _rows(field, given, on):
    return field.model.objects.in_use(on).filter(**{field.name: given}).order_by("pk")


def _may_change(user, model, given):
    return user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}", given.municipality)


def hand_over(given, heir, ties, deed):
    """Let the heir take over what the user may move; return the rows that a rule keeps where they are."""
    staying = []
    for tie in ties:
        for row in tie.rows.select_for_update(of=("self",)).fetch_mode(FETCH_PEERS) if tie.may_move else ():
            try:
                set_values(row, _taken_over(row, tie.field, given, heir), deed)
            except ValidationError:
                staying.append(row)
    return staying


def _taken_over(row, field, given, heir):
    """Return {name: value} of the row under the heir; the heir itself takes the place of what is given up."""
    if field.many_to_many:
        keys = set(getattr(row, field.name).values_list("pk", flat=True))
        return {field.name: keys - {given.pk} | {heir.pk}}
    return {field.name: getattr(given, field.name) if row == heir else heir}
