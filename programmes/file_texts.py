"""The words in a file, as far as they can be read: of a PDF, a spreadsheet, a page, whatever is text.

What people hand in is read in a process of its own, with limits of memory and time, which knows nothing of the portal.
"""

import subprocess
import sys
from pathlib import Path

SECONDS, MEMORY = 60, 1_000_000_000
PACKED = b"PK\x03\x04"
PLAIN = (b"\x89PNG", b"\xff\xd8\xff")  # pictures have no words


def read(body):
    """Return the words of a file; of one that is broken, what stands in it as plain text."""
    if body.startswith((b"%PDF-", PACKED)):
        return _read_apart(body)
    if body.startswith(PLAIN):
        return ""
    return body.decode("utf-8", "replace")


def _read_apart(body):
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(Path(__file__).resolve())], input=body, capture_output=True, timeout=SECONDS
        )
        found = done.stdout if done.returncode == 0 else done.stdout + body
    except subprocess.TimeoutExpired:
        found = body
    return found.decode("utf-8", "replace")


def _pdf(body):
    from io import BytesIO

    from pypdf import PdfReader

    document = PdfReader(BytesIO(body))
    yield from (str(value) for value in (document.metadata or {}).values())
    for page in document.pages:
        yield page.extract_text()
    for one in (one for attached in document.attachments.values() for one in attached):
        yield from _zip(one) if one.startswith(PACKED) else [_words(one)]


def _zip(body):
    """Yield the words of a packed file's parts; XML may write any letter of them as its number."""
    from html import unescape
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(body)) as packed:
        yield from (unescape(_words(packed.read(name))) for name in packed.namelist())


def _words(body):
    return "\n".join(_pdf(body)) if body.startswith(b"%PDF-") else body.decode("utf-8", "replace")


def main():
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    body = sys.stdin.buffer.read()
    for text in _pdf(body) if body.startswith(b"%PDF-") else _zip(body):
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
