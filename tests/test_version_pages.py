"""Earlier versions, the adopted wording, and pages of what is gone."""

import pytest

from tests.example import (
    plan,
    programme,
    published,
    record,
    site,
    uid,
)
from tests.read_html import by_class, links, read, text
from tests.read_site import HOME, main_text, page, pages


def two_versions(**changes):
    return record(
        published(site()),
        published(programme(), note="Programmet antas."),
        published(programme(**changes), version=2, note="Ny sammanfattning."),
    )


def test_the_list_of_versions_tells_in_short_what_changed():
    root = page("versioner/", made=two_versions(diary_number="2026.1 KS"))

    assert [text(item) for item in by_class(root, "steps")[0].findall("li")] == [
        "3 november 2026 Version 2Löpande uppdatering Gällande Ny sammanfattning. Sedan version 1 har 1 uppgift "
        "ändrats. Jämför version 1 och 2 Publicerad av Näringslivsenheten",
        "3 november 2026 Version 1Nytt beslut Programmet antas. Publicerad av Näringslivsenheten",
    ]


def test_a_version_that_changed_nothing_is_said_to_say_the_same():
    root = page("versioner/", made=two_versions())

    assert "Säger samma sak som version 1." in main_text(root)


def test_many_versions_stand_by_year_and_any_two_can_be_chosen():
    many = [
        published(programme(revision_every=number), version=number, published_at=f"{1900 + number}-06-01T09:00:00Z")
        for number in range(1, 201)
    ]

    root = page("versioner/", made=record(published(site()), *many))

    sections = {text(one.find("h2")): len(one.findall(".//li")) for one in root.findall(".//main/section")}
    assert sections == {str(year): 1 for year in range(2100, 1900, -1)}
    assert [len(select.findall("option")) for select in root.iter("select")] == [200, 200]


def test_one_version_alone_has_nothing_to_be_compared_with():
    root = page("versioner/")

    assert root.find(".//select") is None
    assert root.find(".//input").get("name") == "datum"


def test_an_earlier_version_stands_as_it_was_and_points_to_the_one_in_force():
    root = page("versioner/1/", made=two_versions(title="Nytt namn"))

    assert text(root.find(".//h1")) == "Näringslivsstrategiskt program 2021–2035"
    assert links(by_class(root, "remark")[0]) == {
        "Gällande version finns här": HOME,
        "Vad har ändrats sedan dess?": f"{HOME}versioner/1/jamfor/gallande/",
    }


@pytest.mark.parametrize(
    ("changes", "path", "place"),
    [
        ({"plans": (plan(actions=()),)}, "planer/2026/3/", "planer-2026-3"),
        ({"plans": ()}, "planer/2026/", "planer-2026"),
        ({"areas": ()}, "omraden/klimat/", "omraden-klimat"),
        ({"indicators": ()}, "indikatorer/ranking/", "indikatorer-ranking"),
    ],
)
def test_a_page_whose_thing_is_gone_says_in_which_version_it_was_last(changes, path, place):
    made = two_versions(**changes)
    (remark,) = by_class(page(path, made=made), "remark")
    earlier = page("versioner/1/", made=made)

    assert text(remark) == (
        "Sidan finns inte längre i den gällande versionen. Den stod senast i version 1, publicerad 3 november 2026."
    )
    assert links(remark) == {"version 1": f"{HOME}versioner/1/#{place}"}
    assert place in {element.get("id") for element in earlier.iter()}


def test_a_versions_indicators_lead_to_what_stands_at_their_addresses_now():
    for made in (two_versions(), two_versions(indicators=()), two_versions(slug="nytt-namn", indicators=())):
        found = pages(made)
        (href,) = (
            href
            for text, href in links(read(found[HOME + "versioner/1/"])).items()
            if text.startswith("alla värden nu")
        )

        assert href == HOME + "indikatorer/ranking/"
        assert href in found


def test_a_programme_that_changed_its_address_is_found_at_the_old_one():
    made = pages(two_versions(slug="nytt-namn"))

    assert links(by_class(read(made[HOME]), "remark")[0]) == {"version 1": HOME + "versioner/1/"}
    found = links(read(made[HOME]))
    assert found["Till gällande version av det näringslivsstrategiska programmet"] == "/exempelby/nytt-namn/"


def test_an_address_that_another_programme_took_over_is_that_programmes():
    moved = programme(slug="nytt-namn")
    other = programme(id=uid("other"), title="Ett annat program")
    made = record(published(site()), published(programme()), published(moved, version=2), published(other))

    assert text(page(made=made).find(".//h1")) == "Ett annat program"
