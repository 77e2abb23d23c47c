"""PDFs and workbooks that are made once and kept for ever, by the hash of the content that they show.

VAR/documents/9f/9f2c….pdf           the document
VAR/documents/9f/9f2c….sha256        the SHA-256 of its bytes, by which a changed document is found
VAR/documents/9f/9f2c….failed        the release that could not make it, and why; another release tries again
VAR/documents/9f/9f2c….xlsx          the workbook
VAR/documents/9f/9f2c….xlsx.sha256   the SHA-256 of its bytes
"""

import hashlib
from pathlib import Path

from django.conf import settings

from programmes import files

from .paper.pdf import RenderingFailed, pdf_available

SUMS = {"pdf": "sha256", "xlsx": "xlsx.sha256"}


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
    """Return the stored PDF; where there is none, make it by `make()` and store it first.

    Returns None where it cannot be made: without Pango, or when this release has failed before (`failure` says why).
    Whoever stores first wins, so that a document never changes.
    """
    if not path(content_hash).exists() and pdf_available() and not failure(content_hash, release):
        try:
            files.put(path(content_hash), make())
        except RenderingFailed as error:
            files.put(path(content_hash, "failed"), f"{release}\n{error}".encode(), replace=True)
    return summed(content_hash, "pdf")


def keep_workbook(content_hash, make):
    """Return the stored workbook; where there is none, make it by `make()` and store it first."""
    if not path(content_hash, "xlsx").exists():
        files.put(path(content_hash, "xlsx"), make())
    return summed(content_hash, "xlsx")


def summed(content_hash, ending):
    """Return a stored document, or None, and keep its checksum beside it if that is not there."""
    found = stored(content_hash, ending)
    if found is not None and not path(content_hash, SUMS[ending]).exists():
        files.put(path(content_hash, SUMS[ending]), hashlib.sha256(found).hexdigest().encode())
    return found


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


def failure(content_hash, release):
    """Return why this release could not make the document, or nothing."""
    try:
        tried, _, reason = path(content_hash, "failed").read_text().partition("\n")
    except FileNotFoundError:
        return ""
    return reason if tried == release else ""
