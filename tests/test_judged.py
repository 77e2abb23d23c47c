"""What the numbers say and what a person says of an indicator: kept apart, and told together in every form."""

import json
from datetime import date
from decimal import Decimal

from django.utils import translation
from msgspec.structs import replace

from indicators.chart import PAPER
from portal.public.pages.book import Book
from portal.public.pages.chapters import figures
from portal.public.pages.judged import judged
from portal.public.paper.figure_sheets import indicators
from portal.publications import content as c
from portal.publications.chain import canonical
from portal.publications.computed import compute, computed
from tests import example
from tests.example import indicator, observation, target
from tests.read_html import by_class, text
from tests.read_site import facts, page

PATH = "indikatorer/ranking/"
WOMEN = tuple(observation(year, value, sex="K") for year, value in ((2022, 150), (2025, 121)))


def plain(words):
    return words.replace("\u00a0", " ")


def book():
    return Book("exempelby", example.programme(indicators=(indicator(),)), date(2025, 12, 31), "#1c5d4a")


def shown(**changes):
    return {name: plain(said) for name, said in facts(page(PATH, indicators=(indicator(**changes),))).items()}


def test_the_page_tells_both_verdicts_with_what_they_rest_on():
    said = shown()

    assert said["Enligt siffrorna"] == (
        "✓På väg Från plats 176 (2019) till plats 60 eller bättre är det 116 platser;"
        " 55 av dem är avklarade: 176 − 121."
        " Av tiden har 37,5 % gått: 6 av 16 år. Det är minst så mycket som väntat: på väg."
        " För 2026 finns inget värde; beräkningen gäller det senaste som finns, 2025."
    )
    assert said["Kommunens bedömning"] == (
        "◐Delvis på väg Bättre plats, men långt kvar till målet.Bedömningen är en annan än den som siffrorna ger."
    )


def test_where_nobody_has_judged_the_page_says_so_beside_the_numbers():
    said = shown(assessment="", motivation="")

    assert said["Kommunens bedömning"] == "Ingen har gjort någon bedömning."
    assert said["Enligt siffrorna"].startswith("✓På väg")


def test_the_page_tells_the_trend_since_the_value_before_and_since_the_baseline():
    assert shown()["Trend"] == "Bättre än föregående värde, 144 (2024). Bättre än utgångsvärdet, 176 (2019)."
    assert shown(tolerance=Decimal(25))["Trend"] == (
        "Oförändrat från föregående värde, 144 (2024). Bättre än utgångsvärdet, 176 (2019)."
        " En skillnad på högst 25 platser räknas som oförändrat."
    )


def test_the_decided_way_stands_on_the_page():
    assert shown(target=target(path=((2027, Decimal(150)), (2030, Decimal(100)))))["Väg till målet"] == (
        "plats 150 (2027), plats 100 (2030)"
    )
    more = target(kind="change", operator="ge", value=Decimal(20), path=((2027, Decimal(8)),))
    assert shown(unit="%", target=more)["Väg till målet"] == "+8 procentenheter (2027)"


def test_values_for_one_sex_only_are_never_told_as_everybodys():
    root = page(PATH, indicators=(indicator(observations=WOMEN),))

    assert plain(text(by_class(root, "standing")[0])) == "plats 121 (2025, kvinnor)"
    assert "beräkningen gäller kvinnor" in facts(root)["Enligt siffrorna"]


def test_the_report_tells_both_in_its_table_and_that_they_differ():
    found = figures(book(), [indicator()], "klimat", PAPER, set())
    line = {heading: value for (heading, _), (_, value) in zip(found.head, found.rows[0].values, strict=True)}

    assert [line[name].word for name in ("Enligt siffrorna", "Bedömning")] == ["På väg", "Delvis på väg"]
    assert [said for _, said in found.notes] == [
        "Bedömningen är en annan än den som siffrorna ger. Bättre plats, men långt kvar till målet."
    ]


def test_the_workbook_has_a_column_for_each():
    sheet = indicators(book(), book().programme.indicators)
    told = dict(zip((heading for heading, _ in sheet.columns), sheet.rows[0], strict=True))

    assert (told["Enligt siffrorna"], told["Bedömning"]) == ("På väg", "Delvis på väg")
    assert (told["Trend"], told["Trend från utgångsvärdet"]) == ("Bättre", "Bättre")


def test_who_reads_the_desk_in_english_publishes_the_same_words():
    with translation.override("en"):
        said = compute(indicator())

    assert said == compute(indicator())
    assert "Av tiden har" in said.words


def test_what_the_numbers_said_is_published_and_not_judged_anew():
    said = c.Computed(verdict="hard", words="Så räknades det då.", trend="worse")
    then = indicator(computed=said)

    told = json.loads(canonical(then))["computed"]
    assert told == {"verdict": "hard", "words": "Så räknades det då.", "trend": "worse"}
    assert (judged(then).numbers.word, judged(then).calculation) == ("Svårt att nå", "Så räknades det då.")
    assert computed(replace(then, computed=None)) == compute(then)
