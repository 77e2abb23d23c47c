"""Every wording that was adopted can be read for ever, with its document, beside the one that stands today."""

from datetime import date

import pytest

from portal.publications.content import File
from portal.publications.wordings import facts, wordings
from tests.example import area, day, goal, programme, published, record, site, step, uid
from tests.read_html import by_class, links, read, text, texts
from tests.read_site import HOME, main_text, pages

ADOPTION = step(on=day("2021-06-16"), paragraph="84")
REVISION = step("revision", kind="revision", on=day("2025-11-12"), paragraph="210")
DRAFT = step("approval", kind="approval", body="council", is_decision=False)
FIRST, SECOND = "<p>Det ska vara lätt att driva företag.</p>", "<p>Det ska vara enkelt att driva företag.</p>"
DOCUMENT = File(digest="cd" * 32, name="antaget.pdf", type="pdf", size=900_000)


def version(number, change="update", steps=(ADOPTION,), **changes):
    said = {key: changes.pop(key) for key in ("note", "decision") if key in changes}
    content = programme(**{"vision": FIRST, "steps": steps, "as_of": date(2026, 11, 3)} | changes)
    return published(content, version=number, change=change, **said)


def built(*versions, uploads=None):
    return {
        address: read(body)
        for address, body in pages(record(published(site()), *versions), uploads=uploads).items()
        if address.startswith(HOME) and address.endswith("/")
    }


REVISED = (
    version(1),
    version(2, "decision", (ADOPTION, REVISION), vision=SECOND, decision="Reviderades av kommunfullmäktige"),
)


def test_a_wording_begins_when_it_is_adopted_and_with_each_decision_that_words_it_anew():
    versions = [
        version(1, steps=(DRAFT,)),
        version(2, steps=(DRAFT, ADOPTION)),
        version(3, "decision"),
        version(4, "correction", vision=SECOND),
        version(5, "decision", (ADOPTION, REVISION), vision="<p>Ny vision.</p>"),
        version(6),
    ]

    found = wordings(versions, lambda one: facts(one.content))
    assert [wording.numbers for wording in found] == [{2, 3, 4}, {5, 6}]


def test_what_has_not_been_adopted_has_no_adopted_wording():
    made = built(version(1, steps=(DRAFT,)))

    assert [address for address in made if "lydelse" in address] == []
    assert "antagen lydelse" not in main_text(made[HOME])


def test_an_adopted_programme_has_its_wording_also_when_it_was_published_as_an_update():
    made = built(version(1))

    assert links(made[HOME])["antagen lydelse"] == f"{HOME}lydelse/"
    assert "Texten är densamma i dag." in main_text(made[HOME + "lydelse/"])


def test_the_wording_says_by_which_decision_and_leads_to_it():
    remark = by_class(built(version(1))[HOME + "lydelse/"], "remark")[0]

    decision = "Antogs av kommunfullmäktige den 16 juni 2021, § 84"
    assert text(remark).startswith(f"{decision}. Så stod det när lydelsen publicerades här 3 november 2026")
    assert links(remark)[decision] == f"{HOME}beslut/#steg-{uid('step adoption')}"


def test_every_wording_is_readable_for_ever_at_its_own_address():
    made = built(*REVISED)

    assert "Det ska vara lätt att driva företag." in main_text(made[HOME + "lydelse/1/"])
    assert links(made[HOME + "lydelse/"])["Antogs av kommunfullmäktige den 16 juni 2021, § 84"] == f"{HOME}lydelse/1/"
    newest = [main_text(made[HOME + path]) for path in ("lydelse/", "lydelse/2/")]
    assert newest[0] == newest[1]


def test_an_earlier_wording_stands_beside_the_next_word_by_word():
    beside = by_class(built(*REVISED)[HOME + "lydelse/1/"], "beside")[0]

    assert [text(side) for side in beside.iter("p")] == [
        "Det ska vara [borttaget: lätt] att driva företag.",
        "Det ska vara [tillagt: enkelt] att driva företag.",
    ]
    assert [text(one) for one in beside.iter("del")] == ["[borttaget: lätt]"]


def test_an_editorial_correction_is_labelled_with_its_day_and_reason():
    made = built(version(1), version(2, "correction", vision=SECOND, note="Rättade ett ord ur beslutet."))
    assert main_text(made[HOME + "lydelse/"]).startswith("Antagen lydelse Näringslivsstrategiskt program")
    (corrected,) = by_class(made[HOME + "lydelse/"], "steps")[0].findall("li")

    assert text(corrected) == (
        "3 november 2026 Redaktionell rättelse Rättade ett ord ur beslutet. "
        "VisionDet ska vara [borttaget: lätt] [tillagt: enkelt] att driva företag."
    )
    assert links(made[HOME])["redaktionellt rättad 3 november 2026"] == f"{HOME}lydelse/#rattelser"


def test_what_is_not_adopted_word_for_word_is_no_correction():
    made = built(version(1), version(2, "update", summary="<p>Ny sammanfattning.</p>", plans=()))

    assert by_class(made[HOME + "lydelse/"], "steps") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"goals": ()}, ["När det antogs", "förutsättningar", "Har tagits bort", "Finns inte."]),
        ({"areas": (area(), area("nytt", order=2, name="Nytt"))}, ["Har lagts till", "Nytt", "Fanns inte."]),
        ({"goals": (goal(quantity=None),)}, ["Tal", "Finns inte."]),
    ],
)
def test_what_came_or_went_is_said_in_words(changes, expected):
    made = built(version(1), version(2, "decision", (ADOPTION, REVISION), **changes))
    told = main_text(made[HOME + "lydelse/1/"])

    assert [one for one in expected if one not in told] == []


def test_the_document_as_it_was_adopted_stands_beside_its_own_wording():
    made = built(
        version(1, adopted_document=DOCUMENT),
        version(2, "decision", (ADOPTION, REVISION), vision=SECOND),
        uploads={DOCUMENT.digest: b"%PDF"},
    )

    address = f"/exempelby/filer/antaget.{DOCUMENT.digest[:12]}.pdf"
    assert links(made[HOME + "lydelse/1/"])["antaget.pdf (PDF, 900 kB)"] == address
    assert "antaget.pdf" not in main_text(made[HOME + "lydelse/"])


def test_a_version_says_which_wording_it_has():
    made = built(*REVISED)

    assert (
        links(made[HOME + "versioner/1/"])["Antogs av kommunfullmäktige den 16 juni 2021, § 84"] == f"{HOME}lydelse/1/"
    )
    assert links(made[HOME + "versioner/2/"])["Reviderades av kommunfullmäktige"] == f"{HOME}lydelse/2/"


def test_the_page_of_a_wording_has_one_heading_above_the_others():
    assert len(texts(built(*REVISED)[HOME + "lydelse/1/"], ".//h1")) == 1
