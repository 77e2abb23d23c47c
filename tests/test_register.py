"""The record as open files: a stranger checks it with the lines that the manual and the page give."""

import json
import re
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.db import transaction

from portal.public import sites
from portal.public.pages.rendering import site_pages
from portal.publications import chain, record
from portal.publications.content import Withdrawal
from portal.publications.models import Publication
from portal.publications.shown import named
from tests import example
from tests.read_html import read, texts
from tests.test_verify import HOME, publish

LINES = re.search(r"```python\n(.*?)```", (conf.BASE_DIR / "docs/record.md").read_text(), re.DOTALL)[1]
TOLD = 'Ändrat "här" \\ \t\n\x7f med å, 𝄞 och \u2028'


@pytest.fixture
def folder(db, tmp_path):
    """A built site whose record holds a note with every awkward character."""
    publish(example.site())
    publish(example.programme())
    publish(example.programme(title="Nytt namn"), note=TOLD, change="correction")
    build(tmp_path)
    return tmp_path / "www/exempelby"


def build(root):
    pages = site_pages(record.read(HOME), "1", date(2026, 11, 21), {})
    sites.switch(root, "exempelby", sites.write_site(root, "exempelby", pages, stamp={}))


def check(folder):
    """Run the documented lines, as anybody would, on the files of a site."""
    command = [sys.executable, "-I", "-c", LINES, f"file://{folder.resolve()}/"]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_documented_lines_verify_the_published_files(folder):
    done = check(folder)

    head = Publication.objects.get(sequence=3).entry
    assert (done.returncode, done.stdout) == (0, f"3 poster stämmer, 0 av dem utan innehåll. Sist: {head}\n"), (
        done.stderr
    )


@pytest.mark.parametrize("file", ["register.json", "register/1.json", "register/3.json", "register/delar/*.json"])
@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.99])
def test_the_documented_lines_find_a_changed_byte(folder, file, share):
    path = next(folder.glob(file))
    body = bytearray(path.read_bytes())
    body[int(share * len(body))] ^= 1
    path.unlink()
    path.write_bytes(body)

    assert check(folder).returncode == 1


def test_the_page_gives_the_same_lines(folder):
    (code,) = re.findall(r"<pre><code>(.*?)</code></pre>", (folder / "register/index.html").read_text(), re.DOTALL)

    assert unescape(code) == LINES


def test_the_page_lists_every_entry_with_its_sum(folder):
    root = read((folder / "register/index.html").read_text())
    entries = Publication.objects.order_by("-sequence")

    assert texts(root, ".//tbody/tr/td[4]/code") == [publication.entry for publication in entries]


def test_a_part_is_given_out_once_as_the_bytes_that_were_hashed(folder):
    named = {part for publication in Publication.objects.all() for part in chain.named_parts(publication.content)}

    assert {path.stem for path in Path(folder, "register/delar").glob("*.json")} == named
    assert all(chain.sha256(path.read_text()) == path.stem for path in Path(folder, "register/delar").glob("*.json"))


def test_what_is_withdrawn_leaves_its_envelope_and_still_verifies(folder, tmp_path):
    hidden = Publication.objects.get(sequence=2)
    entry = named(next(one for one in record.read(HOME).publications if one.entry == hidden.entry))
    with transaction.atomic():
        said = Withdrawal(id=HOME, sort="hide", publications=(entry,), reason="Fel fil.")
        record.withdraw(said, slug="exempelby", published_by="Näringslivsenheten")
    build(tmp_path)

    assert sorted(json.loads((folder / "register/2.json").read_text())) == ["entry", "envelope"]
    assert check(folder).stdout.startswith("4 poster stämmer, 1 av dem utan innehåll.")
    assert "Innehållet lämnas inte ut" in (folder / "register/index.html").read_text()
