"""Files that a municipality shows: its logotype, a programme's document as it was adopted, what a step came with."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import files, formats
from ..exposure import Exposure
from ..walls import SameMunicipality
from .case import CaseStep
from .owned import OWNED, Owned
from .programme import Programme


class Upload(Owned):
    """A file as it was handed in, known by its bytes.

    A new one takes the place of the one before, which is dropped; a step of the case has as many as it came with.
    """

    class Purpose(models.TextChoices):
        LOGOTYPE = "logotype", _("logotype")
        ADOPTED_DOCUMENT = "adopted_document", _("the document as adopted")
        ATTACHMENT = "attachment", _("attachment")

    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose, editable=False)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, editable=False, related_name="uploads"
    )
    step = models.ForeignKey(
        CaseStep, models.PROTECT, null=True, blank=True, editable=False, related_name="attachments"
    )
    title = models.CharField(
        _("what it is"), max_length=200, blank=True, help_text=_("Such as: extract from the minutes.")
    )
    name = models.CharField(_("file"), max_length=200, editable=False)
    digest = models.CharField(max_length=64, editable=False, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])
    size = models.PositiveIntegerField(_("size"), editable=False, help_text="Bytes.")

    TYPES = {Purpose.LOGOTYPE: "png", Purpose.ADOPTED_DOCUMENT: "pdf", Purpose.ATTACHMENT: "pdf"}
    exposure = OWNED | Exposure(public="purpose programme step title name digest size")

    class Meta(Owned.Meta):
        verbose_name = _("uploaded file")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="programme", name="upload_programme_same"),
            SameMunicipality(field="step", name="upload_step_same"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(dropped=False, purpose="logotype"), name="upload_one_logotype"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(dropped=False, purpose="adopted_document"),
                name="upload_one_adopted_document",
            ),
            models.CheckConstraint(
                condition=Q(purpose="logotype", programme__isnull=True, step__isnull=True)
                | Q(purpose="adopted_document", programme__isnull=False, step__isnull=True)
                | Q(purpose="attachment", programme__isnull=True, step__isnull=False),
                name="upload_belongs_where_its_purpose_says",
            ),
        ]

    def __str__(self):
        return self.title or self.name

    def get_absolute_url(self):
        return reverse("programmes:upload", args=[self.municipality.slug, self.pk])

    @property
    def type(self):
        """Return the ending of the file as it is kept."""
        return self.TYPES[self.purpose]

    @property
    def size_in_words(self):
        return formats.file_size(self.size)

    def standing(self):
        """Return the rows that this file takes the place of; an attachment takes nobody's."""
        kept = type(self).objects.kept()
        if self.purpose == self.Purpose.ATTACHMENT:
            return kept.none()
        return kept.filter(municipality=self.municipality_id, purpose=self.purpose, programme=self.programme_id)

    def read(self):
        return files.read(self.municipality.uuid, self.digest)

    def check_change(self, before, change):
        super().check_change(before, change)
        if not self.dropped and self.digest == files.REMOVED:
            raise ValidationError(_("The file has been withdrawn and does not exist any more."))
