"""Finding the rows that names in the files mean: within the programme, the municipality, or among all regions."""

from collections import defaultdict

from django.utils.translation import gettext as _

from programmes.models import Region, RegionalArea

from .faults import did_you_mean
from .kinds import ACTION, AREA, REGION, REGIONAL_AREA
from .reading import Row


def missing_words():
    """Return what is said of a name that nothing has: {section: sentence}."""
    return {
        "regions": _("The region “%(name)s” does not exist."),
        "regional areas": _("The region has no area “%(name)s”."),
        "departments": _("The department “%(name)s” does not stand in the file."),
        "programmes": _("The programme “%(name)s” does not stand in the file."),
        "areas": _("The area “%(name)s” does not exist."),
        "goals": _("The goal “%(name)s” does not stand in the file."),
        "groups": _("The group “%(name)s” does not stand in the file."),
        "steps": _("The step “%(name)s” does not stand in the file."),
        "plans": _("The plan “%(name)s” does not stand in the file."),
        "actions": _("The action “%(name)s” does not exist; write it as plan/number."),
        "indicators": _("The indicator “%(name)s” does not stand in the file."),
    }


class Index:
    """Every row by the names that others may use for it, in the room where the name is known."""

    def __init__(self, rows, faults):
        self.faults = faults
        self.rooms = defaultdict(dict)  # {(section, the row it stands in or None): {name: row}}
        for row in rows:
            for name in self._names(row):
                self.rooms[row.kind.section, self._room(row)].setdefault(name, row)

    def _names(self, row):
        if row.kind is ACTION:
            return [f"{row.above.values.get('slug')}/{row.values.get('number')}"]
        named = [row.values.get(key, row.checked.get(key)) for key in row.kind.known_by]
        return [str(name) for name in named if name]

    def _room(self, row):
        return row.inside("programme") or row.above

    def resolve(self, row):
        """Put the rows that the file names into `row.found`; a name that nothing has is a fault."""
        for key, pointer in row.kind.keys.items():
            if key not in row.names:
                continue
            names = row.names[key]
            found = [other for name, node in names if (other := self._find(row, pointer.to, name, node))]
            row.found[pointer.field] = found if pointer.many else (found or [None])[0]

    def _find(self, row, section, name, node):
        known = self._known(row, section)
        if name in known:
            return known[name]
        self.faults.add(node, missing_words()[section] % {"name": name} + did_you_mean(name, known))
        return None

    def _known(self, row, section):
        """Return {name: row} of all that this row may point to under a section."""
        if section == "regions":
            return self._stored_regions() | self.rooms["regions", None]
        if section == "regional areas":
            return self._regional_areas(row)
        rooms = [room for room in row.up() if (section, room) in self.rooms]
        if rooms:
            return self.rooms[section, rooms[0]]
        return self._areas_of_programmes(row) if section == AREA.section else {}

    def _areas_of_programmes(self, row):
        """An indicator's areas are those of the programmes that it belongs to."""
        known = {}
        for programme in row.found.get("programmes", []):
            known = self.rooms[AREA.section, programme] | known
        return known

    def _stored_regions(self):
        return {region.slug: stored(REGION, region) for region in Region.objects.kept()}

    def _regional_areas(self, row):
        regions = [above.found.get("region") for above in row.up()]
        region = next(filter(None, regions), None)
        if region is None:
            return {}
        areas = {}
        if region.instance is not None:
            areas = {
                area.name: stored(REGIONAL_AREA, area) for area in RegionalArea.objects.filter(region=region.instance)
            }
        return areas | self.rooms["areas", region]


def stored(kind, instance):
    """Return a row that stands in the database and in no file."""
    return Row(kind, None, None, instance=instance)


def in_order(rows, order):
    """Return the rows so that each comes after those it points to among its own kind, kinds by `order`.

    Rows that point at each other in a circle are left out.
    """
    waiting = sorted(rows, key=lambda row: order.index(row.kind))
    done, result = set(), []
    while waiting:
        ready = [row for row in waiting if _awaited(row) <= done]
        if not ready:
            break
        done.update(ready)
        result += ready
        waiting = [row for row in waiting if row not in done]
    return sorted(result, key=lambda row: order.index(row.kind))


def _awaited(row):
    """Return the rows of the same kind that this one points to."""
    single = [other for other in row.found.values() if isinstance(other, Row)]
    return {other for other in single if other.kind is row.kind and other.node is not None}
