"""The forms of the reading before the approval."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm

from .models import Comment


class CommentForm(EditForm):
    class Meta:
        model = Comment
        fields = ["text"]

    def prepare(self, row, deed):
        row.follow_up = deed.lock(row.follow_up)
        if row.follow_up.dropped:
            raise ValidationError(_("Somebody else has removed the follow-up while you wrote."))


class AnswerForm(EditForm):
    class Meta:
        model = Comment
        fields = ["answer", "settled"]
        help_texts = {"settled": _("It stays to be read, and waits for nobody any more.")}
