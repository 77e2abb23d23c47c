"""Where words lie among the working rows: in the rows, in all they have ever said, in changes, drafts and files."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import file_texts, files, past
from .history import Change, change, tracked_models
from .models import Draft, FileToRemove, Municipality, Upload
from .places import Found, Place, columns, text_fields
from .rich_fields import RichTextField

FIXED = {Municipality: ("slug", "code", "accent")}  # known by these, and never a person's


def fields_of(model):
    """Return the fields of a kind of row in which words are masked."""
    return text_fields(model, leave=(*FIXED.get(model, ()), *model.SEALED))


def names_of(model):
    return [field.name for field in fields_of(model)]


def kinds(municipality):
    """Yield (kind of row, rows of the municipality, their history) of all that it owns."""
    for model in tracked_models():
        if there := past.place(model, municipality):
            history = {"id": municipality.pk} if model is Municipality else there
            yield model, model.objects.filter(**there), model.history.filter(**history)


def find_rows(municipality, mask):
    for model, rows, _history in kinds(municipality):
        yield Found(capfirst(model._meta.verbose_name), mask.holding(rows, names_of(model)).count())


def find_history(municipality, mask):
    for model, _rows, history in kinds(municipality):
        names = [*names_of(model), "history_change_reason"]
        yield Found(capfirst(model._meta.verbose_name), mask.holding(history, names).count())
    yield Found(_("Sentences about changes"), mask.holding(sentences(municipality), ["sentence", "reason"]).count())


def sentences(municipality):
    return Change.objects.filter(municipality=municipality).order_by("pk")


def remove_from_rows(municipality, mask, by):
    """Mask the rows, in one change; what rules forbid to change is masked all the same."""
    with change(_("Took away words that are not to stand here"), municipality=municipality, user=by):
        for model, rows, _history in kinds(municipality):
            for row in mask.holding(rows.select_for_update(of=("self",)).order_by("pk"), names_of(model)):
                for name, value in masked(row, model, mask).items():
                    setattr(row, name, value)
                row.save()


def remove_from_history(municipality, mask, by):
    """Mask what rows have ever said, and the sentences about their changes."""
    for model, _rows, history in kinds(municipality):
        for row in mask.holding(history.order_by("pk"), [*names_of(model), "history_change_reason"]):
            reason = {"history_change_reason": mask.text(row.history_change_reason or "")}
            history.filter(pk=row.pk).update(**masked(row, model, mask), **reason)
    for deed in mask.holding(sentences(municipality), ["sentence", "reason"]):
        said = {"sentence": mask.text(deed.sentence)[:300], "reason": mask.text(deed.reason)[:500]}
        Change.objects.filter(pk=deed.pk).update(**said)


def masked(row, model, mask):
    """Return {name: value} of a row, or of its history, for all that a mask changes."""
    unique = {name for one in model._meta.constraints for name in getattr(one, "fields", ())}
    values = {}
    for field in fields_of(model):
        before = getattr(row, field.attname)
        after = masked_value(field, before, mask, row.uuid, field.name in unique)
        if after != before:
            values[field.attname] = after
    if values.get("digest") and model is Upload:
        values["dropped"] = True
    return values


def masked_value(field, value, mask, key, is_unique):
    if not value:
        return value
    if isinstance(field, models.JSONField):
        return mask.plain(value)
    if not mask.holds(value):
        return value
    if isinstance(field, models.URLField | models.EmailField):
        return ""
    if field.name == "slug":
        return mask.slug(value, key)
    if isinstance(field, RichTextField):
        return mask.rich(value)
    text = f"{mask.text(value)} {key.hex[:8]}" if is_unique and field.name != "digest" else mask.text(value)
    return text[: field.max_length]


def find_drafts(municipality, mask):
    return [Found(_("Drafts that are not saved"), drafts(municipality, mask).count())]


def drafts(municipality, mask):
    return mask.holding(Draft.objects.filter(municipality=municipality), ["fields", "rights", "place", "page"])


def remove_drafts(municipality, mask, by):
    drafts(municipality, mask).delete()


def find_files(municipality, mask):
    """Tell which files hold the words in what can be read of them; those of pictures and scans nobody finds so."""
    found = files_holding(municipality, mask)
    yield from (Found(name, 1) for digest, name in handed_in(municipality) if digest in found)
    yield Found(_("Files that are being removed"), to_remove().filter(municipality=municipality).count())


def handed_in(municipality):
    """Return [(digest, name)] of all files that the municipality has ever handed in."""
    places = (Upload.objects, Upload.history)
    named = [there.filter(municipality=municipality).values_list("digest", "name") for there in places]
    return sorted({digest: name for there in named for digest, name in there}.items(), key=lambda one: one[::-1])


def files_holding(municipality, mask):
    """Return the digests of the files in which the words can be read."""
    there = {digest: files.read(municipality.uuid, digest) for digest, _name in handed_in(municipality)}
    return [key for key, body in there.items() if body is not None and mask.holds(file_texts.read(body))]


def to_remove():
    return FileToRemove.objects.filter(kind=FileToRemove.UPLOAD)


def remove_files(municipality, mask, by):
    """Write down which files are to go; they go when that is certain."""
    for digest in sorted(mask.digests):
        FileToRemove.objects.create(municipality=municipality, kind=FileToRemove.UPLOAD, name=digest)


def clear_files():
    """Remove the files that were withdrawn; a file that was handed in anew meanwhile is another one."""
    for row in to_remove().select_related("municipality"):
        named = Upload.objects.filter(municipality=row.municipality, digest=row.name).exists()
        if not named:
            files.path(row.municipality.uuid, row.name).unlink(missing_ok=True)
        row.delete()
    files.remove_unfinished(Path(settings.UPLOADS))


def row_columns():
    return set().union(*(columns(model, *names_of(model), *FIXED.get(model, ())) for model in tracked_models()))


def history_columns():
    kept = [
        (model.history.model, [field.name for field in text_fields(model, leave=model.SEALED)])
        for model in tracked_models()
    ]
    there = [columns(past, *names, "history_change_reason", "history_type") for past, names in kept]
    return set().union(*there, columns(Change))


PLACES = [
    Place(gettext_lazy("What is worked with"), row_columns, find_rows, remove_from_rows),
    Place(gettext_lazy("History"), history_columns, find_history, remove_from_history),
    Place(gettext_lazy("What is typed and not saved"), lambda: columns(Draft), find_drafts, remove_drafts),
    Place(
        gettext_lazy("Files handed in"),
        lambda: columns(FileToRemove),
        find_files,
        remove_files,
        clear=clear_files,
        folders=("UPLOADS",),
    ),
]
