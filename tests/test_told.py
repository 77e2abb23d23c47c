"""What would change, told in words: moves in a table, long texts word by word, the rest by kind of row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.publishing import told, unfinished
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from tests import make
from tests.browse import fill
from tests.read_html import read, text

pytestmark = pytest.mark.django_db
QUERIES = 34
WEIGHT = 3_000_000  # bytes of the page on which 2,000 actions have moved


@pytest.fixture
def plan(municipality):
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="Näringslivsenheten")
    return make.plan(make.programme(municipality), title="Plan 2026", state="adopted")


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    return client


def publish_now(plan, **said):
    publish(propose_programme, plan.programme, seen=propose_programme(plan.programme).seen, by="Enheten", **said)


def edit(row, **fields):
    with change("Ändrade", municipality=row.municipality):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def page_of(plan):
    return reverse("publishing:publish_programme", args=[plan.municipality.slug, plan.programme.pk])


def rows_of_tables(page):
    root = read(page.content)
    return [[text(cell) for cell in row] for row in root.findall(".//main//table/tbody/tr")]


def test_moved_statuses_and_dates_stand_in_a_table_before_and_now(browser, plan):
    action = make.action(plan, title="Lots", end=date(2066, 6, 30), status="not_started")
    publish_now(plan)
    edit(action, status="completed", end=date(2066, 9, 30), end_reason="Överklagat")

    [row] = rows_of_tables(browser.get(page_of(plan)))

    assert row[:5] == [
        "1",
        "Lots",
        "",
        "○ Ej påbörjad → blir ✓ Genomförd",
        "2066-06-30 → blir 2066-09-30Överklagat",
    ]


def test_what_stands_in_the_table_is_not_told_again(plan):
    action = make.action(plan, title="Lots", status="not_started", description="Kort")
    publish_now(plan)
    edit(action, status="ongoing", description="Längre")

    [section] = told.sections(propose_programme(plan.programme), unfinished.Rooms([], []))

    assert [line.difference.field for room in section.rooms for line in room.told] == ["Beskrivning"]


def test_a_row_of_the_table_is_left_out_like_any_other(browser, plan):
    moved, other = make.action(plan, status="not_started"), make.action(plan, status="not_started")
    publish_now(plan)
    edit(moved, status="ongoing")
    edit(other, status="ongoing")

    browser.post(page_of(plan), fill(browser.get(page_of(plan)), leave=[str(moved.uuid)]))

    left = propose_programme(plan.programme)
    assert list(left.moved) == [moved.uuid]


def test_a_long_text_is_shown_word_by_word(plan):
    before = "Kommunen ska ge alla företag som frågar en lots inom tre arbetsdagar från första frågan."
    action = make.action(plan, description=before)
    publish_now(plan)
    edit(action, description=before.replace("tre", "fem"))

    [section] = told.sections(propose_programme(plan.programme), unfinished.Rooms([], []))
    [line] = section.rooms[0].told

    assert [text for kind, text in line.pieces if kind in ("old", "new")] == ["tre", "fem"]


def test_rows_stand_under_their_kind_and_the_programmes_own_texts_first(plan):
    goal = make.goal(plan.programme, wording="Tio jobb")
    action = make.action(plan, description="Kort")
    publish_now(plan)
    edit(action, description="Längre")
    edit(goal, wording="Hundra jobb")
    edit(plan.programme, vision="<p>Bäst</p>")

    sections = told.sections(propose_programme(plan.programme), unfinished.Rooms([], []))

    assert [section.heading for section in sections] == ["", "Mål", "Plan 2026"]


def test_a_changed_promise_asks_for_a_note_and_says_which(browser, plan):
    action = make.action(plan, title="Lots", expected_result="Tio lotsar")
    publish_now(plan)
    edit(action, expected_result="En lots")
    page = browser.get(page_of(plan))

    refused = browser.post(page_of(plan), fill(page))
    browser.post(page_of(plan), fill(page, note="Pengarna räckte till en."))

    assert "Åtgärd 1 Lots: Förväntat resultat" in page.content.decode()
    assert list(refused.context["form"].errors) == ["note"]
    assert propose_programme(plan.programme).differences == ()


def test_a_changed_promise_that_is_left_out_needs_no_note(plan):
    action = make.action(plan, expected_result="Tio lotsar")
    publish_now(plan)
    edit(action, expected_result="En lots")

    publish_now(plan, leaving={action.uuid})


def test_the_page_asks_as_often_for_two_thousand_moves_as_for_one_and_can_be_borne(browser, plan):
    actions = [make.action(plan, title=f"Åtgärd {n} för företagen", status="not_started") for n in range(2)]
    publish_now(plan)
    edit(actions[0], status="ongoing")
    with CaptureQueriesContext(connection) as one:
        browser.get(page_of(plan))
    edit(actions[1], status="ongoing")
    with CaptureQueriesContext(connection) as two:
        page = browser.get(page_of(plan))

    rows = page.content.split(b"<tbody>")[1].split(b"</tbody>")[0]
    assert len(two) == len(one) <= QUERIES
    assert len(rows) / 2 * 2000 < WEIGHT
