"""A new action that says what another one says: its texts and relations, but not its story."""

from programmes.models import Department, Membership

from .models import Action

SAME = (
    "area",
    "title",
    "description",
    "expected_result",
    "responsible",
    "responsible_person",
    "responsible_role",
    "partners",
    "start",
    "end",
    "continuous",
    "budget_note",
    "internal_note",
    "provenance",
)
THERE = {"responsible": Department, "responsible_person": Membership}  # who may have gone since


def copy_of(action, on):
    """Return a new action of the same plan, not saved, and what it is related to: {name: rows}."""
    new = Action(municipality=action.municipality, plan=action.plan)
    for name in SAME:
        setattr(new, name, getattr(action, name))
    for name, model in THERE.items():
        if not model.objects.active(on).filter(pk=getattr(new, f"{name}_id")).exists():
            setattr(new, name, None)
    units = list(action.participating.active(on))
    return new, {"participating": units, "indicators": list(action.indicators.kept())}
