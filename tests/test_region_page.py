"""A region's page: its own words, the outcome, and its municipalities beside each other."""

from decimal import Decimal

import pytest

from portal.public.pages.shared import regions_of, shared_pages, summary
from portal.publications import content as c
from portal.publications.content import Member
from tests.example import programme, published, record, region, site, uid
from tests.example_parts import definition, indicator, made, observation
from tests.read_html import read, text
from tests.read_site import TODAY

NAMES = {"1489": "Alingsås", "1480": "Göteborg", "1407": "Öckerö"}
MEMBERS = tuple(Member(code=code, name=name) for code, name in NAMES.items())


def jobs(*values, breaks=(), **changes):
    """Return the region's measure from 2016 on; `breaks` are the years from which a new definition counts."""
    versions = (
        definition(source_id="N02201"),
        *(definition(version=n, source_id="N02201", from_year=year, is_break=True) for n, year in enumerate(breaks, 2)),
    )
    observations = tuple(
        observation(year=year, value=value, definition=1 + sum(year >= start for start in breaks))
        for year, value in enumerate(values, 2016)
    )
    facts = {"source_kind": "kolada", "source_id": "N02201", "slug": "jobb", "target": None}
    return indicator(**facts | {"definitions": versions, "observations": observations} | changes)


def member(code, *indicators, **changes):
    """Return the summary of a member that publishes a programme with these indicators."""
    frame = region(members=MEMBERS, measure_name="Jobb", measure_key="N02201", target_from_year=2016)
    content = programme(**{"id": uid(code), "region": frame, "indicators": indicators} | changes)
    place = site(slug=f"kommun-{code}", code=code, short_name=NAMES[code], region_slug="exempelregionen")
    return summary(record(published(place), published(content), slug=f"kommun-{code}"), TODAY)


def page(*summaries):
    found = {one.address: one.body for one in shared_pages(summaries, regions_of(summaries), "1.0", TODAY)}
    return read(found["/region/exempelregionen/"])


def section(root, name):
    return " ".join(" ".join(root.find(f".//section[@aria-labelledby='{name}']").itertext()).split())


def test_the_outcome_is_the_sum_of_one_series_for_every_member():
    root = page(*(member(code, jobs(1000, 1500)) for code in NAMES))

    assert "Från 2016 till 2017 ökade summan med 1 500, från 3 000 till 4 500." in section(root, "utfall")
    assert "1,3 % av 120 000" in section(root, "utfall")
    assert root.find(".//figure//svg") is not None


def test_who_has_not_published_is_told_and_nothing_is_reckoned():
    told = section(page(member("1489", jobs(1000, 1500))), "utfall")

    assert "Utfallet kan inte beräknas: 2 av 3 kommuner har inte publicerat måttet." in told
    assert "Öckerö Har inte publicerat måttet." in told


def test_a_new_definition_stands_beside_its_year():
    root = page(*(member(code, jobs(1000, 1500, 1600, breaks=(2018,))) for code in NAMES))

    assert "måttets definition ändrades 2018" in section(root, "utfall")
    assert "2018 4 800 Ny definition: kan inte jämföras med åren före." in section(root, "utfall")


def test_a_year_that_some_lack_a_value_for_says_who():
    root = page(member("1489", jobs(1000, 1500)), *(member(code, jobs(1000)) for code in ("1480", "1407")))

    assert "2017 kan inte beräknas: värde saknas från Göteborg, Öckerö" in section(root, "utfall")


def test_another_key_figure_or_another_source_is_not_the_measure():
    others = jobs(1, 2, source_id="N99999", definitions=()), jobs(3, 4, source_kind="scb")

    assert "Alingsås Har inte publicerat måttet." in section(page(member("1489", *others)), "utfall")


def test_figures_of_women_alone_are_not_the_whole():
    women = jobs(observations=(observation(year=2016, sex="K", value=700),))

    assert "Alingsås Har inte publicerat måttet." in section(page(member("1489", women)), "utfall")


def test_members_without_a_programme_are_named_in_swedish_order():
    root = page(member("1489"))

    assert "2 kommuner har inte publicerat något program här: Göteborg, Öckerö." in section(root, "kommuner")


def test_the_common_areas_are_compared_with_how_their_actions_go():
    root = page(member("1489"), member("1407", areas=()))
    cells = [[text(cell) for cell in row] for row in root.iterfind(".//section[@aria-labelledby='omraden']//tbody/tr")]

    assert [row[0] for row in cells] == ["Alingsås", "Öckerö"]
    assert cells[0][2].startswith("Företagsklimat") and "1 pågår" in cells[0][2]
    assert cells[1][1:] == ["Inget eget område"] * 2


def test_promised_numbers_are_quoted_and_never_added_up():
    told = section(page(member("1489"), member("1407")), "egna-tal")

    assert told.count("3 700") == 2 and "7 400" not in told


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        ({"measure_key": ""}, "det är inte angivet med vilket mått målet följs"),
        ({"members": ()}, "det är inte angivet vilka kommuner som hör till regionen"),
    ],
)
def test_a_region_that_leaves_something_open_says_what(frame, why):
    known = {"members": MEMBERS, "measure_key": "N02201"} | frame
    root = page(member("1489", jobs(1, 2), region=region(**known)))

    assert f"Utfallet kan inte beräknas: {why}." in section(root, "utfall")


def test_a_region_without_a_target_in_numbers_tells_no_outcome():
    root = page(member("1489", region=region(target_value=None)))

    assert root.find(".//section[@aria-labelledby='utfall']") is None


def neighbour(code, *values):
    """Return a comparison of the region's measure with another member."""
    years = enumerate(values, 2016)
    figures = tuple(made(c.ComparedValue, {}, definition=1, year=year, sex="T", value=Decimal(v)) for year, v in years)
    return made(c.Comparison, {}, kind="municipality", code=code, name=NAMES[code], values=figures)


def test_what_one_member_tells_of_another_counts_until_that_one_publishes_itself():
    others = neighbour("1480", 3000, 3300), neighbour("1407", 500, 550)
    root = page(member("1489", jobs(1000, 1500, comparisons=others)), member("1407", jobs(600, 700)))

    assert "ökade summan med 900, från 4 600 till 5 500" in section(root, "utfall")
    assert "Göteborg , enligt Alingsås" in section(root, "utfall")
    assert "Öckerö 600 (2016) 700 (2017)" in section(root, "utfall")


def test_of_others_only_the_measure_of_the_region_is_told_on():
    compared = jobs(1, 2, source_id="N99999", definitions=(), comparisons=(neighbour("1480", 3, 4),))

    assert set(member("1489", compared)["measures"]) == {"1489"}
