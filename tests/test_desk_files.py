"""The desk's style sheets lie in the shared site."""

from django.contrib.staticfiles.finders import get_finder

from portal.public import build
from portal.public.desk_files import desk_files, desk_release, is_served
from portal.public.sites import SHARED, current, file_of, pages


def test_every_style_sheet_of_ours_is_among_the_files(settings):
    sheets = {f"/static/{path.name}" for path in (settings.BASE_DIR / "static").glob("*.css")}

    assert sheets
    assert sheets <= {page.address for page in desk_files()}


def test_what_can_have_no_address_is_left_out():
    assert [is_served(f"/static/{name}") for name in ("README.md", "_private.css", "account.css")] == [
        False,
        False,
        True,
    ]
    assert all(file_of(SHARED, page.address) for page in desk_files())


def test_a_changed_script_is_handed_out_anew(db, settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    handed_out = []
    for text in ("one", "two"):
        (tmp_path / "x.js").write_text(text)
        get_finder.cache_clear()
        desk_release.cache_clear()
        build.build_shared()
        handed_out.append({p.address: p.body for p in pages(current(settings.SITES, SHARED).folder)}["/static/x.js"])
    desk_release.cache_clear()
    get_finder.cache_clear()

    assert handed_out == [b"one", b"two"]


def test_the_shared_site_holds_them(db, settings):
    build.build_shared()

    built = {page.address: page.body for page in pages(current(settings.SITES, SHARED).folder)}
    assert built["/static/base.css"] == (settings.BASE_DIR / "static/base.css").read_bytes()
