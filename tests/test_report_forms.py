"""One content, four forms: the page, the PDF, the workbook and the JSON file say the same."""

import json
import re
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.public.paper import pdf
from portal.public.paper.report import report_pdf
from portal.public.paper.sheets import report_workbook
from portal.publications import content as c
from tests import example
from tests.example_parts import made
from tests.read_html import read, text, texts
from tests.read_site import HOME, pages

pytestmark = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
HASH = "9f2c71ab" * 8
SIGNS = "✓◐○!×–"
STATUSES = {"completed": "Genomförd", "ongoing": "Pågår", "not_started": "Ej påbörjad", "cancelled": "Utgår"}
VERDICTS = {"on_track": "På väg", "partly": "Delvis på väg", "hard": "Svårt att nå", "": ""}


def others():
    """Others of every kind: the year is 2024, of which the region has no figure, and the country a newer one."""
    return (
        other("municipality", "Ale", (2024, 139)),
        other("municipality", "Lerum", (2023, 80), (2024, 96)),
        other("region", "Göteborgsregionen", (2024, None)),
        other("similar", "Liknande kommuner, övergripande", (2024, 150)),
        other("country", "Riket", (2024, 145), (2026, 140)),
    )


def other(kind, name, *figures):
    return made(c.Comparison, {"kind": kind, "name": name, "values": tuple(compared_value(*one) for one in figures)})


def compared_value(year, value):
    said = {"missing": "too_few"} if value is None else {"value": Decimal(str(value))}
    return made(c.ComparedValue, {"year": year, "sex": "T", "definition": 1} | said)


def follow_up():
    """A follow-up with every status, a late action, a value of zero, one with decimals, and one that is missing."""
    figures = (
        example.indicator(comparisons=others()),
        example.indicator(
            "noll", name="Konkurser", unit="", target=None, assessment="", observations=(example.observation(2025, 0),)
        ),
        example.indicator(
            "betyg",
            name="Betyg",
            unit="",
            decimals=1,
            target=None,
            assessment="hard",
            observations=(example.observation(2024, "1204.5"), example.observation(2025, None, missing="too_few")),
        ),
    )
    return example.follow_up(programme=example.programme(indicators=figures))


@pytest.fixture(scope="module")
def forms():
    """Return {ending: bytes} of the page and the files beside it."""
    made = example.record(
        *(example.published(one) for one in (example.site(), example.programme(), follow_up())),
    )
    workbook = report_workbook(follow_up(), example.site(), HASH)
    stored = {"pdf": report_pdf(follow_up(), example.site(), HASH, workbook).pdf, "xlsx": workbook}
    site = pages(made, documents={made.publications[-1].envelope.content: stored})
    files = {ending: site[f"{HOME}uppfoljning/2025.{ending}"] for ending in ("pdf", "xlsx", "json")}
    return files | {"html": site[f"{HOME}uppfoljning/2025/"]}


def rows(body, sheet):
    heads, *found = load_workbook(BytesIO(body))[sheet].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in found]


def printed(body):
    told = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return told.replace("\xad\n", "").replace("\xa0", " ")


def word(marked):
    """Return the word of a mark that is shown as its sign and the word."""
    return marked.lstrip(SIGNS).strip()


def flat(outline):
    return [item for entry in outline for item in (flat(entry) if isinstance(entry, list) else [entry])]


def tables(body, head):
    """Yield the rows, as {heading: text}, of the page's tables with a certain first heading."""
    for table in read(body).iter("table"):
        heads = texts(table, "thead/tr/th")
        if heads[0] == head:
            yield from (dict(zip(heads, map(text, row), strict=True)) for row in table.iterfind("tbody/tr"))


def actions_of_json(body):
    def status(action):
        late = action["late"] and action["status"] in ("ongoing", "not_started")
        return STATUSES[action["status"]] + ", försenad" * late

    plans = json.loads(body)["programme"]["plans"]
    return {a["number"]: (a["title"], status(a)) for plan in plans for a in plan["actions"]}


def actions_of_html(body):
    entries = read(body).iterfind(".//ol[@class='entries']/li")
    found = [(text(one.find(".//h4")), text(one.find(".//span[@data-status]"))) for one in entries]
    told = [(*title.removesuffix(" Exempeldata").split(" ", 1), word(status)) for title, status in found]
    return {int(number): (title, status) for number, title, status in told}


def actions_of_pdf(body):
    found = re.findall(rf"^(\d+) (.+?)(?: Exempeldata)? [{SIGNS}] (.+)$", printed(body), re.MULTILINE)
    return {int(number): (title, status.strip()) for number, title, status in found}


def actions_of_xlsx(body):
    return {row["Nr"]: (row["Åtgärd"], row["Status"]) for row in rows(body, "Åtgärder")}


def number(told):
    """Return a figure as it is shown, "1 204,5 (2024)", as (value, year)."""
    value, year = re.fullmatch(r"([\d\s]+(?:,\d+)?)\s\((\d{4})\)", told).groups()
    return Decimal(re.sub(r"\s", "", value).replace(",", ".")), int(year)


def values_of_json(body):
    def newest(indicator):
        known = [one for one in indicator["observations"] if one["value"] is not None]
        return Decimal(known[-1]["value"]), known[-1]["year"]

    return {
        one["name"]: (newest(one), VERDICTS[one["assessment"]]) for one in json.loads(body)["programme"]["indicators"]
    }


def values_of_html(body):
    found = tables(body, "Indikator")
    return {
        row["Indikator"].removesuffix(", placering"): (number(row["Utfall"]), word(row["Bedömning"])) for row in found
    }


def values_of_xlsx(body):
    return {
        row["Indikator"]: ((Decimal(str(row["Senaste värde"])), row["Senaste år"]), row["Bedömning"] or "")
        for row in rows(body, "Indikatorer")
    }


def others_of_json(body):
    """Return the figures of others for the latest year of which the municipality and one of them have a figure."""
    (one,) = [one for one in json.loads(body)["programme"]["indicators"] if one.get("comparisons")]
    told = {row["name"]: {v["year"]: v for v in row["values"]} for row in one["comparisons"]}
    own = {o["year"] for o in one["observations"] if o["value"] is not None}
    year = max(own & {when for found in told.values() for when, v in found.items() if v.get("value") is not None})
    return {name: (year, value_or_reason(found[year].get("value"))) for name, found in told.items()}


def others_of_html(body):
    (row,) = tables(body, "Jämförelse")
    named = dict(line.split(": ") for line in re.findall(r"\w+: \d+", row["Andra kommuner"]))
    groups = {"Göteborgsregionen": "Regionen", "Liknande kommuner, övergripande": "Liknande kommuner", "Riket": "Riket"}
    told = named | {name: row[heading] for name, heading in groups.items()}
    return {name: (int(row["År"]), value_or_reason(said)) for name, said in told.items()}


def others_of_xlsx(body, year):
    found = [row for row in rows(body, "Jämförelse") if row["År"] == year]
    return {row["Jämförs med"]: (year, value_or_reason(row["Värde"])) for row in found}


def value_or_reason(said):
    """Return a value as it is shown in whole places, or None for a reason."""
    text = str("" if said is None else said).replace(",", ".")
    return round(Decimal(text)) if re.fullmatch(r"[\d.]+", text) else None


def areas_of_json(body):
    told = json.loads(body)
    names = {area["id"]: area["name"] for area in told["programme"]["areas"]}
    return {names[one["area"]]: VERDICTS[one["verdict"]] for one in told["areas"]}


def areas_of_html(body):
    told = {row["Strategi"]: word(row["Bedömning"]) for row in tables(body, "Strategi")}
    return {name: verdict for name, verdict in told.items() if verdict}


def areas_of_xlsx(body):
    return {row["Strategi"]: row["Bedömning"] for row in rows(body, "Strategier") if row["Bedömning"]}


def test_the_actions_and_their_statuses_are_the_same(forms):
    told = actions_of_json(forms["json"])

    assert len(told) == 5
    assert actions_of_html(forms["html"]) == told
    assert actions_of_xlsx(forms["xlsx"]) == told
    assert actions_of_pdf(forms["pdf"]) == told


def test_the_newest_values_and_their_verdicts_are_the_same(forms):
    told = values_of_json(forms["json"])

    assert told["Konkurser"] == ((0, 2025), "")
    assert values_of_html(forms["html"]) == told
    assert values_of_xlsx(forms["xlsx"]) == told
    shown = re.sub(r"\s+", " ", printed(forms["pdf"]))
    for figure in ("144 (2024) 121 (2025)", "0 (2025)", "1 204,5 (2024)"):
        assert figure in shown


def test_the_figures_of_others_are_the_same(forms):
    told = others_of_json(forms["json"])

    assert told["Ale"] == (2024, 139)
    assert told["Göteborgsregionen"] == (2024, None)
    assert others_of_html(forms["html"]) == told
    assert others_of_xlsx(forms["xlsx"], 2024) == told
    shown = re.sub(r"\s+", " ", printed(forms["pdf"]))
    assert "Jämfört med andra" in shown
    for figure in ("Ale: 139", "Lerum: 96", "för få svar", "145"):
        assert figure in shown


def test_the_verdicts_on_areas_and_on_the_whole_are_the_same(forms):
    told = areas_of_json(forms["json"])
    whole = VERDICTS[json.loads(forms["json"])["verdict"]]
    overview = {row["Uppgift"]: row["Innehåll"] for row in rows(forms["xlsx"], "Översikt")}

    assert told == {"Företagsklimat": "På väg"} == areas_of_html(forms["html"]) == areas_of_xlsx(forms["xlsx"])
    assert re.search(rf"^Företagsklimat [{SIGNS} ]+ På väg$", printed(forms["pdf"]), re.MULTILINE)
    assert overview["Samlad bedömning"] == whole
    for told in (text(read(forms["html"])), printed(forms["pdf"])):
        assert re.search(rf"Samlad bedömning:\s*[{SIGNS}]\s*{whole}", told)


def test_the_page_and_the_pdf_tell_the_same_parts_in_the_same_order(forms):
    parts = [heading.removesuffix(" Exempeldata") for heading in texts(read(forms["html"]), ".//section/h2")]
    marks = PdfReader(BytesIO(forms["pdf"])).outline

    assert parts[-3:] == ["Definitioner och källor", "Ärendets gång", "Om dokumentet"]
    assert [one.title for one in flat(marks) if one.title in parts] == parts


def test_the_case_is_told_in_the_workbook_as_on_the_page(forms):
    told = {row["Dag"]: row["Vad som hände"] for row in rows(forms["xlsx"], "Ärendets gång")}
    page = text(read(forms["html"]))

    assert len(told) == 5
    assert all(" ".join(day.split()) in page and what in page for day, what in told.items())


def test_what_the_page_tells_of_the_programme_and_the_case_stands_in_the_pdf(forms):
    pdf = re.sub(r"\s+", " ", printed(forms["pdf"]))
    told = [text(one) for one in read(forms["html"]).iterfind(".//dl[@class='details']/dd") if one.find("code") is None]

    assert len(told) > 10
    assert [one for one in told if one not in pdf] == []


def test_the_files_lie_in_the_pdf_byte_for_byte(forms):
    inside = {one.name.rpartition(".")[2]: one.content for one in PdfReader(BytesIO(forms["pdf"])).attachment_list}

    assert inside == {ending: forms[ending] for ending in ("json", "xlsx")}


def test_a_form_that_says_something_else_is_found(forms):
    other = forms["json"].replace(b'"late":true', b'"late":false')

    assert actions_of_json(other) != actions_of_html(forms["html"])
