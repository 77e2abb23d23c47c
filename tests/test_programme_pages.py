"""The programme's own page: facts, goals, plan, state."""

from datetime import date
from decimal import Decimal

import pytest

from portal.public.pages.overview import SYMBOLS
from tests.example import (
    action,
    area,
    day,
    goal,
    plan,
    programme,
    published,
    quantity,
    record,
    site,
    step,
    uid,
    whole_record,
    words,
)
from tests.read_html import by_class, links, read, text, texts
from tests.read_site import HOME, facts, main_text, page, pages


def test_the_facts_are_told_in_words():
    assert facts(page()) | {"Uppdaterat": ""} == {
        "Gäller": "2021–2035",
        "Antogs": "av kommunfullmäktige (KF) i juni 2021 · antagen lydelse",
        "Dnr": "2021.083 KS",
        "Uppdaterat": "",
        "Dokumenttyp": "Program",
        "Samordnas av": "Näringslivsenheten",
        "Ytterst ansvarig": "Kommundirektören",
        "Följs upp": "årligen",
        "Revideras": "vart fjärde år. Skulle ha reviderats 2025.",
        "Regional ram": "Göteborgsregionens gemensamma målbild 2035",
        "Näringslivsråd": "Näringslivsrådet: företag och kommun. Planerar öppna möten två gånger per år",
        "Ersätter": "Näringslivspolicy 2017–2020",
        "Region": "Exempelregionen",
    }


def test_what_is_not_known_leaves_no_label_behind():
    unknown = dict.fromkeys(
        ("vision", "target_picture", "purpose", "background", "process", "context", "diary_number", "document_type"), ""
    ) | dict.fromkeys(
        ("follow_up_cycle", "coordinator", "accountable", "regional_frame", "predecessor_title", "summary"), ""
    )
    nothing = dict.fromkeys(("goals", "areas", "steps", "groups", "plans", "indicators", "dialogues", "proposals"), ())
    root = page(period_from=None, period_through=None, revision_every=None, region=None, **unknown, **nothing)

    assert list(facts(root)) == ["Uppdaterat"]
    assert texts(root, ".//h2") == []


def test_a_decision_by_an_unknown_body_is_told_without_it():
    root = page(steps=(step(body="", on=day("2023-04-20")),))

    assert facts(root)["Antogs"] == "den 20 april 2023 · antagen lydelse"


def test_the_goal_is_quoted_word_for_word():
    quote = page().find(".//blockquote")

    assert text(quote) == "”… förutsättningar för 3 700 ytterligare jobb till och med 2035”"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (quantity(), "Utgångsvärde beslutades inte, så det går inte att räkna ut hur långt det har kommit."),
        (
            quantity(base_value=Decimal(17000)),
            "Utgångsvärde 17 000 jobb. Vilket år utgångsvärdet gäller beslutades inte, så det går inte att räkna ut hur"
            " långt det har kommit.",
        ),
        (
            quantity(base_value=Decimal(17000), base_year=2020),
            "Utgångsvärde 17 000 jobb år 2020. Ingen indikator räknar detta, så det går inte att säga hur långt det har"
            " kommit.",
        ),
    ],
)
def test_progress_is_spoken_of_only_from_a_decided_baseline(amount, expected):
    (promise,) = by_class(page(goals=(goal(quantity=amount),)), "promise")

    assert text(promise) == (
        "3 700 ”… förutsättningar för 3 700 ytterligare jobb till och med 2035” "
        f"Det är 3,1 % av regionens mål, minst 120 000 fler jobb 2016–2035. {expected} Källa: Programmet, sidan 4"
    )


def test_the_tally_agrees_with_its_numbers():
    (tally,) = by_class(page(), "tally")

    assert texts(tally, "li") == [
        "✓1 genomförd",
        "◐1 pågår",
        "○1 ej påbörjad",
        "!1 försenad",
        "×1 utgår",
        "varav 1 exempeldata",
    ]


def test_the_tally_follows_the_gender_of_the_programmes_word():
    (tally,) = by_class(page(words=words(action="uppdrag")), "tally")

    assert texts(tally, "li")[0] == "✓1 genomfört"


def test_every_cell_of_the_band_names_its_action_and_leads_to_it():
    bands = [links(band) for band in by_class(page(), "band")]

    assert bands[0] == {
        "✓1. Samlad företagslots för tillståndsärenden: Genomförd": HOME + "planer/2026/1/",
        "◐3. Kartlägg ledig verksamhetsmark: Pågår": HOME + "planer/2026/3/",
    }
    assert list(bands[1]) == [
        "!2. Branschdagar för årskurs 8: Pågår, försenad",
        "○4. Gemensamma forskningsprojekt med högskolan: Ej påbörjad (exempeldata)",
    ]


def test_a_status_is_always_symbol_word_and_colour():
    for body in pages(whole_record()).values():
        for status in by_class(read(body), "status") if b"<html" in body else []:
            symbol, word = text(status.find("span")), status.find("span").tail
            assert symbol
            assert word.strip()
            assert status.get("data-status") in SYMBOLS


def test_an_area_without_a_name_is_called_by_its_number():
    root = page(words=words(area="strategiskt målområde"), areas_note="Områdenas namn är inte kända.")

    assert texts(root, ".//article/h3")[:3] == ["Företagsklimat", "Kompetensförsörjning", "Strategiskt målområde 3"]
    assert "Områdenas namn är inte kända." in main_text(root)


def test_actions_outside_all_areas_stand_last():
    root = page(plans=(plan(actions=(action(1), action(2, area=None))),), areas=(area(),))

    assert texts(root, ".//article/h3")[:2] == ["Företagsklimat", "Övriga åtgärder"]


def test_plans_of_several_areas_stand_together():
    plans = tuple(
        plan(slug, title=f"Handlingsplan {slug}", area=uid(f"area {slug}"), actions=(action(n, area=None),))
        for n, slug in enumerate(("klimat", "kompetens"), start=1)
    )
    root = page(plans=plans, words=words(plan="handlingsplan", action="aktivitet"))

    assert texts(root, ".//section/header/h2")[0] == "Handlingsplaner 2026"
    assert links(root)["Båda aktiviteterna"] == HOME + "planer/"


@pytest.mark.parametrize(
    ("as_of", "remark"),
    [
        (date(2035, 12, 31), []),
        (date(2036, 1, 1), ["Det näringslivsstrategiska programmet gällde till och med 2035."]),
    ],
)
def test_a_programme_that_is_over_says_so_at_its_address(as_of, remark):
    assert [text(one) for one in by_class(page(as_of=as_of), "remark")] == remark


def test_the_footer_says_who_when_and_which_version():
    made = record(published(site()), published(programme()))
    footer = page(made=made).find(".//footer")
    entry = made.publications[1].entry

    assert texts(footer, ".//p")[:2] == [
        "Sidansvarig: Näringslivsenheten · Senast uppdaterad 3 november 2026 · Version 1",
        entry,
    ]
    assert texts(footer, ".//summary") == [f"Kontrollsumma {entry[:4]}…{entry[-4:]}"]


def test_a_publication_late_in_the_evening_is_of_the_day_where_its_readers_live():
    made = record(published(site()), published(programme(), published_at="2026-11-03T23:30:00Z"))

    assert "Senast uppdaterad 4 november 2026" in text(page(made=made).find(".//footer"))
