"""Saving what the files say: one change for each municipality, and only where something differs.

**Known again.** A row is matched by what is unique beside it (code, address, number, year) or else by its UUID, which
follows from its place in the file; so reading the same file again finds every row and changes nothing.

**What the file says** is what it names. A key that is absent or empty says nothing: what officials have filled in
there stays, and rows that the file does not name stay.

**What people have changed since** is compared as on every page: beside what the file says and what stands there now
is what the last reading wrote. Where the file has not altered it since, the people's word stays. Where the file and a
person have both altered the same field, it is a fault that shows both, and nothing is loaded, unless the file is told
to win (`overwrite`). A row that a person has dropped stays dropped in the same way.

**Adopted wording** is locked for files as for people: it is altered as an editorial correction, with its reason
(`correction`), or by its decision at the desk; else it is a fault.

**Plans** are taken over as the file says that they stand: one that is new to the portal can be adopted although its
decision is not known, and is closed after its actions have got into it. From then on the plans' own rules hold.
"""

import copy
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actions.models import ActionPlan
from programmes import rich
from programmes.history import change
from programmes.past import values
from programmes.rich_fields import RichTextField

from .faults import line_of
from .kinds import ACTION, MUNICIPALITY, PLAN, REGION


@dataclass
class Outcome:
    """What a loading did: rows by what happened to them."""

    count: Counter = field(default_factory=Counter)

    def __str__(self):
        return _(
            "New: %(new)d. Changed: %(changed)d. As before: %(same)d. Kept as people have changed them: %(kept)d."
        ) % {name: self.count[name] for name in ("new", "changed", "same", "kept")}


class Saving:
    """One loading's writing; `save` is called inside a transaction that faults take back."""

    def __init__(self, faults, *, correction="", overwrite=False):
        self.faults = faults
        self.facts = {"ground": "correction", "reason": correction} if correction else {}
        self.overwrite = overwrite
        self.outcome = Outcome()
        self.siblings = {}
        self.to_close = []

    @transaction.atomic
    def save(self, rows):
        """Save the rows, which come in order; all of them or, if there are faults, none."""
        for top in [row for row in rows if row.kind in (REGION, MUNICIPALITY)]:
            own = [row for row in rows if row is top or top in row.up()]
            self._save_place(top, own)
        self.faults.stop_if_any()
        return self.outcome

    def _save_place(self, top, rows):
        sentence = _("Read in %(file)s") % {"file": Path(top.node.start_mark.name).name}
        place = self._find(top) if top.kind is MUNICIPALITY else None
        with change(sentence, municipality=place, **self.facts) as deed:
            for row in rows:
                self._save_row(row, deed)
            self._close_plans()
            if top.kind is MUNICIPALITY and place is None and top.instance is not None:
                deed.municipality = top.instance
                deed.save(update_fields=["municipality"])

    def _close_plans(self):
        for plan in filter(lambda plan: plan.pk, self.to_close):
            plan.state = ActionPlan.State.CLOSED
            plan.save()
        self.to_close = []

    def _save_row(self, row, deed):
        if any(above.instance is None for above in row.up()):
            return  # what it stands inside has faults
        found = self._find(row)
        altered = self._altered(row, found)
        row.instance = found
        try:
            if found is None or altered:
                row.instance = self._write(row, found, altered, deed)
        except ValidationError as error:
            self._blame(row, error, altered)
        self.outcome.count["new" if found is None else "changed" if altered else "same"] += 1

    def _new(self, row):
        instance = row.kind.model(uuid=row.uuid)
        for above in row.up():
            if _has_field(instance, above.kind.called):
                setattr(instance, above.kind.called, above.instance)
        return instance

    def _write(self, row, found, altered, deed):
        instance, before = found or self._new(row), copy.copy(found)
        relations = {name: value for name, value in altered.items() if isinstance(value, list)}
        for name in altered.keys() - relations.keys():
            setattr(instance, name, altered[name])
        if found is None and row.kind is PLAN:
            self._take_over(instance)
        else:
            instance.check_change(before, deed)
        if found is None and row.kind is ACTION:
            instance.settle_end()
        _clean(instance, new=found is None)
        if found is None or len(altered) > len(relations):
            instance.save()
        for name, rows in relations.items():
            if rows or found:
                instance.relate(name, rows)
        return instance

    def _take_over(self, plan):
        if plan.state == ActionPlan.State.CLOSED:
            plan.state = ActionPlan.State.ADOPTED
            self.to_close.append(plan)

    def _blame(self, row, error, altered):
        """Tell a model's fault on the line of its field, or of the first value in the file that would be written."""
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                self.faults.add(row.place(name), " ".join(messages))
        else:
            nodes = [row.nodes[name] for name in altered if name in row.nodes] if row.instance else []
            self.faults.add(min(nodes, key=line_of, default=row.node), " ".join(error.messages))

    # Known again

    def _find(self, row):
        """Return the row as it stands in the database, locked, or None."""
        beside = self._beside(row)
        natural = self._natural(row, lambda name: _key(_said(row, name)))
        kept = beside["natural"].get(natural)
        return kept or beside["uuid"].get(row.uuid) or beside["dropped"].get(natural)

    def _beside(self, row):
        """Return what stands inside the same parent, under its UUID and its natural key."""
        key = row.kind, row.above or row
        if key not in self.siblings:
            rows = row.kind.model.objects.select_for_update(of=("self",))
            if row.above is None:
                rows = rows.filter(Q(uuid=row.uuid) | Q(**{name: row.values[name] for name in row.kind.natural}))
            else:
                rows = rows.filter(**{row.above.kind.called: row.above.instance})
            self.siblings[key] = self._indexed(row, rows)
        return self.siblings[key]

    def _indexed(self, row, rows):
        index = {"uuid": {}, "natural": {}, "dropped": {}}
        for instance in rows:
            index["uuid"][instance.uuid] = instance
            natural = self._natural(row, lambda name, instance=instance: getattr(instance, _attname(instance, name)))
            index["dropped" if instance.dropped else "natural"][natural] = instance
        return index

    def _natural(self, row, get):
        return tuple(get(name) for name in row.kind.natural) or object()

    # What differs

    def _altered(self, row, found):
        """Return {field: new value} of what the file says and the row does not, relations as lists of rows."""
        said = dict(row.values)
        for name, other in row.found.items():
            said[name] = [one.instance for one in other] if isinstance(other, list) else other and other.instance
        if found is None:
            return said
        now = {name: _current(found, name) for name in said}
        differing = {name: value for name, value in said.items() if _key(value) != _key(now[name])}
        if found.dropped and not self.overwrite:
            self.outcome.count["kept"] += 1
            return {}
        if found.dropped:
            differing["dropped"] = False
        return self._merged(row, found, differing, now) if differing and not self.overwrite else differing

    def _merged(self, row, found, differing, now):
        """Leave out what people have changed since the last reading; where the file has, too, it is a fault."""
        base = self._last_written(found)
        altered = {}
        for name, value in differing.items():
            attname = _attname(found, name)
            written = base.get(attname) if base else _blank(found, name)
            if _key(now[name]) == _key(written):
                altered[name] = value
            elif base and _key(value) == _key(written):
                self.outcome.count["kept"] += 1
            else:
                self.faults.add(row.place(name), self._both(found, name, value))
        return altered

    def _last_written(self, found):
        past = type(found).history.filter(id=found.pk, change__user=None).order_by("-history_id").first()
        return values([past])[past.history_id] if past else None

    def _both(self, found, name, said):
        return _(
            "Somebody has changed this since the last reading. There it says “%(now)s”, in the file “%(said)s”."
            " Alter the file, or let it win with --overwrite."
        ) % {"now": _shown(found, name, _current(found, name)), "said": _shown(found, name, said)}


def _clean(instance, *, new):
    """Ask the model's rules, except what is known already: pointers were resolved among the municipality's own rows,
    and a new row's constraints were asked when the files were checked."""
    pointers = {field.name for field in instance._meta.concrete_fields if field.is_relation}
    instance.full_clean(exclude=pointers, validate_constraints=not new)


def _has_field(instance, name):
    return name in {field.name for field in instance._meta.concrete_fields}


def _attname(instance, name):
    return instance._meta.get_field(name).attname


def _current(instance, name):
    return (
        list(getattr(instance, name).all()) if instance._meta.get_field(name).many_to_many else getattr(instance, name)
    )


def _said(row, name):
    return row.found[name].instance if name in row.found else row.get(name)


def _key(value):
    """Return what a value is compared by: related rows by their primary key, lists as sets."""
    if isinstance(value, list | frozenset):
        return frozenset(map(_key, value))
    return value.pk if isinstance(value, models.Model) else value


def _blank(instance, name):
    field = instance._meta.get_field(name)
    return frozenset() if field.many_to_many else field.get_default()


def _shown(instance, name, value):
    """Return a value as the file would say it."""
    if isinstance(instance._meta.get_field(name), RichTextField):
        return rich.to_text(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
