"""Is everything what it was when it was published? The first fault is named in words.

The chain first, since all the rest is made from it; then what lies beside it; then the site that stands.
"""

import gzip
import hashlib
import os
from pathlib import Path

from django.conf import settings

from portal.publications import record
from portal.publications.chain import NotCanonical
from programmes import files

from . import build, documents, sites
from .pages.files import files_of


class Fault(ValueError):
    """Something is not what was published; the message says what."""


def municipality(head):
    """Check all that has been published of a municipality; return what should be known though it is no fault, or "".

    `head` is the newest entry of its chain. Raises Fault at the first fault.
    """
    try:
        record.verify(head.municipality)
        history = record.read(head.municipality)
    except record.BrokenChain as fault:
        raise Fault(str(fault)) from fault
    except NotCanonical as fault:
        raise Fault(f"{head.slug}: {fault}") from fault
    check_addresses(head.municipality, history)
    check_stored(history)
    check_uploads(history)
    root = Path(settings.SITES)
    standing = check_site(root, head.slug)
    check_newer(history, standing)
    if standing.stamp != build.wanted(head):
        on = standing.stamp
        return f"the site stands on entry {on['sequence']} as of {on['as_of']} and waits to be built"
    check_pages(standing, build.pages_of(history), head.slug)
    return ""


def shared(root):
    """Check the files that all sites share."""
    check_site(root, sites.SHARED)
    return ""


def check_addresses(key, history):
    """The name in the addresses is the one thing that no envelope holds: the municipality's own facts give it."""
    told = {one.content.slug for one in history.entries if one.envelope.kind == "site" and one.content}
    for sequence, slug in record.slugs(key):
        if told and slug not in told:
            raise Fault(f"{history.slug}, entry {sequence}: {slug!r} is no name that the municipality has published.")


def check_stored(history):
    for published in history.publications:
        key = published.envelope.content
        for ending in documents.stored_forms(key) if published.envelope.kind == "follow_up" else ():
            if not documents.is_whole(key, ending):
                place = documents.path(key, ending)
                raise Fault(f"{history.slug}: the stored document {place} is not the one that was made.")


def check_uploads(history):
    owner = history.entries[0].envelope.municipality
    for file in files_of(history):
        place = files.path(owner, file.digest)
        body = files.read(owner, file.digest)
        if body is None:
            raise Fault(f"{history.slug}: the file “{file.name}”, {place}, is gone.")
        if hashlib.sha256(body).hexdigest() != file.digest:
            raise Fault(f"{history.slug}: the file “{file.name}”, {place}, is not the one that was published.")


def check_site(root, name):
    """Check the standing site's files against its manifest; return what stands."""
    standing = sites.current(root, name)
    if standing is None:
        raise Fault(f"{name}: no site stands whose manifest can be read.")
    written = standing.folder / sites.MANIFEST
    try:
        expected = {written, *check_manifest(standing.folder, name)}
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise error if isinstance(error, Fault) else Fault(f"{name}: {written} is not as it was written.") from error
    for path in standing.folder.rglob("*"):
        if path not in expected and (path.is_symlink() or not path.is_dir()):
            raise Fault(f"{name}: {path} belongs to no address.")
    return standing


def check_manifest(folder, name):
    """Check every address of a manifest; return the paths of all files that it names."""
    manifest = sites.read_manifest(folder)
    if (folder / sites.MANIFEST).read_text(encoding="utf-8") != sites.manifest_text(manifest):
        raise ValueError("not canonical")
    found = set()
    for address, entry in manifest["addresses"].items():
        if sites.entry_of(name, address) != (entry["file"], entry["type"]):
            raise ValueError(address)
        found |= check_file(folder / entry["file"], entry, address)
    return found


def check_newer(history, standing):
    """A site that stands on an entry that the record does not hold tells that entries are missing in the end."""
    on = standing.stamp
    if on["entry"] not in {published.entry for published in history.entries}:
        raise Fault(f"{history.slug}: the site stands on entry {on['sequence']}, which the record does not hold.")


def check_file(path, entry, address):
    """Check an address's file and its compressed variant; return their paths."""
    body = body_of(path)
    if (len(body), hashlib.sha256(body).hexdigest()) != (entry["size"], entry["sha256"]):
        raise Fault(f"{address}: {path} is not what was built.")
    if entry["gz"] is None:
        return {path}
    small = path.with_name(path.name + ".gz")
    packed = body_of(small)
    if (len(packed), hashlib.sha256(packed).hexdigest()) != (entry["gz"], entry["packed"]):
        raise Fault(f"{address}: {small} is not what was built.")
    if gzip.decompress(packed) != body:
        raise Fault(f"{address}: {small} unpacks to something else than {path.name}.")
    return {path, small}


def body_of(path):
    if path.is_symlink() or not os.path.isfile(path):
        raise Fault(f"{path} is missing.")
    return path.read_bytes()


def check_pages(standing, pages, name):
    """Check the manifest against what the record makes, rendered anew."""
    said = {address: entry["sha256"] for address, entry in sites.read_manifest(standing.folder)["addresses"].items()}
    made = {page.address: hashlib.sha256(page.body).hexdigest() for page in pages}
    for address in sorted(said.keys() | made.keys()):
        if address not in said:
            raise Fault(f"{name}: {address} is not there.")
        if said[address] != made.get(address):
            raise Fault(f"{name}: {address} is not what the record makes.")
