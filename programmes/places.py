"""The register of all places where a text can lie, for whoever has to find words and take them away.

Each room names its places in a module that `settings.PLACES` lists; together they answer for every column that can hold
a text, and for every folder. A test goes through the database and finds the column that no place answers for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
ANY_TEXT = (*TEXTS, models.GenericIPAddressField)


class Found(NamedTuple):
    """Where words stand, in a reader's words, and how often."""

    where: str
    count: int


@dataclass(frozen=True)
class Place:
    """One kind of place.

    `find(municipality, mask)` tells where words stand. `remove(municipality, mask, by)` takes them away, inside the
    transaction of the withdrawal, whose person is `by`; where there is none, `find` finds what others take away.
    `dispose(municipality, hashes)` takes away what lies here of contents that are disposed of, known by their hashes.
    `clear()` takes from the disk what the database names no longer: it may be called at any time, and again.
    """

    name: str
    columns: Callable[[], Iterable[str]]  # "table.column"
    find: Callable
    remove: Callable | None = None
    dispose: Callable | None = None
    clear: Callable | None = None
    folders: tuple[str, ...] = ()  # names of settings


def register():
    """Return all places."""
    return [place for path in settings.PLACES for place in import_string(path)]


def find(municipality, mask):
    """Return [(place, what was found there)] of all places where the words stand."""
    found = [(place, [one for one in place.find(municipality, mask) if one.count]) for place in register()]
    return [(place, there) for place, there in found if there]


def clear():
    """Take from the disk what the database names no longer; a chore of the worker, and done after each withdrawal."""
    for place in register():
        if place.clear:
            place.clear()


def text_fields(model, leave=()):
    """Return the fields of a model that can hold a text that somebody has written."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS) and not field.choices and field.name not in leave
    ]


def columns(model, *names):
    """Return the named columns of a model, or all that can hold any text at all, as a place answers for them."""
    texts = [field for field in model._meta.concrete_fields if isinstance(field, ANY_TEXT)]
    return {f"{model._meta.db_table}.{field.column}" for field in texts if not names or field.name in names}
