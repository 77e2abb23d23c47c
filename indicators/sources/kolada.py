"""Kolada's API, version 3 (RKA): key figures by their title, and their values.

Shapes and limits: api.kolada.se/v3/docs. A question holds at most 25 ids of a kind; an answer comes in pages, of which
the next is named by `next_url`; `count` is the page's, never the total. The country is `0000`; groups begin with G.
"""

import re
from decimal import Decimal
from itertools import batched, product

from django.conf import settings
from django.utils.translation import gettext as _
from msgspec import Struct, field

from programmes.formats import swedish

from .asking import NotThere, Source, SourceFault
from .figures import Figure, finite

IDS = 25  # of a kind in one question
PAGES = 200  # that an answer may have
PAGE = 5000  # rows
CALLS, SECONDS = 5, 1.2  # no limit is published; clients keep to five a second, whatever the network adds
KEY = re.compile(r"[NU]\d{5}")
PLACE = re.compile(r"\d{4}|G\d{2,6}")
COUNTRY = "0000"


class KeyFigure(Struct, frozen=True):
    """A key figure of the catalogue; `publ_period` is the newest year that has values, nothing where it is closed."""

    id: str
    title: str
    description: str = ""
    is_divided_by_gender: bool = False
    publication_date: str | None = None  # "2026-11-28": when the next values come
    publ_period: str | int | None = None

    @property
    def closed(self):
        """Return the last year of a series that has come to its end, as its title tells: "(-2024)"; else None."""
        found = re.search(r"\((?:\d{4})?[-–](\d{4})\)", self.title)
        return int(found[1]) if found and not self.publ_period else None


class Member(Struct, frozen=True):
    member_id: str = ""
    member_title: str = ""


class Place(Struct, frozen=True):
    """A municipality (K), a region or the country (L), or a group with its members."""

    id: str
    title: str
    type: str = ""
    members: list[Member] = field(default_factory=list)

    @property
    def kind(self):
        """Return what it is to be compared with: municipality, region, similar or country."""
        if self.id == COUNTRY:
            return "country"
        if self.id.startswith("G"):
            return "similar" if self.title.startswith("Liknande") else "region"
        return "region" if self.type == "L" else "municipality"

    @property
    def called(self):
        """Return its name without how its value is made, "(ovägt medel)"; readers are told that of all groups."""
        return self.title.removesuffix("(ovägt medel)").strip()

    @property
    def in_order(self):
        """Return the members of a group by their names."""
        return sorted(self.members, key=lambda one: swedish(one.member_title))


class Cell(Struct, frozen=True):
    gender: str
    value: Decimal | None = None
    status: str | None = ""
    isdeleted: bool = False

    def __post_init__(self):
        finite(self.value)


class Row(Struct, frozen=True):
    kpi: str
    municipality: str
    period: int
    values: list[Cell]


class Page(Struct, frozen=True):
    values: list[Row]
    next_url: str | None = None


class Places(Struct, frozen=True):
    values: list[Place]
    next_url: str | None = None


class Catalogue(Struct, frozen=True):
    values: list[KeyFigure]
    next_url: str | None = None


def source(**patience):
    """Return Kolada as the settings name it."""
    return Source(settings.KOLADA, calls=CALLS, seconds=SECONDS, **patience)


class Kolada:
    """One conversation with Kolada; `answers` keeps each answer as it came, `unasked` counts rows nobody asked for."""

    def __init__(self, source):
        self.source, self.answers, self.unasked = source, [], 0

    def search(self, words):
        """Return the key figures whose titles hold the words, or the one that has them as its id."""
        if KEY.fullmatch(words.upper()):
            return self.key_figures([words.upper()])
        return self._values(self.source.get("kpi", [("title", words), ("per_page", PAGE)]), Catalogue)

    def key_figures(self, ids):
        """Return the key figures of the ids, as many as exist."""
        found = []
        for some in batched(checked(ids, KEY), IDS):
            found += self._known(f"kpi/{','.join(some)}", Catalogue)
        return found

    def search_places(self, words):
        """Return the municipalities and groups whose names hold the words."""
        asked = [("title", words), ("per_page", PAGE)]
        return [
            one
            for path in ("municipality", "municipality_groups")
            for one in self._values(self.source.get(path, asked), Places)
        ]

    def places(self, ids):
        """Return the municipalities and groups of the ids, as many as exist."""
        ids = checked(ids, PLACE)
        groups = [one for one in ids if one.startswith("G")]
        kinds = (("municipality", [one for one in ids if one not in groups]), ("municipality_groups", groups))
        return [
            one
            for path, wanted in kinds
            for some in batched(wanted, IDS)
            for one in self._known(f"{path}/{','.join(some)}", Places)
        ]

    def figures(self, ids, places, years):
        """Return all figures of the key figures `ids` for `places` and `years`, page by page to the end.

        A place or key figure that Kolada does not know gives nothing. Rows that were not asked for are left out.
        """
        ids, places, years = checked(ids, KEY), checked(places, PLACE), sorted(set(years))
        found = []
        for keys, some, few in product(batched(ids, IDS), batched(places, IDS), batched(years, IDS)):
            path = f"data/kpi/{','.join(keys)}/municipality/{','.join(some)}/year/{','.join(map(str, few))}"
            rows = self._values(self.source.get(path, [("per_page", PAGE)]), Page)
            asked = [row for row in rows if row.kpi in keys and row.municipality in some and row.period in few]
            self.unasked += len(rows) - len(asked)
            found += asked
        return [figure for row in found for figure in figures_of(row)]

    def _known(self, path, kind):
        """Return the values at a path that names ids; none where the source knows none of them."""
        try:
            return self._values(self.source.get(path), kind)
        except NotThere:
            return []

    def _values(self, answer, kind):
        """Return the values of an answer and of all pages after it."""
        found, seen = [], set()
        while True:
            self.answers.append(answer)
            page = answer.read(kind)
            found += page.values
            seen.add(answer.address)
            if not page.next_url:
                return found
            if page.next_url in seen or len(seen) >= PAGES:
                raise SourceFault(_("The source’s pages have no end."))
            answer = self.source.get_address(page.next_url)


def figures_of(row):
    """Return the figures of a row, for both sexes together (T), women (K) and men (M)."""
    return [
        Figure(
            key=row.kpi,
            place=row.municipality,
            year=row.period,
            sex=cell.gender,
            value=None if cell.isdeleted else cell.value,
            status=cell.status or "",
            withdrawn=cell.isdeleted,
        )
        for cell in row.values
        if cell.gender in ("T", "K", "M")
    ]


def checked(ids, shape):
    """Return the ids once each, in order; raise SourceFault where one can be none."""
    for one in ids:
        if not shape.fullmatch(one):
            raise SourceFault(_("“%(id)s” is no id of Kolada’s.") % {"id": one[:40]})
    return sorted(set(ids))
