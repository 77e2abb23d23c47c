"""Making the sites what they should be: read the record, render with the database closed, switch.

A site should stand on the newest entry of its chain, made by this release, as of today; `heal` compares that with what
stands and builds where they differ, so that a crash at any point mends itself. Builders only go forward.
"""

import hashlib
import logging
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import Error, connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.publications import record
from portal.publications.models import Publication
from programmes import files

from . import documents, sites
from .desk_files import desk_files, desk_release
from .earlier import Earlier
from .models import Fault, forget, forget_all_but, reason_of, remember
from .pages import rendering, shared
from .pages.files import files_of
from .paper import report, sheets
from .paper.pdf import pdf_available

logger = logging.getLogger("portal.public")

ROOMS_OF_PAGES = ("portal/public", "portal/publications", "actions", "indicators", "programmes")
RELEASE_IS_MADE_OF = ("templates/public", "templates/report", "static", *ROOMS_OF_PAGES)
RENDERED_BY = {".html", ".css", ".js", ".py", ".woff2", ".ttf", ".svg"}
SUMMARY = "summary.json"
MANY = 20  # earlier pages; fewer are made anew as fast as the rest


class DatabaseClosed(RuntimeError):
    """Rendering asked the database for something: what is published comes from publications alone."""


@cache
def release():
    """Return a short hash of all that turns publications into files: another release renders anew."""
    digest = hashlib.sha256()
    for place in RELEASE_IS_MADE_OF:
        for file in sorted((Path(settings.BASE_DIR) / place).rglob("*")):
            if file.suffix in RENDERED_BY and "migrations" not in file.parts:
                digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def today():
    return timezone.localdate()


@contextmanager
def database_closed():
    """Let nothing ask the database."""

    def refuse(execute, sql, *args):
        raise DatabaseClosed(sql)

    with connection.execute_wrapper(refuse):
        yield


def wanted(head):
    """Return the stamp of the site that should stand; `head` is the newest publication of the municipality."""
    return {
        "sequence": head.sequence,
        "entry": head.entry,
        "withdrawn": head.withdrawn,
        "release": release(),
        "as_of": today().isoformat(),
        "pdf": pdf_available(),
        "origin": settings.PORTAL_URL,
    }


def heads():
    """Return the newest publication of every municipality, and the sequence of its newest withdrawal."""
    withdrawals = Publication.objects.filter(municipality=OuterRef("municipality"), kind="withdrawal")
    newest = withdrawals.order_by("-sequence").values("sequence")[:1]
    heads = Publication.objects.order_by("municipality", "-sequence").distinct("municipality").defer("content")
    return heads.annotate(withdrawn=Coalesce(Subquery(newest), 0))


def heal():
    """Build every site that is not what it should be, then the shared pages; return the names of those built.

    First every site gets its new pages, then those that were made in haste are finished. A municipality that cannot be
    built keeps the site that stands and keeps no other from being built; its fault is raised in the end.
    """
    built, faults = {}, {}
    for whole in (False, True):
        for head in heads():
            if head.municipality not in faults and _is_behind(Path(settings.SITES), head):
                with _told_later(head.slug, head.municipality, faults):
                    built |= {head.slug: True} if build(head.municipality, whole=whole) else {}
        if sites.SHARED not in faults:
            with _told_later("what all share", sites.SHARED, faults):
                built |= {sites.SHARED: True} if build_shared() else {}
    forget_all_but(faults.keys() - {sites.SHARED})
    if faults:
        raise ExceptionGroup("Sites could not be built", [*faults.values()])
    return [*built]


@contextmanager
def _told_later(name, key, faults):
    """Let one site's fault keep no other from being built."""
    try:
        yield
    except Error:  # the database is away, which is no fault of this site
        raise
    except Exception as fault:
        fault.add_note(f"while the site of {name} was built")
        faults[key] = fault


def build(municipality, root=None, *, whole=True):
    """Build and switch a municipality's site if it is not what it should be; return whether it was built.

    `root` is where the sites lie, if not where the settings say. Unless the `whole` site is wanted at once, one that is
    made in haste stands until it is built again.
    """
    root = root or Path(settings.SITES)
    head = heads().get(municipality=municipality)
    try:
        return _build(root, head, whole)
    except Error:
        raise
    except Exception as error:
        remember(municipality, reason_of(error), f"{type(error).__name__}: {error}")
        raise


def _build(root, head, whole):
    municipality, built = head.municipality, False
    with sites.build_lock(root, head.slug):
        while not _stands(root, head.slug, wanted(head := heads().get(municipality=municipality))):
            if _make(root, head):
                built = True
                if not whole:
                    break
        sites.sweep(root, head.slug)
    return built


def _make(root, head):
    """Make the site that should stand and switch to it, unless something newer came meanwhile."""
    standing = sites.current(root, head.slug)
    manifest = sites.read_manifest(standing.folder) if standing else None
    history = record.read(head.municipality)
    restored = manifest and manifest["stamp"].get("entry") not in {published.entry for published in history.entries}
    if restored:
        said = f"The site stood on entry {manifest['stamp']['sequence']}; the record ends with {head.sequence}."
        logger.warning("%s: %s A backup has been put back; the site is made from the record.", head.slug, said)
        manifest = None
    in_haste = manifest is not None and _is_urgent(manifest, head, history)
    earlier = Earlier(manifest, release(), in_haste=in_haste)
    stamp = wanted(head) | ({"in_haste": True} if in_haste else {})
    folder = sites.write_site(root, head.slug, pages_of(history, earlier), stamp=stamp, memory=earlier.memory)
    if heads().get(municipality=head.municipality).sequence != head.sequence:
        return False
    sites.switch(root, head.slug, folder)
    if restored:
        remember(head.municipality, Fault.Reason.RESTORED, said)
    else:
        forget(head.municipality)
    return True


def _is_urgent(manifest, head, history):
    """Say whether the new pages should be seen before the earlier versions have been made anew.

    So it is after a release, when the municipality's own facts have changed, and when the site has gone back. What is
    withdrawn allows no haste.
    """
    stamp = manifest["stamp"]
    changed = stamp["release"] != release() or (head.kind in ("site", "pin") and stamp["entry"] != head.entry)
    many = sum("made_of" in entry for entry in manifest["addresses"].values()) >= MANY
    return changed and many and "in_haste" not in stamp and history.withdrawn <= stamp["sequence"]


def _stands(root, name, stamp):
    standing = sites.current(root, name)
    return standing is not None and standing.stamp == stamp


def _is_behind(root, head):
    """Say whether a site is not what it should be, or what a withdrawal forbids still lies beside it."""
    return not _stands(root, head.slug, wanted(head)) or not sites.is_swept(root, head.slug)


def pages_of(history, earlier=None):
    """Return all pages of a municipality's site, rendered with the database closed."""
    site = history.latest("site")
    reports = [published for published in history.publications if published.envelope.kind == "follow_up"]
    kept = {(key := one.envelope.content): keep_report(partial(_content, one), site.content, key) for one in reports}
    with database_closed():
        pages = list(
            rendering.site_pages(history, release(), today(), kept, uploads(history), settings.PORTAL_URL, earlier)
        )
        summary = msgspec.json.encode(shared.summary(history, today()), order="sorted")
    return [*pages, sites.Page(f"/{history.slug}/{SUMMARY}", summary, "application/json")]


def uploads(history):
    """Return the bytes of the files that the record names, by their digest; one that has gone is told in the log."""
    found = {}
    for digest in {file.digest for file in files_of(history)}:
        body = files.read(history.entries[0].envelope.municipality, digest)
        if body is None:
            logger.error("The file %s of %s is gone.", digest, history.slug)
        else:
            found[digest] = body
    return found


def _content(published):
    return published.content


def keep_report(follow_up, site, content_hash):
    """Return {ending: bytes} of the stored PDFs and workbook of what `follow_up()` returns, made now if there are none.

    There is no PDF where none can be made.
    """
    told = partial(documents.tell, content_hash)

    def make_workbook():
        with database_closed():
            return sheets.report_workbook(follow_up(), site, content_hash)

    def make():
        told("workbook")
        workbook = documents.keep_workbook(content_hash, make_workbook)
        logotype = files.read(site.id, site.logotype.digest) if site.logotype else None
        with database_closed():
            return report.report_pdf(follow_up(), site, content_hash, workbook, logotype, told)

    documents.keep(content_hash, make, release())
    documents.keep_workbook(content_hash, make_workbook)
    return documents.stored_forms(content_hash)


def build_shared():
    """Build the start page, the regions' pages and the files that all sites share, from the sites' summaries."""
    root = Path(settings.SITES)
    with sites.build_lock(root, sites.SHARED):
        summaries = _summaries(root)
        digest = hashlib.sha256(msgspec.json.encode(summaries, order="sorted")).hexdigest()
        stamp = {
            "summaries": digest,
            "release": release(),
            "files": desk_release(),
            "as_of": today().isoformat(),
            "origin": settings.PORTAL_URL,
            "withdrawn": {one["slug"]: one.get("withdrawn", 0) for one in summaries},
        }
        stands = _stands(root, sites.SHARED, stamp)
        if not stands:
            with database_closed():
                origin, regions = settings.PORTAL_URL, shared.regions_of(summaries)
                pages = [*shared.shared_pages(summaries, regions, release(), today(), origin), *desk_files()]
            folder = sites.write_site(root, sites.SHARED, _with_older_assets(root, pages), stamp=stamp)
            sites.switch(root, sites.SHARED, folder)
        sites.sweep(root, sites.SHARED)
    return not stands


def _summaries(root):
    found = []
    for link in sorted((root / "www").glob("[a-z0-9]*")):
        found.append(msgspec.json.decode((link / SUMMARY).read_bytes()))
    return found


def _with_older_assets(root, pages):
    """Add the styles and fonts of earlier releases, which pages in readers' hands and carried-over sites still name."""
    here = {page.address for page in pages}
    standing = sites.current(root, sites.SHARED)
    older = sites.pages(standing.folder) if standing else ()
    return [*pages, *(page for page in older if page.address.startswith("/static/") and page.address not in here)]
