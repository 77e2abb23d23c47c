"""What is shown of a checked row, and kept, so that what is taken is what was shown."""

from collections import Counter

from django.utils.translation import gettext_lazy as _
from msgspec import Struct, field

from actions.sheets.checking import CHANGED, HEADING, NEW, OUT, SAME

FAULT = "fault"


class Shown(Struct):
    line: int
    state: str
    pk: int | None = None
    number: int | None = None
    title: str = ""
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)  # {code: (sentence, proposal)}
    meanwhile: list[str] = field(default_factory=list)  # what somebody else has altered since it was shown

    @property
    def kind(self):
        return FAULT if self.faults else self.state

    @property
    def fault(self):
        """Return the fault of the row itself, if there is one."""
        return self.faults.get("", ("",))[0]

    @property
    def said(self):
        """Return in a word what would become of the row."""
        return SAID[self.kind]


SAID = {
    FAULT: _("at fault"),
    NEW: _("new"),
    CHANGED: _("changed"),
    SAME: _("unchanged"),
    OUT: _("left out"),
    HEADING: _("an area"),
}


def shown(row):
    changes = {} if row.is_out else row.changes
    pk = row.before.pk if row.before else None
    faults = {} if row.is_out else row.faults
    return Shown(row.line, row.state, pk, row.number, row.title[:300], changes, faults)


def counted(rows):
    """Return {kind: how many rows}."""
    return Counter(row.kind for row in rows)


def compare(before, after):
    """Mark what has been altered since the rows were shown; return whether there is anything like that."""
    known = {row.line: row for row in before}
    for row in after:
        was = known.get(row.line)
        if was is None or row.state in {OUT, HEADING}:
            continue
        row.meanwhile = [code for code, pair in row.changes.items() if was.changes.get(code, ("",))[0] != pair[0]]
        if (was.state == NEW) != (row.state == NEW) or was.pk != row.pk:
            row.meanwhile = [*row.meanwhile, "number"]
    return any(row.meanwhile or row.faults for row in after)
