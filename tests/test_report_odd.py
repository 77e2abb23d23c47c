"""What no report should hold, and some will: it is told in words on paper and page alike, and breaks neither."""

import pytest
from msgspec.structs import replace as changed

from portal.public.paper.report import report_html
from programmes import rich
from tests import example
from tests.read_html import read, text
from tests.read_site import HOME, pages

HASH = "9f2c71ab" * 8
WORD = (
    '<table class="MsoNormalTable" style="border:1px"><tr><td style="width:9cm"><p class="MsoNormal">Nyföretagande</p>'
    "</td><td><p>Tolv per tusen</p></td></tr></table><script>alert(1)</script>"
)


def both(**changes):
    """Return what the paper and the page say of a report."""
    report = example.follow_up(**changes)
    record = example.record(*(example.published(one) for one in (example.site(), example.programme(), report)))
    page = pages(record)[f"{HOME}uppfoljning/2025/"]
    return report_html(report, example.site(), HASH), page.decode()


def words(html):
    return text(read(html)).replace("\xad", "")


def of_indicator(*observations, **changes):
    indicator = example.indicator(observations=observations, **changes)
    return both(programme=example.programme(indicators=(indicator,)))


def test_a_period_without_figures_says_nothing_of_indicators():
    for html in both(programme=example.programme(indicators=())):
        assert "Utfall" not in words(html)
        assert "Definitioner och källor" not in words(html)


def test_an_indicator_with_one_value_has_no_trend_and_no_line():
    for html in of_indicator(example.observation(2025, 7)):
        assert "7 (2025)" in words(html)
        assert "Utveckling" not in words(html).split("Utfall")[1].split("Åtgärder")[0]
        assert "<polyline" not in html


def test_values_before_a_new_definition_are_not_compared():
    definitions = (
        example.definition(version=1, is_break=False),
        example.definition(version=2, from_year=2025, is_break=True),
    )
    old, new = example.observation(2024, 144), changed(example.observation(2025, 121), definition=2)
    for html in of_indicator(old, new, definitions=definitions):
        assert "ej jämförbart" in words(html)
        assert "från 2025; värdena före går inte att jämföra" in words(html)


def test_an_indicator_with_nothing_but_reasons_gives_the_newest_reason():
    missing = [
        example.observation(year, None, missing=why) for year, why in ((2024, "not_measured"), (2025, "too_few"))
    ]
    for html in of_indicator(*missing):
        assert "2025: för få svar" in words(html)


def test_a_table_from_word_becomes_lines_of_text():
    for html in both(summary=rich.clean(WORD)):
        assert "Nyföretagande" in words(html)
        assert "Tolv per tusen" in words(html)
        assert "MsoNormal" not in html
        assert "alert(1)" not in words(html)


def test_a_table_that_came_past_the_cleaning_is_cleaned_where_it_is_shown():
    for html in both(summary=WORD):
        assert "MsoNormal" not in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("length", [40, 300])
def test_a_long_title_stands_whole(length):
    title = ("Uppföljning " * 30)[:length].strip()
    for html in both(title=title):
        assert title in words(html)
