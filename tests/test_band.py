"""The band on paper: as few shapes as there are statuses, each symbol in the middle of its cell."""

from fontTools.ttLib import TTFont

from actions.statuses import MARKS
from portal.public.pages.overview import Cell
from portal.public.paper import band
from portal.public.paper.press import FONTS


def test_the_width_of_every_symbol_is_that_of_the_font():
    font = TTFont(FONTS / "portal-sans-400.ttf")
    glyphs = font.getBestCmap()

    assert {symbol for _code, symbol in MARKS.values()} == band.WIDTHS.keys()
    for symbol, width in band.WIDTHS.items():
        assert font["hmtx"][glyphs[ord(symbol)]][0] == width * font["head"].unitsPerEm


def test_every_action_has_its_cell_in_the_plans_order():
    cells = [Cell(code, symbol, "", None) for code, symbol in [*MARKS.values()] * 3]

    drawn = band.drawn(cells, "femton åtgärder")

    assert drawn.count("<path") == drawn.count("<text") == 5
    assert drawn.count("M") == 15
    assert ">✓✓✓</text>" in drawn
    assert "M8 2h" in drawn
    assert f"M{8 + band.STEP} {2 + band.STEP}h" in drawn  # the fifteenth, the second of its row
