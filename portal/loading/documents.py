"""YAML files as trees of nodes: every part knows its file and line, and what no programme needs is refused.

Nothing in a file is ever built into an object: the nodes carry the text as it was written, and `values` reads it by
what the key expects. So `code: 0180` keeps its zero and `name: No` is a name.
"""

from pathlib import Path

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 4_000_000
MAX_PARTS = 200_000  # texts, lists and groups, counted each time an alias repeats them

CORE = "tag:yaml.org,2002:"
TAGS = {CORE + name for name in ("null", "bool", "int", "float", "timestamp", "str", "seq", "map", "merge", "value")}


def read(path, faults):
    """Return the tree of a file, or None if it cannot be read at all."""
    path = str(path)
    text = _text(path, faults)
    if text is None:
        return None
    root = _compose(path, text, faults)
    if root is None:
        return None
    before = len(faults.found)
    _inspect(root, faults)
    return root if len(faults.found) == before else None


def _text(path, faults):
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError:
        faults.at(path, 0, _("The file cannot be opened."))
        return None
    if len(raw) > MAX_BYTES:
        faults.at(path, 0, _("The file is larger than 4 MB."))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.at(path, line, _("The file is not written in UTF-8. Save it with that encoding."))
        return None


def _compose(path, text, faults):
    try:
        loader = yaml.SafeLoader(text)
        loader.name = path
        root = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        faults.at(path, line, _("There is a character here that no text can hold, such as NUL."))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.at(path, mark.line + 1 if mark else 0, _explain(error))
    except RecursionError:
        faults.at(path, 0, _("The file has far too many levels."))
    else:
        if root is None:
            faults.at(path, 0, _("The file is empty."))
        return root
    return None


def _explain(error):
    if "undefined alias" in (error.problem or ""):
        return _("The alias refers to something that is not named before.")
    if "single document" in (error.context or ""):
        return _("There is a second document here. Write one document in each file.")
    return _(
        "This cannot be read as YAML. Often a text with a colon or a quotation mark lacks quotation marks around it,"
        " or a line is indented wrongly."
    )


def _inspect(root, faults):
    """Look through the tree: known tags, no key twice, a bounded number of parts, nothing within itself."""
    sizes, open_nodes = {}, set()

    def size(node):
        if id(node) in open_nodes:
            faults.add(node, _("The alias refers to something that it is part of itself."))
            return 1
        if id(node) not in sizes:
            open_nodes.add(id(node))
            _inspect_one(node, faults)
            sizes[id(node)] = 1 + sum(size(part) for part in _parts(node))
            open_nodes.discard(id(node))
        return sizes[id(node)]

    if size(root) > MAX_PARTS:
        faults.add(root, _("The file has far too many parts, written out or by aliases."))


def _parts(node):
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _inspect_one(node, faults):
    if node.tag not in TAGS:
        faults.add(node, _("The tag %(tag)s is not allowed here.") % {"tag": node.tag.replace(CORE, "!!")})
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                faults.add(key, _("A key is a word."))
            elif key.value in seen:
                faults.add(key, _("The key %(key)s stands twice.") % {"key": key.value})
            else:
                seen.add(key.value)


def is_empty(node):
    """Return whether nothing stands here: `null`, `~` or no text at all."""
    return node.tag == CORE + "null"


def pairs(node):
    """Return (key, node of the key, node of the value) of a group, without those whose value is empty."""
    return [(key.value, key, value) for key, value in node.value if not is_empty(value)]
