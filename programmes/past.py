"""What changes did to rows, read from the history: as many queries for a hundred changes as for one."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count, F, OuterRef, Subquery, Value, Window
from django.db.models.functions import DenseRank

from .history import tracked_models


@dataclass(frozen=True)
class Passage:
    """One row before and after one change; `before` is None where the change added it.

    Values stand by attname, relations as sets of primary keys by name.
    """

    change: int
    model: type
    pk: int
    before: dict | None
    after: dict
    at: datetime
    last: int  # key of the row of history that it left

    @property
    def changed(self):
        """Return the names in which the row differs; of a new row: all."""
        before = self.before or {}
        return [name for name, value in self.after.items() if name not in before or before[name] != value]


def touched(changes):
    """Return {change: {model: how many rows of that kind it touched}}, asked in one query."""
    kinds = tracked_models()
    found = defaultdict(Counter)
    for change, kind, count in _counts(kinds, [change.pk for change in changes]):
        found[change][kinds[kind]] = count
    return found


def _counts(kinds, keys):
    each = [
        model.history.filter(change__in=keys)
        .order_by()
        .values("change_id")
        .annotate(kind=Value(number), count=Count("id", distinct=True))
        .values_list("change_id", "kind", "count")
        for number, model in enumerate(kinds)
    ]
    return each[0].union(*each[1:], all=True).order_by() if keys else ()


def histories_of(counted):
    """Return the history of each kind of row that was counted as touched."""
    kinds = {model for models in counted.values() for model in models}
    return [model.history.all() for model in tracked_models() if model in kinds]


def passages(changes, histories=None, most=None, page=1):
    """Return what the changes did to each row, in the order in which they did it.

    `histories` are querysets of the history to be read, else all that the changes touched; of each kind no more than
    `most` rows a change, the first ones on the first page.
    """
    histories = histories_of(touched(changes)) if histories is None else histories
    found = [passage for history in histories for passage in _read(history, [one.pk for one in changes], most, page)]
    return sorted(found, key=lambda passage: passage.at)


def _read(history, keys, most, page):
    records = _records(history.filter(change__in=keys), most, page)
    ends = {}
    for record in records:
        first, _last = ends.get((record.change_id, record.id), (record, None))
        ends[record.change_id, record.id] = first, record
    model = history.model.instance_type
    before = {past.history_id: past for past in model.history.filter(history_id__in=[r.record_before for r in records])}
    said = values([*before.values(), *(last for _first, last in ends.values())])
    for (change, pk), (first, last) in ends.items():
        was = said[first.record_before] if first.record_before else None
        yield Passage(change, model, pk, was, said[last.history_id], last.history_date, last.history_id)


def _records(history, most, page):
    """Return the rows of history in order, each with the key of the one before it."""
    if most is not None:
        rank = Window(DenseRank(), partition_by="change_id", order_by="id")
        history = history.annotate(rank_in_change=rank).filter(
            rank_in_change__gt=most * (page - 1), rank_in_change__lte=most * page
        )
    earlier = history.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    key = earlier.order_by("-history_id").values("history_id")[:1]
    return list(history.annotate(record_before=Subquery(key)).order_by("history_id"))


def values(records):
    """Return {key of a row of history: what it says}; all are of one kind of row."""
    if not records:
        return {}
    model = records[0].instance_type
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    said = {record.history_id: {name: getattr(record, name) for name in names} for record in records}
    for field in records[0]._history_m2m_fields:
        sets = defaultdict(set)
        there = getattr(type(records[0]), field.name).model.objects.filter(history__in=said)
        for key, pk in there.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            sets[key].add(pk)
        for key in said:
            said[key][field.name] = frozenset(sets[key])
    return said


def current(rows):
    """Return {pk: what a row says as it stands}; all are of one kind of row."""
    if not rows:
        return {}
    model = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    said = {row.pk: {name: getattr(row, name) for name in names} for row in rows}
    for name in getattr(model, "_history_m2m_fields", ()):
        sets = related(model, name, list(said))
        for pk in said:
            said[pk][name] = frozenset(sets[pk])
    return said


def related(model, name, keys):
    """Return {pk: primary keys to which the row is related}."""
    field = model._meta.get_field(name)
    row, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    ties = field.remote_field.through.objects.filter(**{f"{row}__in": keys})
    sets = defaultdict(set)
    for pk, related_pk in ties.annotate(row=F(f"{row}_id"), other=F(f"{other}_id")).values_list("row", "other"):
        sets[pk].add(related_pk)
    return sets


def place(model, municipality):
    """Return the lookup for the municipality's rows of a kind; nothing where no municipality owns such rows."""
    if model is type(municipality):
        return {"pk": municipality.pk}
    owned = any(field.name == "municipality" for field in model._meta.fields)
    return {"municipality": municipality} if owned else {}


def history_within(model, rows):
    """Return the history of the rows of a kind that are part of each of the given rows, or None if none can be."""
    ways = [way_up(model, type(row)) for row in rows]
    if None in ways:
        return None
    return model.history.filter(**{way or "id": row.pk for way, row in zip(ways, rows, strict=True)})


@cache
def way_up(model, above):
    """Return the lookup from a kind of row to a kind that it is part of; "" is the row itself, None is no way.

    A row is part of what it was made in: the rows that it points to and that no form lets it leave.
    """
    ways = {model: ""}
    for here in (reached := [model]):
        for field in here._meta.concrete_fields:
            there = field.related_model
            if field.is_relation and not field.editable and field.name != "municipality" and there not in ways:
                ways[there] = f"{ways[here]}__{field.name}".strip("_")
                reached.append(there)
    return ways.get(above)
