"""The pages of areas, plans, actions, indicators and the case."""

from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.example import (
    action,
    definition,
    indicator,
    observation,
    plan,
    programme,
    published,
    record,
    site,
)
from tests.read_html import by_class, links, read, text, texts
from tests.read_site import HOME, facts, page, pages


def test_an_action_tells_what_is_known_of_it():
    root = page("planer/2026/2/")

    assert text(root.find(".//h1")) == "Branschdagar för årskurs 8"
    assert facts(root) == {
        "Strategi": "Kompetensförsörjning",
        "Ansvarig": "Barn- och ungdomsförvaltningen",
        "Tid": "2026-01-15 – 2026-10-30",
        "Antaget slutdatum": "2026-06-30, flyttat till 2026-10-30Flyttas till hösten, skolorna saknar lokal.",
    }


def test_the_adopted_date_stands_beside_the_new_one_in_the_plan():
    rows = page("planer/2026/").findall(".//tbody/tr")
    late = next(row for row in rows if text(row.find("th")) == "Branschdagar för årskurs 8")

    assert texts(late, "td") == [
        "2",
        "Barn- och ungdomsförvaltningen",
        "!Pågår, försenad",
        "2026-10-30antaget 2026-06-30",
        "Lokalen är bokad. Flyttas till hösten, skolorna saknar lokal.",
    ]


def test_the_longest_words_of_a_status_stay_in_their_column(browser):
    styles = [(settings.BASE_DIR / "static" / f"{name}.css").read_text() for name in ("tokens", "base", "public")]
    row = "<tr><td>1<th scope=row>Lots<td>Kultur<td><span class=status>! Ej påbörjad, försenad</span><td>2026-03-01<td>"
    table = render_to_string("public/parts/actions.html").replace("</tbody>", f"{row}</tbody>")

    with browser.new_page(viewport={"width": 1280, "height": 400}) as seen:
        seen.set_content(f"<style>{''.join(styles)}</style><main>{table}</main>")
        cell = seen.locator("td").nth(2)

        assert cell.evaluate("one => one.firstChild.offsetWidth < one.clientWidth")


def test_an_indicators_table_tells_values_and_why_there_is_none():
    values = (observation(2024, 0), observation(2025, 121, preliminary=True), observation(2026, None))
    root = page("indikatorer/ranking/", indicators=(indicator(observations=values),))

    assert [texts(row, "td")[0] for row in root.findall(".//tbody/tr")] == [
        "ännu inte publicerat",
        "121 (preliminärt)",
        "0",
    ]


def test_an_indicators_table_has_a_column_for_each_sex_that_was_measured():
    values = tuple(observation(2025, value, sex=sex) for sex, value in (("T", 83), ("K", 82), ("M", 84)))
    root = page("indikatorer/ranking/", indicators=(indicator(observations=values),))

    assert texts(root, ".//thead//th") == ["År", "Totalt", "Kvinnor", "Män"]


def test_an_indicators_new_definition_says_when_and_why_it_came():
    new = {"text": "Ny enkät.", "from_year": 2025, "is_break": True}
    new |= {"decided_on": date(2025, 3, 4), "reason": "Källan frågar fler."}
    root = page("indikatorer/ranking/", indicators=(indicator(definitions=(definition(), definition(2, **new))),))

    told = "Ny enkät. Värden före och efter kan inte jämföras. Ändrad 4 mars 2025: Källan frågar fler."
    assert facts(root)["Version 2, från 2025"] == told


def test_the_steps_of_the_case_stand_in_order_and_decisions_are_marked():
    steps = by_class(page("beslut/"), "steps")[0]

    assert [
        (text(by_class(item, "day")[0]), text(item.find("h2")), text(by_class(item, "mark")[0]))
        for item in steps.findall("li")
    ] == [
        ("4 november 2020", "Uppdraget gavs av kommunstyrelsen (KS)", "§ Beslut"),
        ("18 mars 2021", "Programmet godkändes av Näringslivsrådet",
         "○ Godkännande, inget beslut"),
        ("juni 2021", "Programmet antogs av kommunfullmäktige (KF)", "§ Beslut"),
        ("10 december 2025", "Åtgärdsplan 2026 antogs av kommunfullmäktige (KF)", "§ Beslut"),
    ]  # fmt: skip


def test_an_action_leads_to_the_one_of_an_earlier_plan_that_it_continues():
    earlier = plan("2025", actions=(action(12),))
    current = plan(actions=(action(1, continues=earlier.actions[0].id), action(2, continues=uuid4())))
    first, second = (page(f"planer/2026/{number}/", plans=(earlier, current)) for number in (1, 2))

    assert facts(first)["Fortsätter från"] == "Åtgärdsplan 2025, nr 12"
    assert links(first)["Åtgärdsplan 2025, nr 12"] == HOME + "planer/2025/12/"
    assert "Fortsätter från" not in facts(second)  # what it continues has not been published


def test_a_proposal_leads_to_the_action_that_it_became():
    assert links(page("dialoger/"))["4. Gemensamma forskningsprojekt med högskolan"] == HOME + "planer/2026/4/"
    assert "Identifiera och utveckla gemensamma forskningsprojekt" in links(page("planer/2026/4/"))


def test_a_page_with_example_rows_says_so_at_the_top_and_at_the_row():
    with_example, without = page("planer/2026/4/"), page("planer/2026/3/")

    assert [text(badge) for badge in by_class(with_example, "badge")] == ["Exempeldata"] * 2
    assert by_class(without, "badge") == []


def test_the_municipalitys_notice_stands_on_every_page():
    made = record(published(site(notice="Demonstrationsdata.")), published(programme()))
    found = {text(by_class(read(body), "notice")[0]) for body in pages(made).values() if b"<html" in body}

    assert found == {"Demonstrationsdata."}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:", ""])
def test_an_address_that_is_not_of_the_web_becomes_no_link(address):
    root = page(predecessor_title="javascript:alert(2)", predecessor_url=address)

    assert facts(root)["Ersätter"] == "javascript:alert(2)"
    assert not [href for href in links(root).values() if href.startswith(("javascript", "data", "//"))]


def test_texts_are_shown_as_they_look_and_nothing_else_gets_through():
    root = page(vision="<script>alert(1)</script><p>Första</p><p style='color:red'>Nästa <b>stycke</b> &amp; mer.</p>")
    heading = next(div for div in root.iter("div") if div.find("h3") is not None and text(div.find("h3")) == "Vision")

    assert texts(heading, "p") == ["Första", "Nästa stycke & mer."]
    assert [p.attrib for p in heading.iter("p")] == [{}, {}]


def test_an_indicator_with_example_values_is_marked_wherever_it_is_shown():
    made = {"indicators": (indicator(observations=(observation(2025, 121, example=True),)),), "plans": ()}

    for path in ("", "indikatorer/", "indikatorer/ranking/"):
        root = page(path, **made)
        assert "Exempeldata" in [one.get("aria-label") for one in by_class(root, "notice")]
        assert len(by_class(root, "badge")) >= 2


def test_a_reason_that_the_account_already_gives_is_not_told_twice():
    moved = action(1, account="Flyttas. Lokal saknas.", end_reason="Lokal saknas.", end=date(2027, 1, 31))
    root = page("planer/2026/", plans=(plan(actions=(moved,)),))

    assert text(by_class(root, "account")[0]) == "Flyttas. Lokal saknas."
