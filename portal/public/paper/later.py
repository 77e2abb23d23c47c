"""What WeasyPrint 70.0 imports at its start and a report never needs, imported when it is asked for after all.

HarfBuzz cuts the fonts of a PDF; where its library for that is lacking, fontTools does.
"""

import sys
from importlib import import_module
from types import ModuleType


class Later(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def put_off():
    """Let the modules that cut fonts wait; of those that vary, of which Portal Sans is none, nothing is needed."""
    for name, known in (("fontTools.subset", {}), ("fontTools.varLib.instancer", {"instantiateVariableFont": None})):
        if name not in sys.modules:
            sys.modules[name] = Later(name)
            vars(sys.modules[name]).update(known)
