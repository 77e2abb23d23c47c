"""What the making of a site before has left to this one: pages that would come out the same, and answers.

A page may be carried over where it was made of the same: `made_of` is two keys, of what the page shows and of the frame
around it (the release, the municipality's own facts). After a release the frame is another one everywhere. Then a first
making is content with the first key, so that readers get the new pages at once, and a second one makes the rest anew.

An answer is a plain value that follows from what its key names and from the release alone.
"""

import hashlib
import json
from dataclasses import replace

from .sites import Carried


def key(*facts):
    """Return a short name of plain facts: the same for the same ones."""
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:24]


class Earlier:
    def __init__(self, manifest=None, release="", *, in_haste=False):
        """`in_haste` takes pages and answers also from another release."""
        manifest = manifest or {"addresses": {}}
        memory = manifest.get("memory", {})
        self.made_of = {address: entry.get("made_of", "") for address, entry in manifest["addresses"].items()}
        self.answers = memory.get("answers", {}) if in_haste or memory.get("release") == release else {}
        self.in_haste = in_haste
        of_others = in_haste and memory.get("release") != release
        self.memory = {"release": "" if of_others else release, "answers": {}}

    def page(self, address, shows, frame, render):
        """Return the page at an address: carried over if it can be, else rendered."""
        before = self.made_of.get(address, "")
        made_of = f"{shows} {frame}"

        def anew():
            return replace(render(), made_of=made_of)

        if before == made_of or (self.in_haste and before.startswith(f"{shows} ")):
            return Carried(address, anew)
        return anew()

    def answer(self, name, make):
        """Return what is known by that name, else what `make()` returns; the next making will know it."""
        found = self.answers.get(name)
        return self.keep(name, make() if found is None else found)

    def known(self, name):
        return self.answers.get(name)

    def keep(self, name, answer):
        self.memory["answers"][name] = answer
        return answer
