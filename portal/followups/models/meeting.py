"""What a steering group does with a report before it is approved: comments at a place, and each member's assent."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.exposure import Exposure
from programmes.history import TrackedQuerySet
from programmes.models import Group, Owned
from programmes.models.owned import OWNED
from programmes.walls import SameMunicipality

APPROVED = _("The follow-up is approved. Withdraw the approval to change it.")
COMMENT = 5_000  # characters


def refuse_approved(follow_up, deed):
    """Refuse what belongs to a follow-up that is approved; the follow-up stays locked until the change is done."""
    if deed.lock(follow_up).approval:
        raise ValidationError(APPROVED)


class CommentQuerySet(TrackedQuerySet):
    def open(self):
        """Return those that nobody has settled yet."""
        return self.kept().filter(settled=False)


class Comment(Owned):
    """What somebody in the steering group says of a place in the report; an editor answers and settles it.

    `place` is the key of the place, as `reading.places` gives it: it stays when the report is worded anew.
    """

    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, related_name="comments", editable=False)
    place = models.CharField(max_length=60, editable=False)
    text = models.TextField(_("comment"), max_length=COMMENT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), max_length=COMMENT, blank=True)
    settled = models.BooleanField(_("settled"), default=False)

    objects = CommentQuerySet.as_manager()
    exposure = OWNED | Exposure(internal="follow_up place text at answer settled", personal="by")

    class Meta(Owned.Meta):
        verbose_name = _("comment")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="follow_up", name="comment_follow_up_same"),
        ]

    def __str__(self):
        return f"{self.follow_up}: {self.text[:60]}"

    def get_absolute_url(self):
        return f"{reverse('followups:read', args=[self.municipality.slug, self.follow_up_id])}#{self.place}"

    def check_change(self, before, change):
        """Nobody takes back another person's comment or brings it back, and what was said stays as it was said."""
        if before is None:
            refuse_approved(self.follow_up, change)
        if before is not None and self.dropped != before.dropped and change.user_id != self.by_id:
            raise ValidationError(_("Only the person who wrote a comment takes it back, or regrets that."))


class Assent(Owned):
    """That one member of the group approves the report as it stands; `digest` is the content that she or he opened."""

    follow_up = models.ForeignKey("followups.FollowUp", models.PROTECT, related_name="assents", editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="assents", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assents", editable=False)
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    SEALED = ("digest",)
    exposure = OWNED | Exposure(internal="follow_up group digest at", personal="by")

    class Meta(Owned.Meta):
        verbose_name = _("a member’s approval")
        ordering = ["pk"]
        constraints = [
            *Owned.Meta.constraints,
            SameMunicipality(field="follow_up", name="assent_follow_up_same"),
            SameMunicipality(field="group", name="assent_group_same"),
            models.UniqueConstraint(
                fields=["follow_up", "group", "by"], condition=Q(dropped=False), name="assent_once"
            ),
        ]

    def __str__(self):
        return f"{self.follow_up}, {self.by}"

    def check_change(self, before, change):
        """Nobody approves in another member's name, not by bringing back what she or he took back either."""
        refuse_approved(self.follow_up, change)
        if not self.dropped and change.user_id != self.by_id and not self._was_withdrawn(change.undoes_id):
            raise ValidationError(_("A member approves for her- or himself alone."))

    def _was_withdrawn(self, deed):
        """Tell whether a change put the whole approval aside, and with it what its members had approved."""
        return deed is not None and self.follow_up.approvals.model.history.filter(change=deed).exists()

    def right_to_take_back(self, fields, others):
        """Whoever withdraws an approval puts the members’ approvals aside with it, and can take that back."""
        if any(one._meta.label == "followups.Approval" for one in others):
            return "followups.change_approval"
        return super().right_to_take_back(fields, others)


class Overtaken(models.Model):
    """That the report says something else by now than what a member has approved.

    It follows from the two, and reading a whole report takes long: so the worker notes it, and takes it away again.
    """

    assent = models.OneToOneField(Assent, models.CASCADE, primary_key=True, related_name="overtaken")

    exposure = Exposure(internal="assent")

    def __str__(self):
        return str(self.assent)
