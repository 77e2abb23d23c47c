"""Why a municipality's site is not what it should be, for those who publish."""

import errno
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publications.chain import NotCanonical
from programmes.exposure import Exposure

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class Fault(models.Model):
    """A build that failed; what stood before still stands. It goes when a build goes well."""

    class Reason(models.TextChoices):
        FULL = "full", _("The server’s disk is full.")
        CLOSED = "closed", _("The portal may not write to the server’s disk.")
        DISK = "disk", _("The server’s disk does not answer as it should.")
        MEMORY = "memory", _("The server has too little memory.")
        UNREADABLE = "unreadable", _("Something that was published cannot be read.")
        RESTORED = (
            "restored",
            _(
                "The public site had come further than the record: a backup has been put back. The site shows the"
                " record now. What was published after the backup is missing, and has to be published again."
            ),
        )
        OTHER = "other", _("There is a fault in the portal itself.")

    municipality = models.UUIDField(unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    detail = models.TextField()  # for whoever runs the server
    since = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)

    exposure = Exposure(internal="id municipality reason detail since at")

    def __str__(self):
        return f"{self.municipality}: {self.reason}"

    @property
    def still_stands(self):
        """Return whether what stood before still stands, since nothing could be built."""
        return self.reason != self.Reason.RESTORED


def reason_of(error):
    """Return why a build failed, as those who publish are told it."""
    match error:
        case OSError(errno=number) if number in FULL:
            return Fault.Reason.FULL
        case OSError(errno=number) if number in CLOSED:
            return Fault.Reason.CLOSED
        case OSError():
            return Fault.Reason.DISK
        case MemoryError():
            return Fault.Reason.MEMORY
        case NotCanonical():
            return Fault.Reason.UNREADABLE
    return Fault.Reason.OTHER


def remember(municipality, reason, detail):
    """Say what is wrong; `since` is when it began."""
    said = {"reason": reason, "detail": detail[:2000], "at": timezone.now()}
    Fault.objects.update_or_create(municipality=municipality, defaults=said)


def forget_all_but(municipalities):
    """Forget the faults of all others, whose sites are what they should be; what a backup cost stays said for a day."""
    over = Fault.objects.exclude(municipality__in=list(municipalities))
    lately = timezone.now() - timedelta(days=1)
    over.exclude(reason=Fault.Reason.RESTORED, at__gt=lately).delete()


def forget(municipality):
    Fault.objects.filter(municipality=municipality).delete()
