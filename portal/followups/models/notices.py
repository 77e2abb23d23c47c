"""What was written to whom about a round: one row for each letter, made before it is sent and kept as its receipt."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.walls import FixedMunicipality, SameMunicipality

from ..mail.occasions import Occasion

PAUSES = [timedelta(hours=hours) for hours in (1, 2, 4, 8, 16, 24, 24)]  # between one try and the next
KEPT = timedelta(days=730)


class NoticeQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(state=Notice.State.WAITING, next_at__lte=now)

    def failed(self):
        return self.filter(state=Notice.State.FAILED)


class Notice(models.Model):
    """One letter to one person on one occasion; what makes two occasions one is a constraint.

    `day` is the day that the occasion is about, `deed` the change by which a part was returned. A change of its state
    is no person's deed, so it has no history.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("on its way")
        SENT = "sent", _("sent")
        UNNEEDED = "unneeded", _("no longer needed")
        FAILED = "failed", _("could not be sent")

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="notices")
    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, related_name="notices")
    departments = models.ManyToManyField("programmes.Department", related_name="+")
    occasion = models.CharField(max_length=8, choices=Occasion)
    day = models.DateField(null=True)
    deed = models.ForeignKey("programmes.Change", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    fault = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()
    exposure = Exposure(
        internal="id municipality follow_up departments occasion day deed state at tries next_at", personal="user fault"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            FixedMunicipality(name="notice_fixed"),
            SameMunicipality(field="follow_up", name="notice_follow_up_same"),
            SameMunicipality(field="departments", name="notice_departments_same"),
            SameMunicipality(field="deed", name="notice_deed_same"),
            models.UniqueConstraint(
                fields=["follow_up", "occasion", "user", "day", "deed"], nulls_distinct=False, name="notice_once"
            ),
        ]

    def __str__(self):
        return f"{self.follow_up}: {self.get_occasion_display()}"

    def settle(self, state, fault=""):
        """Note what became of the letter."""
        self.state, self.fault, self.at = state, fault, timezone.now()
        self.save()

    def put_off(self, fault):
        """Try again after a while, each time a longer one; give up after the last."""
        self.tries += 1
        if self.tries > len(PAUSES):
            return self.settle(self.State.FAILED, fault)
        self.next_at = timezone.now() + PAUSES[self.tries - 1]
        return self.settle(self.State.WAITING, fault)
