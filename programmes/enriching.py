"""Turns plain texts into rich ones that look the same, and back: for migrations. The history follows its rows.

A change that was made before can be taken back only if its history says the same as the row.
"""

from functools import partial

from . import rich


def turn(convert, app, fields, apps, _editor):
    """Convert the named fields of the app's models and of their history; {model: "name name"}."""
    for model, names in fields.items():
        for name in (model, f"Historical{model}"):
            _turn(convert, apps.get_model(app, name), names.split())


def _turn(convert, model, names):
    for row in model.objects.only("pk", *names).iterator():
        written = {name: getattr(row, name) for name in names if getattr(row, name)}
        if written:
            model.objects.filter(pk=row.pk).update(**{name: convert(text) for name, text in written.items()})


def both_ways(app, fields):
    """Return the two functions of a `RunPython`; it comes before the fields are declared rich."""
    return partial(turn, rich.paragraphs, app, fields), partial(turn, rich.plain, app, fields)
