"""A site is a folder of files, written whole and put in place by one rename. Nothing here knows the database.

    root/builds/alingsas-000007-5e1f92ab/  a build: files, texts with a .gz beside them; last of all .manifest.json
    root/www/alingsas                      symlink to the build that stands
    root/locks/alingsas                    locked by whoever writes, switches or sweeps

Whoever is killed at any point leaves the site that stood before, or the new one: a build is complete when it has its
manifest, and it is read by nobody until the symlink names it.
"""

import ctypes
import fcntl
import gzip
import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

logger = logging.getLogger("portal.public")

WAIT = 600  # seconds that a builder waits for another one
SHARED = "_shared"
NOT_FOUND = "/404.html"  # the body of every 404, itself no address
MANIFEST = ".manifest.json"
NOT_PACKED = {"gz": None, "packed": None}

TYPES = {
    "atom": "application/atom+xml",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "rdf": "application/rdf+xml",
    "svg": "image/svg+xml",
    "ttl": "text/turtle; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
COMPRESSED = {"atom", "css", "csv", "html", "js", "json", "rdf", "svg", "ttl", "txt", "xml"}

NAME = re.compile(r"[a-z0-9][a-z0-9-]*|_shared")
ADDRESS = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9_-]*/)*(?:[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)?")


@dataclass(frozen=True)
class Page:
    """One address of a site with its bytes. An address that ends in a slash is a page, any other a file."""

    address: str
    body: bytes
    type: str
    made_of: str = ""  # names what it was made from, where a later build may carry it over


@dataclass(frozen=True)
class Carried:
    """An address whose file the standing build holds already; `render` makes the page where it cannot be linked."""

    address: str
    render: Callable[[], Page]


class Standing(NamedTuple):
    """The build that is being served, and what it rests on."""

    folder: Path
    stamp: dict


def write_site(
    root: Path, name: str, pages: Iterable[Page | Carried], *, stamp: dict, memory: dict | None = None
) -> Path:
    """Write a complete build beside the standing one and return its folder; a fault leaves no folder behind.

    What `memory` holds when the last page has been made is kept in the manifest for the next build.
    """
    with build_lock(root, name):
        folder = _new_folder(root, name)
        try:
            addresses = _write_pages(folder, name, pages, current(root, name))
            _settle(folder)
            _write_manifest(folder, {"stamp": stamp, "addresses": addresses} | ({"memory": memory} if memory else {}))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _flush(folder.parent)
    return folder


def switch(root: Path, name: str, folder: Path) -> None:
    """Let the complete build `folder` be the site from now on, by one rename."""
    if folder.parent != root / "builds" or not _is_build_of(name, folder) or not (folder / MANIFEST).exists():
        raise ValueError(f"{folder} is no complete build of {name}")
    with build_lock(root, name):
        www = root / "www"
        www.mkdir(parents=True, exist_ok=True)
        coming = www / f".{name}"
        coming.unlink(missing_ok=True)
        coming.symlink_to(Path("..", "builds", folder.name))
        coming.replace(www / name)
        _flush(www)


def current(root: Path, name: str) -> Standing | None:
    """Return what stands, or None where nothing does or its manifest cannot be read."""
    try:
        folder = root / "builds" / Path(os.readlink(root / "www" / name)).name
        return Standing(folder, read_manifest(folder)["stamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def pages(folder: Path) -> Iterator[Page]:
    """Return the pages of a build as they were written, for a later build to carry over."""
    for address, entry in read_manifest(folder)["addresses"].items():
        yield Page(address, (folder / entry["file"]).read_bytes(), entry["type"])


def sweep(root: Path, name: str) -> None:
    """Remove what was left half-written and all builds but the standing one and the newest two.

    Of these too go those that do not know of all withdrawals that the standing one knows of.
    """
    with build_lock(root, name):
        standing = current(root, name)
        builds = folders(root, name)
        complete = [folder for folder in builds if (folder / MANIFEST).exists()]
        kept = {*(folder for folder in complete[-2:] if _is_clean(folder, standing)), standing and standing.folder}
        for folder in builds:
            if folder not in kept:
                shutil.rmtree(folder)


def is_swept(root: Path, name: str) -> bool:
    """Say whether every other build that lies there knows of all withdrawals that the standing one knows of."""
    standing = current(root, name)
    others = [folder for folder in folders(root, name) if standing is None or folder != standing.folder]
    return all(_is_clean(folder, standing) for folder in others)


def folders(root: Path, name: str) -> list[Path]:
    """Return all builds of a site, the oldest first, whether they are complete or not."""
    return sorted(folder for folder in (root / "builds").glob("*") if _is_build_of(name, folder))


def _is_clean(folder: Path, standing: Standing | None) -> bool:
    try:
        return standing is None or _withdrawn(folder) == standing.stamp.get("withdrawn")
    except (OSError, ValueError):
        return False  # not yet complete, or never


@lru_cache(maxsize=4096)
def _withdrawn(folder: Path) -> Any:
    """Return what a build knows of withdrawals; a complete one is never changed."""
    return read_manifest(folder)["stamp"].get("withdrawn")


def read_manifest(folder: Path) -> dict:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    if not isinstance(manifest["stamp"], dict):
        raise TypeError("no stamp")
    manifest.pop("sum", None)
    return manifest


_held = threading.local()


@contextmanager
def build_lock(root: Path, name: str) -> Iterator[None]:
    """Hold a site for building; a second builder waits. A thread that holds it already goes straight on.

    Whoever has waited for long goes on without: the holder is stopped, not dead, and nobody else would ever build. Its
    own site, should it wake, is older than the one that stands then, and is not put in place.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a site")
    path = root / "locks" / name
    held = _held.__dict__.setdefault("paths", set())
    if path in held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if not _locked(file):
            logger.warning("Whoever builds %s has not answered for %d seconds; going on without.", name, WAIT)
        held.add(path)
        try:
            yield
        finally:
            held.remove(path)


def _locked(file) -> bool:
    """Wait for a lock; say False where it is held for too long."""
    end = time.monotonic() + WAIT
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        else:
            return True


def file_of(name: str, address: str) -> str:
    """Return the file of an address inside the folder of its site; raise ValueError for what can be no address."""
    home = "/" if name == SHARED else f"/{name}/"
    if not ADDRESS.fullmatch(address) or not address.startswith(home):
        raise ValueError(f"{address!r} is no address of the site {name}")
    file = address.removeprefix(home)
    if address.endswith("/"):
        return file + "index.html"
    if file.endswith("index.html") or file.rpartition(".")[2] not in TYPES:
        raise ValueError(f"{address!r} has no name under which a file can be served")
    return file


def entry_of(name: str, address: str) -> tuple[str, str]:
    """Return the file and the type that an address must have; raise ValueError for what can be no address."""
    file = file_of(name, address)
    return file, TYPES[file.rpartition(".")[2]]


def _new_folder(root: Path, name: str) -> Path:
    builds = root / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    numbers = [int(folder.name.split("-")[-2]) for folder in builds.glob("*") if _is_build_of(name, folder)]
    folder = builds / f"{name}-{max(numbers, default=0) + 1:06}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def _is_build_of(name: str, folder: Path) -> bool:
    return re.fullmatch(re.escape(name) + r"-\d{6,}-[0-9a-f]{8}", folder.name) is not None


def _write_pages(folder: Path, name: str, pages: Iterable[Page], before: Standing | None) -> dict[str, dict]:
    """Write all files and return what the manifest says of them; what the standing build holds already is linked."""
    known = read_manifest(before.folder)["addresses"] if before else {}
    addresses, seen = {}, set()
    for page in pages:
        if page.address.casefold() in seen:
            raise ValueError(f"{page.address} comes twice")
        seen.add(page.address.casefold())
        (folder / file_of(name, page.address)).parent.mkdir(parents=True, exist_ok=True)
        entry = known.get(page.address, {})
        if isinstance(page, Carried):
            if entry and _link(before.folder, folder, entry):
                addresses[page.address] = entry
                continue
            page = page.render()
        addresses[page.address] = _put(page, entry_of(name, page.address), folder, entry, before)
    return addresses


def _put(page: Page, place: tuple[str, str], folder: Path, entry: dict, before: Standing | None) -> dict:
    """Write a page or link what is the same, and return its new entry; `entry` is what it was in the standing build."""
    file, served = place
    if page.type.partition(";")[0] != served.partition(";")[0]:
        raise ValueError(f"{page.address} is served as {served}, not as {page.type}")
    known_as = (entry.get("sha256"), "packed" in entry)
    if known_as != (hashlib.sha256(page.body).hexdigest(), True) or not _link(before.folder, folder, entry):
        entry = _write_page(folder / file, file.rpartition(".")[2], page.body)
    entry = {name: entry[name] for name in ("size", "sha256", "gz", "packed")}
    return {**entry, "file": file, "type": served} | ({"made_of": page.made_of} if page.made_of else {})


def _link(before: Path, folder: Path, entry: dict) -> bool:
    """Take an unchanged file over from another build; say False where it cannot be linked."""
    files = [entry["file"], *([entry["file"] + ".gz"] if entry["gz"] else [])]
    try:
        for file in files:
            os.link(before / file, folder / file)
    except OSError:
        for file in files:
            (folder / file).unlink(missing_ok=True)
        return False
    return True


def _write_page(path: Path, kind: str, body: bytes) -> dict:
    """Write the bytes, and a smaller variant if there is one.

    The time of change is made from the bytes, not from the clock: nginx makes its ETag of time and size, and so has
    the same one for the same bytes in every build, and another for others.
    """
    digest = hashlib.sha256(body).hexdigest()
    small = gzip.compress(body, mtime=0) if kind in COMPRESSED else body
    variants = {path: body} | ({path.with_name(path.name + ".gz"): small} if len(small) < len(body) else {})
    for variant, content in variants.items():
        variant.write_bytes(content)
        os.utime(variant, (0, int(digest[:7], 16)))
    packed = {"gz": len(small), "packed": hashlib.sha256(small).hexdigest()} if len(variants) == 2 else NOT_PACKED
    return {"size": len(body), "sha256": digest, **packed}


def manifest_text(manifest: dict) -> str:
    """Return a manifest as it is written, with a sum of its own by which a changed byte is found."""
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    return json.dumps({**manifest, "sum": digest}, ensure_ascii=False, sort_keys=True)


def _write_manifest(folder: Path, manifest: dict) -> None:
    coming = folder / ".manifest.part"
    coming.write_text(manifest_text(manifest), encoding="utf-8")
    _flush(coming)
    coming.replace(folder / MANIFEST)
    _flush(folder)


def _settle(folder: Path) -> None:
    """Wait until all files and the folders that name them are on the disk: in one call where the system has it."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        for path in (*folder.rglob("*"), folder):
            _flush(path)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            raise OSError(ctypes.get_errno(), "the disk did not take the site", str(folder))
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
