"""The child process that prints: an order as JSON on standard input, the PDF on standard output.

Standard output begins with a line that says how long the PDF is; its copy for the archive, where the order asks for
one, follows upon it. On standard error a line that begins with STAGE says how far the work has come.

It is run as a program of its own, with limits of memory and time, so that no document can take its caller down. It
reads nothing but the order and Portal Sans: neither file nor network, whatever HTML, CSS or attachments name. What
prints is imported inside the functions: after the limits hold, and never by a portal that has no Pango.
Exit status: 3 out of memory, 4 the document asks for something from outside (named on standard error).
"""

import base64
import gc
import json
import logging
import mimetypes
import os
import sys
import unicodedata
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
ROOT = str(Path(__file__).parents[3])  # where a program of its own finds its neighbours
OUT_OF_MEMORY, REFUSED = 3, 4
STAGE = "stage:"
STEPS = {"1": "text", "5": "pages", "6": "file"}  # the number of WeasyPrint's step, and what it is here
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # which not every Python knows
FONT_FACES = "".join(
    f'@font-face {{ font-family: "Portal Sans"; font-weight: {weight}; src: url(portal:portal-sans-{weight}.ttf) }}\n'
    for weight in (400, 600)
)
UNKNOWN = "□"
LINE_HYPHEN = "\u2010"  # what WeasyPrint breaks a word with; it has a glyph of its own in Portal Sans
PDFA = b'pdfaid:part="3"', b'pdfaid:part="2"', 1  # the first is the mark itself
PDFUA = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part>'
    b'</rdf:Description><rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    b'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Which part of ISO 14289 the file follows</pdfaProperty:description></rdf:li>"
    b"</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def main():
    limit(memory=int(sys.argv[1]), seconds=int(sys.argv[2]))
    order = json.load(sys.stdin)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    gc.disable()  # what is made here is needed to the end, which comes soon
    logging.getLogger("weasyprint.progress").addHandler(Told())
    logging.getLogger("weasyprint.progress").setLevel(logging.INFO)
    try:
        pdf, copy = press(order)
    except MemoryError:
        return OUT_OF_MEMORY
    out.write(b"%d\n%b%b" % (len(pdf), pdf, copy))
    out.flush()
    return 0


class Told(logging.Handler):
    """Passes on how far the work has come; where nobody listens any more, as when the caller died, the work ends."""

    def emit(self, record):
        _, step, *_, last = record.getMessage().split()
        if step in STEPS and (last.isdigit() or step != "5"):
            print(STAGE, STEPS[step], last if step == "5" else "", file=sys.stderr, flush=True)


def limit(memory, seconds):
    """Take at most so many bytes and seconds; where the system knows no such limit, the caller's clock remains."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def press(order):
    """Return the order's HTML as PDF/A-3a that is PDF/UA-1 as well, and its copy for the archive if one is ordered."""
    sys.path.append(ROOT)
    from portal.public.paper.later import put_off

    put_off()
    from weasyprint import CSS, Attachment
    from weasyprint.text.fonts import FontConfiguration

    from portal.public.paper import shortcuts
    from portal.public.paper.reading import Page

    mimetypes.add_type(WORKBOOK, ".xlsx")
    fetcher, fonts = closed_fetcher(order["pictures"]), FontConfiguration()
    sheet = CSS(string=FONT_FACES + order["css"], url_fetcher=fetcher, font_config=fonts)
    attachments = [
        Attachment(
            file_obj=BytesIO(base64.b64decode(one["data"])),
            url_fetcher=fetcher,
            name=one["name"],
            description=one["description"],
            created=datetime.fromisoformat(one["made"]),
            modified=datetime.fromisoformat(one["made"]),
            relationship="Data",
        )
        for one in order["attachments"]
    ]
    made = []
    shortcuts.take()
    pdf = Page(printable(order["html"]), fetcher).write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=attachments,
        finisher=lambda document, pdf: made.append(finish(document, pdf)),
    )
    return pdf, archive_copy(*made) if order["archive"] else b""


def printable(html):
    """Return the text with □ for each character that Portal Sans lacks: no file may depend on a machine's fonts."""
    from fontTools.ttLib import TTFont

    html = unicodedata.normalize("NFC", html).replace(LINE_HYPHEN, "-")
    known = set(TTFont(FONTS / "portal-sans-400.ttf").getBestCmap())
    strange = {ord(character) for character in set(html)} - known - {0x0A, 0x09}
    return html.translate({code: "" if silent(code) else UNKNOWN for code in strange}) if strange else html


def silent(code):
    """Return whether a character is no sign of its own: controls, joiners, variation selectors, emoji's skin tones."""
    return unicodedata.category(chr(code)) in ("Cc", "Cf", "Mn", "Me", "Cs") or 0x1F3FB <= code <= 0x1F3FF


def closed_fetcher(pictures):
    """Return the only way to anything outside the HTML: Portal Sans and the pictures of the order, by name."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            name = url.removeprefix("portal:")
            if name in ("portal-sans-400.ttf", "portal-sans-600.ttf"):
                return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
            if name in pictures:
                return URLFetcherResponse(url, base64.b64decode(pictures[name]))
            print(url[:500], file=sys.stderr, flush=True)
            os._exit(REFUSED)  # WeasyPrint would go on without it

    return ClosedFetcher()


def finish(document, pdf):
    """Add what WeasyPrint leaves out: the mark of PDF/UA, soft hyphens, scopes of header cells, places of figures."""
    add_pdfua_mark(pdf)
    soften_hyphens(pdf)
    mend_tags(pdf)
    set_margins_aside(pdf)
    settle(pdf)
    return pdf, len(pdf.objects)


def settle(pdf):
    """Let each object be put in words and compressed once: the file, its identifier and its copy ask for them all."""
    from pydyf import Object

    class Settled(Object):
        data = compressible = None  # of each its own

    open_ends = {pdf.catalog.number, number_of(pdf.catalog["Metadata"])}
    for element in pdf.objects[1:]:
        if element.number not in open_ends and not is_attachment(element):
            settled = Settled()
            settled.number, settled.data, settled.compressible = element.number, element.data, element.compressible
            pdf.objects[element.number] = settled


def is_attachment(element):
    return isinstance(element, dict) and element.get("Type") == "/Filespec"


def archive_copy(finished):
    """Return the same document as PDF/A-2a, which takes no attachments: the same pages, tags and texts."""
    pdf, count = finished
    del pdf.objects[count:]  # what writing it the first time has added
    files = {number_of(pdf.catalog["Names"].pop("EmbeddedFiles", b"0"))} if "Names" in pdf.catalog else set()
    for element in filter(is_attachment, pdf.objects):
        files |= {element.number, number_of(element["EF"]["F"])}
    for number in files - {0}:
        pdf.objects[number] = nothing(number)
    pdf.catalog.pop("AF", None)
    stream = pdf.objects[number_of(pdf.catalog["Metadata"])].stream
    stream[0] = stream[0].replace(*PDFA)
    out, pdf.current_position = BytesIO(), 0
    pdf.write(out, "1.7", identifier=True, compress=True)
    return out.getvalue()


def nothing(number):
    from pydyf import Dictionary

    empty = Dictionary()
    empty.number = number
    return empty


def number_of(reference):
    return int((reference.decode() if isinstance(reference, bytes) else reference).split()[0])


def add_pdfua_mark(pdf):
    stream = pdf.objects[number_of(pdf.catalog["Metadata"])].stream
    stream[0] = stream[0].replace(b"</rdf:RDF>", PDFUA + b"</rdf:RDF>", 1)


def soften_hyphens(pdf):
    """Let the hyphens of broken words be read as soft ones, so that searching and reading aloud find whole words."""
    for thing in pdf.objects:
        lines = getattr(thing, "stream", ())
        if b"/CMapType 2 def" in lines:
            lines[:] = [line.replace(b"> <2010>", b"> <00ad>") for line in lines]


def mend_tags(pdf):
    """Give header cells their scope, and figures their box in points from the bottom instead of pixels from the top."""
    for element in pdf.objects:
        if not isinstance(element, dict) or element.get("Type") != "/StructElem":
            continue
        if element["S"] == "/TH":
            group = pdf.objects[number_of(pdf.objects[number_of(element["P"])]["P"])]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
        elif element["S"] == "/Figure":
            left, top, right, bottom = element["A"]["BBox"]
            height = pdf.objects[number_of(element["Pg"])]["MediaBox"][3]
            points = (left * 0.75, height - bottom * 0.75, right * 0.75, height - top * 0.75)
            element["A"]["BBox"][:] = [round(value, 3) for value in points]


def set_margins_aside(pdf):
    """Mark what stands in the margins as an artifact: it is tagged, but hangs in no tree."""
    root = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    read = elements_below(pdf, root)
    tree = pdf.objects[number_of(root["ParentTree"])]["Nums"]
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    for number, references in zip(tree[::2], tree[1::2], strict=True):
        if isinstance(references, list):
            dead = {place for place, reference in enumerate(references) if number_of(reference) not in read}
            references[:] = ["null" if place in dead else kept for place, kept in enumerate(references)]
            mark_artifacts(pdf.objects[number_of(pages[number]["Contents"])].stream, dead)


def elements_below(pdf, root):
    """Return the numbers of all elements that a reader reaches from the root."""
    seen, waiting = set(), [number_of(reference) for reference in root["K"]]
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting += [number_of(kid) for kid in pdf.objects[number].get("K", ()) if isinstance(kid, bytes | str)]
    return seen


def mark_artifacts(stream, dead):
    for place, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in dead:
            stream[place - 1], stream[place] = "/Artifact", b"<</Type /Pagination>>"


if __name__ == "__main__":
    sys.exit(main())
