"""The preview is the rendering itself, of content that is not yet appended. There is no second template.

What is added around it is told apart from it: a bar above the page with the way back to the desk, and addresses that
stay within the preview where they lead to the municipality's own pages and files.
"""

import re
from dataclasses import replace
from datetime import UTC

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from portal.public import build, documents
from portal.public.pages import rendering
from portal.public.serve import ASKED
from portal.publications import chain, record
from portal.publications.content import Envelope, Published

from . import contents

HEAD_ENDS = re.compile(r"(?=</head>)")
BEGINS = re.compile(r'(?<=<body>)\s*<a class="skip"[^>]*>[^<]*</a>\n?')  # what stays the first thing on the page


def preview_page(request, kind, document, address, *, root, back, note=""):
    """Answer with what would lie at an address below the municipality's if `document` were published now.

    `root` is the preview's own address, beneath which the municipality's site lies; `back` is the row that the bar
    leads to, `note` a sentence that the bar says about it.
    """
    found = page(request.municipality, kind, document, f"/{request.municipality.slug}/{address}")
    if found is None:
        raise Http404
    if found.type == "text/html":
        bar = render_to_string("publishing/bar.html", {"back": back, "note": note}, request)
        found = framed(found, request.municipality.slug, root, bar)
    return HttpResponse(found.body, content_type=found.type)


def framed(page, slug, root, bar):
    """Return a page with the bar above it, its addresses within the preview."""

    def within(found):
        """What is made when somebody asks for it is made of what is published: it stays where it is."""
        return found[0] if ASKED.fullmatch(found[2].partition("?")[0]) else f'{found[1]}="{root}{found[3]}"'

    html = re.sub(rf'(href|src)="(/{slug}/([^"]+))"', within, page.body.decode())
    html = placed(html, HEAD_ENDS, f'<link rel="stylesheet" href="{static("preview.css")}">\n')
    return replace(page, body=placed(html, BEGINS, bar).encode())


def placed(html, after, addition):
    """Return a page with something placed after what is to stand before it; raise LookupError where that is not."""
    found = after.search(html)
    if found is None:
        raise LookupError(f"The page has no {after.pattern}.")
    return html[: found.end()] + addition + html[found.end() :]


def page(municipality, kind, document, address):
    """Return the page or file that would lie at an address if `document` were published now, or None."""
    history = record.read(municipality.uuid)
    entries = (*history.publications, *(gone.published for gone in history.gone))
    coming = [unpublished(municipality, kind, document, entries)]
    if kind == "follow_up" and history.latest("programme", document.programme.id) is None:
        coming.insert(0, unpublished(municipality, "programme", document.programme, entries))
    if history.latest("site") is None:
        site = contents.site(municipality, timezone.localdate())
        coming.insert(0, unpublished(municipality, "site", site, entries))
    whole = replace(
        history,
        slug=municipality.slug,
        publications=(*history.publications, *coming),
        entries=(*history.entries, *coming),
    )
    pages = rendering.site_pages(whole, build.release(), build.today(), reports(history), build.uploads(whole))
    return next((page for page in pages if page.address == address), None)


def reports(history):
    """Return the documents of published follow-ups that have been made, by the hash of their content."""
    return {p.envelope.content: documents.stored_forms(p.envelope.content) for p in history.publications}


def unpublished(municipality, kind, document, entries):
    """Return a document as if it were the next entry of the record."""
    versions = [p.envelope.version for p in entries if (p.envelope.kind, p.envelope.subject) == (kind, document.id)]
    envelope = Envelope(
        municipality=municipality.uuid,
        sequence=len(entries) + 1,
        kind=kind,
        subject=document.id,
        version=max(versions, default=0) + 1,
        schema=chain.SCHEMA,
        published_at=timezone.now().astimezone(UTC).isoformat(timespec="microseconds"),
        published_by=municipality.publisher,
        note="",
        change="update",
        decision="",
        refers_to=getattr(document, "as_of", None),
        content="",
        previous="",
    )
    return Published(envelope, "", document)
