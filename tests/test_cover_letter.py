"""The cover letter of a follow-up: what was approved, under the headings that municipalities use, to be worked on."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from portal.followups.letter import letter
from programmes.history import change
from tests import example
from tests.signed_in import enter
from tests.test_follow_up import approve, follow_up  # noqa: F401 - the fixture

HASH = "9f2c71ab" * 8


def made(**changes):
    return letter(example.follow_up(**changes), "Exempelby kommun", HASH)


def read(body):
    return Document(BytesIO(body))


def told(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\xa0", " ")


def headings(document, level):
    return [one.text for one in document.paragraphs if one.style.name == f"Heading {level}"]


def test_it_has_the_headings_of_a_cover_letter():
    document = read(made())

    assert headings(document, 1) == ["Uppföljning 2025 av Näringslivsstrategiskt program 2021–2035"]
    assert headings(document, 2) == [
        "Ärendebeskrivning",
        "Förvaltningens yttrande",
        "Ekonomisk bedömning",
        "Förslag till beslut",
        "Bilaga",
    ]


def test_it_tells_whose_it_is_and_when_it_was_approved():
    said = told(read(made()))

    assert said.startswith("Exempelby kommun\nTjänsteskrivelse\nDatum: 2026-02-18\nHandläggare: [namn]\n")
    assert "Diarienummer: 2026.011 KS" in said
    assert "Den godkändes av Styrgruppen den 18 februari 2026, § 4." in said


def test_it_tells_the_year_it_is_of_and_the_year_of_the_figures():
    said = told(read(made(year=2026, refers_to_year=2025, as_of=date(2026, 12, 31))))

    assert "Den avser 2026 och beskriver läget den 31 december 2026. De flesta siffror är från 2025." in said
    assert "siffror är från" not in told(read(made()))


def test_it_tells_what_was_approved():
    document = read(made())

    assert "Samlad bedömning: delvis på väg.\nService och tillstånd utvecklas som planerat." in told(document)
    assert "1 genomförd, 1 pågår" in told(document)
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Strategi", "Bedömning", "Motivering"],
        ["Företagsklimat", "På väg", "Betygen stiger."],
    ]


def test_what_only_a_person_can_say_is_asked_for():
    assert "[Skriv vad förslaget betyder för ekonomin" in told(read(made()))


def test_what_is_not_known_is_left_out():
    texts = dict.fromkeys(("summary", "motivation", "deviations", "next_year"), "")
    bare = read(made(**texts, areas=(), programme=example.programme(plans=(), areas=())))

    assert bare.tables == []
    assert headings(bare, 3) == ["Förslag till beslut i kommunstyrelsen"]


@pytest.mark.parametrize("text", ["<w:b/>&amp;", "=1+1", "a\x0bb\x1f", "Å\u202e😀"])
def test_a_text_is_only_ever_a_text(text):
    document = read(made(title=text, deviations=f"<p>{text}</p>"))

    assert headings(document, 1)[0].startswith(text.replace("\x0b", "").replace("\x1f", ""))


def test_titles_may_be_as_long_as_they_come():
    title = "Uppföljning som aldrig tar slut " * 6
    document = read(made(title=title, programme=example.programme(title=title)))

    assert headings(document, 1) == [f"{title} av {title}"]


def test_it_is_on_a4_and_in_swedish():
    document = read(made())

    assert round(document.sections[0].page_width.mm) == 210
    assert b'w:val="sv-SE"' in ZipFile(BytesIO(made())).read("word/styles.xml")


def test_the_same_content_gives_the_same_bytes():
    times = {part.date_time for part in ZipFile(BytesIO(made())).infolist()}

    assert made() == made()
    assert times == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.django_db
def test_an_approved_follow_up_has_its_letter_at_the_desk(client, follow_up):  # noqa: F811
    enter(client, follow_up.municipality, "reader")
    place = f"{follow_up.get_absolute_url()}tjansteskrivelse.docx"
    assert client.get(place).status_code == 404

    approval = approve(follow_up)
    answer = client.get(place)

    assert approval.content_hash in told(read(answer.content))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tjansteskrivelse-2025.docx"'
    assert place in client.get(follow_up.get_absolute_url()).text


@pytest.mark.django_db
def test_the_letter_says_what_was_approved_and_not_what_is_written_since(client, follow_up):  # noqa: F811
    approve(follow_up)
    with change("Ändrade", municipality=follow_up.municipality):
        follow_up.programme.title = "Något annat"
        follow_up.programme.save()
    enter(client, follow_up.municipality, "reader")

    answer = client.get(f"{follow_up.get_absolute_url()}tjansteskrivelse.docx")

    assert "Något annat" not in told(read(answer.content))
