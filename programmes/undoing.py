"""Taking a change back: the inverse change, under the same locks, rules and rights."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from .history import Change, change, current_values, dead_ends, pointing_to, set_values, values


class CannotUndo(Exception):
    """The change cannot be taken back; the message says why, in the reader's language."""


def undo(deed, *, user):
    """Take a change back by the inverse change, under the same locks, rules and rights.

    Returns the new change. Raises CannotUndo where a field has been changed again since or the change was taken back
    already, PermissionDenied where the user may not change one of the rows, ValidationError where a rule forbids it.
    """
    sentence = _("Took back: %(what)s") % {"what": deed.sentence}
    facts = {"ground": deed.ground, "step": deed.step, "reason": deed.reason}
    with change(sentence, municipality=deed.municipality, user=user, **facts) as inverse:
        original = Change.objects.select_for_update(of=("self",)).get(pk=deed.pk)
        if hasattr(original, "undone_by"):
            raise CannotUndo(_("This change has already been taken back."))
        inverse.undoes = original
        inverse.save(update_fields=["undoes"])
        touched = sorted(original.rows(), key=lambda one: one[2].dropped)  # what gives up its place comes first
        undone = [_undo_row(inverse, row, first, last, user) for row, first, last in touched]
        for row, changed in undone:
            _check_ties(row, changed)
    return inverse


def _undo_row(inverse, row, first, last, user):
    row = inverse.lock(row)
    if user is not None and not user.has_perm(f"{row._meta.app_label}.change_{row._meta.model_name}", row):
        raise PermissionDenied
    earlier = type(row).history.filter(id=row.pk, history_id__lt=first.history_id).order_by("-history_id").first()
    before = {"dropped": True} if earlier is None else values(earlier)
    after = values(last)
    now = current_values(row)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if any(now[name] != after[name] for name in changed):
        raise CannotUndo(_("“%(row)s” has been changed again since then.") % {"row": row})
    set_values(row, dict(changed), inverse)
    return row, changed


def _check_ties(row, changed):
    """Refuse to put away what is used by now, and to tie to what has been put away since."""
    if row.dropped:
        for user in pointing_to(row):
            raise CannotUndo(_("“%(row)s” is used by now, in “%(user)s”.") % {"row": row, "user": user})
    elif dead := dead_ends(row, None if "dropped" in changed else changed):
        raise CannotUndo(_("“%(row)s” has been removed since then.") % {"row": dead[0]})
