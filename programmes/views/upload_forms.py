"""The forms in which a file is handed in."""

from pathlib import PurePath

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import files
from ..forms import EditForm
from ..models import Upload


class UploadForm(EditForm):
    """A file that takes the place of the one before. It is judged while the form is, and kept when the row is saved."""

    file = forms.FileField(
        label=_("File"), max_length=200, error_messages={"max_length": _("The file's name is too long. Rename it.")}
    )

    class Meta:
        model = Upload
        fields = []

    def prepare(self, row, deed):
        deed.lock(row.step or row.programme or row.municipality)
        for before in row.standing().select_for_update(of=("self",)):
            before.dropped = True
            before.save()
        row.name = PurePath(self.cleaned_data["file"].name).stem + f".{row.type}"
        row.size, row.digest = len(self.body), files.keep(row.municipality.uuid, self.body)

    def clean_file(self):
        self.body = self.judged(self.cleaned_data["file"])
        return self.cleaned_data["file"]


class LogotypeForm(UploadForm):
    judged = staticmethod(files.picture)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("A PNG, JPEG or WebP picture of at most 5 MB, best with a clear background.")
        self.fields["file"].widget.attrs["accept"] = ".png,.jpg,.jpeg,.webp"


class AdoptedDocumentForm(UploadForm):
    judged = staticmethod(files.document)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A PDF of at most 20 MB, as it was adopted. What the public downloads must be accessible by law."
        )
        self.fields["file"].widget.attrs["accept"] = ".pdf"


class AttachmentForm(UploadForm):
    judged = staticmethod(files.document)
    field_order = ["file", "title"]

    class Meta:
        model = Upload
        fields = ["title"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A PDF of at most 20 MB. What the public downloads must be accessible by law, and name no private person."
        )
        self.fields["file"].widget.attrs["accept"] = ".pdf"
