"""Who else writes in the cells of the grid of figures, and where one's own text waits."""

import re

from programmes import presence

BENEATH = "indikatorer/"
CELL = re.compile(r"indikatorer/(\d+)/rutor/([TKM])/(\d{4})/varde/")


def writing(municipality, user, at):
    """Return {("12-T", "2024"): "The schools are writing"} of all others at a moment."""
    return presence.writing(municipality, user, at, BENEATH, _cell)


def notes(municipality, user, at):
    """Return {row's key: {year: {"who": who else is writing there, "draft": the person's own}}}."""
    waiting = presence.waiting(municipality, user, BENEATH, _cell)
    return presence.by_row(writing(municipality, user, at), waiting)


def _cell(place):
    match = CELL.fullmatch(place)
    return (f"{match[1]}-{match[2]}", match[3]) if match else None
