"""The follow-up on paper: what it says, what it leaves out, and that anybody can read it, now and in fifty years."""

import hashlib
import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from portal.public.paper import pdf
from portal.public.paper.report import report_html, report_pdf, style_sheet
from portal.public.paper.sheets import report_workbook
from portal.publications.chain import canonical
from tests import example
from tests.verapdf import faults

printing = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
HASH = "9f2c71ab" * 8
MARKUP = '<script>alert(1)</script> <img src="file:///etc/passwd"> <link rel="stylesheet" href="http://127.0.0.1:9/">'


def plain(markup):
    """Return the text of a piece of HTML in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", markup))).strip()


def shown(follow_up=None, **site):
    """Return what the report says, as one line of text."""
    return plain(report_html(follow_up or example.follow_up(), example.site(**site), HASH))


def headings(follow_up):
    html = report_html(follow_up, example.site(), HASH)
    return [plain(text) for text in re.findall(r"<h2 id=.*?</h2>", html)]


def bare():
    """A follow-up of which nothing is known but that it was made."""
    programme = example.programme(
        **dict.fromkeys(("areas", "goals", "steps", "plans", "indicators", "dialogues", "proposals"), ()),
        **dict.fromkeys(("target_picture", "purpose"), ""),
        period_from=None,
        period_through=None,
    )
    texts = dict.fromkeys(("summary", "verdict", "motivation", "deviations", "next_year"), "")
    return example.follow_up(**texts, areas=(), approval=None, programme=programme)


def nasty():
    """A follow-up with all that nobody should write, and everybody may."""
    actions = tuple(
        example.action(
            number,
            area=example.uid(f"area {number % 9}") if number % 10 else None,
            title=f"{number} 😀 " + ("Lång titel utan slut " * 20 if number % 50 == 0 else "Titel")[:300],
            status=("completed", "ongoing", "not_started", "cancelled")[number % 4],
            late=number % 5 == 0,
            account=MARKUP if number % 7 == 0 else "Ord " * 900 if number == 11 else "",
            responsible="",
            start=None,
            end=None,
        )
        for number in range(1, 201)
    )
    reasons = ("not_published", "not_measured", "too_few", "not_applicable")
    missing = tuple(example.observation(year, None, missing=why) for year, why in enumerate(reasons, start=2021))
    programme = example.programme(
        title="Program 👩‍🔧 " + "mycket lång titel " * 15,
        vision=MARKUP,
        areas=tuple(example.area(str(n), order=n + 1, name="", main_strategy="") for n in range(9)),
        indicators=(
            example.indicator("tom", name=MARKUP, observations=missing, areas=(example.uid("area 0"),)),
            example.indicator("noll", observations=(example.observation(2025, 0),), target=None, areas=()),
        ),
        plans=(example.plan(start=date(2025, 1, 1), end=date(2025, 12, 31), actions=actions),),
    )
    return example.follow_up(title=("Uppföljning 🎉 " + "som aldrig tar slut " * 20)[:300], programme=programme)


def print_out(follow_up, logotype=None):
    """Return a follow-up's report with its workbook inside, and its copy for the archive."""
    workbook = report_workbook(follow_up, example.site(), HASH)
    return report_pdf(follow_up, example.site(), HASH, workbook, logotype)


@pytest.fixture(scope="module")
def both():
    return print_out(example.follow_up())


@pytest.fixture(scope="module")
def printed(both):
    return both.pdf


def pages(data):
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]


def test_the_sections_stand_in_order():
    assert headings(example.follow_up()) == [
        "Sammanfattning",
        "Om det näringslivsstrategiska programmet",
        "Så läser du rapporten",
        "Företagsklimat",
        "Kompetensförsörjning",
        "Strategi 3",
        "Avvikelser",
        "Nästa år",
        "Definitioner och källor",
        "Ärendets gång",
        "Om dokumentet",
    ]


def test_what_has_nothing_to_say_is_left_out():
    assert headings(bare()) == ["Så läser du rapporten", "Om dokumentet"]


def test_the_cover_tells_the_facts_of_the_case():
    cover = shown()

    assert "Exempelby kommun Årlig uppföljning Uppföljning 2025 Näringslivsstrategiskt program 2021–2035" in cover
    assert "Avser 2025 Godkänd av Styrgruppen 18 februari 2026, § 4 Diarienummer 2026.011 KS" in cover
    assert "Läget per 31 december 2025 Kontrollsumma 9f2c 71ab … 71ab" in cover


def test_a_follow_up_that_nobody_has_approved_says_so():
    assert "Godkänd Inte godkänd ännu" in shown(bare())


def test_the_summary_can_be_read_alone():
    told = shown()

    assert "En åtgärd är genomförd och en är försenad. ✓ 1 genomförd ◐ 1 pågår ○ 1 ej påbörjad ! 1 försenad" in told
    assert "Samlad bedömning: ◐ Delvis på väg Service och tillstånd utvecklas som planerat." in told


def test_a_delay_is_never_hidden():
    assert "Antaget slutdatum 2026-06-30, nytt 2026-10-30. Flyttas till hösten, skolorna saknar lokal." in shown()


def test_the_reason_why_an_action_is_dropped_is_told():
    assert "× Utgår" in shown()
    assert "Hanteras i annat ärende." in shown()


def test_the_words_are_the_programmes_own():
    words = example.words(programme="näringslivsstrategi", area="fokusområde", action="insats")
    told = shown(example.follow_up(programme=example.programme(words=words)))

    assert "Om näringslivsstrategin" in told
    assert "Fokusområde Insatser Bedömning" in told
    assert "Fokusområde 3" in told


def test_example_data_is_marked():
    assert "Gemensamma forskningsprojekt med högskolan Exempeldata" in shown()
    assert "Årlig uppföljning Exempeldata" in shown(example.follow_up(example=True))


def test_the_notice_of_the_site_stands_on_the_cover():
    assert "Detta är en demonstration." in shown(notice="Detta är en demonstration.")


def test_the_cover_tells_the_year_it_is_of_and_the_year_of_the_figures():
    assert "Avser 2026, de flesta siffror från 2025 Godkänd" in shown(example.follow_up(year=2026))


def test_dialogues_of_the_year_are_told_and_others_not():
    told = shown(example.follow_up(year=2022, refers_to_year=2021))

    assert "Dialog om innovationskraft" in told
    assert "Dialog om innovationskraft" not in shown()


def test_the_columns_of_the_indicators_hold_something():
    unknown = example.indicator(target=None, assessment="", publisher="", observations=(example.observation(2025, 0),))
    told = shown(example.follow_up(programme=example.programme(indicators=(unknown,))))

    assert "Indikator Utfall Svenskt Näringsliv, ranking, placering 0 (2025)" in told


def test_an_indicator_of_two_areas_is_drawn_in_both_under_its_own_id():
    both = example.indicator(areas=(example.uid("area klimat"), example.uid("area kompetens")))
    html = report_html(example.follow_up(programme=example.programme(indicators=(both,))), example.site(), HASH)

    ids = re.findall(r' id="([^"]+)"', html)
    assert [one for one in ids if one.startswith("graf")] == ["graf-klimat-ranking", "graf-kompetens-ranking"]
    assert len(ids) == len(set(ids))


def test_what_the_numbers_say_is_written_out_beside_the_definition():
    assert "plats 60 eller bättre är det 116 platser; 55 av dem är avklarade: 176 − 121." in shown()


def test_a_plans_own_summary_is_told_with_its_day():
    plan = example.plan(summary="Ett 60-tal åtgärder är genomförda.", summary_on=date(2022, 12, 16), actions=())
    told = shown(example.follow_up(programme=example.programme(plans=(plan,))))

    assert "Åtgärdsplan 2026 (16 december 2022) Ett 60-tal åtgärder är genomförda." in told


def test_a_colour_is_only_ever_a_colour():
    assert style_sheet("red } body { display: none").startswith(":root { --accent: #1c5d4a; --wash: #")


@printing
def test_the_pdf_reads_in_order(printed):
    told = " ".join(pages(printed)[2:])
    places = [
        told.index(text)
        for text in ("Samlad bedömning", "Så läser du", "Betygen stiger", "Definitioner", "Om dokumentet")
    ]

    assert places == sorted(places)


@printing
def test_the_pdf_has_a_title_a_language_and_tags(printed):
    reader = PdfReader(BytesIO(printed))

    assert reader.metadata.title == "Uppföljning 2025, Näringslivsstrategiskt program 2021–2035"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def flat(outline):
    return [item for entry in outline for item in (flat(entry) if isinstance(entry, list) else [entry])]


@printing
def test_every_section_is_a_bookmark(printed):
    titles = [item.title for item in flat(PdfReader(BytesIO(printed)).outline)]

    assert [title for title in titles if title in headings(example.follow_up())] == headings(example.follow_up())


@printing
def test_the_contents_name_the_pages(printed):
    every = pages(printed)
    listed = dict(re.findall(r"(Sammanfattning|Kompetensförsörjning|Om dokumentet) (\d+)", every[1]))

    assert all(title in every[int(page) - 1] for title, page in listed.items())
    assert f"3 ({len(every)})" in every[2]


@printing
def test_the_content_lies_in_the_pdf(printed):
    attached = {one.name: one.content for one in PdfReader(BytesIO(printed)).attachment_list}

    assert attached == {
        "uppfoljning-2025.json": canonical(example.follow_up()).encode(),
        "uppfoljning-2025.xlsx": report_workbook(example.follow_up(), example.site(), HASH),
    }


@printing
def test_the_same_content_gives_the_same_bytes(both):
    assert print_out(example.follow_up()) == both


@printing
def test_markup_in_a_text_is_text_and_fetches_nothing():
    told = shown(nasty())

    assert "alert(1)" in told
    assert "<script>" not in report_html(nasty(), example.site(), HASH)


@printing
def test_any_report_follows_both_standards(printed, tmp_path):
    good, bad = tmp_path / "bra.pdf", tmp_path / "elak.pdf"
    good.write_bytes(printed)
    bad.write_bytes(print_out(nasty()).pdf)

    assert faults(good, bad) == []


@printing
def test_the_cover_carries_the_logotype_and_stays_archivable(tmp_path):
    drawn, file = BytesIO(), tmp_path / "med-logotyp.pdf"
    Image.new("RGBA", (400, 120), (20, 90, 70, 128)).save(drawn, "PNG")

    made = print_out(bare(), drawn.getvalue())
    file.write_bytes(made.pdf)

    assert [image.image.size for image in PdfReader(file).pages[0].images] == [(400, 120)]
    assert faults(file) == []


@printing
def test_the_archives_copy_holds_the_same_pages_and_no_attachments(both):
    copy = PdfReader(BytesIO(both.archive_copy))

    assert pages(both.archive_copy) == pages(both.pdf)
    assert (len(copy.attachments), "/AF" in copy.trailer["/Root"]) == (0, False)


@printing
def test_the_archives_copy_follows_the_archives_standard_and_is_as_accessible(both, tmp_path):
    file = tmp_path / "arkiv.pdf"
    file.write_bytes(both.archive_copy)

    assert faults(file, flavours="2a,ua1") == []


@printing
def test_the_document_names_the_checksums_of_the_files_that_belong_to_it(printed):
    told = re.sub(r"\s", "", " ".join(pages(printed)))

    for one in PdfReader(BytesIO(printed)).attachment_list:
        assert f"{one.name}{hashlib.sha256(one.content).hexdigest()}" in told
