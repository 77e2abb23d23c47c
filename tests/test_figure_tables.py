"""Tables of figures from sources without an interface: read as they lie, looked at, taken over as one change."""

import re
import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Observation
from portal.desk.imports import figure_tables, figure_views
from programmes.models import Change, Role
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def ranking(place):
    return make.indicator(place, name="Svenskt Näringsliv, ranking", unit="placering")


@pytest.fixture
def share(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", decimals=1)


def address(place):
    return reverse("imports:figures", args=[place.slug])


def read(client, place, text="", **fields):
    return client.post(address(place), {"text": text, **fields})


def take(client, place, text, **fields):
    return client.post(address(place), fill(read(client, place, text, **fields)) | {"take": "", **fields})


def lines(answer):
    return [(one.indicator.name, one.sex.value, one.year, one.old, one.new) for one in answer.context["plan"].changes]


def faults(answer):
    return [(fault.place, fault.text) for fault in answer.context["plan"].faults]


def stands():
    rows = Observation.objects.kept().order_by("indicator", "year", "sex")
    return [(one.indicator.name, one.sex, one.year, one.value, one.missing) for one in rows]


SHARE = "Sysselsättningsgrad"


@pytest.mark.parametrize(
    "text",
    [
        f"Indikator\tKön\t2023\t2024\n{SHARE}\t\t82,4\t83,1\n\tkvinnor\t\t81",
        f"Indikator;Enhet;2023;2024\n{SHARE};%;82,4;83.1 %\n{SHARE}, kvinnor;%;;81",
        f"År;{SHARE};{SHARE} (K)\n2023;82,4;\n2024;83,1;81",
        f"indikator,år,kön,värde\n{SHARE},2023,,82.4\n{SHARE},2024,totalt,83.1\n{SHARE},2024,K,81",
    ],
)
def test_a_table_is_read_whichever_way_it_lies(client, editor, place, share, text):
    assert sorted(lines(read(client, place, text))) == [
        (SHARE, "K", 2024, "", "81"),
        (SHARE, "T", 2023, "", "82,4"),
        (SHARE, "T", 2024, "", "83,1"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "År;Placering\n2024;3\u00a0700\n2025;..".encode("utf-8-sig"),
        "År;Placering\r\n2024;3 700\r\n2025;ej publ".encode("cp1252"),
        "År\tPlacering\n2024\t3\u2009700\n2025\t-".encode("utf-16"),
    ],
)
def test_a_file_is_read_in_the_encodings_of_offices(client, editor, place, ranking, data):
    answer = read(client, place, file=SimpleUploadedFile("ranking.csv", data), indicator=ranking.pk)

    assert [line[4] for line in lines(answer)][0] == "3\u00a0700"
    assert lines(answer)[1][4] in {"too few answers", "not yet published", "not measured"}
    assert "2024\t3 700" in answer.context["form"]["text"].value()


def test_nothing_is_changed_before_somebody_says_so_and_then_in_one_change(client, editor, place, ranking):
    make.observation(ranking, year=2024, value=144)
    text, before = "År\tPlacering\n2023\t139\n2024\t121", Change.objects.count()

    shown = read(client, place, text, indicator=ranking.pk)
    untouched = stands()
    take(client, place, text, indicator=ranking.pk, source="Svenskt Näringsliv, 2026")

    name = ranking.name
    assert lines(shown) == [(name, "T", 2023, "", "139"), (name, "T", 2024, "144", "121")]
    assert untouched == [(name, "T", 2024, Decimal(144), "")]
    assert stands() == [(name, "T", 2023, Decimal(139), ""), (name, "T", 2024, Decimal(121), "")]
    assert {one.provenance for one in Observation.objects.all()} == {"Svenskt Näringsliv, 2026"}
    assert (Change.objects.count(), Change.objects.first().sentence) == (
        before + 1, "Took over 2 figures from a table"
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 40])
def test_a_table_is_taken_in_as_many_queries_however_long_it_is(
    client, editor, place, ranking, count, django_assert_num_queries
):
    for year in range(1960, 1960 + count):
        make.observation(ranking, year=year, value=144)
    years = [*range(1960, 1960 + count), *range(2000, 2000 + count)]
    text = "År\tPlacering\n" + "\n".join(f"{year}\t121" for year in years if year <= 2026)
    page = fill(read(client, place, text, indicator=ranking.pk)) | {"take": "", "sure": "on"}

    with django_assert_num_queries(19):
        assert client.post(address(place), page | {"indicator": ranking.pk}).status_code == 302


def test_a_revision_by_the_source_keeps_what_was(client, editor, place, ranking):
    make.observation(ranking, year=2024, value=144)

    answer = take(client, place, "År\tPlacering\n2024\t121", indicator=ranking.pk, revised="on")

    assert "1 value taken over." in client.get(answer.url).text
    assert Observation.objects.get().revised_from == 144


def test_every_fault_is_told_at_its_cell_and_nothing_is_taken(client, editor, place, share):
    text = f"Indikator\t2023\t3024\t2024\n{SHARE}\t82,4\t80\tNaN\n{SHARE}\t82,5\nSysselsättning\t1\n\t2"

    answer = take(client, place, text)

    assert [where for where, _text in faults(answer)] == ["C1", "D2", "B3", "B4", "B5"]
    told = " ".join(text for _where, text in faults(answer))
    assert "“3024” is no year" in told
    assert "“NaN” is neither a number nor a reason" in told
    assert "2023 stands twice: 82,4 in B2 and 82,5 here" in told
    assert f"Is “{SHARE}” meant?" in told
    assert stands() == []


def test_what_stands_twice_alike_counts_once(client, editor, place, share):
    answer = read(client, place, f"Indikator\t2023\n{SHARE}\t82,4\n{SHARE}\t82,4")

    assert (len(lines(answer)), faults(answer)) == (1, [])


def test_what_stands_out_is_taken_only_when_somebody_has_looked_at_it(client, editor, place, share):
    make.observation(share, year=2022, value=83)
    text = f"Indikator\t2023\n{SHARE}\t0,83"

    refused = take(client, place, text)
    taken = take(client, place, text, sure="on")

    assert "Is 83 per cent meant?" in refused.text
    assert (refused.status_code, taken.status_code) == (200, 302)
    assert share.observations.get(year=2023).value == Decimal("0.83")


DASHED = "År\tPlacering\n2023\t139\n2024\t–"


def test_a_dash_is_asked_about_until_somebody_has_said_what_it_means(client, editor, place, ranking):
    shown = read(client, place, DASHED, indicator=ranking.pk)
    refused = take(client, place, DASHED, indicator=ranking.pk)
    taken = take(client, place, DASHED, indicator=ranking.pk, dash="not_applicable")

    assert lines(shown)[1][3:] == ("", "not measured")
    assert "A dash can mean several things." in shown.text
    assert (refused.status_code, taken.status_code) == (200, 302)
    assert ranking.observations.get(year=2024).missing == "not_applicable"


def test_what_a_dash_is_said_to_mean_is_shown_before_it_is_taken(client, editor, place, ranking):
    page = fill(read(client, place, DASHED, indicator=ranking.pk))

    answer = client.post(address(place), page | {"take": "", "dash": "0"})

    assert "Something else would be changed by now." in answer.text
    assert (lines(answer)[1][4], stands()) == ("0", [])


@pytest.mark.parametrize(("dash", "kept"), [("0", [(2023, 139), (2024, 0)]), ("nothing", [(2023, 139)])])
def test_a_dash_may_be_nought_or_nothing_at_all(client, editor, place, ranking, dash, kept):
    take(client, place, DASHED, indicator=ranking.pk, dash=dash, sure="on")

    assert [(one.year, one.value) for one in ranking.observations.order_by("year")] == kept


def test_only_a_table_with_dashes_asks_what_they_mean(client, editor, place, ranking):
    with_one, without = (read(client, place, text, indicator=ranking.pk) for text in (DASHED, "År\tP\n2023\t-3"))

    assert ["dash" in one.context["form"].fields for one in (with_one, without)] == [True, False]


def test_what_somebody_else_has_changed_meanwhile_is_shown_before_it_is_replaced(client, editor, place, ranking):
    text = "År\tPlacering\n2024\t121"
    page = fill(read(client, place, text, indicator=ranking.pk))
    make.observation(ranking, year=2024, value=144)

    answer = client.post(address(place), page | {"take": "", "indicator": ranking.pk})

    assert lines(answer) == [(ranking.name, "T", 2024, "144", "121")]
    assert stands() == [(ranking.name, "T", 2024, Decimal(144), "")]


def test_a_block_pasted_on_the_grid_lies_over_its_rows_and_years(client, editor, place, share, ranking):
    place_on_grid = {"rows": f"{share.pk}-T,{share.pk}-K,{ranking.pk}-T", "column": "2023"}

    answer = read(client, place, "82,4\t83,1\n\t81\n139\t121", **place_on_grid)

    assert lines(answer) == [
        (SHARE, "T", 2023, "", "82,4"),
        (SHARE, "T", 2024, "", "83,1"),
        (SHARE, "K", 2024, "", "81"),
        (ranking.name, "T", 2023, "", "139"),
        (ranking.name, "T", 2024, "", "121"),
    ]


def test_no_indicator_of_another_municipality_can_be_reached(client, editor, place):
    foreign = make.indicator(name="Deras")

    by_choice = read(client, place, "År\tVärde\n2024\t1", indicator=foreign.pk)
    by_name = read(client, place, "Indikator\t2024\nDeras\t1")
    by_key = read(client, place, "1", rows=f"{foreign.pk}-T", column="2024")

    assert by_choice.context["form"].errors
    assert [len(faults(answer)) for answer in (by_name, by_key)] == [1, 1]


@pytest.mark.parametrize("text", ["", "   ", "x" * 200_001])
def test_a_table_that_is_none_is_told_at_its_field(client, editor, place, text):
    assert "text" in read(client, place, text).context["form"].errors


def test_a_file_far_longer_than_a_table_of_figures_is_refused(client, editor, place):
    long = "\n".join(f"2024;{'x' * 40}" for _ in range(6000))

    answer = read(client, place, file=SimpleUploadedFile("lang.csv", long.encode()))

    assert "file" in answer.context["form"].errors


def test_names_and_cells_of_any_length_are_answered_at_once(client, editor, place, share):
    text = "\t".join(["Indikator", "2024"]) + f"\n{'(,' * 20_000}\t{'1 ' * 20_000}\n{SHARE}\t{'1 ' * 9_000}"

    told = " ".join(text for _where, text in faults(read(client, place, text)))

    assert ("No indicator is called" in told, "is too long for a figure" in told) == (True, True)


def test_a_table_without_years_is_told_so(client, editor, place, share):
    [(where, text)] = faults(read(client, place, f"Indikator\tVärde\n{SHARE}\t82"))

    assert (where, re.search("There is no year", text) is not None) == ("", True)


def test_a_heading_of_nothing_but_dashes_is_read_at_once():
    table = figure_views.read_text(f"\t{'–' * 299},\n" + "2025\t1\n" * 2000)

    began = time.process_time()
    entries, _faults = figure_tables.read(table)

    assert len(entries) == 2000
    assert time.process_time() - began < 1


@pytest.mark.parametrize("heading", ["2025 (prel.)", "2025 p", "2025, preliminärt", "2025prel"])
def test_figures_under_a_preliminary_year_are_preliminary(client, editor, place, share, heading):
    answer = read(client, place, f"Indikator\t2023\t2024\t{heading}\n{SHARE}\t82,4\t..\t83,1")

    assert lines(answer)[2:] == [(SHARE, "T", 2025, "", "83,1 p")]
    assert [line[4] for line in lines(read(client, place, f"År\t{SHARE}\n{heading}\t83,1\n2024\t82,4"))] == [
        "83,1 p", "82,4"
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["Mål 2030", "2025*", "2023/24", "Utfall 2025"])
def test_a_column_whose_year_is_not_plain_is_never_left_out_in_silence(client, editor, place, share, heading):
    text = f"Indikator\t2024\t{heading}\tKälla 2023\n{SHARE}\t82,4\t83,1\tSCB"

    [(where, said)] = faults(take(client, place, text))

    [(before, _said)] = faults(read(client, place, f"Indikator\t{heading}\t2024\n{SHARE}\t83,1\t82,4"))

    assert (where, f"The column “{heading}” is not read." in said) == ("C1", True)
    assert (before, stands()) == ("B1", [])


def test_what_is_wrong_with_a_whole_row_is_told_once(client, editor, place, share):
    answer = read(client, place, f"Indikator\t2022\t2023\t2024\nSysselsättning\t82\t83\t84\n{SHARE}\t1\tx\t3")

    assert [where for where, _text in faults(answer)] == ["B2–D2", "C3"]


def test_a_figure_is_doubted_beside_the_others_of_its_table(client, editor, place, share, ranking):
    text = f"Indikator\t2021\t2022\t2023\t2024\n{SHARE}\t62\t0,64\t66\t67\n{ranking.name}\t140\t131\t118\t0"

    answer = read(client, place, text)

    assert [(line.place, line.doubts[0].split(".")[0]) for line in answer.context["plan"].doubtful] == [
        ("C2", "Is 64 per cent meant? The other values are such as 67"),
        ("E3", "0 is a value, and no other value is near it"),
    ]


@pytest.mark.parametrize("below", ["Indikator\tkvinnor\tmän\tkvinnor\tmän", "\tKvinnor\tMän\tKvinnor\tMän"])
def test_a_year_that_stands_above_women_and_men_is_that_of_both(client, editor, place, share, below):
    answer = read(client, place, f"Tabell 3\n\n\t2022\t\t2023\n{below}\n{SHARE}\t82\t84\t83\t..")

    assert sorted(lines(answer)) == [
        (SHARE, "K", 2022, "", "82"),
        (SHARE, "K", 2023, "", "83"),
        (SHARE, "M", 2022, "", "84"),
        (SHARE, "M", 2023, "", "too few answers"),
    ]


def test_figures_without_a_year_above_them_are_told(client, editor, place, share):
    [(where, said)] = faults(take(client, place, f"Indikator\t2022\t\t2023\tSe not\n{SHARE}\t82\t84\t83\t1"))

    assert (where, "no year above" in said) == ("C1", True)
    assert stands() == []


def test_a_table_of_years_and_nothing_else_changes_nothing(client, editor, place, share):
    answer = read(client, place, "Indikator\t2022\t2023")

    assert (lines(answer), faults(answer)) == ([], [])
