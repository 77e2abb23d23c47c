"""What was fetched from a source: the answers as they came, and the values that wait for a person's word.

Nothing here is a working row: a fetched value becomes one when somebody takes it over.
"""

import gzip

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Change
from programmes.walls import SameMunicipality

from .comparisons import Comparison
from .indicators import Indicator, Observation


class Fetch(models.Model):
    """One question to a source about all indicators of a municipality that have their figures from there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("the source is being asked")
        DONE = "done", _("fetched")
        FAILED = "failed", _("could not be fetched")

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="fetches")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # None: by schedule
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    fault = models.TextField(blank=True)  # why it failed
    remarks = models.JSONField(default=list)  # sentences about what came and could not be used
    calls = models.PositiveIntegerField(default=0)
    task = models.CharField(max_length=64, blank=True, editable=False)  # the worker's name of the work

    exposure = Exposure(internal="id municipality at state fault remarks calls task", personal="user")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.municipality} {self.at:%Y-%m-%d}"


class SourceAnswer(models.Model):
    """An answer of the source, byte for byte; kept with its fetch."""

    fetch = models.ForeignKey(Fetch, models.CASCADE, related_name="answers")
    address = models.TextField()
    at = models.DateTimeField()
    packed = models.BinaryField()

    exposure = Exposure(internal="id fetch address at packed")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.address

    @classmethod
    def of(cls, fetch, answer):
        return cls(fetch=fetch, address=answer.address, at=answer.at, packed=gzip.compress(answer.body, mtime=0))

    @property
    def body(self):
        return gzip.decompress(self.packed)


class FetchedValue(models.Model):
    """A value that differs from what the portal says; `value` is None where the source has taken its own back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("taken over")
        DECLINED = "declined", _("declined")

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="+")
    fetch = models.ForeignKey(Fetch, models.PROTECT, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="fetched")
    comparison = models.ForeignKey(
        Comparison, models.PROTECT, null=True, related_name="fetched"
    )  # whose value it is; None: the municipality's own
    definition = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=60)  # the key figure it is a value of
    year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=1, choices=Observation.Sex, default=Observation.Sex.TOTAL)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    before = models.DecimalField(max_digits=16, decimal_places=4, null=True)  # what the portal said then
    doubts = models.JSONField(default=list)  # sentences
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    change = models.ForeignKey(Change, models.SET_NULL, null=True, related_name="+")

    exposure = Exposure(
        internal="id municipality fetch indicator comparison definition key year sex value before doubts state change"
    )

    class Meta:
        ordering = ["indicator", "-year", "sex"]
        constraints = [
            SameMunicipality(field="fetch", name="fetched_value_fetch_same"),
            SameMunicipality(field="indicator", name="fetched_value_indicator_same"),
            SameMunicipality(field="comparison", name="fetched_value_comparison_same"),
            SameMunicipality(field="change", name="fetched_value_change_same"),
            models.UniqueConstraint(
                fields=["indicator", "comparison", "definition", "year", "sex"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="fetched_value_waits_once",
            ),
        ]

    def __str__(self):
        return f"{self.comparison or self.indicator} {self.year}"

    @property
    def is_revision(self):
        """Whether the source has changed a value that the portal has told."""
        return self.before is not None


class KeyFigureSeen(models.Model):
    """What the source itself says of an indicator's key figure, when it was asked last."""

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="key_figures_seen")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=500)
    next_on = models.DateField(null=True)  # when the source says that it publishes next
    closed = models.PositiveSmallIntegerField(null=True)  # the last year of a series that has ended
    at = models.DateTimeField(default=timezone.now)

    exposure = Exposure(public="indicator key next_on closed", internal="id municipality title at")

    class Meta:
        ordering = ["indicator", "key"]
        constraints = [
            SameMunicipality(field="indicator", name="key_figure_indicator_same"),
            models.UniqueConstraint(fields=["indicator", "key"], name="key_figure_once"),
        ]

    def __str__(self):
        return f"{self.key}: {self.title}"
