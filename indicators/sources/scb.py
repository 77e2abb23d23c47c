"""Statistics Sweden's database, by PxWeb's API version 2: tables, their variables, and values of one place.

Shapes: json-stat.org/full (version 2.0) and PxWeb's own description of API v2. The values stand in one list, row by row
in the order of `id`; a place that has none is null, and `status` says why by its flat index ("..": not available). How
often may be asked, and how much, is read from the source itself.
"""

import re
from decimal import Decimal
from math import prod

from django.conf import settings
from django.utils.translation import gettext as _
from msgspec import Struct, field

from .asking import Source, SourceFault
from .figures import Figure, finite

TABLE = re.compile(r"TAB\d{1,8}")
YEAR = re.compile(r"\d{4}")
SEX = "Kon"
SEXES = {"1+2": "T", "tot": "T", "TOT": "T", "1": "M", "2": "K"}
CALLS, SECONDS = 30, 10  # until the source has said otherwise
CELLS = 150_000  # in one answer, likewise


class Config(Struct, frozen=True, rename="camel"):
    max_calls_per_time_window: int = CALLS
    time_window: int = SECONDS
    max_data_cells: int = CELLS


class Table(Struct, frozen=True, rename="camel"):
    id: str
    label: str
    first_period: str | None = ""
    last_period: str | None = ""
    discontinued: bool | None = False

    @property
    def closed(self):
        """Return the last year of a table that is no longer kept up, else None."""
        ended = self.discontinued and YEAR.match(self.last_period or "")
        return int(ended[0]) if ended else None


class Tables(Struct, frozen=True):
    tables: list[Table]


class Category(Struct, frozen=True):
    index: dict[str, int] | list[str] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self):
        """Return the codes in the order of the values."""
        if isinstance(self.index, list):
            return self.index
        return sorted(self.index, key=self.index.get) or list(self.label)


class Extension(Struct, frozen=True):
    elimination: bool | None = False


class Dimension(Struct, frozen=True):
    category: Category
    label: str = ""
    extension: Extension | None = None

    @property
    def can_be_left_out(self):
        return self.extension is not None and bool(self.extension.elimination)


class Role(Struct, frozen=True):
    time: list[str] = field(default_factory=list)
    geo: list[str] = field(default_factory=list)


class Dataset(Struct, frozen=True):
    """A json-stat2 dataset: a table's variables, and its values where they were asked for."""

    id: list[str]
    size: list[int]
    dimension: dict[str, Dimension]
    label: str = ""
    role: Role | None = None
    value: list[Decimal | None] | dict[str, Decimal] | None = None
    status: dict[str, str] | None = None

    def __post_init__(self):
        finite(*(self.value.values() if isinstance(self.value, dict) else self.value or ()))

    @property
    def time(self):
        return (self.role.time if self.role and self.role.time else ["Tid"])[0]

    @property
    def geo(self):
        return (self.role.geo if self.role and self.role.geo else ["Region"])[0]

    def chosen(self):
        """Return (code, variable) of what a person chooses: all but place, time and sex."""
        known = [code for code in self.id if code in self.dimension]
        return [(code, self.dimension[code]) for code in known if code not in (self.time, self.geo, SEX)]

    def cells(self):
        """Yield ({variable: code}, value, status) of every cell, in order; raise SourceFault where they do not fit."""
        known = self.dimension.keys() & set(self.id)
        codes = [self.dimension[name].category.codes for name in self.id if name in known]
        fits = len(known) == len(self.id) and [len(one) for one in codes] == self.size
        if not fits or prod(self.size) > CELLS:
            raise SourceFault(_("The table’s values do not fit its variables."))
        for index in range(prod(self.size)):
            at, rest = {}, index
            for name, found in zip(reversed(self.id), reversed(codes), strict=True):
                rest, place = divmod(rest, len(found))
                at[name] = found[place]
            yield at, self._value(index), (self.status or {}).get(str(index), "")

    def _value(self, index):
        if isinstance(self.value, dict):
            return self.value.get(str(index))
        return self.value[index] if self.value and index < len(self.value) else None


def source(**patience):
    """Return SCB as the settings name it."""
    return Source(settings.SCB, calls=CALLS, seconds=SECONDS, **patience)


class Scb:
    """One conversation with SCB; `answers` keeps each answer as it came."""

    def __init__(self, source):
        self.source, self.answers, self.config = source, [], None

    def search(self, words):
        """Return the tables whose texts hold the words, or the one that has them as its id; ended ones too."""
        if TABLE.fullmatch(words.upper()):
            return [self._get(f"tables/{words.upper()}", Table)]
        more = [("query", words), ("pageSize", 50), ("includeDiscontinued", "true")]
        return self._get("tables", Tables, more).tables

    def metadata(self, table):
        """Return the variables of a table, as a Dataset without values."""
        return self._get(f"tables/{checked(table)}/metadata", Dataset)

    def figures(self, table, places, selection, years):
        """Return the figures of places in a table, where every other variable but sex has one chosen code.

        `selection` is {variable: code}. Raises SourceFault where the table does not have the first place, a variable or
        a code, where a variable that must be chosen is not, or where it holds no years. Of the other places those that
        the table does not have are left out.
        """
        about = self.metadata(table)
        asked = self._asked(about, places, selection, years)
        cells = prod(len(codes) for codes in asked.values())
        if cells > self._limits().max_data_cells:
            raise SourceFault(_("The table holds more than the source gives at once. Choose a narrower one."))
        query = [(f"valuecodes[{name}]", ",".join(codes)) for name, codes in asked.items()]
        found = self._get(f"tables/{table}/data", Dataset, [*query, ("outputFormat", "json-stat2")])
        if not asked.keys() <= set(found.id):
            raise SourceFault(_("The table’s values do not fit its variables."))
        return [self._figure(table, about, *cell) for cell in found.cells() if self._is_asked(asked, cell[0])]

    def _asked(self, about, places, selection, years):
        """Return {variable: codes} to ask for."""
        there = {name: one.category.codes for name, one in about.dimension.items()}
        wanted = {name: [code] for name, code in selection.items()} | {about.geo: places[:1]}
        wanted[about.time] = [code for code in there.get(about.time, []) if YEAR.fullmatch(code) and int(code) in years]
        if SEX in there and SEX not in selection:
            wanted[SEX] = [code for code in there[SEX] if code in SEXES]
        for name, codes in wanted.items():
            for code in codes or [""]:
                if code not in there.get(name, ()):
                    raise SourceFault(
                        _("The table has no “%(code)s” of “%(name)s”.") % {"code": code[:60], "name": name[:60]}
                    )
        for name, one in about.chosen():
            if name not in wanted and not one.can_be_left_out:
                raise SourceFault(_("Choose something of “%(name)s” in the table.") % {"name": one.label or name})
        wanted[about.geo] = [place for place in places if place in there[about.geo]]
        return wanted

    def _is_asked(self, asked, at):
        return all(at[name] in codes for name, codes in asked.items())

    def _figure(self, table, about, at, value, status):
        return Figure(
            key=table,
            place=at[about.geo],
            year=int(at[about.time]),
            sex=SEXES.get(at.get(SEX, "tot"), "T"),
            value=value,
            status="" if value is None else status,
        )

    def _limits(self):
        """Return what the source allows, and keep to its pace from then on."""
        if self.config is None:
            self.config = self._get("config", Config)
            self.source.keep_pace(self.config.max_calls_per_time_window, self.config.time_window)
        return self.config

    def _get(self, path, kind, parameters=()):
        answer = self.source.get(path, [("lang", "sv"), *parameters])
        self.answers.append(answer)
        return answer.read(kind)


def checked(table):
    if not TABLE.fullmatch(table):
        raise SourceFault(_("“%(id)s” is no table of SCB’s.") % {"id": table[:40]})
    return table


def read_selection(text):
    """Return {variable: code} of lines such as "Alder=20-64"; raise ValueError for anything else."""
    lines = [line.partition("=") for line in text.splitlines() if line.strip()]
    if any(not name.strip() or not code.strip() for name, _sign, code in lines):
        raise ValueError(text)
    return {name.strip(): code.strip() for name, _sign, code in lines}


def write_selection(selection):
    return "\n".join(f"{name}={code}" for name, code in selection.items())
