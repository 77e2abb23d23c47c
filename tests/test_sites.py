"""Building a site as files and putting it in place."""

import gzip
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portal.public.sites import (
    Page,
    build_lock,
    current,
    file_of,
    pages,
    read_manifest,
    sweep,
    switch,
    write_site,
)

HTML = "text/html"


def page(address="/orust/", text="Orust"):
    return Page(address, text.encode(), HTML)


def put(root, *written, name="orust", number=1):
    folder = write_site(root, name, written, stamp={"sequence": number})
    switch(root, name, folder)
    return folder


def test_a_site_stands_after_the_switch(tmp_path):
    folder = put(tmp_path, page(), page("/orust/program/", "Programmet"))

    assert current(tmp_path, "orust") == (folder, {"sequence": 1})
    assert (tmp_path / "www/orust/program/index.html").read_text() == "Programmet"
    assert list(pages(folder)) == [
        Page("/orust/", b"Orust", "text/html; charset=utf-8"),
        Page("/orust/program/", b"Programmet", "text/html; charset=utf-8"),
    ]


def test_nothing_stands_before_the_switch(tmp_path):
    write_site(tmp_path, "orust", [page()], stamp={})

    assert current(tmp_path, "orust") is None


def test_a_build_that_has_gone_does_not_stand(tmp_path):
    put(tmp_path, page()).rename(tmp_path / "elsewhere")

    assert current(tmp_path, "orust") is None


def test_the_shared_site_lies_at_the_root_of_all_addresses(tmp_path):
    put(tmp_path, page("/"), page("/region/goteborgsregionen/"), page("/404.html"), name="_shared")

    assert (tmp_path / "www/_shared/region/goteborgsregionen/index.html").is_file()
    assert (tmp_path / "www/_shared/404.html").is_file()


def test_a_text_gets_a_smaller_variant_and_a_picture_none(tmp_path):
    folder = put(tmp_path, page(text="Orust " * 100), Page("/orust/logga.png", b"P" * 600, "image/png"))

    assert gzip.decompress((folder / "index.html.gz").read_bytes()) == b"Orust " * 100
    assert not (folder / "logga.png.gz").exists()


def test_the_same_bytes_have_the_same_time_and_others_another(tmp_path):
    first = put(tmp_path, page(text="Orust a"), page("/orust/b/"))
    second = put(tmp_path, page(text="Orust b"), page("/orust/b/"))

    assert (first / "b/index.html").stat().st_mtime == (second / "b/index.html").stat().st_mtime
    assert (first / "index.html").stat().st_mtime != (second / "index.html").stat().st_mtime


def test_what_has_not_changed_is_linked_and_not_written_again(tmp_path):
    first = put(tmp_path, page(text="Orust " * 100), page("/orust/program/", "Gammalt"))
    second = put(tmp_path, page(text="Orust " * 100), page("/orust/program/", "Nytt"))

    assert read_manifest(second)["addresses"]["/orust/"] == read_manifest(first)["addresses"]["/orust/"]
    assert [(second / file).samefile(first / file) for file in ("index.html", "index.html.gz")] == [True, True]
    assert (first / "program/index.html").read_text() == "Gammalt"
    assert (second / "program/index.html").read_text() == "Nytt"


def test_what_cannot_be_linked_is_written_and_leaves_the_standing_build_alone(tmp_path):
    first = put(tmp_path, page(text="Orust " * 100))
    (first / "index.html.gz").unlink()

    second = put(tmp_path, page(text="Orust " * 100))

    assert (second / "index.html.gz").is_file()
    assert not (second / "index.html").samefile(first / "index.html")


@pytest.mark.parametrize(
    "address",
    [
        "/tjorn/",  # another municipality's
        "/orust",
        "orust/",
        "//orust/",
        "/orust//program/",
        "/orust/../tjorn/",
        "/orust/./",
        "/orust/.manifest.json",
        "/orust/.git/",
        "/orust/a..pdf",
        "/orust/plan\\17/",
        "/orust/plan\0.pdf",
        "/orust/plan\n/",
        "/orust/å/",
        "/orust/%2e%2e/",
        "/orust/index.html",
        "/orust/index.html.gz",
        "/orust/plan.exe",
        "/orust/plan",
        "/orust/plan.pdf/",
        "/orust/ /",
    ],
)
def test_what_can_be_no_address_is_refused_and_leaves_nothing(tmp_path, address):
    with pytest.raises(ValueError, match=r"address|name"):
        write_site(tmp_path, "orust", [page(), page(address)], stamp={})

    assert list((tmp_path / "builds").iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "Orust", "å", "a/b", "_other", ".orust", "orust\n"])
def test_a_site_has_a_plain_name(tmp_path, name):
    with pytest.raises(ValueError, match="no name of a site"):
        write_site(tmp_path, name, [], stamp={})


def test_an_address_comes_once_whatever_its_case(tmp_path):
    with pytest.raises(ValueError, match="/orust/Plan/ comes twice"):
        write_site(tmp_path, "orust", [page("/orust/plan/"), page("/orust/Plan/")], stamp={})


def test_a_file_is_of_the_type_that_its_name_says(tmp_path):
    with pytest.raises(ValueError, match=r"/orust/plan.pdf is served as application/pdf, not as text/html"):
        write_site(tmp_path, "orust", [page("/orust/plan.pdf")], stamp={})


def test_a_folder_that_is_no_complete_build_of_the_site_is_not_put_in_place(tmp_path):
    tjorn = write_site(tmp_path, "tjorn", [page("/tjorn/")], stamp={})

    with pytest.raises(ValueError, match="no complete build of orust"):
        switch(tmp_path, "orust", tjorn)


def test_sweeping_keeps_the_newest_two_and_the_one_that_stands(tmp_path):
    first, second, third, fourth = [write_site(tmp_path, "orust", [page()], stamp={}) for _ in range(4)]
    other = write_site(tmp_path, "orust-2", [page("/orust-2/")], stamp={})
    switch(tmp_path, "orust", first)

    sweep(tmp_path, "orust")

    assert set((tmp_path / "builds").iterdir()) == {first, third, fourth, other}
    assert not second.exists()


def test_sweeping_waits_for_the_one_who_builds(tmp_path):
    put(tmp_path, page())
    sweeper = threading.Thread(target=sweep, args=(tmp_path, "orust"))

    with build_lock(tmp_path, "orust"):
        sweeper.start()
        half = tmp_path / "builds/orust-000009-00000000"
        half.mkdir()
        sweeper.join(0.2)
        assert half.exists()

    sweeper.join()
    assert not half.exists()


def test_killed_anywhere_the_site_is_the_old_or_the_new_and_the_next_build_heals(tmp_path):
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("kill_site.py"), tmp_path],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )

    *killed, last = done.stdout.splitlines()
    assert last == "False 2 new 3 2"
    assert set(killed) == {"True 1 old 3 2", "True 2 new 3 2"}
    assert len(killed) > 30


def test_a_full_disk_leaves_the_old_site_and_no_rubbish(tmp_path):
    folder = put(tmp_path, page())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_site(tmp_path, "orust", [page(), page("/orust/plan/", "x" * 2000)], stamp={})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert current(tmp_path, "orust").folder == folder
    assert list((tmp_path / "builds").iterdir()) == [folder]


def test_the_manifest_says_what_each_address_is(tmp_path):
    folder = put(tmp_path, Page("/orust/logga.png", b"P", "image/png"))

    digest = "5c62e091b8c0565f1bafad0dad5934276143ae2ccef7a5381e8ada5b1a8d26d2"
    entry = {"file": "logga.png", "type": "image/png", "size": 1, "sha256": digest, "gz": None, "packed": None}
    assert read_manifest(folder) == {"stamp": {"sequence": 1}, "addresses": {"/orust/logga.png": entry}}


def test_file_of_a_page_and_of_a_download():
    assert file_of("orust", "/orust/program/planer/2025/17/") == "program/planer/2025/17/index.html"
    assert file_of("orust", "/orust/program/plan-2025.pdf") == "program/plan-2025.pdf"
