"""What a file is by its first bytes, and a workbook's parts, unpacked within bounds.

The name of a file says nothing here. A zip directory may lie, so its sums are checked before anything is unpacked and
what comes out is counted once more.
"""

import io
import posixpath
import zipfile
import zlib
from contextlib import contextmanager

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse, parse

from . import limits
from .table import Unreadable

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, and of workbooks with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OTHER_PARTS = (("word/", "word"), ("ppt/", "not_excel"), ("Index/", "numbers"), ("content.xml", "open_document"))
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError)


def is_workbook(data):
    """Tell a workbook from a text; raises Unreadable for what is neither."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(COMPOUND):
        raise Unreadable("password" if ENCRYPTED in data else "old_excel")
    if start.startswith(b"%pdf"):
        raise Unreadable("pdf")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml")):
        raise Unreadable("web_page")
    return data.startswith(ZIP)


class Package:
    """The parts of a workbook by their names."""

    def __init__(self, data):
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            self.parts = {part.filename: part for part in self.archive.infolist()}
        except BROKEN_ZIP as fault:
            raise Unreadable("broken") from fault
        self.left = limits.UNPACKED
        self._weigh()
        self._refuse_others()

    def _weigh(self):
        parts = self.archive.infolist()
        if len(parts) > limits.PARTS or sum(part.file_size for part in parts) > limits.UNPACKED:
            raise Unreadable("bomb")
        if any(p.file_size > max(limits.PLAIN, limits.RATIO * p.compress_size) for p in parts):
            raise Unreadable("bomb")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("password")

    def _refuse_others(self):
        if any(name.endswith("vbaProject.bin") for name in self.parts):
            raise Unreadable("macros")
        if "xl/workbook.bin" in self.parts:
            raise Unreadable("binary_excel")
        if not any(name.startswith("xl/") for name in self.parts):
            raise Unreadable(next((code for start, code in OTHER_PARTS if self._has(start)), "not_excel"))

    def _has(self, start):
        return any(name.startswith(start) for name in self.parts)

    def tree(self, name):
        """Return the root element of a part, or None where there is no such part."""
        if name not in self.parts:
            return None
        with safely(), self._open(name) as part:
            return parse(part, forbid_dtd=True).getroot()

    def elements(self, name):
        """Yield (event, element) of a part while it is unpacked."""
        with safely(), self._open(name) as part:
            yield from iterparse(part, events=("start", "end"), forbid_dtd=True)

    def relations(self, name):
        """Return {id: (kind, name of the part)} of what a part ("" for the whole) refers to within the package."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        inside = [one for one in (() if root is None else root.iter(RELATIONS)) if one.get("TargetMode") != "External"]
        return {
            one.get("Id"): (
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in inside
        }

    def _open(self, name):
        if name not in self.parts:
            raise Unreadable("broken")
        return Counted(self, self.archive.open(name))


class Counted(io.RawIOBase):
    """A part as it comes out, counted against what the whole package may be."""

    def __init__(self, package, part):
        self.package, self.part = package, part

    def read(self, size=-1):
        chunk = self.part.read(min(size, 65_536) if size and size > 0 else 65_536)
        self.package.left -= len(chunk)
        if self.package.left < 0:
            raise Unreadable("bomb")
        return chunk

    def readable(self):
        return True

    def close(self):
        self.part.close()
        super().close()


@contextmanager
def safely():
    """Turn what the parsers raise into our own word for it."""
    try:
        yield
    except DefusedXmlException as fault:
        raise Unreadable("declares") from fault
    except (ParseError, *BROKEN_ZIP) as fault:
        raise Unreadable("broken") from fault
