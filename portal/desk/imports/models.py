"""A table on its way into a plan, and what a municipality's tables have been found to mean."""

import hashlib
from datetime import timedelta

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.models import ActionPlan
from actions.sheets.checking import CHANGED, NEW
from actions.sheets.table import Note, Table
from actions.sheets.wishes import ACTIONS, REPORTS, Wishes
from programmes.exposure import Exposure
from programmes.models import Change, Membership
from programmes.walls import SameMunicipality

from .shown import Shown

KEPT = timedelta(days=30)
MOST = 20  # tables that one person may have on their way into one plan
RIGHTS = {ACTIONS: ("actions.add_action", "actions.change_action"), REPORTS: ("actions.report_action",)}


def may(user, kind, municipality):
    """Tell whether somebody may bring actions, or reports, into the municipality's plans."""
    return all(user.has_perm(right, municipality) for right in RIGHTS[kind])


class ImportQuerySet(models.QuerySet):
    def light(self):
        """Leave the file and the table where they are until somebody asks for them."""
        return self.defer("file", "table", "rows")

    def on_their_way(self):
        """Return those of which the table, or the file, is kept."""
        return self.exclude(state__in=Import.ENDED)

    def over(self, on):
        """Return those that are to go: begun long ago, or by somebody who has no role there any more."""
        role = Membership.objects.active(timezone.localdate(on)).filter(
            user=OuterRef("user"), municipality=OuterRef("municipality")
        )
        return self.filter(Q(at__lt=on - KEPT) | Q(~Exists(role), user__is_superuser=False))


class Import(models.Model):
    """One table that one person brings into a plan. What is kept of it goes when it has been taken.

    `table` is a `sheets.table.Table`, `wishes` how it is to be read, `rows` what the last check found, as it was shown.
    """

    class State(models.TextChoices):
        READING = "reading"
        UNREADABLE = "unreadable"
        COLUMNS = "columns"
        CHECKING = "checking"
        PREVIEW = "preview"
        TAKING = "taking"
        DONE = "done"
        REFUSED = "refused"

    WORKING = (State.READING, State.CHECKING, State.TAKING)
    ENDED = (State.UNREADABLE, State.DONE, State.REFUSED)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="imports")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="imports")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    name = models.CharField(max_length=200, blank=True)  # of the file; empty for what was pasted
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    fault = models.TextField(blank=True)
    file = models.BinaryField(null=True)
    table = models.JSONField(null=True)
    wishes = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)  # of the rows that are shown
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    task = models.CharField(max_length=40, blank=True)
    change = models.ForeignKey(Change, models.SET_NULL, null=True, related_name="+")

    objects = ImportQuerySet.as_manager()
    exposure = Exposure(
        internal="id municipality plan at name state fault file table wishes rows notes words counts version total done"
        " task change",
        personal="user",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            SameMunicipality(field="plan", name="import_plan_same"),
            SameMunicipality(field="change", name="import_change_same"),
        ]

    def __str__(self):
        return self.name or _("Pasted table")

    def get_absolute_url(self):
        return reverse("imports:import", args=[self.municipality.slug, self.plan_id, self.pk])

    @property
    def is_working(self):
        return self.state in self.WORKING

    @property
    def told(self):
        """Return the state in words."""
        return {
            self.State.READING: _("The file is being read."),
            self.State.UNREADABLE: _("The file could not be read."),
            self.State.COLUMNS: _("Say which column is what."),
            self.State.CHECKING: _("The table is being compared with the plan."),
            self.State.PREVIEW: _("Ready to be looked at."),
            self.State.TAKING: _("The rows are being taken into the plan."),
            self.State.DONE: _("Taken."),
            self.State.REFUSED: _("Stopped."),
        }[self.state]

    @property
    def to_take(self):
        return self.counts.get(NEW, 0) + self.counts.get(CHANGED, 0)

    def read_table(self):
        return msgspec.convert(self.table, Table)

    def read_wishes(self):
        return msgspec.convert(self.wishes, Wishes)

    def read_rows(self):
        return msgspec.convert(self.rows, list[Shown])

    def read_notes(self):
        return msgspec.convert(self.notes, list[Note])

    def keep(self, **values):
        """Save the named values, and nothing else; tables and wishes as they are."""
        for name, value in values.items():
            plain = value if name in {"file", "at", "change"} else msgspec.to_builtins(value)
            setattr(self, name, plain)
        self.save(update_fields=list(values))

    def is_allowed(self):
        return may(self.user, self.read_wishes().kind, self.municipality)


class Meaning(models.Model):
    """What a municipality's set of headings has been found to mean, and its words for statuses and departments."""

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="meanings")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in RIGHTS])
    headings = models.CharField(max_length=64)  # the SHA-256 of them, in the order of the alphabet
    columns = models.JSONField(default=dict)  # {heading: code}
    words = models.JSONField(default=dict)  # {kind: {word: what it stands for}}

    exposure = Exposure(internal="id municipality kind headings columns words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "headings"], name="meaning_once"),
        ]

    def __str__(self):
        return ", ".join(self.columns)


def digest(headings):
    """Return by what a set of headings is known again, whatever their order."""
    return hashlib.sha256("\n".join(sorted(name.strip() for name in headings if name)).encode()).hexdigest()
