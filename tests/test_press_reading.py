"""What the press does in a quicker way than WeasyPrint: it comes to the same tree, and to the same bytes."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

from portal.public.paper import pdf
from portal.public.paper.press import printable
from portal.public.paper.report import attachments, report_html, style_sheet
from portal.public.paper.sheets import report_workbook
from tests import example
from tests.test_report import bare, nasty

pytestmark = pytest.mark.skipif(not pdf.pdf_available(), reason=pdf.missing_library())
HASH = "9f2c71ab" * 8
ODD = (
    '<!doctype html><html lang="sv"><head><title>Udda</title></head><body><h1 class="quiet">Udda</h1>'
    "<ul><li>ett</li><li><p>två</p><ol><li>tre<br>fyra</li></ol></li></ul>"
    f'<p class="even">{"En mening om näringslivsprogrammets uppföljning. " * 40}</p><p class="own">ett\ntvå  tre\n</p>'
    f'<p>{"Ordsomaldrigtarslut" * 12} <a href="#a">länk</a></p><p class="spaced">Glest <b>satt</b> <q>om</q></p>'
    f"<table><thead><tr><th>Huvud</th></tr></thead><tbody>{'<tr><td>En cell</td></tr>' * 90}</tbody></table>"
    '<div class="row"><p id="a">ena</p><p>andra</p></div></body></html>'
)
ODD_STYLE = (
    "@page { @top-left { content: counter(page) } } .even { text-align: justify } .own { white-space: pre-wrap }"
    "body { hyphens: auto; overflow-wrap: break-word; font-family: 'Portal Sans' } .spaced { letter-spacing: 1mm }"
    "a { text-decoration: underline } table { border-collapse: collapse } td { border: 1px solid; padding: 2% }"
    ".row { display: flex; width: 50%; padding: 3%; font-variant-caps: small-caps }"
)
PRINT = """
import hashlib, json, sys
from portal.public.paper import press, reading, shortcuts
from weasyprint import HTML
if sys.argv[1] == "slowly":
    reading.Page = lambda html, fetcher: HTML(string=html, url_fetcher=fetcher)
    shortcuts.take = lambda: None
print(*(hashlib.sha256(made).hexdigest() for made in press.press(json.load(sys.stdin))))
"""


def tree(root):
    """Return what stands in a page, white space as one space; around its head and body it shows nothing."""
    return [(one.tag, attributes(one), spaced(one, one.text), spaced(one, one.tail)) for one in root.iter()]


def attributes(element):
    return {name: value for name, value in element.attrib.items() if not name.endswith("}xmlns")}


def spaced(element, text):
    text = re.sub(r"[ \n]+", " ", text or "")
    return text.strip() if element.tag in ("html", "head", "body") else text


@pytest.mark.parametrize("follow_up", [example.follow_up, bare, nasty])
def test_a_report_is_read_as_html_is_read(follow_up):
    from weasyprint import HTML

    from portal.public.paper import reading

    html = printable(report_html(follow_up(), example.site(), HASH, with_logotype=True))

    assert tree(reading.read(html)) == tree(HTML(string=html).etree_element)


@pytest.mark.parametrize("html", ["<p>ett<p>två", "<!doctype html><p>ett<p>två", "<!doctype html><p>&bull;</p>"])
def test_what_is_no_page_of_ours_is_read_as_html_still(html):
    from portal.public.paper.reading import Page

    assert Page(html, None).etree_element.find("body/p") is not None


def test_the_quicker_ways_lead_to_the_same_report():
    content, site = example.follow_up(), example.site()
    inside = attachments(content, report_workbook(content, site, HASH))
    order = pdf.order_of(report_html(content, site, HASH, inside), style_sheet(site.accent), inside, {}, archive=True)

    assert sums(order, "quickly") == sums(order, "slowly")


def test_the_quicker_ways_lead_to_the_same_page_whatever_stands_on_it():
    order = pdf.order_of(ODD, ODD_STYLE, [], {}, archive=False)

    assert sums(order, "quickly") == sums(order, "slowly")


def sums(order, way):
    command = [sys.executable, "-c", PRINT, way]
    done = subprocess.run(command, input=order, capture_output=True, check=True, cwd=settings.BASE_DIR)  # noqa: S603
    return done.stdout.split()
