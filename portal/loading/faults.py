"""What is wrong with the files, each fault with its file and line."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _


class Wrong(ValueError):
    """A value cannot be read; the message says why. `node` is the faulty part where it is not the whole value."""

    def __init__(self, message, node=None):
        super().__init__(message)
        self.node = node


class Faulty(Exception):
    """The files have faults, and nothing was loaded."""

    def __init__(self, faults):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, order=True)
class Fault:
    file: str
    line: int
    message: str

    def __str__(self):
        if not self.line:
            return f"{self.file}: {self.message}"
        return _("%(file)s, line %(line)d: %(message)s") % vars(self)


@dataclass
class Faults:
    """All that was found so far."""

    found: list = field(default_factory=list)

    def add(self, node, message):
        self.at(node.start_mark.name, line_of(node), message)

    def at(self, file, line, message):
        fault = Fault(file, line, str(message))
        if fault not in self.found:
            self.found.append(fault)

    def stop_if_any(self):
        if self.found:
            raise Faulty(sorted(self.found))


def line_of(node):
    return node.start_mark.line + 1


def did_you_mean(name, known):
    """Return " Did you mean “Innovationskraft”?" where something known is much like the name, else nothing."""
    folded = {other.casefold(): other for other in known}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return " " + _("Did you mean “%(name)s”?") % {"name": folded[close[0]]} if close else ""
