"""An action that goes on in the next plan: the same number, the same story, and what was promised first.

Texts, relations, area, who answers for it and its dates go along. The end as adopted goes along as it is and is not
adopted anew: so a delay shows in every later year, on the desk and in public. What is completed has kept its promise:
where it is done once more its dates are left open. A department that has been closed is replaced by its successor, and
a person whose role has ended is not named again. The reports stay with the year that they tell of.
"""

from programmes.adding import add_all
from programmes.models import Membership

from . import statuses
from .models import Action

ALONG = (
    "area",
    "title",
    "description",
    "expected_result",
    "responsible_role",
    "partners",
    "continuous",
    "budget_note",
    "internal_note",
    "provenance",
    "example",
)
OF_A_PROMISE = ("start", "end_adopted", "end", "end_reason")
OF_THE_WORK = ("status", "progress")
RELATIONS = ("participating", "indicators")


def continue_in(plan, actions, deed, on):
    """Let actions of the plan before go on in a locked draft; return their rows there. Always a few queries.

    What has been taken out of the draft comes back as it stands in the plan before, under its number.
    """
    actions = actions.select_for_update(of=("self",), no_key=True).order_by("pk").prefetch_related(*RELATIONS)
    actions = list(actions)
    carry = Carrying(plan, on)
    back = {row.continues_id: row for row in plan.actions.filter(dropped=True, continues__in=actions)}
    again = [(back[action.pk], action) for action in actions if action.pk in back]
    new = [(carry.new(action), action) for action in actions if action.pk not in back]
    for row, action in again + new:
        carry.fill(row, action)
    relations = {name: [carry.related(action, name) for _row, action in new] for name in RELATIONS}
    add_all(deed, [row for row, _action in new], relations)
    for row, action in again:
        _take_back(row, carry, action)
    return [row for row, _action in again + new]


def _take_back(row, carry, action):
    row.dropped = False
    row.full_clean()
    row.save()
    for name in RELATIONS:
        others = row._meta.get_field(name).related_model.objects
        row.relate(name, list(others.filter(pk__in=carry.related(action, name))))


class Carrying:
    """What has to be known of a plan and a day before actions go on in it: numbers, departments, people."""

    def __init__(self, plan, on):
        self.plan, self.blank = plan, Action()
        self.taken = set(plan.actions.values_list("number", flat=True))
        self.free = plan.next_number()
        self.heirs = plan.municipality.departments.heirs(on)
        here = Membership.objects.active(on).filter(municipality=plan.municipality)
        self.people = set(here.values_list("pk", flat=True))

    def new(self, action):
        number = self.number(action.number)
        return Action(
            municipality=self.plan.municipality, plan=self.plan, continues=action, number=number, order=action.order
        )

    def number(self, wanted):
        """Return the action's own number, or a new one where an action of the draft has that by chance."""
        if wanted in self.taken:
            wanted, self.free = self.free, self.free + 1
        self.taken.add(wanted)
        return wanted

    def fill(self, row, action):
        """Write into the row what goes along; what belongs to the year before alone is empty there."""
        is_open, is_kept = action.status in statuses.OPEN, action.status == statuses.COMPLETED
        along = [*ALONG, *(() if is_kept else OF_A_PROMISE), *(OF_THE_WORK if is_open else ())]
        for name in (*ALONG, *OF_A_PROMISE, *OF_THE_WORK):
            field = row._meta.get_field(name)
            setattr(row, field.attname, getattr(action if name in along else self.blank, field.attname))
        if is_open and action.late_override:
            row.late_override, row.late_reason = True, action.late_reason
        row.responsible_id = self.heirs.get(action.responsible_id)
        person = action.responsible_person_id
        row.responsible_person_id = person if person in self.people else None

    def related(self, action, name):
        if name == "participating":
            return {self.heirs[unit.pk] for unit in action.participating.all() if not unit.dropped}
        return {one.pk for one in getattr(action, name).all() if not one.dropped}
