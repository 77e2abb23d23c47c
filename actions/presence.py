"""Who else writes in the cells of a plan's table, and where one's own text waits; never the text itself."""

import re

from django.utils.translation import gettext as _

from programmes.models import Draft, Membership

CELL = re.compile(r"atgarder/(\d+)/rutor/(\w+)/")
PAGES = [(re.compile(r"atgarder/(\d+)/andra/"), "titel"), (re.compile(r"atgarder/(\d+)/rapporter/ny/"), "lage")]


def writing(municipality, user, at):
    """Return {(action's key, cell): "The schools are writing"} of all others at a moment."""
    drafts = Draft.objects.writing(municipality, at).filter(place__startswith="atgarder/").exclude(user=user)
    found = {cell: draft.user for draft in drafts if (cell := _cell(draft.place))}
    units = _units(municipality, {person.pk for person in found.values()}, at) if found else {}
    return {cell: _("%(who)s is writing") % {"who": units.get(person.pk, person)} for cell, person in found.items()}


def waiting(municipality, user):
    """Return {(action's key, cell): draft} of what the person has typed in cells and not saved."""
    drafts = Draft.objects.filter(municipality=municipality, user=user, place__startswith="atgarder/").defer("fields")
    return {_key(match): draft for draft in reversed(drafts) if (match := CELL.fullmatch(draft.place))}


def notes(municipality, user, at):
    """Return {action's key: {cell: {"who": who else is writing there, "draft": the person's own}}}."""
    found = {}
    for what, cells in (("who", writing(municipality, user, at)), ("draft", waiting(municipality, user))):
        for (pk, name), said in cells.items():
            found.setdefault(pk, {}).setdefault(name, {})[what] = said
    return found


def _cell(place):
    """Return the cell that a form's address leads to; other pages of an action are told in the cell nearest to them."""
    if match := CELL.fullmatch(place):
        return _key(match)
    return next(((int(match[1]), name) for page, name in PAGES if (match := page.fullmatch(place))), None)


def _key(match):
    return int(match[1]), match[2]


def _units(municipality, people, at):
    """Return {person's key: the department she or he is of}."""
    held = Membership.objects.active(at.date()).filter(municipality=municipality, user__in=people)
    return dict(held.exclude(department=None).values_list("user", "department__name"))
