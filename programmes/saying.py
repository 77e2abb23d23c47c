"""What a change did to a field, in words: values as people read them, relations by name, long texts as an excerpt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import comparing, formats, rich, words
from .dates import PartialDate
from .exposure import PERSONAL
from .rich_fields import RichTextField

LONG = 80  # characters from which on a text is told as an excerpt


@dataclass(frozen=True)
class Line:
    """One field: from what to what; a relation by what came and went, a long text in pieces of (kind, text)."""

    label: str
    old: str = ""
    new: str = ""
    came: tuple = ()
    went: tuple = ()
    pieces: tuple = ()
    withheld: bool = False


@cache
def told_fields(model):
    """Return the fields that have a name in the reader's language; what has none is nobody's to read."""
    named = [field for field in model._meta.get_fields() if isinstance(getattr(field, "verbose_name", ""), Promise)]
    return [field for field in named if not field.auto_created]


def columns(field):
    """Return the names under which history keeps a field; a partial date stands in two."""
    if field.many_to_many:
        return (field.name,)
    prefix = field.name.removesuffix("_date")
    if prefix != field.name and any(one.name == f"{prefix}_precision" for one in field.model._meta.fields):
        return (field.attname, f"{prefix}_precision")
    return (field.attname,)


def changed_fields(passage):
    """Return the told fields that a passage changed; of a new row, those that say something."""
    changed = set(passage.changed)
    if passage.before is None:
        changed = {name for name in changed if passage.after[name] not in ("", None, False, frozenset(), {})}
    return [field for field in told_fields(passage.model) if changed.intersection(columns(field))]


def references(passage):
    """Yield the (model, primary key) that have to be named to tell of a passage."""
    for field in changed_fields(passage):
        if field.is_relation:
            for values in filter(None, (passage.before, passage.after)):
                keys = values[columns(field)[0]]
                yield from ((field.related_model, pk) for pk in (keys if field.many_to_many else [keys]) if pk)


def lines(passage, name_of, reader, row, longest):
    """Return what happened to the fields, as far as the reader may see; `name_of(model, pk)` names other rows."""
    return [_line(field, passage, name_of, reader, row, longest) for field in changed_fields(passage)]


def _line(field, passage, name_of, reader, row, longest):
    label = capfirst(field.verbose_name)
    if not may_see(field, reader, row):
        return Line(label, withheld=True)
    if field.many_to_many:
        old, new = (values[field.name] if values else frozenset() for values in (passage.before, passage.after))
        came, went = (sorted(name_of(field.related_model, pk) for pk in keys) for keys in (new - old, old - new))
        return Line(label, came=tuple(came), went=tuple(went))
    old, new = (in_words(field, values, name_of) if values else "" for values in (passage.before, passage.after))
    if max(len(old), len(new)) > LONG:
        pieces = comparing.excerpt(comparing.compare(old, new), most=longest)
        return Line(label, pieces=tuple(comparing.marked(pieces)))
    return Line(label, old, new)


def may_see(field, reader, row):
    """Return whether the reader may know what it says; notes and what tells of a person have rights of their own."""
    if field.name == "internal_note":
        return reader.has_perm("programmes.view_internal_note", row)
    if field.model.exposure[field.name] == PERSONAL:
        return reader.has_perm("programmes.view_membership", row)
    return True


def in_words(field, values, name_of):
    """Return a field's value as people read it; nothing where it is not known."""
    names = columns(field)
    value = values[names[0]]
    if len(names) == 2:
        return PartialDate(value, values[names[1]]).short
    if field.is_relation:
        return name_of(field.related_model, value) if value else ""
    if field.choices:
        return capfirst(str(dict(field.flatchoices).get(value, value if value is not None else "")))
    return rich.plain(value) if isinstance(field, RichTextField) else plain(value)


def plain(value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return ", ".join(words.word(level, value[level]).one for level in words.LEVELS if level in value)
    return "" if value is None else str(value)
