"""A small server that speaks Kolada's API version 3 over real HTTP, with its real catalogue and faults on demand.

Values are made from the ids and the year, so that a test can say which one it expects (`value_of`).
"""

import csv
import re
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.source_server import Handler, SourceServer, running

CATALOGUE = Path(__file__).parent / "kolada" / "key_figures.tsv"
PLACES = {
    "0000": "Riket", "1384": "Kungsbacka", "1401": "Härryda", "1402": "Partille", "1407": "Öckerö",
    "1415": "Stenungsund", "1419": "Tjörn", "1440": "Ale", "1441": "Lerum", "1462": "Lilla Edet", "1480": "Göteborg",
    "1481": "Mölndal", "1482": "Kungälv", "1489": "Alingsås", "G96190": "Göteborgsregionen (ovägt medel)",
    "G37326": "Liknande kommuner, övergripande, Alingsås, 2025 (ovägt medel)",
}  # fmt: skip
MEMBERS = {"G96190": [code for code in PLACES if code.startswith("1")], "G37326": ["1440", "1482"]}
IDS = 25


def key_figures():
    """Return the rows of the catalogue as Kolada gives them."""
    with CATALOGUE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for row in rows:
        for name, value in row.items():
            row[name] = {"True": True, "False": False, "<NA>": None}.get(value, value)
    return rows


def value_of(key, place, year, sex="T"):
    """Return the value that the server gives, unless it was told another."""
    return Decimal(int(key[1:]) % 97 + int(re.sub(r"\D", "", place)) % 13) + Decimal(year % 10) / 4 + "TKM".index(sex)


def place(code, title):
    if code.startswith("G"):
        members = [{"member_id": one, "member_title": PLACES[one]} for one in MEMBERS[code]]
        return {"id": code, "title": title, "members": members}
    return {"id": code, "title": title, "type": "L" if code.startswith("0") else "K"}


class KoladaServer(SourceServer):
    """What it should say otherwise is set from the test: `values` by (key, place, year, sex), `pages` in rows.

    `places` are those that it knows, `sexes` those that it has values of, `years` some that nobody asks for, `twice`
    another total that it gives too, by (key, place, year).
    """

    below = "/v3/"

    def __init__(self):
        super().__init__(KoladaHandler)
        self.values, self.pages = {}, 5000
        self.places, self.sexes, self.years, self.twice = dict(PLACES), "TKM", [], {}
        self.catalogue = {row["id"]: row for row in key_figures()}

    def cells(self, key, place, year):
        sexes = self.sexes if self.catalogue[key]["is_divided_by_gender"] else "T"
        cells = [self.cell(key, place, year, sex) for sex in sexes]
        if again := self.twice.get((key, place, year)):
            cells.append(cells[0] | {"value": float(again)})
        return cells

    def cell(self, key, place, year, sex):
        """Return a value as Kolada writes it; one that was told as None has been taken back."""
        told = self.values.get((key, place, year, sex), value_of(key, place, year, sex))
        return {
            "gender": sex,
            "count": 1,
            "status": "",
            "value": None if told is None else float(told),
            "isdeleted": told is None,
        }


class KoladaHandler(Handler):
    def answer(self):
        parts = urlsplit(self.path)
        path, query = parts.path.removeprefix("/v3/").split("/"), parse_qs(parts.query)
        match path:
            case ["kpi"]:
                words = query.get("title", [""])[0].lower()
                return self.page([row for row in self.server.catalogue.values() if words in row["title"].lower()])
            case ["kpi", ids]:
                catalogue = self.server.catalogue
                return self.page([catalogue[one] for one in ids.split(",") if one in catalogue], ids)
            case ["municipality" | "municipality_groups" as kind]:
                words = query.get("title", [""])[0].lower()
                return self.page([one for one in self.found(kind) if words in one["title"].lower()])
            case ["municipality" | "municipality_groups" as kind, ids]:
                return self.page([one for one in self.found(kind) if one["id"] in ids.split(",")], ids)
            case ["data", "kpi", ids, "municipality", places, "year", years]:
                return self.page(self.rows(ids, places, years), ids, places, years)
        return self.send({"detail": "Not Found"}, 404)

    def rows(self, ids, places, years):
        return [
            {"kpi": key, "municipality": place, "period": year, "values": self.server.cells(key, place, year)}
            for key in ids.split(",")
            for place in places.split(",")
            for year in [*map(int, years.split(",")), *self.server.years]
            if key in self.server.catalogue and place in self.server.places
        ]

    def found(self, kind):
        """Return the places of a kind as Kolada gives them."""
        groups = kind == "municipality_groups"
        return [place(code, title) for code, title in self.server.places.items() if code.startswith("G") == groups]

    def page(self, rows, *lists):
        """Answer with the page that is asked for and the address of the next; refuse too many ids."""
        if any(len(ids.split(",")) > IDS for ids in lists):
            return self.send({"detail": "Too many ids"}, 400)
        parts = urlsplit(self.path)
        number, size = int(parse_qs(parts.query).get("page", ["1"])[0]), self.server.pages
        some = rows[(number - 1) * size : number * size]
        more = number * size < len(rows)
        address = self.server.address.removesuffix("/v3/") + f"{parts.path}?page={number + 1}"
        return self.send({"values": some, "count": len(some), "next_url": address if more else None})


@contextmanager
def kolada_server():
    with running(KoladaServer()) as server:
        yield server
