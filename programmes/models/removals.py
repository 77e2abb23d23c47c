"""What a withdrawal has decided and the disk does not yet know."""

from django.db import models

from ..exposure import Exposure


class FileToRemove(models.Model):
    """A file that is withdrawn and not yet off the disk; the row goes when the file has gone."""

    UPLOAD, DOCUMENT = "upload", "document"

    municipality = models.ForeignKey("programmes.Municipality", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(UPLOAD, UPLOAD), (DOCUMENT, DOCUMENT)])
    name = models.CharField(max_length=64)

    exposure = Exposure(internal="id municipality kind name")

    def __str__(self):
        return self.name
