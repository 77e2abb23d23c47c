"""Adopted wording is locked: it changes by a decision, or as a labelled editorial correction.

Once a programme is adopted, the fields that a row lists in `ADOPTED_WORDING` can be changed only inside a `Change`
whose `ground` is "decision" (with the step of the case that decided it) or "correction" (with its reason).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DECISION, CORRECTION = "decision", "correction"


def is_locked(programme):
    """Return whether the programme's wording has been adopted by a decision."""
    return (
        programme.pk is not None
        and programme.steps.kept()
        .filter(is_decision=True, concerns="programme", kind__in=["adoption", "revision"])
        .exists()
    )


def changed_fields(row, before):
    """Return the locked fields in which `row` differs from `before` (None: the row is new)."""
    if before is None:
        return list(row.ADOPTED_WORDING)
    return [name for name in row.ADOPTED_WORDING if getattr(row, name) != getattr(before, name)]


def check(row, before, change):
    """Raise ValidationError if adopted wording would change without a ground."""
    fields = changed_fields(row, before)
    if not fields or not is_locked(row.programme):
        return
    if change.ground == DECISION:
        step = change.step
        if step is None or step.programme_id != row.programme.pk or not step.is_decision:
            raise ValidationError({"step": _("Choose the decision that changes the wording.")})
    elif change.ground == CORRECTION:
        if not change.reason.strip():
            raise ValidationError({"reason": _("Say what is corrected editorially, and why.")})
    else:
        raise ValidationError(
            _(
                "This wording has been adopted and is locked. State the decision that changes it,"
                " or mark an editorial correction."
            )
        )
