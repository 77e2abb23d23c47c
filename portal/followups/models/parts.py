"""A department's part of a follow-up: ready, or returned with a reason."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.models import Department, Owned
from programmes.models.owned import OWNED
from programmes.walls import SameMunicipality

from .follow_ups import FollowUp
from .meeting import COMMENT, refuse_approved


class DepartmentPart(Owned):
    """Whether a department has marked its part of a follow-up ready; until the approval it can take that back.

    A part that is returned is not ready; the reason stays beside it when it is ready again.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="parts", editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="parts", editable=False)
    ready = models.BooleanField(_("ready"), default=False)
    returned = models.TextField(_("why it is returned"), max_length=COMMENT, blank=True)

    exposure = OWNED | Exposure(internal="follow_up department ready returned")

    class Meta(Owned.Meta):
        verbose_name = _("part of a department")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="follow_up", name="department_part_follow_up_same"),
            SameMunicipality(field="department", name="department_part_department_same"),
            models.UniqueConstraint(
                fields=["follow_up", "department"], condition=Q(dropped=False), name="department_part_once"
            ),
        ]

    def __str__(self):
        return f"{self.follow_up}: {self.department}"

    def get_absolute_url(self):
        return reverse("followups:part", args=[self.municipality.slug, self.follow_up_id, self.department_id])

    @property
    def is_returned(self):
        return bool(self.returned) and not self.ready

    def is_answered_for_by(self, membership):
        return membership.department_id == self.department_id

    def right_to_take_back(self, fields, others):
        """A part that was returned is for those who return parts to take back; the department marks it ready anew."""
        if "returned" in fields:
            return "followups.return_departmentpart"
        return super().right_to_take_back(fields, others)

    def check_change(self, before, change):
        refuse_approved(self.follow_up, change)
