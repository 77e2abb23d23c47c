"""Who else writes in the cells of a table, and where one's own text waits; never the text itself.

`beneath` is what the addresses of the table's forms begin with; `cell_of` returns the (row's key, cell) to which such
an address leads, or None.
"""

from django.utils.translation import gettext as _

from .models import Draft, Membership


def writing(municipality, user, at, beneath, cell_of):
    """Return {(row's key, cell): "The schools are writing"} of all others at a moment."""
    drafts = Draft.objects.writing(municipality, at).filter(place__startswith=beneath).exclude(user=user)
    found = {cell: draft.user for draft in drafts if (cell := cell_of(draft.place))}
    units = _units(municipality, {person.pk for person in found.values()}, at) if found else {}
    return {cell: _("%(who)s is writing") % {"who": units.get(person.pk, person)} for cell, person in found.items()}


def waiting(municipality, user, beneath, cell_of):
    """Return {(row's key, cell): draft} of what the person has typed in cells and not saved."""
    drafts = Draft.objects.filter(municipality=municipality, user=user, place__startswith=beneath).defer("fields")
    return {cell: draft for draft in reversed(drafts) if (cell := cell_of(draft.place))}


def by_row(writers, drafts):
    """Return {row's key: {cell: {"who": who else is writing there, "draft": the person's own}}}."""
    found = {}
    for what, cells in (("who", writers), ("draft", drafts)):
        for (pk, name), said in cells.items():
            found.setdefault(pk, {}).setdefault(name, {})[what] = said
    return found


def _units(municipality, people, at):
    """Return {person's key: the department she or he is of}."""
    held = Membership.objects.active(at.date()).filter(municipality=municipality, user__in=people)
    return dict(held.exclude(department=None).values_list("user", "department__name"))
