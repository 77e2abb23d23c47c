"""A region's page: its target in its own words, the outcome, and its municipalities beside each other.

Everything is made from the municipalities' summaries, that is from what each of them has published: its own figures,
and those of others that it compares itself with. A member that has published nothing is told by name.
"""

from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property

from indicators.chart import NARROW, Chart, Line, Point, line_chart
from indicators.verdict import epoch
from portal.public.pages import outcome
from portal.public.pages.goals import quoted
from portal.public.pages.overview import verdict
from programmes.formats import number, swedish, years

KOLADA, MUNICIPALITY, BOTH = "kolada", "municipality", "T"


def measures(edition):
    """Return {code of a municipality: {key figure: its series}} as published here, in plain values for the summary.

    Of the municipality itself it is every series that it has from Kolada, of others the measure of its region alone.
    """
    found, here = {}, edition.site.code
    for _, book in edition.programmes:
        measure = book.programme.region.measure_key if book.programme.region else ""
        for indicator in book.programme.indicators:
            if indicator.source_kind == KOLADA:
                facts = {"href": book.place(indicator), "decimals": indicator.decimals}
                for code, example, values in told(here, indicator):
                    for key, points in series(indicator, values).items():
                        if code == here or key == measure:
                            found.setdefault(code, {})[key] = {**facts, "example": example, "points": points}
    return found


def told(here, indicator):
    """Yield (code, whether it is example data, values) of the municipality and of those that it is compared with.

    A value is (definition, year, value, preliminary), of both sexes together.
    """
    own = [o for o in indicator.observations if o.sex == BOTH and o.value is not None and o.year_certain]
    yield here, indicator.example, [(o.definition, o.year, o.value, o.preliminary) for o in own]
    for other in indicator.comparisons:
        if other.kind == MUNICIPALITY:
            known = [v for v in other.values if v.sex == BOTH and v.value is not None]
            yield other.code, other.example, [(v.definition, v.year, v.value, False) for v in known]


def series(indicator, values):
    """Return {key figure: [(year, value as text, epoch, preliminary)]}, of each year by the newest definition."""
    keys, found = {d.version: d.source_id for d in indicator.definitions}, {}
    for definition, year, value, preliminary in sorted(values):
        points = found.setdefault(keys.get(definition) or indicator.source_id, {})
        points[year] = [year, str(value), epoch(indicator.definitions, definition), preliminary]
    return {key: [points[year] for year in sorted(points)] for key, points in found.items()}


def areas(edition, book):
    """Return {the region's area: what the programme does in it}, as plain values for the programme's line."""
    newest = next(iter(edition.follow_ups(book)), None)
    judged = {one.area: verdict(one.verdict) for one in newest.content.areas} if newest else {}
    found = {}
    for chapter in book.chapters(book.current_plans):
        if chapter.area and chapter.area.regional_area:
            mark = judged.get(chapter.area.id)
            found.setdefault(chapter.area.regional_area, []).append(
                {
                    "name": chapter.name,
                    "href": chapter.href,
                    "tally": [count.phrase for count in book.tally_of(chapter.entries)],
                    "verdict": asdict(mark) if mark else None,
                    "example": chapter.holds_examples,
                }
            )
    return found


def promised(book):
    """Return the goals with a number, quoted, as plain values for the programme's line."""
    return [quoted(goal.wording) for goal in book.programme.goals if goal.quantity and goal.wording]


@dataclass(frozen=True)
class Place:
    """A member of the region, and what it has published; nothing where it has not."""

    code: str
    name: str
    summary: dict
    measures: dict  # {key figure: its series}, its own before those that others tell of it

    @property
    def href(self):
        return f"/{self.summary['slug']}/" if self.summary else ""

    @property
    def programmes(self):
        return self.summary.get("programmes", ())

    @property
    def goals(self):
        return [quote for programme in self.programmes for quote in programme.get("goals", ())]

    def parts(self, area):
        """Return what the member does in one of the region's areas, of all its programmes that are not over."""
        running = [programme for programme in self.programmes if not programme["is_over"]]
        return [part for programme in running for part in programme.get("areas", {}).get(area, ())]


class Together:
    """A region with all its members, in Swedish order; `summaries` are those of the municipalities that publish."""

    def __init__(self, region, summaries):
        self.region = region
        named = {member.code: member.name for member in region.members}
        known = {one["code"]: one for one in summaries if "code" in one and (one["code"] in named or not named)}
        named |= {code: one["short_name"] for code, one in known.items()}
        heard = measured(known.values())
        places = [Place(code, name, known.get(code, {}), heard.get(code, {})) for code, name in named.items()]
        self.places = sorted(places, key=lambda place: swedish(place.name))

    @property
    def silent(self):
        """Return the names of the members that have no programme here."""
        return [place.name for place in self.places if not place.programmes]

    @cached_property
    def matrix(self):
        """Return the members that have a programme, each with what it does in every area of the region."""
        areas = self.region.areas
        return [(place, [place.parts(area) for area in areas]) for place in self.places if place.programmes]

    @property
    def goals(self):
        return [(place, place.goals) for place in self.places if place.goals]

    @cached_property
    def measured(self):
        """Return [(member, its published series of the region's measure or None)]."""
        key = self.region.measure_key
        return [(place, place.measures.get(key)) for place in self.places] if key else []

    @cached_property
    def totals(self):
        return outcome.totals({place.code: values(found) for place, found in self.measured})

    @property
    def sentences(self):
        """Return the outcome in words; a region without a target in numbers has none to tell."""
        region = self.region
        if region.target_value is None:
            return []
        if not region.measure_key:
            return ["Utfallet kan inte beräknas: det är inte angivet med vilket mått målet följs."]
        if not region.members:
            return ["Utfallet kan inte beräknas: det är inte angivet vilka kommuner som hör till regionen."]
        members = {place.code: values(found) for place, found in self.measured}
        return outcome.told(self.totals, members, region.target_from_year, region.target_value)

    @property
    def rows(self):
        """Return every member's first and latest value of the measure, in words."""
        return [(place, found, said(found, 0), said(found, -1)) for place, found in self.measured]

    @property
    def sums(self):
        """Return the years that somebody has a value for, the newest first, each with the sum or why there is none."""
        names = {place.code: place.name for place in self.places}
        return [(row, added(row, len(self.places), names), starts(row, self.totals)) for row in reversed(self.totals)]

    @property
    def example(self):
        return any(found and found["example"] for _, found in self.measured)

    def chart(self, id, *size):
        points = tuple(
            Point(row.year, row.value, preliminary=row.preliminary, epoch=row.stretch) for row in self.totals
        )
        name = f"{self.region.measure_name or self.region.measure_key}, {self.region.name}"
        return line_chart(Chart(name, "", 0, (Line("", points),)), id, *size) if self.region.members else ""


def measured(summaries):
    """Return {code: {key figure: series}}: what each tells of itself, else what another one tells, with its name."""
    found = {}
    for one in summaries:
        for code, series_of in one.get("measures", {}).items():
            own = code == one["code"]
            for key, told in series_of.items():
                if own or key not in found.get(code, {}):
                    found.setdefault(code, {})[key] = told | {"by": "" if own else one["short_name"]}
    return found


def values(found):
    return {
        year: outcome.Value(Decimal(value), epoch, preliminary)
        for year, value, epoch, preliminary in (found["points"] if found else ())
    }


def said(found, index):
    """Return "15 900 (2021)", or nothing where nothing is published."""
    if not found or not found["points"]:
        return ""
    year, value, _, preliminary = found["points"][index]
    return f"{number(Decimal(value), found['decimals'])} ({year}{', preliminärt' if preliminary else ''})"


def added(row, count, names):
    """Return the sum, or how many have no value: up to three of them by name."""
    if row.value is not None:
        return number(row.value) + (" (preliminärt)" if row.preliminary else "")
    lacking = [names[code] for code in row.lacking]
    who = ", ".join(lacking) if len(lacking) <= 3 else f"{len(lacking)} av {count} kommuner"
    return f"kan inte beräknas: värde saknas från {who}"


def starts(row, rows):
    """Return whether a new definition makes the sum of this year the first of a new stretch."""
    return row.value is not None and row.stretch > 0 and row is next(r for r in rows if r.stretch == row.stretch)


def region_context(region, summaries):
    """Return what the page's template shows of a region."""
    together = Together(region, summaries)
    return {
        "region": region,
        "period": years(region.target_from_year, region.target_through_year),
        "together": together,
        "chart": together.chart("utfall-graf"),
        "narrow": together.chart("utfall-graf-smal", NARROW),
    }
