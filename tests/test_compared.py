"""Two versions beside each other, for somebody who has never seen such a thing."""

from datetime import date
from typing import get_args

import pytest
from msgspec import structs

from portal.public.pages import compared as module
from portal.public.pages import shelf
from portal.public.pages.compared import Compared, comparison_page
from portal.public.pages.rendering import site_pages
from portal.publications import content
from tests.example import (
    action,
    goal,
    indicator,
    observation,
    plan,
    programme,
    published,
    record,
    site,
    uid,
    words,
)
from tests.read_html import by_class, links, read, text
from tests.read_site import HOME, TODAY

LIST = HOME + "versioner/"


def plans(*actions):
    return (plan(adopted_by=uid("step plan"), actions=actions),)


def compared(old, new, backwards=False, **said):
    """Return the page that compares two contents, read."""
    made = record(published(site()), published(old), published(new, version=2, **said))
    pages = {page.address: page.body for page in site_pages(made, "1.0", TODAY, {})}
    versions = shelf.read(pages[LIST + "versioner.json"])
    pairs = list(zip(versions.versions, (old, new), strict=True))
    (first, one), (second, other) = pairs[::-1] if backwards else pairs
    return read(comparison_page(versions, first, second, [one, other]).body)


def lede(root):
    return text(by_class(root, "lede")[0].find("p"))


def rows(root, section):
    """Return the cells of a table, row by row, with the reasons that stand beside."""
    table = next(one for one in root.iter("section") if one.get("aria-labelledby") == section)
    return [[text(cell) for cell in row] for row in table.findall(".//tbody/tr")]


BEFORE = programme(plans=plans(action(3, title="Kartlägg mark"), action(4, title="Mässa")))
AFTER = programme(
    diary_number="2026.1 KS",
    plans=plans(
        action(3, title="Kartlägg mark", end=date(2027, 1, 31), end_adopted=date(2026, 12, 15), end_reason="Väntar."),
        action(4, title="Mässa", status="completed"),
        action(9, title="Ny insats"),
    ),
)


def test_a_sentence_at_the_top_counts_what_differs():
    assert lede(compared(BEFORE, AFTER)) == (
        "Mellan version 1 (3 november 2026) och version 2 (3 november 2026) har 1 åtgärd bytt status, 1 åtgärd fått "
        "nytt slutdatum, 1 åtgärd tillkommit och 1 annan uppgift ändrats."
    )


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"plans": plans(action(3), action(4), action(5))}, "3 aktiviteter tillkommit"),
        ({"areas": ()}, "3 strategier tagits bort"),
        ({"goals": (goal(), goal(id=uid("g2")))}, "1 mål tillkommit"),
        ({"dialogues": ()}, "1 dialog tagits bort"),
        ({"proposals": (), "indicators": ()}, "1 indikator och 1 förslag tagits bort"),
        (
            {"indicators": (indicator(observations=(observation(2030),)),)},
            "1 värde tillkommit och 5 värden tagits bort",
        ),
        ({"title": "Nytt", "purpose": ""}, "2 uppgifter ändrats"),
        ({}, ""),
    ],
)
def test_what_differs_is_counted_in_the_programmes_words(changes, counted):
    base = {"words": words(action="aktivitet"), "plans": plans()}

    told = Compared(programme(**base), programme(**base | changes)).counted

    assert told.replace("\u00a0", " ") == counted


def test_a_moved_status_stands_with_symbol_and_word_on_both_sides():
    assert rows(compared(BEFORE, AFTER), "status") == [["4", "Mässa", "◐Pågår", "✓Genomförd"]]


def test_a_lifted_delay_is_a_moved_status():
    late, now = (programme(plans=plans(action(3, title="Mark", late=late))) for late in (True, False))

    assert rows(compared(late, now), "status") == [["3", "Mark", "!Pågår, försenad", "◐Pågår"]]


def test_a_mark_of_delay_on_what_is_completed_moves_no_status():
    old, new = (programme(plans=plans(action(3, status="completed", late=late))) for late in (True, False))

    assert Compared(old, new).statuses == []
    assert [one.field for one in Compared(old, new).changed] == ["Försenad"]


def test_a_moved_date_stands_with_its_reason_and_the_adopted_day():
    assert rows(compared(BEFORE, AFTER), "dagar") == [
        ["3", "Kartlägg markSkäl: Väntar.", "2026-12-15", "2027-01-31antaget 2026-12-15"]
    ]


def test_what_stands_in_a_table_is_not_told_again_among_the_texts():
    root = compared(BEFORE, AFTER)

    assert [text(one) for one in by_class(root, "wordings")] == [
        "DiarienummerBorttaget: 2021.083 KS. Slut på borttaget. Tillagt: 2026.1 KS. Slut på tillagt."
    ]


def test_a_new_reason_alone_is_told_among_the_texts():
    old, new = (programme(plans=plans(action(3, end_reason=reason))) for reason in ("", "Väntar."))

    assert [one.field for one in Compared(old, new).changed] == ["Skäl till flyttat slutdatum"]


def test_a_text_is_compared_word_by_word_and_says_so_to_who_listens():
    old, new = (f"<p>Vi ordnar en mässa {often} i Exempelby för alla företag.</p>" for often in ("varje år", "ibland"))

    (wording,) = by_class(compared(programme(purpose=old), programme(purpose=new)), "wordings")

    assert text(wording.find("dd")) == (
        "Vi ordnar en mässa Borttaget: varje år. Slut på borttaget. Tillagt: ibland. Slut på tillagt. i Exempelby för "
        "alla företag."
    )
    assert [text(one) for one in wording.iter("del")] == ["Borttaget: varje år. Slut på borttaget."]


def test_what_goes_and_what_comes_in_its_place_stand_apart():
    long, short = "Näringslivsenheten (näringslivsstrategen)", "Tillväxtavdelningen"

    (wording,) = by_class(compared(programme(coordinator=long), programme(coordinator=short)), "wordings")

    assert text(wording.find("dd")) == (f"Borttaget: {long}. Slut på borttaget. Tillagt: {short}. Slut på tillagt.")


def test_a_long_stretch_that_stays_is_left_out():
    long = " ".join(f"ord{number}" for number in range(200))

    (wording,) = by_class(
        compared(programme(purpose=f"<p>{long}</p>"), programme(purpose=f"<p>{long} till</p>")), "wordings"
    )

    assert text(wording.find("dd")).startswith("… ord185")
    assert len(text(wording).split()) < 30


def test_a_text_in_another_form_is_said_to_have_the_same_words():
    root = compared(programme(), programme(process="<h3>Ett 20-tal workshoppar 2020–2021.</h3>"))

    assert text(by_class(root, "wordings")[0]) == (
        "Så togs det framSamma ord, med andra rubriker, listor eller länkar."
    )


def test_where_too_much_has_changed_the_rest_is_named(monkeypatch):
    monkeypatch.setattr(module, "MOST", 400)
    old, new = (programme(vision=f"<p>{one * 20}</p>", purpose=f"<p>{one * 20}</p>") for one in ("Förr. ", "Sedan. "))

    (wording,) = by_class(compared(old, new), "wordings")

    assert [text(one)[:10] for one in wording.findall("dd")] == ["Borttaget:", "Har ändrat"]


def test_two_versions_that_say_the_same_are_said_to():
    root = compared(programme(), programme(as_of=date(2027, 1, 1)))

    assert lede(root) == (
        "Version 1 (3 november 2026) och version 2 (3 november 2026) säger samma sak. Ingen text, status eller dag "
        "skiljer dem åt."
    )


def test_the_comparison_can_be_read_backwards():
    root = compared(BEFORE, AFTER, backwards=True)

    assert lede(root).startswith("Du läser bakåt i tiden, från den senare versionen till den tidigare.")
    assert links(by_class(root, "lede")[0])["Byt ordning"] == LIST + "1/jamfor/2/"
    assert rows(root, "status") == [["4", "Mässa", "✓Genomförd", "◐Pågår"]]


def test_what_the_municipality_says_of_the_change_stands_above():
    root = compared(BEFORE, AFTER, note="Mässan är genomförd.")

    assert [text(one) for one in by_class(root, "steps")] == [
        "3 november 2026Version 2Löpande uppdatering Mässan är genomförd."
    ]


def test_what_is_written_cannot_become_markup():
    root = compared(programme(), programme(coordinator="<script>alert(1)</script>" * 3))

    assert root.find(".//main//script") is None


def test_two_others_can_be_chosen_without_a_script():
    form = compared(BEFORE, AFTER).find(".//form")

    chosen = {select.get("name"): select.find("option[@selected]").get("value") for select in form.iter("select")}

    assert (form.get("action"), form.get("method"), chosen) == (LIST + "jamfor/", None, {"fran": "1", "till": "2"})


def test_what_went_is_counted_by_kind():
    kinds = ("goals", "areas", "steps", "groups", "plans", "indicators", "dialogues", "proposals")

    told = Compared(programme(), programme(**dict.fromkeys(kinds, ()))).counted.replace("\u00a0", " ")

    assert told == (
        "1 mål, 3 strategier, 4 steg i ärendet, 1 grupp, 1 åtgärdsplan, 5 åtgärder, 1 indikator, 1 dialog och "
        "1 förslag tagits bort"
    )


def kinds_of_rows(owner=content.Programme):
    """Yield every kind of row that a programme holds, and those inside them."""
    for field in structs.fields(owner):
        for kind in get_args(field.type):
            if isinstance(kind, type) and issubclass(kind, content.Value):
                yield kind
                yield from kinds_of_rows(kind)


def test_every_kind_of_row_has_a_noun_to_be_counted_by():
    kinds = set(kinds_of_rows())

    assert content.Observation in kinds
    alone = kinds - {content.Region, content.Quantity, content.Target, content.Computed, content.ComparedValue}
    assert alone - {*module.OWN_WORDS, *module.NOUNS} == set()
