"""The rows that names in a table stand for: departments, areas, people and indicators of one plan's municipality."""

import re
from collections import defaultdict
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from programmes.models import Area, Department, Membership, Role

from .days import Misread
from .said import name

DEPARTMENT, AREA, PERSON, INDICATOR = "department", "area", "person", "indicator"
KIND_OF = {
    "responsible": DEPARTMENT,
    "participating": DEPARTMENT,
    "area": AREA,
    "responsible_person": PERSON,
    "indicators": INDICATOR,
}
NEW, NONE = "new", "none"  # what may be chosen for an unknown name, besides a row
LIKE = 0.75  # how alike a name and a proposal are, of 1


def folded(text):
    return " ".join(text.casefold().split())


class Names:
    """Who is called what. `chosen` says for unknown names what they stand for: {kind: {name: pk, NEW or NONE}}."""

    def __init__(self, plan, on, chosen, *, lock=False):
        self.plan, self.chosen, self.on = plan, chosen, on
        self.asked = defaultdict(dict)  # {kind: {folded: as written}} of what nothing here is called
        self.made = {}  # departments and areas that are to be made, by kind and folded name
        self.rows = {kind: list(locked(rows) if lock else rows) for kind, rows in self._querysets().items()}
        self.by_pk = {kind: {row.pk: row for row in rows} for kind, rows in self.rows.items()}
        self.by_name = {kind: self._named(kind) for kind in self.rows}

    def _querysets(self):
        of = self.plan.municipality
        people = Membership.objects.active(self.on).filter(municipality=of)
        return {
            DEPARTMENT: of.departments.kept().order_by("pk"),
            AREA: self.plan.programme.areas.kept().select_related("programme").order_by("pk"),
            PERSON: people.exclude(role=Role.STEERING_GROUP).select_related("user").order_by("pk"),
            INDICATOR: of.indicators.kept().order_by("pk"),
        }

    def _named(self, kind):
        named = defaultdict(list)
        for row in self.rows[kind]:
            if kind == PERSON:
                named[folded(row.user.email)].append(row)
            named[folded(name(row.user if kind == PERSON else row))].append(row)
        return named

    def one(self, code, text, stands):
        """Return the row that a name stands for, or None where it was said that it stands for none."""
        kind, word = KIND_OF[code], folded(text)
        if stands is not None and word == folded(name(getattr(stands, "user", stands))):
            return stands
        found = [row for row in self.by_name[kind].get(word, ()) if self._can_be_chosen(code, row)]
        if kind == PERSON and len({row.user_id for row in found}) == 1:
            found = sorted(found, key=lambda row: row.role == Role.READER)[:1]
        if len(found) == 1:
            return found[0]
        return self._as_chosen(kind, word, text)

    def several(self, code, text, stand):
        """Return the rows for several names; they are parted by semicolons, lines, or else by commas and slashes."""
        by_name = {folded(name(row)): row for row in stand}
        parts = [part for line in text.split("\n") for part in self._parts(code, line)]
        rows = [self.one(code, part, by_name.get(folded(part))) for part in parts]
        return list({row.pk or row.name: row for row in rows if row is not None}.values())

    def _parts(self, code, line):
        """Part a line as little as is needed to find known names in it."""
        known = {**self.by_name[KIND_OF[code]], **self.chosen.get(KIND_OF[code], {})}
        for signs in (None, ";", "[;,]", "[;,/]"):
            parts = [line] if signs is None else re.split(signs, line)
            parts = [part.strip() for part in parts if part.strip()]
            if any(folded(part) in known for part in parts):
                return parts
        return [part.strip() for part in line.split(";") if part.strip()]

    def _can_be_chosen(self, code, row):
        """A closed department can have taken part, but answers for nothing new."""
        if code != "responsible":
            return True
        begun = row.valid_from is None or row.valid_from <= self.on
        return begun and (row.valid_through is None or row.valid_through >= self.on)

    def _as_chosen(self, kind, word, text):
        self.asked[kind][word] = name(text)
        choice = self.chosen.get(kind, {}).get(word)
        if choice == NONE:
            return None
        if choice == NEW and kind in BLANK:
            return self.made.setdefault((kind, word), BLANK[kind](self.plan, name(text)))
        if choice and choice.isdecimal() and int(choice) in self.by_pk[kind]:
            return self.by_pk[kind][int(choice)]
        raise Misread(UNKNOWN[kind]() % {"name": text})

    def nearest(self, kind, word):
        """Return the row whose name is most like a word, if one is like it at all."""

        def likeness(row):
            own = folded(name(row.user if kind == PERSON else row))
            return 1 if own.startswith(word) or word.startswith(own) else SequenceMatcher(None, own, word).ratio()

        best = max(self.rows[kind], key=likeness, default=None)
        return best if best is not None and likeness(best) >= LIKE else None


BLANK = {
    DEPARTMENT: lambda plan, said: Department(municipality=plan.municipality, name=said),
    AREA: lambda plan, said: Area(municipality=plan.municipality, programme=plan.programme, name=said),
}
UNKNOWN = {
    DEPARTMENT: lambda: _("There is no department “%(name)s”. Say above the table which one it is."),
    AREA: lambda: _("The programme has no area “%(name)s”. Say above the table which one it is."),
    PERSON: lambda: _("“%(name)s” is nobody who can be responsible. Say above the table who it is."),
    INDICATOR: lambda: _("There is no indicator “%(name)s”. Say above the table which one it is."),
}


def locked(rows):
    """Let nobody drop the rows until the change is done."""
    return rows.select_for_update(of=("self",), no_key=True)
