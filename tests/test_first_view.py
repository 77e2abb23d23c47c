"""What a reader's browser fetches for the first view of a programme's page."""

from datetime import date

import pytest

from portal.public import sites
from portal.public.bench import page as first
from portal.public.pages import assets
from portal.public.pages.rendering import site_pages
from tests import example
from tests.example_parts import action, plan
from tests.read_site import HOME

STATES = ("not_started", "ongoing", "completed", "cancelled")


@pytest.fixture
def root(tmp_path):
    """A site whose programme is as large as a real one: sixty actions, six areas, texts of several paragraphs."""
    areas = tuple(example.area(f"omrade-{n}", order=n, name=f"Område {n}") for n in range(1, 7))
    actions = tuple(
        action(n, area=areas[n % 6].id, status=STATES[n % 4], title=f"Åtgärd {n} för tillstånd") for n in range(1, 61)
    )
    text = "<p>Kommunen ska göra det enkelt att starta, driva och utveckla företag i hela kommunen.</p>" * 6
    content = example.programme(areas=areas, plans=(plan(actions=actions),), background=text, vision=text)
    made = example.record(example.published(example.site()), example.published(content))
    put(tmp_path, "exempelby", site_pages(made, "1.0", date(2026, 11, 21), {}))
    put(tmp_path, sites.SHARED, assets.pages())
    return tmp_path


def put(root, name, pages):
    sites.switch(root, name, sites.write_site(root, name, pages, stamp={}))


def test_the_first_view_is_light_and_fetches_nothing_elsewhere(root):
    found = first.first_view(root, HOME)

    assert sum(one.size for one in found if one.kind in ("HTML", "CSS")) <= first.HTML_AND_CSS
    assert sum(one.size for one in found) <= first.IN_ALL
    assert len(found) <= first.REQUESTS
    assert {one.kind for one in found} == {"HTML", "CSS", "fonts"}


@pytest.mark.parametrize("address", ["https://fonts.example/a.css", "//elsewhere/a.css", "/static/gone.css"])
def test_what_lies_elsewhere_is_found(tmp_path, address):
    body = f'<link rel="stylesheet" href="{address}">'.encode()
    put(tmp_path, "orust", [sites.Page("/orust/", body, "text/html")])
    put(tmp_path, sites.SHARED, [sites.Page("/", b"Start", "text/html")])

    with pytest.raises(ValueError, match="elsewhere|no address"):
        first.first_view(tmp_path, "/orust/")
