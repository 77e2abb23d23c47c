"""Where the desk works with the rows that a publication is made of."""

from django.db.models import Value

from actions.models import Action, ActionPlan, Dialogue, Proposal
from indicators.models import Indicator
from programmes.models import Area, CaseStep, Department, Goal, Group

MODELS = (Goal, Area, CaseStep, Group, ActionPlan, Action, Indicator, Dialogue, Proposal, Department)


def places(municipality, ids):
    """Return {row: the address of its page at the desk} for the municipality's rows among these ids."""
    if not ids:
        return {}
    first, *others = [
        model.objects.kept()
        .filter(municipality=municipality, uuid__in=ids)
        .order_by()
        .values_list("uuid", "pk", Value(kind))
        for kind, model in enumerate(MODELS)
    ]
    rows = first.union(*others).order_by()
    return {uuid: MODELS[kind](pk=pk, municipality=municipality).get_absolute_url() for uuid, pk, kind in rows}
