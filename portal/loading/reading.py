"""From nodes to rows: what the files say, row by row, before anything is looked up or saved."""

import uuid
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from programmes.dates import PartialDate

from .documents import is_empty, pairs
from .faults import Wrong, did_you_mean
from .kinds import DEFINITION, INDICATOR, TOP, Kind, Pointer
from .values import text, texts

NAMESPACE = uuid.UUID("5a3d1a52-6a0f-4f0e-9a55-2f1f0c4b7d10")


@dataclass(eq=False)
class Row:
    """One thing that a file names: only the fields that the file says something about have a value."""

    kind: Kind
    node: yaml.Node
    above: "Row | None"
    values: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)  # {field: where its value stands}
    names: dict = field(default_factory=dict)  # {key: [(name of another row, where it stands)]}
    found: dict = field(default_factory=dict)  # {field: the rows that were meant}
    checked: dict = field(default_factory=dict)  # what the file says without its being a field
    instance: object = None

    def up(self):
        """Yield the rows that this one stands inside, nearest first."""
        row = self.above
        while row is not None:
            yield row
            row = row.above

    def inside(self, called):
        """Return the row of that kind that this one stands inside, or None."""
        return next((row for row in self.up() if row.kind.called == called), None)

    def get(self, name):
        """Return what the field will hold as far as the file decides: its value, or the model's own default."""
        return self.values.get(name, self.kind.model._meta.get_field(name).get_default())

    def place(self, name):
        """Return the node to blame for a field: where its value stands, or where the row begins."""
        return self.nodes.get(name, self.node)

    def identity(self):
        return tuple(self._said(key) for key in self.kind.identity)

    def _said(self, key):
        if isinstance(self.kind.keys[key], Pointer):
            return self.names[key][0][0] if key in self.names else None
        if key in self.checked:
            return self.checked[key]
        return self.get(self.kind.keys[key].field) if self.kind.keys[key].field else None

    @property
    def path(self):
        """The row's place in the world, from which its UUID follows: the same in every reading and every house."""
        own = "/".join((self.kind.section, *map(str, self.identity())))
        return f"{self.above.path}/{own}" if self.above else own

    @property
    def uuid(self):
        return uuid.uuid5(NAMESPACE, self.path)


class Reading:
    """Collects the rows of all files; what cannot be read becomes a fault, and the reading goes on."""

    def __init__(self, faults):
        self.faults = faults
        self.rows = []

    def document(self, root):
        if not isinstance(root, yaml.MappingNode):
            self.faults.add(root, _("The file begins with the keys regions and municipalities."))
            return
        self._sections(root, TOP, None)

    def _sections(self, node, kinds, above):
        sections = {kind.section: kind for kind in kinds}
        known = [*sections, *(above.kind.keys if above else ())]
        for name, key, value in pairs(node):
            if name in sections:
                self._section(sections[name], value, above)
            elif name not in known:
                self.faults.add(key, _("There is no key %(key)s here.") % {"key": name} + did_you_mean(name, known))

    def _section(self, kind, node, above):
        if not isinstance(node, yaml.SequenceNode):
            self.faults.add(node, _("Write %(section)s as a list: each begins with a hyphen.") % vars(kind))
            return
        for place, part in enumerate(node.value, 1):
            if not is_empty(part):
                self._row(kind, part, above, place)

    def _row(self, kind, node, above, place):
        row = Row(kind, node, above)
        if isinstance(node, yaml.MappingNode):
            for name, _key, value in pairs(node):
                self._read(row, name, value)
        elif kind.short:
            self._read(row, kind.short, node)
        else:
            self.faults.add(node, _("Write a group of keys here."))
            return
        if kind.counted:
            row.values.setdefault(kind.counted, place)
        self._example(row)
        self._completeness(row)
        self.rows.append(row)
        if isinstance(node, yaml.MappingNode):
            self._sections(node, kind.inside, row)
        self._definitions(row)

    def _definitions(self, row):
        """Every indicator has a first definition, and nothing before it to break with."""
        if row.kind is DEFINITION and row.values.get("version") == 1:
            row.values.setdefault("is_break", False)
        if row.kind is INDICATOR and not any(other.kind is DEFINITION and other.above is row for other in self.rows):
            first = {"version": 1, "is_break": False, "source_id": row.get("source_id"), "example": row.get("example")}
            self.rows.append(Row(DEFINITION, row.node, row, values=first))

    def _read(self, row, name, node):
        key = row.kind.keys.get(name)
        if key is None:
            return
        try:
            if isinstance(key, Pointer):
                row.nodes[key.field] = node
                row.names[name] = self._names(key, node)
            else:
                self._keep(row, name, key, key.read(node))
                row.nodes[key.field or name] = node
        except Wrong as wrong:
            self.faults.add(wrong.node or node, wrong)
            row.nodes[key.field or name] = node
            row.checked[name] = None

    def _keep(self, row, name, key, value):
        if not key.field:
            row.checked[name] = value
        elif key.partial:
            value = value if isinstance(value, PartialDate) else PartialDate()
            row.values |= {f"{key.field}_date": value.value, f"{key.field}_precision": value.precision}
        else:
            row.values[key.field] = value

    def _names(self, pointer, node):
        if not pointer.many:
            return [(text(node), node)]
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return list(zip(texts(node), [part for part in parts if not is_empty(part)], strict=True))

    def _example(self, row):
        """What stands under an example is an example."""
        if row.above is None or not row.above.values.get("example"):
            return
        if row.values.get("example") is False:
            self.faults.add(row.place("example"), _("This stands under example data and is example data, too."))
        row.values["example"] = True

    def _completeness(self, row):
        for key in row.kind.needed:
            if not self._is_named(row, key):
                self.faults.add(row.node, _("The key %(key)s is missing here.") % {"key": key})

    def _is_named(self, row, name):
        key = row.kind.keys[name]
        if isinstance(key, Pointer):
            return name in row.names
        if name in row.checked:
            return True  # told already, if it was wrong
        if not key.field:
            return False
        return key.field in row.values or row.kind.model._meta.get_field(key.field).has_default()
