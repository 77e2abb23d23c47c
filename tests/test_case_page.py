"""The page of the case reads as a story, by somebody who is no official."""

from datetime import date

import pytest

from portal.publications.content import File
from tests.example import day, follow_up, plan, programme, published, record, site, step, uid
from tests.read_html import by_class, links, read, text
from tests.read_site import HOME, TODAY, main_text, page, pages

MINUTES = File(digest="ab" * 32, name="protokoll.pdf", type="pdf", size=182_000, title="Protokollsutdrag")


def told(*steps, as_of=TODAY, **changes):
    """Return [(heading, mark)] of the steps on the page."""
    items = by_class(page("beslut/", steps=steps, as_of=as_of, **changes), "steps")[0].findall("li")
    return [(text(item.find("h2")), text(by_class(item, "mark")[0])) for item in items]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"body": ""}, ("Programmet antogs", "§ Beslut")),
        ({"body": "KSAU", "concerns": "plan"}, ("Åtgärdsplanen antogs av kommunstyrelsens arbetsutskott", "§ Beslut")),
        ({"kind": "approval", "body": "council", "is_decision": False},
         ("Programmet godkändes av näringslivsrådet", "○ Godkännande, inget beslut")),
        ({"kind": "official_report", "body": "department", "is_decision": False},
         ("Tjänsteskrivelse från förvaltningen", "○ Förslag, inget beslut")),
        ({"kind": "tabling"}, ("Ärendet bordlades av kommunfullmäktige (KF)", "§ Beslut")),
        ({"kind": "repeal"}, ("Programmet upphävdes av kommunfullmäktige (KF)", "§ Beslut")),
        ({"on": day("2027-02-01")}, ("Antagande, kommunfullmäktige (KF)", "○ Planerat")),
        ({"concerns": "follow_up", "kind": "noting", "is_decision": False},
         ("Ärendet lades till handlingarna av kommunfullmäktige (KF)", "○ Lades till handlingarna")),
    ],
)  # fmt: skip
def test_each_step_is_told_as_what_it_is(changes, expected):
    assert told(step(**changes), plans=()) == [expected]


def test_a_programme_is_tabled_twice_and_adopted_twice():
    tabled = [step(name, kind="tabling", on=day(on)) for name, on in (("a", "2021-02-01"), ("b", "2021-03-01"))]
    again = step("again", on=day("2025"))

    assert [heading for heading, _mark in told(again, *tabled, step())] == [
        "Ärendet bordlades av kommunfullmäktige (KF)",
        "Ärendet bordlades av kommunfullmäktige (KF)",
        "Programmet antogs av kommunfullmäktige (KF)",
        "Programmet antogs av kommunfullmäktige (KF)",
    ]


def test_what_a_step_means_is_said_once():
    tabled = [step(name, kind="tabling", on=day(on)) for name, on in (("a", "2021-02-01"), ("b", "2021-03-01"))]

    assert main_text(page("beslut/", steps=tabled)).count("Att bordlägga är att skjuta upp beslutet") == 1


def test_where_the_programme_stands_comes_first():
    steps = (step(on=day("2021-06-16")), step("revision", kind="revision", on=day("2025-11-12"), paragraph="210"))

    assert text(by_class(page("beslut/", steps=steps), "remark")[0]) == (
        "Det näringslivsstrategiska programmet gäller 2021–2035. "
        "Reviderades av kommunfullmäktige den 12 november 2025, § 210. Revideras 2029."
    )


def test_a_proposal_whose_adoption_is_not_known_is_no_more_than_that():
    steps = (step("approval", kind="approval", body="council", is_decision=False),)

    assert text(by_class(page("beslut/", steps=steps), "remark")[0]) == (
        "Det näringslivsstrategiska programmet är ett förslag och är inte antaget."
    )


def test_the_time_to_appeal_is_told_while_it_runs_and_when_it_is_over():
    steps = (step(appeal_until=date(2026, 11, 21)),)

    assert "Beslutet kan överklagas till och med 21 november 2026." in main_text(page("beslut/", steps=steps))
    over = main_text(page("beslut/", steps=steps, as_of=date(2026, 11, 22)))
    assert "Överklagandetiden gick ut 21 november 2026." in over
    assert "kan överklagas" not in over


def test_the_clauses_of_a_report_are_a_proposal_and_those_of_a_decision_are_numbered():
    clauses = ("Programmet antas.", "Policyn upphävs.")
    report = step("report", kind="official_report", is_decision=False, clauses=clauses)

    decided, proposed = (page("beslut/", steps=(one,)) for one in (step(clauses=clauses), report))

    assert [text(item) for item in by_class(decided, "steps")[0].findall("li/ol/li")] == [*clauses]
    assert "Förslag till beslut:" in main_text(proposed)
    assert "Förslag till beslut:" not in main_text(decided)


def test_a_step_of_a_plan_leads_to_the_plan():
    tabled = step("tabled", kind="tabling", concerns="plan", subject=uid("plan 2026"), subject_name="Åtgärdsplan 2026")

    assert links(page("beslut/", steps=(tabled,), plans=(plan(),)))["Åtgärdsplan 2026"] == f"{HOME}planer/2026/"


def test_an_extension_says_for_how_long():
    extended = step("extension", kind="extension", on=day("2025"), extends_through=2038)
    open_ended = step("extension", kind="extension", on=day("2025"))

    assert "Gäller till och med 2038" in main_text(page("beslut/", steps=(step(), extended)))
    assert "Gäller tills vidare" in main_text(page("beslut/", steps=(step(), open_ended)))


def test_an_attachment_is_shown_with_its_size_and_type_and_lies_at_an_address_of_its_own():
    made = record(published(site()), published(programme(steps=(step(attachments=(MINUTES,)),))))

    built = pages(made, uploads={MINUTES.digest: b"%PDF"})

    address = f"/exempelby/filer/protokoll.{MINUTES.digest[:12]}.pdf"
    assert built[address] == b"%PDF"
    assert links(read(built[HOME + "beslut/"]))["Protokollsutdrag (PDF, 182 kB)"] == address
    assert address.encode() in built[HOME + "versioner/1/"]


def test_an_attachment_whose_bytes_are_gone_is_named_without_a_link():
    root = page("beslut/", steps=(step(attachments=(MINUTES,)),))

    assert text(by_class(root, "attached")[0]) == "Protokollsutdrag"
    assert not links(by_class(root, "attached")[0])


def test_each_step_has_an_address():
    (item,) = by_class(page("beslut/", steps=(step(),)), "steps")[0].findall("li")

    assert item.get("id") == f"steg-{uid('step adoption')}"


def test_the_page_of_a_plan_tells_how_it_was_decided():
    tabled = step("tabled", kind="tabling", concerns="plan", subject=uid("plan 2026"), on=day("2025-11-12"))
    adopted = step("plan", concerns="plan", body="KSAU", on=day("2025-12-10"), paragraph="201")
    root = page("planer/2026/", steps=(step(), adopted, tabled))

    assert [text(item) for item in by_class(root, "attached")[0]] == [
        "12 november 2025: Ärendet bordlades av kommunfullmäktige (KF)",
        "10 december 2025: Åtgärdsplan 2026 antogs av kommunstyrelsens arbetsutskott, § 201",
    ]
    assert f"{HOME}beslut/#steg-{uid('step plan')}" in links(root).values()


def test_what_is_decided_on_a_follow_up_stands_on_its_page_and_leads_there():
    noted = step("noted", kind="noting", concerns="follow_up", subject=uid("follow-up 2025"), on=day("2026-03-09"))
    made = pages(record(published(site()), published(programme(steps=(step(), noted))), published(follow_up())))

    report = read(made[HOME + "uppfoljning/2025/"])
    assert text(by_class(report, "attached")[0]) == (
        "9 mars 2026: Ärendet lades till handlingarna av kommunfullmäktige (KF)"
    )
    assert links(read(made[HOME + "beslut/"]))["Uppföljning 2025"] == f"{HOME}uppfoljning/2025/"
