"""What leaves the press: closed, bounded, archivable, accessible, always the same."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.public.paper import pdf
from portal.public.paper.pdf import Attachment, RenderingFailed, RenderingTooLarge, render_pdf
from tests.verapdf import faults

pytestmark = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
PAGE = '<html lang="sv"><title>Uppföljning</title><body><h1>Uppföljning</h1>{}</body></html>'
WHEN = datetime(2026, 2, 18, tzinfo=UTC)
OUTSIDE = (
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">bilaga</a>',
    "<style>@import url({});</style>",
    "<style>h1 {{ background: url({}) }}</style>",
    "<style>@font-face {{ font-family: x; src: url({}) }} h1 {{ font-family: x }}</style>",
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<object data="{}"></object>',
    '<embed src="{}">',
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)


def text(data):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


@pytest.fixture
def listener():
    """A real server that remembers what it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hemligt", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("markup", OUTSIDE)
def test_nothing_is_read_from_the_disk_and_the_refusal_is_said(markup):
    with pytest.raises(RenderingFailed, match=r"^Dokumentet hänvisar till file:///etc/passwd, som inte får läsas\.$"):
        render_pdf(PAGE.format(markup.format("file:///etc/passwd")))


def test_nothing_is_read_from_the_network(listener):
    address, asked = listener
    for markup in OUTSIDE[:3]:
        with pytest.raises(RenderingFailed, match="hemligt"):
            render_pdf(PAGE.format(markup.format(address)))

    assert asked == []


def test_the_style_sheet_is_as_closed_as_the_page():
    with pytest.raises(RenderingFailed, match="data:image/png"):
        render_pdf(PAGE.format(""), "h1 { background: url(data:image/png;base64,AAAA) }")


def test_links_and_addresses_in_the_text_are_only_text():
    shown = text(render_pdf(PAGE.format('<p><a href="https://exempelby.example/">file:///etc/passwd</a></p>')))

    assert "file:///etc/passwd" in shown
    assert "root:" not in shown


def test_a_picture_of_the_order_is_drawn():
    drawn = render_pdf(PAGE.format('<img alt="Vapen" src="portal:vapen.png">'), pictures={"vapen.png": PIXEL})

    assert len(PdfReader(BytesIO(drawn)).pages[0].images) == 1


def test_a_runaway_document_is_stopped_by_its_time():
    with pytest.raises(RenderingTooLarge, match="mer än 1 sekunder"):
        render_pdf(PAGE.format("<p>ord " * 100_000), seconds=1)


def test_a_runaway_document_is_stopped_by_its_memory():
    with pytest.raises(RenderingTooLarge, match="mer minne än 250 MB"):
        render_pdf(PAGE.format("<p>ord " * 100_000), memory=250_000_000)


def test_the_same_input_gives_the_same_bytes():
    order = {"attachments": [Attachment("data.json", "Uppgifter", b"{}", WHEN)]}

    assert render_pdf(PAGE.format("<p>å"), **order) == render_pdf(PAGE.format("<p>å"), **order)


def test_an_attachment_is_carried_with_its_relationship():
    made = render_pdf(PAGE.format(""), attachments=[Attachment("data.json", "Uppgifter", b'{"a": 1}', WHEN)])

    (attached,) = PdfReader(BytesIO(made)).attachment_list
    assert (attached.name, attached.content, attached.associated_file_relationship) == (
        "data.json",
        b'{"a": 1}',
        "/Data",
    )


def test_names_of_attachments_are_ascii():
    with pytest.raises(ValueError, match="ASCII"):
        Attachment("uppföljning.json", "Uppgifter", b"{}", WHEN)


def test_signs_that_the_font_lacks_are_shown_as_a_box_and_marks_are_not():
    shown = text(render_pdf(PAGE.format("<p>Bra 😀 👩‍🔧 ✓ ◐ ○ ! × å a\u030a\x00")))

    assert "Bra □ □□ ✓ ◐ ○ ! × å å" in shown


def test_a_machine_without_pango_says_what_it_lacks(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert pdf.missing_library.__wrapped__().startswith("PDF kan inte framställas här: systembiblioteket Pango saknas")


def test_a_word_broken_over_lines_is_found_whole():
    word = "<p>arbetsmarknadsdepartementet och till‐växt"
    shown = text(render_pdf(PAGE.format(word), "p { width: 30mm; hyphens: auto; font-family: Portal Sans }"))

    assert "arbetsmarknadsdepartementet" in shown.replace("\u00ad\n", "")
    assert "till-" in shown


def test_a_simple_page_follows_both_standards(tmp_path):
    path = tmp_path / "sida.pdf"
    path.write_bytes(
        render_pdf(
            PAGE.format(
                '<p>Text 😀<table><thead><tr><th scope="col">Nr</thead><tbody><tr><td>1</table><ul><li>en</ul>'
            ),
            attachments=[Attachment("data.json", "Uppgifter", b"{}", WHEN)],
        )
    )

    assert faults(path) == []
