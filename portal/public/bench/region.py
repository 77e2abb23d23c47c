"""`manage.py bench region`: making a region's page out of its municipalities' summaries, with more and more of them.

Readers cost nothing of this: the page is a file. Processor seconds are compared per municipality, so 1.0 is linear.
"""

import time

import msgspec

from portal.public.pages.shared import region_page
from portal.publications.content import Member, Region

MEMBERS = (13, 290)
YEARS = range(2010, 2036)
AREAS = tuple(f"Område {number}" for number in range(1, 7))


def region():
    """Yield the lines of the report."""
    first, alone = MEMBERS[0], None
    for count in MEMBERS:
        place, summaries = made_up(count)
        packed = msgspec.json.encode(summaries)
        seconds, size = cheapest(place, packed)
        alone = alone or seconds / first
        yield (
            f"{count:4} municipalities: {seconds * 1000:7.1f} ms, {size:9,} bytes, {len(packed):10,} summaries"
            f", {seconds / count / alone:4.2f} x the time a municipality with {first}"
        )


def cheapest(place, packed):
    """Return the processor seconds of the quickest of five, from the summaries as they lie in files, and the bytes."""
    spent = []
    for _ in range(5):
        started = time.process_time()
        page = region_page(place, msgspec.json.decode(packed), "bench")
        spent.append(time.process_time() - started)
    return min(spent), len(page.body)


def made_up(count):
    """Return a region and the summaries of its municipalities, each with one programme and the region's measure."""
    codes = [f"{number:04}" for number in range(count)]
    members = tuple(Member(code=code, name=f"Kommun {code}") for code in codes)
    place = Region(
        name="Bänkregionen",
        slug="bankregionen",
        coordinator="",
        target_text="fler jobb",
        target_value=120000,
        target_from_year=YEARS[0],
        target_through_year=YEARS[-1],
        areas=AREAS,
        goals=(),
        source="",
        members=members,
        measure_name="Jobb",
        measure_key="N02201",
    )
    return place, [summary(code) for code in codes]


def summary(code):
    home = f"/kommun-{code}/program/"
    points = [[year, str(1000 + year), int(year >= 2020), False] for year in YEARS]
    part = {"name": "Eget område", "href": home, "tally": ["2 genomförda", "1 försenad"], "verdict": None}
    programme = {"title": "Program", "href": home, "period": "2021–2035", "state": "in_force", "is_over": False}
    programme |= {"label": "", "region": "bankregionen", "tally": ["12 genomförda"], "example": False, "examples": ""}
    programme |= {"areas": {area: [part | {"example": False}] for area in AREAS}, "goals": []}
    measure = {"href": home, "decimals": 0, "example": False, "points": points}
    return {
        "slug": f"kommun-{code}",
        "code": code,
        "short_name": f"Kommun {code}",
        "notice": "",
        "region": "bankregionen",
        "programmes": [programme],
        "measures": {code: {"N02201": measure}},
    }
