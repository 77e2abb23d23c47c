"""A cell of a plan's table: one small form, one change, and the answer that the table in the browser asks for."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, Report
from programmes.models import Change, Role
from tests import make
from tests.browse import Form, fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
CLOSED = "The plan is closed and locked. Open it again to change it."


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def plan(place):
    programme = make.programme(place)
    return make.plan(programme, state="adopted", adopted_by=make.step(programme))


def cell(action, name):
    return reverse(f"actions:cell_{name}", args=[action.municipality.slug, action.pk])


def opened(client, action, name):
    """Return what the form in the table holds when the cell is opened."""
    return values(client.get(cell(action, name), headers=JSON).json()["form"])


def values(form):
    return Form(f"<main>{form.replace('editor', 'form', 1)}").values


def send(client, action, name, page, **typed):
    return client.post(cell(action, name), page | typed, headers=JSON)


def save(client, action, name, **typed):
    """Open a cell in the table, type, and leave it."""
    return send(client, action, name, opened(client, action, name), **typed)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def faults(answer):
    return [re.sub("<[^>]+>", "", fault) for fault in re.findall("<li>(.*?)</li>", answer.json()["form"])]


def test_a_cell_is_saved_as_one_change_and_gives_back_its_row(client, editor, plan):
    action = make.action(plan, title="Före")
    before = Change.objects.count()

    answer = save(client, action, "titel", title="Efter")

    deed = Change.objects.first()
    assert (fresh(action).title, Change.objects.count()) == ("Efter", before + 1)
    assert answer.json()["change"] == deed.pk
    assert ">Efter</span>" in answer.json()["row"]
    assert re.fullmatch(r"Saved \d\d:\d\d", answer.json()["said"])


def test_the_row_that_comes_back_is_the_one_of_the_page(client, editor, plan):
    action = make.action(plan, end=date(2020, 1, 1), area=make.area(plan.programme))

    row = save(client, action, "lage", account="Vi har börjat.").json()["row"]

    assert row.strip() in client.get(plan.get_absolute_url()).text


def test_a_cell_is_a_page_of_its_own_too(client, editor, plan):
    action = make.action(plan, title="Före")
    address = cell(action, "titel")

    response = client.post(address, fill(client.get(address), title="Efter"))

    assert response.url == f"{plan.get_absolute_url()}#action-{action.pk}"
    assert fresh(action).title == "Efter"


def test_the_responsible_department_is_chosen_among_those_there_are(client, editor, place, plan):
    action, unit = make.action(plan), make.department(place, name="Samhällsbyggnad")
    gone = make.department(place, valid_through=date(2020, 1, 1))

    refused = save(client, action, "ansvarig", responsible=gone.pk)
    answer = save(client, action, "ansvarig", responsible=unit.pk)

    assert refused.status_code == 422
    assert fresh(action).responsible == unit
    assert "Samhällsbyggnad" in answer.json()["row"]


def test_what_is_cancelled_needs_a_reason_which_is_told_at_its_field(client, editor, plan):
    action = make.action(plan)

    refused = save(client, action, "status", status="cancelled")
    save(client, action, "status", status="cancelled", cancel_reason="Hanteras i annat ärende.")

    assert faults(refused) == ["Say why the action is cancelled."]
    assert (fresh(action).status, fresh(action).cancel_reason) == ("cancelled", "Hanteras i annat ärende.")


def test_start_and_end_are_one_cell_and_a_moved_end_needs_its_reason(client, editor, plan):
    action = make.action(plan, end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))
    moved = {"start": "2026-02-01", "end": "2026-10-30"}

    refused = save(client, action, "datum", **moved)
    answer = save(client, action, "datum", **moved, end_reason="Skolorna saknar lokal.")

    assert faults(refused) == ["Say why the end date was moved."]
    assert (fresh(action).start, fresh(action).end) == (date(2026, 2, 1), date(2026, 10, 30))
    assert "adopted: 2026-05-31. Skolorna saknar lokal." in answer.json()["row"]


def test_the_account_makes_the_report_of_the_year_with_the_status_there_is(client, editor, plan):
    action = make.action(plan, status="ongoing")

    save(client, action, "lage", account="Vi har börjat.")
    save(client, action, "lage", account="Vi har kommit långt.", ready="on")

    report = Report.objects.get()
    assert (report.period, report.status, report.account, report.ready) == (
        "2026",
        "ongoing",
        "Vi har kommit långt.",
        True,
    )


@pytest.mark.parametrize(("year", "period"), [(2024, "2024"), (2030, "2030")])
def test_a_report_is_of_the_plans_own_years(client, editor, place, year, period):
    plan = make.plan(make.programme(place), start=date(year, 1, 1), end=date(year, 12, 31))
    action = make.action(plan)

    save(client, action, "lage", account="Klart.")

    assert Report.objects.get().period == period


def test_where_a_year_has_several_reports_the_latest_is_written_on(client, editor, plan):
    action = make.action(plan)
    make.report(action, period="2026-T1", account="Före")
    report = make.report(action, period="2026-T2", account="Före")

    save(client, action, "lage", account="Efter")

    assert [one.account for one in Report.objects.all()] == ["Före", "Efter"]
    assert fresh(report).account == "Efter"


def test_the_report_of_the_year_follows_the_status_that_an_editor_sets(client, editor, plan):
    action = make.action(plan)
    report = make.report(action, status="not_started", ready=True)
    before = Change.objects.count()

    save(client, action, "status", status="completed")
    save(client, action, "lage", account="Klart.")

    assert (fresh(action).status, fresh(report).status) == ("completed", "completed")
    assert Change.objects.count() == before + 2


def test_a_cell_that_is_sent_unchanged_leaves_no_trace(client, editor, plan):
    action = make.action(plan)
    before = Change.objects.count()

    answers = [save(client, action, name) for name in ("titel", "ansvarig", "status", "datum", "lage")]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert "change" not in answers[0].json()
    assert (Change.objects.count(), Report.objects.count()) == (before, 0)


def test_a_contributor_reports_the_status_which_counts_once_it_is_ready(client, place, plan):
    unit = make.department(place)
    enter(client, place, Role.CONTRIBUTOR, department=unit)
    action = make.action(plan, responsible=unit)

    waiting = save(client, action, "status", status="completed").json()["row"]
    early = fresh(action).status
    save(client, action, "status", status="completed", ready="on")

    assert "reported: completed, not ready" in waiting
    assert (early, fresh(action).status) == ("not_started", "completed")


def test_a_contributor_opens_cells_of_the_own_actions_only_and_no_title(client, place, plan):
    unit = make.department(place)
    enter(client, place, Role.CONTRIBUTOR, department=unit)
    mine, other = make.action(plan, responsible=unit), make.action(plan)
    names = ("titel", "ansvarig", "status", "datum", "lage")

    met = {row: [client.get(cell(row, name)).status_code for name in names] for row in (mine, other)}

    assert met == {mine: [403, 403, 200, 403, 200], other: [403] * 5}


def test_different_cells_of_one_row_merge(client, editor, plan):
    action = make.action(plan, title="Före")
    first, second = opened(client, action, "titel"), opened(client, action, "status")

    send(client, action, "titel", first, title="Efter")
    send(client, action, "status", second, status="ongoing")

    assert (fresh(action).title, fresh(action).status) == ("Efter", "ongoing")


@pytest.mark.parametrize(("name", "field"), [("titel", "title"), ("lage", "account")])
def test_the_same_cell_shows_both_texts_and_the_second_chooses(client, editor, plan, name, field):
    action = make.action(plan)
    first, second = opened(client, action, name), opened(client, action, name)
    send(client, action, name, first, **{field: "Annas text"})

    conflict = send(client, action, name, second, **{field: "Bos text"})
    chosen = client.post(cell(action, name), values(conflict.json()["form"]), headers=JSON)

    assert conflict.status_code == 422
    assert "Annas text" in conflict.json()["form"]
    assert chosen.status_code == 200
    assert ">Bos text<" in chosen.json()["row"]


def test_what_was_removed_while_somebody_wrote_is_told_and_the_text_stays(client, editor, plan):
    action = make.action(plan)
    pages = {name: opened(client, action, name) for name in ("titel", "lage")}
    action.dropped = True
    make.save(action)

    title = send(client, action, "titel", pages["titel"], title="Nytt namn")
    account = send(client, action, "lage", pages["lage"], account="Lång text.")

    assert faults(title) == ["Somebody else has removed this while you wrote."]
    assert faults(account) == ["Somebody else has removed “1. Företagslots” while you wrote."]
    assert "Nytt namn" in title.json()["form"]
    assert "Lång text." in account.json()["form"]


def test_a_closed_plan_is_locked_in_every_cell_and_shows_none(client, editor, place):
    programme = make.programme(place)
    plan = make.plan(programme, state="closed", adopted_by=make.step(programme))
    action = make.action(plan)
    typed = {"titel": {"title": "Ny"}, "status": {"status": "ongoing"}, "lage": {"account": "Klart."}}

    answers = {name: save(client, action, name, **values) for name, values in typed.items()}
    page = client.get(plan.get_absolute_url()).text

    assert {name: faults(answer) for name, answer in answers.items()} == dict.fromkeys(typed, [CLOSED])
    assert "/rutor/" not in page
    assert "<template data-cell" not in page


def test_the_tally_comes_along_when_it_may_have_changed(client, editor, plan):
    action = make.action(plan)
    make.action(plan, status="completed")

    renamed = save(client, action, "titel", title="Efter")
    done = save(client, action, "status", status="completed")

    assert "tally" not in renamed.json()
    assert "2 completed" in done.json()["tally"]


COST = {"titel": 9, "ansvarig": 11, "status": 10, "datum": 9, "lage": 10}


@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("name", COST)
def test_a_save_asks_the_database_as_often_however_long_the_plan_is(client, editor, place, plan, name, count):
    """Beside what opens and closes the transaction."""
    area, unit = make.area(plan.programme), make.department(place)
    for number in range(2, count + 1):
        make.owned(Action, plan, {"number": number}, plan=plan, title="Åtgärd", area=area)
    action = make.action(plan, area=area, number=1, end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))
    typed = {
        "titel": {"title": "Efter"},
        "ansvarig": {"responsible": unit.pk},
        "status": {"status": "ongoing"},
        "datum": {"end": "2026-10-31", "end_reason": "Lokal saknas."},
        "lage": {"account": "Vi har börjat.", "ready": "on"},
    }
    page = opened(client, action, name)

    with CaptureQueriesContext(connection) as asked:
        assert send(client, action, name, page, **typed[name]).status_code == 200

    work = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) == COST[name]
