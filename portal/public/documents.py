"""PDFs and workbooks that are made once and kept for ever, by the hash of the content that they show.

VAR/documents/9f/9f2c….pdf           the document
VAR/documents/9f/9f2c….arkiv.pdf     its copy for archives that take no attachments, made in the same go
VAR/documents/9f/9f2c….xlsx          the workbook
VAR/documents/9f/9f2c….sha256        the SHA-256 of the document's bytes, by which a changed one is found; the others
                                     have theirs in .arkiv.pdf.sha256 and .xlsx.sha256
VAR/documents/9f/9f2c….stage         how far the making has come, for those who wait
VAR/documents/9f/9f2c….failed        the release that could not make it, and why; another release tries again
VAR/documents/locks/9f               held by whoever makes one of these
"""

import hashlib
import json
from pathlib import Path

from django.conf import settings

from programmes import files

from .paper.pdf import RenderingFailed, pdf_available
from .sites import build_lock

ARCHIVE_COPY = "arkiv.pdf"
SUMS = {"pdf": "sha256", ARCHIVE_COPY: f"{ARCHIVE_COPY}.sha256", "xlsx": "xlsx.sha256"}


def path(content_hash, ending="pdf"):
    return Path(settings.DOCUMENTS) / content_hash[:2] / f"{content_hash}.{ending}"


def stored(content_hash, ending="pdf"):
    """Return the bytes of the document, or None if there is none."""
    try:
        return path(content_hash, ending).read_bytes()
    except FileNotFoundError:
        return None


def stored_forms(content_hash):
    """Return {ending: bytes} of all that is stored of a content."""
    found = {ending: stored(content_hash, ending) for ending in SUMS}
    return {ending: body for ending, body in found.items() if body is not None}


def keep(content_hash, make, release):
    """Make the PDF and its archive copy by `make()` and store them, where they are not stored yet.

    There is none where it cannot be made: without Pango, or when this release has failed before (`failure` says why).
    One makes it at a time, and what is stored first stays, so that a document never changes.
    """
    if is_wanted(content_hash, release):
        with build_lock(Path(settings.DOCUMENTS), content_hash[:2]):
            if is_wanted(content_hash, release):
                store(content_hash, make, release)
    add_sum(content_hash, ARCHIVE_COPY)
    add_sum(content_hash, "pdf")


def is_wanted(content_hash, release):
    return not path(content_hash).exists() and pdf_available() and not failure(content_hash, release)


def store(content_hash, make, release):
    """Make the PDF and put it in its place, last of all; or keep the reason why that could not be done."""
    try:
        printed = make()
    except RenderingFailed as error:
        kept = json.dumps([release, error.code, error.facts])
        files.put(path(content_hash, "failed"), kept.encode(), replace=True)
    else:
        files.put(path(content_hash, ARCHIVE_COPY), printed.archive_copy, replace=True)
        files.put(path(content_hash), printed.pdf)
    finally:
        path(content_hash, "stage").unlink(missing_ok=True)


def tell(content_hash, stage, page=""):
    """Let those who wait know how far the making has come."""
    place = path(content_hash, "stage")
    place.parent.mkdir(parents=True, exist_ok=True)
    coming = place.with_suffix(".coming")
    coming.write_text(f"{stage} {page}")
    coming.replace(place)


def stage(content_hash):
    """Return (stage, page) of a document that is being made; empty texts where nothing is known."""
    try:
        told = path(content_hash, "stage").read_text()
    except FileNotFoundError:
        told = ""
    stage, _, page = told.partition(" ")
    return stage, page


def keep_workbook(content_hash, make):
    """Return the stored workbook; where there is none, make it by `make()` and store it first."""
    if not path(content_hash, "xlsx").exists():
        files.put(path(content_hash, "xlsx"), make())
    add_sum(content_hash, "xlsx")
    return stored(content_hash, "xlsx")


def add_sum(content_hash, ending):
    """Keep the checksum of a document, if it is stored, beside it."""
    place = path(content_hash, SUMS[ending])
    if not place.exists() and (found := stored(content_hash, ending)) is not None:
        files.put(place, hashlib.sha256(found).hexdigest().encode())


def is_whole(content_hash, ending="pdf"):
    """Return whether the stored document has the bytes that were stored first."""
    digest = path(content_hash, SUMS[ending])
    body = stored(content_hash, ending)
    return digest.exists() and digest.read_bytes() == hashlib.sha256(body).hexdigest().encode()


def remove(content_hash):
    """Remove a withdrawn document, and whatever is kept beside it."""
    for file in path(content_hash).parent.glob(f"{content_hash}.*"):
        file.unlink(missing_ok=True)


def lies(content_hash):
    """Say whether a document, or anything beside it, is on the disk."""
    return any(path(content_hash).parent.glob(f"{content_hash}.*"))


def forget_failure(content_hash):
    """Let the same release try again."""
    path(content_hash, "failed").unlink(missing_ok=True)


def failure(content_hash, release):
    """Return why this release could not make the document, in the reader's language, or nothing."""
    try:
        tried, code, facts = json.loads(path(content_hash, "failed").read_text())
    except (FileNotFoundError, ValueError):  # none, or as a release of before kept it
        return ""
    return str(RenderingFailed(code, **facts)) if tried == release else ""
