"""Rich texts in models and forms: stored clean, written with an editor or, without scripts, with a few signs."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from . import rich


class Room(MaxLengthValidator):
    """A limit that counts what people see, not the tags."""

    def clean(self, text):
        return len(rich.plain(text))


class RichTextarea(forms.Textarea):
    """The text with signs, which the editor replaces; beside the name stands what the text is written in.

    Its value is always the clean HTML, whichever way it came.
    """

    template_name = "programmes/rich.html"
    MOST = 200_000  # characters that are read; far more than fit

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        if text is None:
            return None
        read = rich.clean if data.get(f"{name}-as") == "html" else rich.from_text
        return read(text[: self.MOST])

    def get_context(self, name, value, attrs):
        html = rich.clean(value or "")
        attrs = {**(attrs or {}), "autocomplete": "off"}  # no browser puts an older text back beneath the editor
        context = super().get_context(name, rich.to_text(html), attrs)
        counted = {"html": html, "words": rich.words(html), "long": rich.long_sentences(html)}
        context["widget"] |= counted | {"most": rich.LONG_SENTENCE}
        return context


class RichField(forms.CharField):
    widget = RichTextarea

    def to_python(self, value):
        return rich.clean(super().to_python(value))


class RichTextField(models.TextField):
    """A rich text; `room` is how many characters people may see of it."""

    def __init__(self, *args, room=None, **options):
        self.room = room
        super().__init__(*args, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | ({"room": self.room} if self.room else {})

    @cached_property
    def validators(self):
        return [*super().validators, *([Room(self.room)] if self.room else [])]

    def to_python(self, value):
        return rich.clean(super().to_python(value) or "")

    def pre_save(self, row, add):
        """Clean whatever somebody has set, so that no row ever holds anything else."""
        setattr(row, self.attname, self.to_python(getattr(row, self.attname)))
        return getattr(row, self.attname)

    def formfield(self, **options):
        return super().formfield(**{"form_class": RichField, "widget": RichTextarea} | options)
