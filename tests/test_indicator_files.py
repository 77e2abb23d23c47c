"""An indicator's figures as files: all tell the same, and tell zero, a reason and a preliminary value apart."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from functools import partial
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from actions.sheets.writing import Sheet, sheet_as_csv
from portal.public.earlier import Earlier
from portal.public.pages.rendering import site_pages
from portal.public.sites import Carried
from portal.publications import content as c
from portal.publications.codes import MISSING
from tests.example import definition, indicator, observation, programme, published, record, site
from tests.read_html import links
from tests.read_site import HOME, page, pages

SVG = "{http://www.w3.org/2000/svg}"
REASONS = tuple(MISSING)
VALUES = (
    observation(2015, 0),
    observation(2016, Decimal("83.1000"), definition=2),
    observation(2017, Decimal("-2.5"), definition=2, preliminary=True),
    observation(2018, Decimal(1310000000), definition=2, sex="K", year_certain=False),
    *(observation(2019 + place, None, missing=reason, definition=2) for place, reason in enumerate(REASONS)),
)
WHOLE = indicator(
    observations=VALUES,
    definitions=(definition(), definition(2, is_break=True, from_year=2016)),
    annotations=(c.Annotation(year=2016, text="Motorvägen öppnades."),),
)


def files(one=WHOLE):
    made = pages(record(published(site()), published(programme(indicators=(one,)))))
    place = HOME + "indikatorer/ranking."
    return {address.removeprefix(place): body for address, body in made.items() if address.startswith(place)}


def csv_rows(body):
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def csv_value(text):
    return Decimal(text.replace(",", ".")) if text else None


def from_csv(body):
    return [
        (int(row["År"]), row["Kön"], csv_value(row["Värde"]), row["Skäl till att värde saknas"], row["Preliminärt"])
        for row in csv_rows(body)
    ]


def from_workbook(body):
    head, *rows = load_workbook(io.BytesIO(body))["Värden"].values
    found = [dict(zip(head, row, strict=True)) for row in rows]
    return [
        (
            row["År"],
            row["Kön"],
            None if row["Värde"] is None else Decimal(str(row["Värde"])),
            row["Skäl till att värde saknas"] or "",
            row["Preliminärt"] or "",
        )
        for row in found
    ]


def from_json(body):
    sexes = {"total": "Totalt", "women": "Kvinnor", "men": "Män"}
    return [
        (
            one["year"],
            sexes[one["sex"]],
            one["value"],
            (one["missing"] or {}).get("words", ""),
            "Ja" if one["preliminary"] else "",
        )
        for one in json.loads(body, parse_float=Decimal, parse_int=Decimal)["observations"]
    ]


@pytest.mark.parametrize(("form", "read_back"), [("csv", from_csv), ("xlsx", from_workbook), ("json", from_json)])
def test_every_form_tells_what_the_content_tells(form, read_back):
    sexes = {"T": "Totalt", "K": "Kvinnor", "M": "Män"}

    assert read_back(files()[form]) == [
        (one.year, sexes[one.sex], one.value, MISSING.get(one.missing, ""), "Ja" if one.preliminary else "")
        for one in VALUES
    ]


def test_the_picture_tells_every_value_of_the_lines_that_it_draws():
    told = ElementTree.fromstring(files()["svg"]).find(f"{SVG}desc").text.replace("\u00a0", " ")  # noqa: S314 our own

    for said in ("2015: 0", "2017: −3 preliminärt", "Ny definition från 2016", "A, 2016: Motorvägen öppnades"):
        assert said in told
    assert [reason for reason in MISSING.values() if reason not in told] == []


def test_the_picture_stands_alone_and_breaks_no_strict_policy():
    body = files()["svg"].decode()
    shown = "".join(ElementTree.fromstring(body).itertext())  # noqa: S314 our own markup

    assert not [word for word in ("style", "<script", "class=", "href", "<image", "url(") if word in body]
    assert "Svenskt Näringsliv, ranking" in shown
    assert "Källa: Svenskt Näringsliv. Publicerat av Exempelby kommun" in shown


def test_where_nothing_can_be_drawn_there_is_no_picture_and_the_page_says_so():
    bare = indicator(observations=(observation(2025, None, missing="too_few"),))
    root = page("indikatorer/ranking/", indicators=(bare,))

    assert sorted(files(bare)) == ["csv", "json", "xlsx"]
    assert not [href for href in links(root).values() if href.endswith(".svg")]


def test_a_csv_file_opens_in_a_swedish_spreadsheet_and_holds_no_formula():
    sheet = Sheet(
        "Värden", (("Namn", 9), ("Tal", 9)), [["=1+1", Decimal("-0.50")], ["+46", None], ["x", Decimal("3E+3")]]
    )

    assert sheet_as_csv(sheet).decode() == '\ufeff"Namn";"Tal"\r\n"\'=1+1";"-0,5"\r\n"\'+46";""\r\n"x";"3000"\r\n'


def test_the_json_says_what_the_numbers_and_what_a_person_says():
    one = indicator(next_on=date(2027, 2, 1), licence="cc0", why="Visar vad företagen tycker.")
    told = json.loads(files(one)["json"])

    assert told["computed"]["code"] == "on_track"
    assert told["assessment"] == {
        "code": "partly",
        "words": "Delvis på väg",
        "motivation": "Bättre plats, men långt kvar till målet.",
    }
    assert (told["next_on"], told["licence"], told["why"]) == ("2027-02-01", "CC0 1.0", "Visar vad företagen tycker.")


def test_the_json_tells_what_the_source_has_revised():
    revised = observation(2025, 121, revised_from=Decimal("123.0"), revised_on=date(2026, 3, 1))
    (told,) = json.loads(files(indicator(observations=(revised,)))["json"])["observations"]

    assert (told["revised_from"], told["revised_on"]) == (123, "2026-03-01")


def test_the_figures_of_others_go_along():
    plain = {"definition": 1, "source": "Kolada", "retrieved": None, "example": False}
    values = (
        c.ComparedValue(year=2024, sex="T", value=Decimal("81.50"), missing="", **plain),
        c.ComparedValue(year=2025, sex="K", value=None, missing="too_few", **plain),
    )
    named = {"kind": "municipality", "code": "1480", "name": "Göteborg", "members": "", "source": "", "example": False}
    made = files(indicator(comparisons=(c.Comparison(values=values, **named),)))
    (told,) = json.loads(made["json"])["comparisons"]
    head, *rows = load_workbook(io.BytesIO(made["xlsx"]))["Jämförelse"].values
    sheet = [dict(zip(head, row, strict=True)) for row in rows]

    assert [(one["year"], one["sex"], one["value"]) for one in told["observations"]] == [
        (2024, "total", 81.5),
        (2025, "women", None),
    ]
    assert [(row["Jämförs med"], row["Värde"], row["Skäl till att värde saknas"]) for row in sheet] == [
        ("Göteborg", 81.5, None),
        ("Göteborg", None, "för få svar"),
    ]


def test_texts_that_no_xml_can_hold_break_no_file():
    hostile = indicator(name="<b>&\x0b\x00 ]]>", publisher="=cmd|' /C calc'!A0", observations=VALUES)

    body = files(hostile)["svg"]

    assert ElementTree.fromstring(body).find(f"{SVG}title").text.startswith("Linjediagram: <b>& ]]>")  # noqa: S314
    assert load_workbook(io.BytesIO(files(hostile)["xlsx"]))["Värden"]["F2"].value == 0


def test_the_page_leads_to_its_files():
    root = page("indikatorer/ranking/")

    assert {
        href.rpartition(".")[2] for text, href in links(root).items() if text.startswith("Svenskt Näringsliv, rank")
    } == {
        "csv",
        "xlsx",
        "json",
        "svg",
    }


def test_the_same_content_gives_the_same_files():
    assert files() == files()


def test_a_workbook_that_would_come_out_the_same_is_carried_over_and_a_changed_one_is_not():
    made, other = (
        record(published(site()), published(programme(indicators=(indicator(name=name),)))) for name in ("Ett", "Två")
    )
    site_pages_of = partial(site_pages, release="1.0", as_of=date(2026, 11, 21), documents={})
    standing = {"addresses": {page.address: {"made_of": page.made_of} for page in site_pages_of(made)}, "memory": {}}

    def carried(record):
        again = site_pages_of(record, earlier=Earlier(standing, "1.0"))
        return HOME + "indikatorer/ranking.xlsx" in {page.address for page in again if isinstance(page, Carried)}

    assert (carried(made), carried(other)) == (True, False)
