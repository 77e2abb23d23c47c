"""Who else writes in the cells of a plan's table, and where one's own text waits."""

import re

from programmes import presence

BENEATH = "atgarder/"
CELL = re.compile(r"atgarder/(\d+)/rutor/(\w+)/")
PAGES = [(re.compile(r"atgarder/(\d+)/andra/"), "titel"), (re.compile(r"atgarder/(\d+)/rapporter/ny/"), "lage")]


def writing(municipality, user, at):
    """Return {(action's key, cell): "The schools are writing"} of all others at a moment."""
    return presence.writing(municipality, user, at, BENEATH, _cell)


def notes(municipality, user, at):
    """Return {action's key: {cell: {"who": who else is writing there, "draft": the person's own}}}."""
    waiting = presence.waiting(municipality, user, BENEATH, _own_cell)
    return presence.by_row(writing(municipality, user, at), waiting)


def _cell(place):
    """Return the cell that a form's address leads to; other pages of an action are told in the cell nearest to them."""
    if found := _own_cell(place):
        return found
    return next(((int(match[1]), name) for page, name in PAGES if (match := page.fullmatch(place))), None)


def _own_cell(place):
    match = CELL.fullmatch(place)
    return (int(match[1]), match[2]) if match else None
