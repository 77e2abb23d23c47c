"""A replaced programme says so at its address, the one that replaces it says what it replaces; found in any way."""

from datetime import date

import pytest

from tests.example import day, programme, published, record, site, step, uid
from tests.read_html import by_class, links, read, text
from tests.read_site import facts, pages

OLD, NEW = "/exempelby/policy/", "/exempelby/program/"


def older(**changes):
    said = {"slug": "policy", "title": "Näringslivspolicy 2017–2030", "period_from": 2017, "period_through": 2030}
    nothing = dict.fromkeys(("plans", "indicators", "dialogues", "proposals", "areas", "goals"), ())
    return programme(**{"id": uid("policy"), "predecessor_title": "", **said, **nothing, **changes})


def newer(**changes):
    return programme(**{"slug": "program", "title": "Program 2021–2035", "predecessor_title": "", **changes})


def built(old, new, as_of=date(2026, 11, 21)):
    made = pages(record(published(site()), published(old), published(new)), as_of)
    return {address: read(body) for address, body in made.items() if address in (OLD, NEW, "/exempelby/")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"predecessor_title": "Näringslivspolicy 2017-2030"}),
        ({}, {"predecessor_title": "Policyn", "predecessor_url": "https://portalen.example/exempelby/policy/"}),
        ({"successor_title": "Program 2021–2035"}, {}),
        ({"successor_url": "https://portalen.example/exempelby/program"}, {}),
    ],
)
def test_two_programmes_of_a_municipality_know_each_other_in_any_way(old, new):
    made = built(older(**old), newer(**new))

    remark = by_class(made[OLD], "remark")[0]
    assert text(remark) == "Ersatt av Program 2021–2035."
    assert links(remark) == {"Program 2021–2035": NEW}
    assert links(made[NEW])["Näringslivspolicy 2017–2030"] == OLD


def test_what_has_been_replaced_stands_among_the_earlier_programmes():
    made = built(older(), newer(predecessor_title="Näringslivspolicy 2017–2030"))

    assert "2017–2030 · Ersatt" in text(made["/exempelby/"].find(".//main"))


def test_what_takes_over_later_is_said_with_its_year():
    new = newer(predecessor_title="Näringslivspolicy 2017–2030", period_from=2028)
    made = built(older(), new)

    assert text(by_class(made[OLD], "remark")[0]) == "Ersätts från 2028 av Program 2021–2035."
    assert "Ersatt" not in text(made["/exempelby/"].find(".//main"))


def test_a_proposal_replaces_nothing():
    made = built(older(), newer(predecessor_title="Näringslivspolicy 2017–2030", steps=()))

    assert by_class(made[OLD], "remark") == []


def test_what_lies_outside_the_portal_is_known_by_title_or_link():
    old = older(successor_title="Tillväxtplan", successor_url="https://kommunen.example/tillvaxt")
    new = newer(predecessor_title="Näringslivspolicy 1998", predecessor_url="https://kommunen.example/policy")
    made = built(old, new)

    assert text(by_class(made[OLD], "remark")[0]) == "Ersatt av Tillväxtplan, annan webbplats."
    assert links(made[OLD])["Tillväxtplan, annan webbplats"] == "https://kommunen.example/tillvaxt"
    assert links(made[NEW])["Näringslivspolicy 1998, annan webbplats"] == "https://kommunen.example/policy"


def test_a_repealed_and_replaced_programme_says_both():
    repeal = step("repeal", kind="repeal")
    made = built(older(steps=(step(), repeal)), newer(predecessor_title="Näringslivspolicy 2017–2030"))

    assert text(by_class(made[OLD], "remark")[0]) == (
        "Det näringslivsstrategiska programmet upphävdes av kommunfullmäktige i juni 2021. Ersatt av Program 2021–2035."
    )


def test_the_programme_leads_to_its_adoption_and_to_its_latest_decision():
    revision = step("revision", kind="revision", on=day("2025-11-12"))
    made = built(older(), newer(steps=(step(), revision)))

    assert links(made[NEW])["av kommunfullmäktige (KF) i juni 2021"] == f"{NEW}beslut/#steg-{uid('step adoption')}"
    latest = "Reviderades av kommunfullmäktige den 12 november 2025"
    assert links(made[NEW])[latest] == f"{NEW}beslut/#steg-{uid('step revision')}"
    assert facts(made[OLD])["Antogs"] == "av kommunfullmäktige (KF) i juni 2021 · antagen lydelse"
    assert "Senaste beslut" not in facts(made[OLD])
