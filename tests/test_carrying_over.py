"""What a build takes over from the one before, and that nobody can tell it from a build out of nothing."""

from datetime import date

import pytest

from portal.public import build, sites
from portal.public.earlier import Earlier
from portal.public.pages.rendering import site_pages
from portal.publications import record
from tests import example
from tests.read_site import HOME, pages
from tests.test_verify import HOME as MUNICIPALITY
from tests.test_verify import publish
from tests.test_version_pages import two_versions

EVERYTHING = {"plans": (), "indicators": (), "slug": "nytt-namn", "areas": (), "vision": "En ny vision."}


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """A handful of earlier pages is enough for haste."""
    monkeypatch.setattr(build, "MANY", 2)


def publish_and_build(*contents):
    for content in contents:
        publish(content)
        build.heal()


def files(root, name="exempelby"):
    """Return every file that stands, by its path."""
    folder = sites.current(root, name).folder
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != sites.MANIFEST]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def out_of_nothing(tmp_path):
    build.build(MUNICIPALITY, tmp_path / "nothing")
    return files(tmp_path / "nothing")


@pytest.mark.django_db
@pytest.mark.parametrize("change", EVERYTHING)
def test_a_site_built_step_by_step_is_one_built_from_nothing(settings, tmp_path, change):
    changed = example.programme(**{change: EVERYTHING[change]})
    publish_and_build(example.site(), example.programme(), changed, example.programme(vision="Tillbaka."))

    assert files(settings.SITES) == out_of_nothing(tmp_path)


@pytest.mark.django_db
def test_new_facts_about_the_municipality_reach_every_earlier_version(settings, tmp_path):
    publish_and_build(example.site(), example.programme(), example.programme(vision="Ny."))
    publish_and_build(example.site(phone="0300-00 00 00"))

    assert files(settings.SITES) == out_of_nothing(tmp_path)
    assert b"0300-00 00 00" in files(settings.SITES)["naringslivsstrategiskt-program/versioner/1/index.html"]


def test_earlier_versions_and_unchanged_workbooks_are_not_rendered_again():
    made = two_versions()
    first = list(site_pages(made, "1", date(2026, 11, 21), {}))
    manifest = {"addresses": {page.address: {"made_of": page.made_of} for page in first}}

    again = list(site_pages(made, "1", date(2026, 11, 22), {}, earlier=Earlier(manifest, "1")))

    carried = [page.address for page in again if isinstance(page, sites.Carried)]
    assert [address for address in carried if "register" not in address] == [
        HOME + "indikatorer/ranking.xlsx",
        HOME + "lydelse/1/",
        HOME + "lydelse/",
        HOME + "versioner/1/",
        HOME + "versioner/2/",
    ]


def test_a_version_looks_the_same_on_any_day_and_whatever_came_after():
    newer = {"plans": (), "title": "Nytt namn", "page_owner": "Någon annan", "steps": (), "dialogues": ()}
    now, later = pages(two_versions()), pages(two_versions(**newer), as_of=date(2060, 1, 1))

    assert now[HOME + "versioner/1/"] == later[HOME + "versioner/1/"]


@pytest.mark.django_db
def test_after_a_release_the_new_pages_come_first_and_earlier_versions_after(settings, tmp_path, monkeypatch):
    publish_and_build(example.site(), example.programme(), example.programme(vision="Ny."))
    before = files(settings.SITES)
    monkeypatch.setattr(build, "release", lambda: "another")

    build.build(MUNICIPALITY, whole=False)

    between, version = files(settings.SITES), "naringslivsstrategiskt-program/versioner/1/index.html"
    assert b"Portalen another" in between["index.html"]
    assert between[version] == before[version]
    assert build.heal() == ["exempelby", sites.SHARED]
    assert files(settings.SITES) == out_of_nothing(tmp_path)
    assert b"Portalen another" in files(settings.SITES)[version]


@pytest.mark.django_db
def test_a_file_that_cannot_be_carried_over_is_rendered(settings, tmp_path):
    publish_and_build(example.site(), example.programme())
    (settings.SITES / f"www/exempelby{HOME.removeprefix('/exempelby')}versioner/1/index.html").unlink()

    publish_and_build(example.programme(vision="Ny."))

    assert files(settings.SITES) == out_of_nothing(tmp_path)


@pytest.mark.django_db
def test_the_night_brings_what_depends_on_the_day(settings, monkeypatch):
    publish_and_build(example.site(), example.programme(period_through=2027))
    assert build.heal() == []
    before = files(settings.SITES)["naringslivsstrategiskt-program/index.html"]

    monkeypatch.setattr(build, "today", lambda: date(2028, 1, 1))

    assert build.heal() == ["exempelby", sites.SHARED]
    assert files(settings.SITES)["naringslivsstrategiskt-program/index.html"] != before
    assert sites.current(settings.SITES, "exempelby").stamp["as_of"] == "2028-01-01"


@pytest.mark.django_db
def test_of_two_hundred_versions_only_the_newest_are_read():
    publish(example.site())
    for number in range(8):
        publish(example.programme(vision=f"Vision {number}"))
    build.heal()
    publish(example.programme(vision="Den sista"))
    history = record.read(MUNICIPALITY)
    standing = sites.current(build.Path(build.settings.SITES), "exempelby")

    build.pages_of(history, Earlier(sites.read_manifest(standing.folder), build.release()))

    read = [one.envelope.sequence for one in history.entries if "content" in one.__dict__]
    assert read == [1, 9, 10]
