"""Invitations: what nobody has accepted yet. Accepted or withdrawn, one is gone; the change tells who let in whom."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Department, Municipality, Role
from programmes.walls import FixedMunicipality, SameMunicipality

VALID = timedelta(days=7)


class InvitationQuerySet(models.QuerySet):
    def by_token(self, token):
        return self.filter(token_hash=hashed(token))

    def over(self, now):
        """Return what has been too old for so long that nobody will miss it."""
        return self.filter(sent_at__lt=now - 5 * VALID)


class Invitation(models.Model):
    """A role that waits for somebody, known by e-mail address; whoever opens its link there gets it, once."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="invitations", editable=False)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    until = models.DateField(_("last day"), null=True, blank=True)
    language = models.CharField(_("language of the letter"), max_length=2, choices=settings.LANGUAGES, default="sv")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = InvitationQuerySet.as_manager()
    exposure = Exposure(
        internal="id municipality role department until language sent_at token_hash", personal="email invited_by"
    )

    class Meta:
        ordering = ["email", "pk"]
        constraints = [
            FixedMunicipality(name="invitation_fixed"),
            SameMunicipality(field="department", name="invitation_department_same"),
            models.UniqueConstraint(
                fields=["municipality", "email", "role", "department"],
                nulls_distinct=False,
                name="invitation_once",
                violation_error_message=_("There is such an invitation already. Send it again from the list."),
            ),
            models.CheckConstraint(condition=~Q(role=Role.REGION_EDITOR), name="invitation_to_a_municipality"),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="invitation_email_is_lower_case"
            ),
        ]

    def __str__(self):
        return f"{self.email} ({self.get_role_display()})"

    @property
    def valid_until(self):
        return self.sent_at + VALID

    def is_too_old(self, now=None):
        return self.valid_until < (now or timezone.now())


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()
