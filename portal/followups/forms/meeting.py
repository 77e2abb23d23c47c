"""The forms of the reading before the approval."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programmes.forms import EditForm

from ..mail.mailing import tell_returned
from ..models import Comment, DepartmentPart

NOT_READY = _("The part is not marked ready, so there is nothing to return.")


class CommentForm(EditForm):
    class Meta:
        model = Comment
        fields = ["text"]

    def prepare(self, row, deed):
        row.follow_up = deed.lock(row.follow_up)
        if row.follow_up.dropped:
            raise ValidationError(_("Somebody else has removed the follow-up while you wrote."))


class ReturnForm(EditForm):
    """Returns a department's part: it is not ready any more, and says why."""

    class Meta:
        model = DepartmentPart
        fields = ["returned"]
        help_texts = {"returned": _("The department reads it on its page and in “To do”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["returned"].required = True

    def prepare(self, row, deed):
        if not row.ready:
            raise ValidationError(NOT_READY)
        row.ready = False

    def _save(self, deed):
        part = super()._save(deed)
        tell_returned(part, deed)
        return part


class AnswerForm(EditForm):
    class Meta:
        model = Comment
        fields = ["answer", "settled"]
        help_texts = {"settled": _("It stays to be read, and waits for nobody any more.")}
