"""What somebody has typed and not yet saved: it belongs to that person alone and changes nothing."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import Truncator, capfirst

from .. import rich
from ..exposure import Exposure
from .people import Membership

MUNICIPALITY = "programmes.municipality"
NOW = timedelta(minutes=2)  # who has typed within these is still writing
KEPT = timedelta(days=30)


class DraftQuerySet(models.QuerySet):
    def writing(self, municipality, on):
        """Return who has typed where at a moment. Of these nobody but their owners may be shown more than that."""
        recent = self.filter(municipality=municipality, at__gt=on - NOW, at__lte=on)
        return recent.select_related("user").defer("fields").order_by("-at")

    def over(self, on):
        """Return those that are to go: typed long ago, or by somebody who has no role there any more."""
        today = timezone.localdate(on)
        role = Membership.objects.active(today).filter(user=OuterRef("user"), municipality=OuterRef("municipality"))
        return self.filter(Q(at__lt=on - KEPT) | Q(~Exists(role), user__is_superuser=False))


class Draft(models.Model):
    """The fields of one form as they stood when its person last typed.

    `place` is the form's address below the municipality's desk. `page` tells two openings of the same form apart, so
    that a second tab never overwrites what was typed in the first. `rights` are those that saving would need, each
    with the row it is asked of: [right, model, key].
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="drafts")
    place = models.CharField(max_length=300)
    page = models.CharField(max_length=40, blank=True)
    fields = models.JSONField()
    rights = models.JSONField()
    at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()
    exposure = Exposure(internal="id municipality place page fields rights at", personal="user")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "municipality", "place", "page"], name="draft_once_an_opening")
        ]

    def __str__(self):
        return self.place

    @property
    def typed(self):
        """What a form reads: the texts, and beside them what was seen when they were typed."""
        sent = QueryDict(mutable=True)
        for name, values in self.fields.items():
            sent.setlist(name, values)
        return sent

    @property
    def address(self):
        return f"{self.municipality.get_absolute_url()}{self.place}"

    @property
    def opens(self):
        """Whether the form is still there to be opened; `subject` is the row, put here by `drafts.allowed`."""
        try:
            resolve(self.address)
        except Resolver404:
            return False
        return not getattr(self.subject, "dropped", False)

    def row(self):
        """Return (model, key) of the row it is written on, or of the one that a new row would stand under."""
        rows = [(model, key) for _right, model, key in self.rights]
        model, key = next((row for row in reversed(rows) if row[0] != MUNICIPALITY), rows[-1])
        return apps.get_model(model), key

    def kind(self):
        """Return the model that the form is about, which the last right names: "actions.add_action"."""
        app, _dot, name = self.rights[-1][0].partition(".")
        try:
            return apps.get_model(app, name.partition("_")[2])
        except LookupError:
            return self.row()[0]

    @property
    def title(self):
        """What is written on, in words; what is new is known by what it stands under."""
        kind = capfirst(self.kind()._meta.verbose_name)
        return f"{kind}: {self.subject}" if isinstance(self.subject, self.kind()) else f"{kind} ({self.subject})"

    def texts(self):
        """Return (label, text) of what was typed and differs from what was seen, for reading and copying."""
        for name, values in self.fields.items():
            is_rich = self.fields.get(f"{name}-as") == ["html"]
            written = [rich.clean(text) for text in values] if is_rich else values
            texts = [rich.plain(text) if is_rich else text for text in written if text != "on" and not text.isdigit()]
            is_seen = name.startswith("initial-") or written == self.fields.get(f"initial-{name}")
            if any(texts) and not is_seen and not name.endswith("-as"):
                yield self._in_words(name, texts)

    @property
    def excerpt(self):
        """The beginning of what was typed, by which its person knows it again."""
        return next((Truncator(text).words(12, truncate=" …") for _label, text in self.texts()), "")

    def _in_words(self, name, values):
        try:
            field = self.kind()._meta.get_field(name.rpartition("-")[2])
        except FieldDoesNotExist:
            return "", "\n".join(values)
        if not field.concrete:
            return "", "\n".join(values)
        codes = dict(field.flatchoices)
        return field.verbose_name, "\n".join(str(codes.get(value, value)) for value in values)
