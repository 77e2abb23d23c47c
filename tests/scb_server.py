"""A small server that speaks PxWeb's API version 2 over real HTTP, with two tables like Statistics Sweden's."""

from contextlib import contextmanager
from itertools import product
from urllib.parse import parse_qs, urlsplit

from tests.source_server import Handler, SourceServer, running

REGIONS = {"00": "Riket", "1415": "Stenungsund", "1489": "Alingsås"}
YEARS = [str(year) for year in range(2000, 2026)]
TABLES = {
    "TAB638": {
        "label": "Folkmängden efter region, ålder och kön. År",
        "variables": {
            "Region": ("region", REGIONS, True),
            "Alder": ("ålder", {"tot": "totalt ålder", "20-64": "20-64 år"}, True),
            "Kon": ("kön", {"1": "män", "2": "kvinnor"}, True),
            "ContentsCode": ("tabellinnehåll", {"BE0101N1": "Folkmängd"}, False),
            "Tid": ("år", {year: year for year in YEARS}, False),
        },
    },
    "TAB5890": {
        "label": "Sysselsatta efter arbetsställets belägenhet, region och näringsgren SNI 2007. År",
        "variables": {
            "Region": ("region", REGIONS, False),
            "SNI2007": ("näringsgren", {"A-U+US": "totalt", "C": "tillverkning"}, False),
            "ContentsCode": ("tabellinnehåll", {"000002XH": "Sysselsatta"}, False),
            "Tid": ("år", {year: year for year in YEARS[20:]}, False),
        },
    },
}


def value_of(at):
    """Return the value that the server gives for {variable: code}, unless it was told another."""
    return 1000 + sum(map(ord, "".join(code for name, code in sorted(at.items()) if name != "Tid"))) + int(at["Tid"])


class ScbServer(SourceServer):
    """What it should say otherwise is set from the test: `values` by the codes in order, `cells`."""

    below = "/api/v2/"

    def __init__(self):
        super().__init__(ScbHandler)
        self.values, self.cells = {}, 150_000


class ScbHandler(Handler):
    def answer(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix("/api/v2/").split("/"):
            case ["config"]:
                limits = {"maxCallsPerTimeWindow": 30, "timeWindow": 10, "maxDataCells": self.server.cells}
                return self.send({"apiVersion": "2.0.0", "license": "CC0", **limits})
            case ["tables"]:
                words = query.get("query", "").lower()
                found = [about(name) for name, table in TABLES.items() if words in table["label"].lower()]
                return self.send({"language": "sv", "tables": found, "page": {"pageNumber": 1, "totalPages": 1}})
            case ["tables", name] if name in TABLES:
                return self.send(about(name))
            case ["tables", name, "metadata"] if name in TABLES:
                return self.send(dataset(TABLES[name]))
            case ["tables", name, "data"] if name in TABLES:
                return self.data(TABLES[name], query)
        return self.problem(404, "Non-existent table")

    def data(self, table, query):
        """Answer with the cells that were asked for; what may be left out and was is summed away."""
        wanted = {}
        for name, (_label, codes, may_be_left_out) in table["variables"].items():
            asked = query.get(f"valuecodes[{name}]")
            if asked is None and not may_be_left_out:
                return self.problem(400, f"Missing selection for mandatory variable {name}")
            if asked is not None:
                wanted[name] = asked.split(",")
                if set(wanted[name]) - set(codes):
                    return self.problem(400, "Non-existent value")
        cells = [dict(zip(wanted, one, strict=True)) for one in product(*wanted.values())]
        if len(cells) > self.server.cells:
            return self.problem(403, "Too many cells selected")
        told = [self.server.values.get(tuple(at.values()), value_of(at)) for at in cells]
        status = {str(n): ".." for n, value in enumerate(told) if value is None}
        return self.send(dataset(table, wanted) | {"value": told} | ({"status": status} if status else {}))

    def problem(self, status, title):
        """Answer as RFC 7807 has it."""
        self.send({"type": "Parameter error", "title": title, "status": status}, status)


def about(name):
    variables = [label for label, _codes, _left_out in TABLES[name]["variables"].values()]
    years = list(TABLES[name]["variables"]["Tid"][1])
    return {
        "type": "Table",
        "id": name,
        "label": TABLES[name]["label"],
        "description": "",
        "updated": "2026-02-22T07:00:00Z",
        "firstPeriod": years[0],
        "lastPeriod": years[-1],
        "variableNames": variables,
        "discontinued": False,
        "links": [],
    }


def dataset(table, wanted=None):
    """Return a table, or the wanted codes of it, as json-stat2 without values."""
    variables = table["variables"]
    wanted = wanted or {name: list(codes) for name, (_label, codes, _left_out) in variables.items()}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": table["label"],
        "source": "SCB",
        "updated": "2026-02-22T07:00:00Z",
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": list(wanted),
        "size": [len(codes) for codes in wanted.values()],
        "dimension": {name: dimension(*variables[name], codes) for name, codes in wanted.items()},
        "value": None,
    }


def dimension(label, codes, may_be_left_out, wanted):
    return {
        "label": label,
        "category": {
            "index": {code: n for n, code in enumerate(wanted)},
            "label": {code: codes[code] for code in wanted},
        },
        "extension": {"elimination": may_be_left_out},
    }


@contextmanager
def scb_server():
    with running(ScbServer()) as server:
        yield server
