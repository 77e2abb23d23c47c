"""Tables with the figures of others, whom an indicator is compared with: looked at, and taken over as one change."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import ComparisonValue, Observation
from programmes.models import Change, Role
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
SHARE = "Sysselsättningsgrad"
TABLE = "Kommun\t2023\t2024\nAlingsås\t82,4\t83,1\nAle\t80\t..\nRiket\t79,5\t80,5"


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def share(place):
    return make.indicator(place, name="Sysselsättningsgrad", unit="%", decimals=1)


@pytest.fixture
def ale(share):
    return make.comparison(share, name="Ale", code="")


@pytest.fixture
def country(share):
    return make.comparison(share, name="Riket", code="", kind="country")


def read(client, place, text, **fields):
    return client.post(reverse("imports:figures", args=[place.slug]), {"text": text, **fields})


def take(client, place, text, **fields):
    page = fill(read(client, place, text, **fields))
    return client.post(reverse("imports:figures", args=[place.slug]), page | {"take": "", **fields})


def lines(answer):
    return [(str(one.series), one.year, one.old, one.new) for one in answer.context["plan"].changes]


def faults(answer):
    return [(fault.place, fault.text) for fault in answer.context["plan"].faults]


def stands(comparison):
    rows = comparison.values.kept().order_by("year")
    return [(one.year, one.value, one.missing, one.provenance) for one in rows]


def test_one_table_holds_the_municipality_and_those_it_is_compared_with(client, editor, place, share, ale, country):
    before = Change.objects.count()

    answer = take(client, place, TABLE, indicator=share.pk, source="SCB, 2026")

    assert (answer.status_code, answer.url) == (302, share.get_absolute_url())
    assert Change.objects.count() == before + 1
    assert stands(ale) == [(2023, Decimal(80), "", "SCB, 2026"), (2024, None, "too_few", "SCB, 2026")]
    assert [one[1] for one in stands(country)] == [Decimal("79.5"), Decimal("80.5")]
    assert [one.value for one in share.observations.order_by("year")] == [Decimal("82.4"), Decimal("83.1")]


@pytest.mark.parametrize(
    "text",
    [
        "Indikator\t2023\nSysselsättningsgrad, Ale\t80",
        "År\tSysselsättningsgrad, Ale\n2023\t80",
        "Indikator;Jämförs med;År;Kön;Värde\nSysselsättningsgrad;Ale;2023;;80",
    ],
)
def test_without_a_choice_the_table_says_of_whom_and_of_what(client, editor, place, share, ale, text):
    assert lines(read(client, place, text)) == [("Sysselsättningsgrad, Ale", 2023, "", "80")]


def test_what_stands_is_shown_beside_what_would_stand_and_what_is_alike_is_let_be(client, editor, place, share, ale):
    make.owned(ComparisonValue, ale, {}, comparison=ale, year=2023, value=Decimal(78))
    make.owned(ComparisonValue, ale, {}, comparison=ale, year=2024, value=Decimal(81))

    answer = read(client, place, "Kommun\t2023\t2024\nAle\t80\t81", indicator=share.pk)

    assert lines(answer) == [("Sysselsättningsgrad, Ale", 2023, "78", "80")]
    assert answer.context["plan"].alike == 1


def test_nobody_elses_figure_becomes_the_municipalitys_own(client, editor, place, share, ale):
    mixed = read(client, place, "Kommun\t2023\nAle\t80\nGöteborg\t75", indicator=share.pk)
    column = read(client, place, "År;Värde;Kommun\n2023;75;Göteborg", indicator=share.pk)

    said = "“Sysselsättningsgrad” is not compared with “Göteborg”. Add the comparison first."
    assert (faults(mixed), faults(column)) == ([("B3", said)], [("B2", said)])


@pytest.mark.parametrize(
    "text",
    [
        f"Indikator\tJämförs med\t2023\n{SHARE}\tAle\t80",
        f"Kommun\tNyckeltal\t2023\nAle\t{SHARE}\t80",
        f"Mått\tEnhet\tVar\t2023\n{SHARE}\t%\tAle\t80",
    ],
)
def test_a_row_that_says_whose_it_is_is_theirs(client, editor, place, share, ale, text):
    make.observation(share, year=2023, value=82)

    assert lines(read(client, place, text)) == [(f"{SHARE}, Ale", 2023, "", "80")]


@pytest.mark.parametrize(
    ("headings", "before"), [("Kommun\t2023", ""), ("Indikator\tKommun\t2023", f"{SHARE}\t")], ids=["alone", "beside"]
)
def test_everybody_may_be_called_by_the_full_name(client, headings, before):
    place = make.municipality(name="Lerum", slug="lerum", official_name="Lerums kommun")
    enter(client, place, Role.EDITOR)
    share = make.indicator(place, name=SHARE, unit="%", decimals=1)
    for name in ("Ale", "Göteborgs stad"):
        make.comparison(share, name=name, code="")
    rows = (f"{before}Lerums kommun\t82", f"{before}Ale kommun\t80", f"{before}Göteborg\t75")

    answer = read(client, place, "\n".join([headings, *rows]), indicator=share.pk)

    assert [one[0] for one in lines(answer)] == [SHARE, f"{SHARE}, Ale", f"{SHARE}, Göteborgs stad"]


def test_a_row_of_somebody_who_is_not_compared_is_refused(client, editor, place, share, ale):
    [(where, said)] = faults(take(client, place, f"Indikator\tKommun\t2023\n{SHARE}\tBorås\t80"))

    assert (where, "is not compared with “Borås”" in said) == ("C2", True)
    assert list(share.observations.all()) == []


def test_a_preliminary_value_of_others_is_not_taken_for_a_final_one(client, editor, place, share, ale):
    answer = take(client, place, "Kommun\t2023\nAle\t80 p", indicator=share.pk)

    assert faults(answer) == [("B2", "The figures of others are kept without p. Leave it out.")]
    assert stands(ale) == []


def test_what_is_odd_among_the_others_own_values_is_asked_about(client, editor, place, share, ale):
    make.owned(ComparisonValue, ale, {}, comparison=ale, year=2022, value=Decimal(80))

    answer = read(client, place, "Kommun\t2023\nAle\t0,81", indicator=share.pk)

    assert "Is 81 per cent meant?" in answer.text


def test_what_somebody_else_has_entered_meanwhile_is_shown_before_it_is_replaced(client, editor, place, share, ale):
    text = "Kommun\t2023\nAle\t80"
    page = fill(read(client, place, text, indicator=share.pk))
    make.owned(ComparisonValue, ale, {}, comparison=ale, year=2023, value=Decimal(78))

    address = reverse("imports:figures", args=[place.slug])
    answer = client.post(address, page | {"take": "", "indicator": share.pk})

    assert lines(answer) == [("Sysselsättningsgrad, Ale", 2023, "78", "80")]
    assert [one[1] for one in stands(ale)] == [Decimal(78)]


def test_it_is_taken_back_as_one(client, editor, place, share, ale):
    make.owned(ComparisonValue, ale, {}, comparison=ale, year=2023, value=Decimal(78))
    take(client, place, "Kommun\t2023\t2024\nAlingsås\t82\t83\nAle\t80\t81", indicator=share.pk)

    undo(Change.objects.latest("pk"), user=editor.user)

    assert [one[:2] for one in stands(ale)] == [(2023, Decimal(78))]
    assert list(Observation.objects.kept()) == []


def test_the_comparisons_of_another_municipality_and_of_another_indicator_are_not_reached(client, editor, place, share):
    make.comparison(make.indicator(name="Sysselsättningsgrad", slug="deras"), name="Ale", code="")
    make.comparison(make.indicator(place, name="Ranking"), name="Lerum", code="")

    answer = read(client, place, "Indikator;Jämförs med;År;Värde\nSysselsättningsgrad;Ale;2023;1\n;Lerum;2023;1")
    full = read(client, place, "Indikator\t2023\nSysselsättningsgrad, Ale\t1")

    assert [where for where, _text in faults(answer) + faults(full)] == ["D2", "D3", "B2"]


@pytest.mark.parametrize("count", [1, 20])
def test_as_many_queries_however_many_are_compared(client, editor, place, share, count, django_assert_num_queries):
    for number in range(count):
        make.comparison(share, [(2020, 1), (2021, 2)], name=f"Grannkommun {number}", code="")
    text = "Kommun\t2023\n" + "\n".join(f"Grannkommun {number}\t{80 + number}" for number in range(count))

    with django_assert_num_queries(14):
        answer = read(client, place, text, indicator=share.pk)

    assert len(lines(answer)) == count


def test_the_way_to_it_stands_at_the_comparisons_and_has_chosen_the_indicator(client, editor, place, share, ale):
    way = f"{reverse('imports:figures', args=[place.slug])}?indicator={share.pk}"

    assert f'href="{way}"' in client.get(share.get_absolute_url()).text
    assert f'href="{way}"' in client.get(ale.get_absolute_url()).text
    assert f'<option value="{share.pk}" selected>' in client.get(way).text
