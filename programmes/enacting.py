"""A revision takes effect: all that it proposes takes the programme's place, in one change that rests on a decision."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import dropping, revising
from .history import Tracked, set_values
from .models import Area, Goal
from .ordering import next_in_order
from .slugs import free_slug


def enact(revision, choices, deed):
    """Let the revision take the programme's place.

    `choices` are {(draft, field, what the programme says): whether that stays}, for each field that has been corrected
    meanwhile. Raises ValidationError where one is missing or a rule stands in the way, such as plans that hang on what
    is to be removed.
    """
    programme, revision = deed.lock(revision.programme), deed.lock(revision)
    revision.check_open()
    reading = revising.read(revision)
    for part, wording in reading.contested:
        if (part.draft, wording.name, wording.stands) not in choices:
            fault = _("“%(row)s” has been corrected meanwhile. Choose which wording is to stand.")
            raise ValidationError(fault % {"row": part.name})
    reword(reading.texts, choices, deed)
    _carry_out(reading.goals, choices, Goal(programme=programme), deed)
    _carry_out(reading.areas, choices, Area(programme=programme), deed)
    set_values(revision, {"state": revision.State.IN_EFFECT, "decided_by_id": deed.step.pk}, deed)


def _carry_out(parts, choices, blank, deed):
    """Add, reword and remove rows of one kind; what is removed goes last, so that others can take over."""
    for part in parts:
        if part.state == revising.NEW:
            add(part, type(blank)(programme=blank.programme), deed)
        elif part.state == revising.REWORDED:
            reword(part, choices, deed)
    for part in parts:
        if part.state == revising.REMOVED:
            remove(deed.lock(part.target), getattr(part.draft, "heir", None), deed)


def reword(part, choices, deed):
    """Give a row in force the proposed wording, but for the corrections that were chosen to stay."""
    corrected = {one.name for one in part.contested if choices[part.draft, one.name, one.stands]}
    values = {one.name: one.becomes for one in part.changed if one.name not in corrected}
    if values:
        set_values(deed.lock(part.target), values, deed)


def add(part, row, deed):
    """Add a new row to the programme, the last of its kind."""
    row.municipality = row.programme.municipality
    siblings = type(row).objects.filter(programme=row.programme)
    row.order = next_in_order(siblings)
    for name, value in part.values.items():
        setattr(row, name, value)
    if isinstance(row, Area):
        taken = set(siblings.values_list("slug", flat=True))
        row.slug = free_slug(row.name, taken, f"del-{row.order}")
    row.check_change(None, deed)
    row.full_clean()
    row.save()


def remove(row, heir, deed):
    """Drop a locked row of the programme; what hangs on it moves to the heir, where there is one and rules let it."""
    for user, field in hanging(row) if heir else ():
        try:
            set_values(deed.lock(user), _moved(user, field, row, heir), deed)
        except ValidationError as error:
            fault = _("“%(what)s” cannot be moved from “%(row)s” to “%(heir)s”: %(why)s")
            why = " ".join(error.messages)
            raise ValidationError(fault % {"what": user, "row": row, "heir": heir, "why": why}) from error
    before = type(row).objects.get(pk=row.pk)
    try:
        dropping.drop(row)
    except ValidationError as error:
        raise ValidationError(f"“{row}”: {' '.join(error.messages)}") from error
    row.check_change(before, deed)
    row.save()


def hanging(row):
    """Return [(row, field)] of what is in use and points to a row."""
    relations = [one for one in row._meta.related_objects if issubclass(one.related_model, Tracked)]
    return [
        (user, relation.field)
        for relation in relations
        for user in relation.related_model.objects.kept().filter(**{relation.field.name: row})
    ]


def _moved(user, field, row, heir):
    if field.many_to_many:
        return {field.name: set(getattr(user, field.name).values_list("pk", flat=True)) - {row.pk} | {heir.pk}}
    return {field.attname: heir.pk}
