"""Every change of a working row is one `Change`: who, when, a sentence, and what it undoes.

A tracked row can only be saved inside `with change(...)`; each row of its history points to that change. To alter a
row, lock it (`Change.lock`), compare with what the editor saw, set the fields and save: `programmes.forms.EditForm`
does so for pages. Rows are dropped, never deleted.
"""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.signals import pre_create_historical_record
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from . import wording
from .checking import check
from .exposure import Exposure
from .many_rows import update_all
from .records import Past, Records
from .walls import SameMunicipality

_current = ContextVar("current change", default=None)


class OutsideChange(RuntimeError):
    """A tracked row was saved without saying who changes it and why."""


GROUNDS = [(wording.DECISION, _("decision")), (wording.CORRECTION, _("editorial correction"))]


class Change(models.Model):
    """One person's one deed, over as many rows as it took."""

    municipality = models.ForeignKey(
        "programmes.Municipality", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="changes")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    sentence = models.CharField(max_length=300)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    ground = models.CharField(max_length=12, blank=True, choices=GROUNDS)
    step = models.ForeignKey("programmes.CaseStep", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    in_follow_up = False  # whether it tells of actions in a follow-up, where closed plans are told of too

    exposure = Exposure(internal="id municipality at sentence undoes ground step reason", personal="user")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            SameMunicipality(field="undoes", name="change_undoes_same"),
            SameMunicipality(field="step", name="change_step_same"),
        ]

    def __str__(self):
        return self.sentence

    def lock(self, row, *related):
        """Return the row as it stands now, locked until the change is done; with it the named rows, not locked."""
        rows = type(row).objects.select_for_update(of=("self",))
        return (rows.select_related(*related) if related else rows).get(pk=row.pk)


class ChangedRow(models.Model):
    """What every row of history carries besides the values."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class TrackedQuerySet(models.QuerySet):
    def kept(self):
        """Leave out what has been dropped."""
        return self.filter(dropped=False)

    def in_use(self, on):
        """Return what still concerns somebody on a day; kinds of rows that end or are finished say how."""
        return self.kept()


class Tracked(models.Model):
    """A working row: it has a UUID for ever, its history is kept, and it is dropped instead of deleted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dropped = models.BooleanField(default=False, editable=False)
    example = models.BooleanField(_("example data"), default=False, editable=False)
    provenance = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where this fact stands, such as a page or a document.")
    )

    CLEANED = ()  # names of the constraints whose rules `clean` or a validator asks, in words of its own
    PARTS = ()  # names of the related rows that are nothing without this one and are dropped with it
    SEALED = ()  # names of the fields that hold what was frozen as it stood; its own room masks it

    history = Records(bases=[ChangedRow], inherit=True, history_manager=Past)
    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if _current.get() is None:
            raise OutsideChange(f"Save {type(self).__name__} inside `with change(...)`.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise OutsideChange("Working rows are dropped, not deleted.")

    @property
    def thread(self):
        """Where the row's own changes are found among all, such as "goal-12"."""
        return f"{self._meta.model_name}-{self.pk}"

    def relate(self, name, rows):
        """Replace a many-to-many relation; inside a change."""
        if _current.get() is None:
            raise OutsideChange(f"Relate {type(self).__name__} inside `with change(...)`.")
        if set(getattr(self, name).values_list("pk", flat=True)) != {row.pk for row in rows}:
            getattr(self, name).set(rows)

    def check_change(self, before, change):
        """Refuse, by ValidationError, what must not be changed in this way; `before` is the row as it was, or None."""

    def right_to_take_back(self, fields, others):
        """Return the right by which a change of these fields is taken back; `others` were changed together with it.

        Whoever was let change them by some other right than to change the row can take them back by that.
        """
        return f"{self._meta.app_label}.change_{self._meta.model_name}"


TRACKED = Exposure(public="uuid example provenance", internal="id dropped")


@contextmanager
def change(sentence, *, municipality, user=None, **facts):
    """Do all of one deed or nothing of it; saving tracked rows is possible inside only.

    Yields the `Change`. A deed that touched no row leaves no trace. Changes are not nested.
    """
    if _current.get() is not None:
        raise OutsideChange("One change at a time.")
    with transaction.atomic():
        deed = Change.objects.create(sentence=str(sentence)[:300], municipality=municipality, user=user, **facts)
        deed.touched = 0
        token = _current.set(deed)
        try:
            yield deed
        finally:
            _current.reset(token)
        if not deed.touched:
            deed.delete()


@receiver(pre_create_historical_record)
def note_change(history_instance, **kwargs):
    """Point the new row of history to the change in progress."""
    deed = _current.get()
    if deed is None:
        raise OutsideChange("History is written inside a change only.")
    deed.touched += 1
    history_instance.change = deed
    history_instance.history_user_id = deed.user_id


def save_all(rows):
    """Save rows as `save` would each of them, in a few statements; `rows` are (row, the row as it was or None).

    For hundreds of rows that have been checked one by one. What a row has many of is not copied into its history here.
    """
    deed = _current.get()
    if deed is None:
        raise OutsideChange("Save rows inside `with change(...)`.")
    facts = {"default_user": deed.user, "custom_historical_attrs": {"change": deed}}
    for model in {type(row): None for row, _before in rows}:
        if model._meta.many_to_many:
            raise TypeError(f"{model.__name__} has relations that its history keeps; save its rows one by one.")
        own = [(row, before) for row, before in rows if type(row) is model]
        old = [row for row, before in own if before]
        bulk_create_with_history([row for row, before in own if not before], model, **facts)
        update_all(old, [field for field in model._meta.concrete_fields if _differs(field, own)])
        bulk_update_with_history(old, model, [], **facts)  # the history alone
    deed.touched += len(rows)


def _differs(field, rows):
    """Return whether any of the rows says something else in a field than it did."""
    return any(before and getattr(row, field.attname) != getattr(before, field.attname) for row, before in rows)


def tracked_models():
    """Return all models that are tracked, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Tracked)]


def pointing_to(row):
    """Yield the rows in use that point to this one, from whatever room."""
    for relation in row._meta.related_objects:
        if issubclass(relation.related_model, Tracked):
            users = relation.related_model.objects.kept().filter(**{relation.field.name: row})
            yield from users.exclude(pk=row.pk) if relation.related_model is type(row) else users


def dead_ends(row, names=None, chosen=None):
    """Return the dropped rows to which a row points in the named fields, or in any.

    `chosen` are relations that are yet to be written: {name: rows}. What is pointed to is locked as far as dropping
    goes: whoever would drop it waits, and then finds the row.
    """
    dead = []
    for field in [*row._meta.concrete_fields, *row._meta.many_to_many]:
        if not field.is_relation or not issubclass(field.related_model, Tracked) or field.name == "municipality":
            continue
        if names is None or field.name in names or field.attname in names:
            there = field.related_model.objects.select_for_update(of=("self",), no_key=True)
            keys = (chosen or {}).get(field.name) or field.value_from_object(row)
            keys = [one.pk for one in keys] if field.many_to_many else [keys]
            dead += [one for one in there.filter(pk__in=keys).order_by("pk") if one.dropped]
    return dead


def set_values(row, new, deed):
    """Set fields and relations (sets of primary keys) of a row as it was locked, obey its rules, save."""
    relations = {name: new.pop(name) for name in getattr(row, "_history_m2m_fields", ()) if name in new}
    before = copy(row)
    for name, value in new.items():
        setattr(row, name, value)
    row.check_change(before, deed)
    check(row, before)
    if new:
        row.save()
    for name, keys in relations.items():
        row.relate(name, list(row._meta.get_field(name).related_model.objects.filter(pk__in=keys)))
