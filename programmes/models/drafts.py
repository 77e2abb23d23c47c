"""What somebody has typed and not yet saved: it belongs to that person alone and changes nothing."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

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

    def row(self):
        """Return (model, key) of the row it is written on, or of the one that a new row would stand under."""
        rows = [(model, key) for _right, model, key in self.rights]
        model, key = next((row for row in reversed(rows) if row[0] != MUNICIPALITY), rows[-1])
        return apps.get_model(model), key
