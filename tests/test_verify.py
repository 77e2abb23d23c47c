"""`manage.py verify`: whatever has been changed of what was published, in row or file, is named."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from portal.public import build, documents, sites
from portal.publications import chain, record
from portal.publications.content import File
from portal.publications.models import Publication
from programmes import files
from tests import example

HOME = example.uid("municipality")
LOGOTYPE = b"\x89PNG made up"
DOCUMENT = b"%PDF-1.7 made up"


def publish(content, **said):
    facts = {"municipality": HOME, "slug": "exempelby", "change": "decision", "published_by": "Näringslivsenheten"}
    frozen = chain.freeze(content)
    with transaction.atomic():
        record.append(frozen, kind=example.KINDS[type(content)], subject=content.id, **facts | said)
    return frozen


def publish_all():
    """Publish one of each kind, with a logotype and a stored document, and build."""
    logotype = File(digest=files.keep(HOME, LOGOTYPE), name="vapen.png", type="png", size=len(LOGOTYPE))
    publish(example.site(logotype=logotype))
    report = chain.freeze(example.follow_up())
    files.put(documents.path(report.hash), DOCUMENT)
    said = {"municipality": HOME, "slug": "exempelby", "change": "decision", "published_by": "Näringslivsenheten"}
    with transaction.atomic():
        record.append(report, kind="follow_up", subject=example.follow_up().id, **said)
    publish(example.programme(), note="Antas.", decision="KF § 161", refers_to=example.AS_OF)
    build.heal()


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker, tmp_path_factory):
    """A folder with a municipality's built site and all that lies beside it; the record is taken back at the end."""
    folder = tmp_path_factory.mktemp("published")
    places = {name.upper(): folder / name for name in ("sites", "documents", "uploads")}
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**places):
        publish_all()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def whole(published, db, settings, tmp_path):
    """The same, for one test to spoil."""
    folder = shutil.copytree(published, tmp_path / "copy", symlinks=True)
    settings.SITES, settings.DOCUMENTS, settings.UPLOADS = (folder / name for name in ("sites", "documents", "uploads"))
    return folder


def flip(pattern):
    """Return a fault that changes one byte in the middle of the one file of that pattern."""

    def spoil(folder):
        (path,) = folder.glob(pattern)
        body = bytearray(path.read_bytes())
        body[len(body) // 2] ^= 1
        path.write_bytes(body)

    return spoil


def sql(statement):
    """Return a fault that changes a row behind the guards' back."""

    def spoil(folder):
        with connection.cursor() as cursor:
            for table in ("publication", "part"):
                cursor.execute(f"ALTER TABLE publications_{table} DISABLE TRIGGER USER")
            cursor.execute(statement)
            assert cursor.rowcount

    return spoil


def column(name, value):
    return sql(f"UPDATE publications_publication SET {name} = {value} WHERE kind = 'programme'")  # noqa: S608


def part(change):
    return sql(f"{change} WHERE id = (SELECT max(id) FROM publications_part)")  # noqa: S608


def file_besides(folder):
    next(folder.glob(SITE)).joinpath("x.html").write_text("x")


def lost_page(folder):
    next(folder.glob(SITE + "index.html")).unlink()


SITE = "sites/builds/exempelby-*/"
FAULTS = {
    "note": (column("note", "'Antas!'"), "entry 3: what is said of it"),
    "unit": (column("published_by", "reverse(published_by)"), "entry 3: what is said of it"),
    "time": (column("published_at", "published_at + interval '1 microsecond'"), "entry 3: the envelope"),
    "version": (column("version", "7"), "entry 3: the envelope"),
    "decision": (column("decision", "'KF § 162'"), "entry 3: what is said of it"),
    "day": (column("refers_to", "refers_to + 1"), "entry 3: the envelope"),
    "occasion": (column("change", "'update'"), "entry 3: the envelope"),
    "subject": (column("subject", "gen_random_uuid()"), "entry 3: the envelope"),
    "schema": (column("schema", "1"), "entry 3: the envelope"),
    "salt": (column("salt", "reverse(salt)"), "entry 3: the content"),
    "content": (column("content", "content || ' '"), "entry 3: the content"),
    "content hash": (column("content_hash", "reverse(content_hash)"), "entry 3: the content"),
    "what is said": (column("said", "reverse(said)"), "entry 3: what is said of it"),
    "emptied": (column("content", "''"), "entry 3: the content is gone, and no withdrawal says so"),
    "entry": (column("entry", "reverse(entry)"), "entry 3: the envelope"),
    "entry before": (column("previous", "reverse(previous)"), "entry 3: an entry is missing"),
    "number": (column("sequence", "4"), "entry 4: an entry is missing"),
    "name": (column("slug", "'exempelbx'"), "entry 3: 'exempelbx' is no name"),
    "last entry": (
        sql("DELETE FROM publications_publication WHERE sequence = 3"),
        "a part is left that no entry names",
    ),
    "part": (part("UPDATE publications_part SET text = text || ' '"), "a part of the content is not"),
    "part's hash": (part("UPDATE publications_part SET sha256 = reverse(sha256)"), "a part of the content is not"),
    "lost part": (part("DELETE FROM publications_part"), "a part of the content is not"),
    "page": (flip(SITE + "index.html"), "/exempelby/: .*index.html is not what was built"),
    "packed page": (flip(SITE + "index.html.gz"), "/exempelby/: .*index.html.gz is not what was built"),
    "picture": (flip(SITE + "filer/vapen.*.png"), "vapen.*png is not what was built"),
    "report": (flip(SITE + "*/uppfoljning/2025.pdf"), "2025.pdf is not what was built"),
    "register": (flip(SITE + "register.json"), "register.json is not what was built"),
    "register's entry": (flip(SITE + "register/3.json"), "3.json is not what was built"),
    "manifest": (flip(SITE + ".manifest.json"), "manifest.json is not as it was written"),
    "file besides": (file_besides, "belongs to no address"),
    "lost page": (lost_page, "index.html is missing"),
    "stored document": (flip("documents/*/*.pdf"), "the stored document .* is not the one that was made"),
    "its checksum": (flip(f"documents/*/{'?' * 64}.sha256"), "the stored document .* is not the one that was made"),
    "stored workbook": (flip("documents/*/*.xlsx"), r"the stored document .*\.xlsx is not the one that was made"),
    "upload": (flip("uploads/*/*/*"), "vapen.png.* is not the one that was published"),
    "shared page": (flip("sites/builds/_shared-*/index.html"), "index.html is not what was built"),
}


def test_what_is_whole_is_said_to_be(whole, capsys):
    call_command("verify")

    assert capsys.readouterr().out.split("\n") == ["exempelby: whole", "_shared: whole", ""]


@pytest.mark.parametrize(("spoil", "said"), FAULTS.values(), ids=FAULTS)
def test_a_changed_byte_is_named(whole, capsys, spoil, said):
    spoil(whole)

    with pytest.raises(CommandError, match="not whole"):
        call_command("verify")

    (line,) = capsys.readouterr().err.splitlines()
    assert re.search(said, line)


def test_a_page_that_the_record_does_not_make_is_named(whole, capsys):
    root = whole / "sites"
    standing = sites.current(root, "exempelby")
    pages = [
        sites.Page(page.address, page.body.replace(b"Exempelby kommun", b"Tjuvby kommun"), page.type)
        for page in sites.pages(standing.folder)
    ]
    sites.switch(root, "exempelby", sites.write_site(root, "exempelby", pages, stamp=standing.stamp))

    with pytest.raises(CommandError):
        call_command("verify", "exempelby")

    assert "/exempelby/ is not what the record makes" in capsys.readouterr().err


def test_a_site_that_waits_to_be_built_is_no_fault(whole, capsys):
    publish(example.programme(title="Nytt namn"))

    call_command("verify", "exempelby")

    assert "stands on entry 3" in capsys.readouterr().out


def test_who_has_published_nothing_cannot_be_checked(whole):
    with pytest.raises(CommandError, match="Nothing has been published of ingenstans"):
        call_command("verify", "ingenstans")
    assert Publication.objects.count() == 3
    assert Path(whole).exists()
