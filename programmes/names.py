"""What rows were called when something was changed: a department that is renamed keeps its name in what was told."""

from collections import defaultdict
from weakref import ref

from django.db.models import FETCH_PEERS, Q, Window
from django.db.models.functions import Lead

from .history import Tracked


class Names:
    """The names of rows at the time of changes; `wanted` are the (model, primary key, change) to be asked for."""

    def __init__(self, wanted):
        self.keys, self.changes = defaultdict(set), set()
        for model, pk, change in wanted:
            self.keys[model].add(pk)
            self.changes.add(change)
        self.known = {model: _read(model, keys, self.changes) for model, keys in self.keys.items()}

    def of(self, model, pk, change):
        """Return what the row was called after a change; nothing where there was none."""
        forms = self.known.get(model, {}).get(pk, ())
        then = [row for since, row in forms if since <= change] or [row for _since, row in forms[:1]]
        return str(then[-1]) if then else ""


def _read(model, keys, changes):
    """Return {pk: [(change, row as that left it)]} over the time of the changes."""
    if not issubclass(model, Tracked):
        return {pk: [(0, row)] for pk, row in model.objects.in_bulk(keys).items()}
    later = Window(Lead("change_id"), partition_by="id", order_by="history_id")
    history = model.history.filter(id__in=keys, change_id__lte=max(changes)).annotate(replaced_by=later)
    forms = defaultdict(list)
    for record in history.filter(Q(replaced_by=None) | Q(replaced_by__gt=min(changes))).order_by("history_id"):
        forms[record.id].append((record.change_id, record.instance))
    as_peers([row for versions in forms.values() for _since, row in versions])
    return forms


def as_peers(rows):
    """Let rows that were not read together fetch what they point to together, as those of one queryset can."""
    peers = [ref(row) for row in rows]
    for row in rows:
        row._state.fetch_mode, row._state.peers = FETCH_PEERS, peers
