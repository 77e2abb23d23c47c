"""What WeasyPrint 70.0 and pydyf 0.13 work out again and again, worked out once; a line of text shaped once less.

The bytes stay the same, and `tests/test_press_reading.py` holds it. A style is not changed once boxes are laid out, so
what follows from it alone can lie beside it.
"""

import sys
import zlib
from operator import itemgetter
from struct import iter_unpack
from types import SimpleNamespace

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import page, percent
from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
)
FONT = ("style", "stretch", "weight", "size", "variant_caps", "variation_settings")
of_font = itemgetter(*(f"font_{name}" for name in FONT))
plain_lengths, plain_pages = percent.resolve_percentages, page.set_page_type_computed_styles
plain_strut, plain_font, PlainLayout = line_break.strut, fonts.get_font_description, line_break.Layout
plain_flow, plain_references = Box.is_in_normal_flow, pydyf.PDF.page_references.fget
plain_drawing = drawing.draw_first_line
SIZED = 14802  # the version of Pango that knows the size of its fonts
GLYPH = "IiiiI"  # PangoGlyphInfo: the glyph, its width, how far it is moved, a flag
described = {}  # of the document at hand


def take():
    """Let every module of WeasyPrint go the shorter ways for a document, which begins with nothing known."""
    described.clear()
    Once.known.clear()
    ways = {
        plain_lengths: resolve_percentages,
        plain_pages: set_page_type_computed_styles,
        plain_strut: strut,
        plain_font: get_font_description,
        PlainLayout: Layout,
        plain_drawing: draw_first_line,
    }
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    for plain, quick in ways.items():
        for module in modules:
            if vars(module).get(plain.__name__) is plain:
                setattr(module, plain.__name__, quick)
    Box.is_in_normal_flow = is_in_normal_flow
    pydyf.PDF.page_references = property(page_references)
    pydyf.zlib = SimpleNamespace(compressobj=Once)


def resolve_percentages(box, containing_block):
    """Give the box its lengths: those of the last box of its style in a block of that size."""
    style = box.style
    if style["border_collapse"] == "collapse" or isinstance(box, PageBox):
        plain_lengths(box, containing_block)
        return
    whole = isinstance(containing_block, Box)
    size = (containing_block.width, containing_block.height) if whole else tuple(containing_block)
    known = vars(style).setdefault("lengths", {})
    if size not in known:
        plain_lengths(box, containing_block)
        known[size] = {name: getattr(box, name) for name in LENGTHS}
    vars(box).update(known[size])


def set_page_type_computed_styles(page_type, html, style_for):
    """Give a page and its margins their styles: those of the last page like it, as no rule of ours counts pages."""
    styles, known = style_for.get_computed_styles(), vars(style_for).setdefault("pages", {})
    kind = page_type.side, page_type.blank, page_type.name, page_type.index == 0
    if kind in known:
        styles.update({(page_type, margin): style for margin, style in known[kind].items()})
    else:
        plain_pages(page_type, html, style_for)
        known[kind] = {margin: style for (owner, margin), style in styles.items() if owner is page_type}


def is_in_normal_flow(box):
    """Return whether the box stands where the text has come to."""
    style = box.style
    if "is_in_flow" not in vars(style):
        style.is_in_flow = plain_flow(box)
    return style.is_in_flow


def strut(style):
    """Return the height of a line of text and its baseline."""
    if "strut" not in vars(style):
        style.strut = plain_strut(style)
    return style.strut


def get_font_description(style):
    """Return Pango's description of a style's font."""
    font = (tuple(style["font_family"]), *of_font(style))
    if font not in described:
        described[font] = plain_font(style)
    return described[font]


class Layout(PlainLayout):
    """A line as Pango has laid it out, kept until it is drawn rather than laid out again for that."""

    is_kept = False

    def set_text(self, text, justify=False):
        super().set_text(text, justify)
        pango.pango_layout_set_single_paragraph_mode(self.layout, "\n" not in text)  # as drawing would ask for later

    def deactivate(self):
        if self.is_kept or self.justification_spacing:
            super().deactivate()
        self.is_kept = True

    def reactivate(self, style):
        if not self.is_active:
            super().reactivate(style)

    @property
    def is_active(self):
        return "layout" in vars(self)


def draw_first_line(stream, box, text_overflow, block_ellipsis, matrix):
    """Draw a line of one font whose glyphs are known from lines before, and any other in the long way."""
    drawn = glyphs_of(stream, box) if text_overflow != "ellipsis" and block_ellipsis == "none" else None
    if drawn is None:
        return plain_drawing(stream, box, text_overflow, block_ellipsis, matrix)
    font, size, written = drawn
    stream.set_text_matrix(*matrix.values)
    stream.set_font_size(font.hash, size)
    stream.show_text(written)
    return []


def glyphs_of(stream, box):
    """Return the line's font, its size and its glyphs as a PDF has them; None where that is not to be had simply."""
    line, _ = box.pango_layout.get_first_line()
    run = line.runs[0]
    if not box.text.strip() or run == ffi.NULL or run.next != ffi.NULL or pango.pango_version() < SIZED:
        return None
    font, size = stream.add_font(run.data.item.analysis.font)
    known, glyphs, parts = vars(font).setdefault("written", {}), run.data.glyphs, []
    for glyph, width, x, y, _ in iter_unpack(GLYPH, ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * 20)):
        key = glyph, width, size
        if x or y or (key not in known and not learnt(known, font, key)):
            return None
        parts.append(known[key])
    return font, size, f"<{''.join(parts)}>".replace("<>", "")


def learnt(known, font, key):
    """Learn how a PDF has a glyph: its number, and how far the next one is from where it would stand by itself."""
    glyph, width, size = key
    is_known = glyph in font.widths and glyph in font.to_unicode
    if is_known and not (font.bitmap or font.svg or font.png or font.colr):
        kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
        known[key] = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
    return key in known


def page_references(pdf):
    """Return the references to all pages, of which each element of the tree of tags takes one."""
    count = len(pdf.pages["Kids"])
    if vars(pdf).get("known_references", (0,))[0] != count:
        pdf.known_references = count, plain_references(pdf)
    return pdf.known_references[1]


class Once:
    """Compresses nothing a second time: a file's identifier is made of all its parts, after they are written."""

    known = {}  # noqa: RUF012 of the document at hand

    def __init__(self, level):
        self.level = level

    def compress(self, data):
        if data not in self.known:
            self.known[data] = zlib.compress(data, self.level)
        return self.known[data]

    def flush(self):
        return b""
