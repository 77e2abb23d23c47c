"""Files that people hand in: judged, drawn anew where they are pictures, and kept by the hash of their bytes.

VAR/uploads/<municipality's UUID>/9f/9f2c…    the bytes, written whole and never changed

No model is known here; which file is what stands in `programmes.models.Upload`.
"""

import hashlib
import os
import tempfile
import time
import warnings
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1_000_000  # bytes
PICTURE, DOCUMENT = 5 * MEGABYTE, 20 * MEGABYTE  # bytes that a file may have
MOST = DOCUMENT + MEGABYTE  # bytes of one file that are read at all
REMOVED = "f" * 64  # the digest of a file that has been withdrawn
UNFINISHED = 600  # seconds after which nobody writes on a file any more
PIXELS = 25_000_000  # in one picture, as it comes
LOGOTYPE = (800, 240)  # pixels, as it is kept
FORMATS = ("PNG", "JPEG", "WEBP")


class Quota(FileUploadHandler):
    """Lets no more than MOST bytes of a file through, whatever is sent; the form sees that it is too large."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start <= MOST else None

    def file_complete(self, file_size):
        return None


def put(place, body, *, replace=False):
    """Put bytes at a place whole and flushed. What stands there already stays, unless it is to be replaced."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as new:
        new.write(body)
        new.flush()
        os.fsync(new.fileno())
    try:
        if replace:
            Path(new.name).replace(place)
        else:
            os.link(new.name, place)
    except FileExistsError:
        pass
    finally:
        Path(new.name).unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def remove_unfinished(folder):
    """Remove what `put` began to write in a folder and was killed over."""
    for file in folder.glob("**/tmp*"):
        if file.stat().st_mtime < time.time() - UNFINISHED:
            file.unlink(missing_ok=True)


def path(municipality, digest):
    """Return where a file of a municipality (its UUID) lies; `digest` is the SHA-256 of its bytes in hex."""
    return Path(settings.UPLOADS) / str(municipality) / digest[:2] / digest


def keep(municipality, body):
    """Keep the bytes and return their digest. A file that no row names does no harm."""
    digest = hashlib.sha256(body).hexdigest()
    put(path(municipality, digest), body)
    return digest


def read(municipality, digest):
    """Return the bytes, or None where the file is gone."""
    try:
        return path(municipality, digest).read_bytes()
    except FileNotFoundError:
        return None


def check_size(file, most):
    if file.size > most:
        raise ValidationError(
            _("The file is too large. It may have at most %(megabytes)d MB."), params={"megabytes": most // MEGABYTE}
        )


def picture(file, most=PICTURE):
    """Return the picture drawn anew, as PNG of at most LOGOTYPE's size: nothing but its pixels is taken over.

    Raises ValidationError for whatever is no PNG, JPEG or WebP; an SVG can hold scripts and is never taken.
    """
    check_size(file, most)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(file, formats=FORMATS) as found:
                check_pixels(found)
                drawn = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as fault:
        raise ValidationError(
            _("This is no picture that can be read. Choose a PNG, JPEG or WebP file; an SVG is saved as PNG first.")
        ) from fault
    drawn.thumbnail(LOGOTYPE)
    clean, out = Image.new("RGBA", drawn.size), BytesIO()
    clean.paste(drawn)
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def check_pixels(found):
    if found.width * found.height > PIXELS:
        raise ValidationError(
            _("The picture is too large: %(width)d × %(height)d pixels. Make it smaller first."),
            params={"width": found.width, "height": found.height},
        )


def document(file, most=DOCUMENT):
    """Return the bytes of a PDF as they are; it is handed out as a download only. Raises ValidationError."""
    check_size(file, most)
    body = file.read()
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-2048:]:
        raise ValidationError(_("This is no whole PDF. Save the document as PDF and choose that file."))
    return body
