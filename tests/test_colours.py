"""The municipality's colour is made readable by itself."""

from hypothesis import given
from hypothesis import strategies as st

from portal.public.pages.colours import PAPER, contrast, parse, readable, style_sheet, wash, written


def test_black_on_white_has_the_greatest_contrast():
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21


def test_a_dark_colour_stays_as_it_is():
    assert readable("#1c5d4a") == "#1c5d4a"


def test_a_bright_colour_is_darkened():
    assert readable("#f2c200") == "#7e6500"


def test_what_is_no_colour_becomes_the_portals_own():
    assert [readable(text) for text in ("", "red", "#123", "url(x)", "#1c5d4a;x:y")] == ["#1c5d4a"] * 5


def test_the_style_sheet_holds_the_colour_and_its_wash():
    assert style_sheet("#1C5D4A") == "@layer tokens { :root { --accent: #1c5d4a; --accent-wash: #e8efed } }\n"


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colour_can_be_read_on_paper_and_on_its_own_wash(channels):
    colour = readable(written(channels))

    assert contrast(parse(colour), PAPER) >= 4.5
    assert contrast(parse(colour), parse(wash(colour))) >= 4.5
