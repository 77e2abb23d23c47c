"""A table on its way into a plan: whose it is, what it shows, what is taken and what is refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.models import Report
from portal.desk.imports import forgetting, work
from portal.desk.imports.models import MOST, Import, Meaning
from portal.desk.imports.preview import Preview
from programmes.history import Change
from programmes.models import Department
from tests import hostile, make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
State = Import.State


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), slug="2026", title="Plan 2026")


@pytest.fixture
def kim(client, plan):
    return enter(client, plan.municipality, "editor").user


def address(plan, name, *args):
    return reverse(f"imports:{name}", args=[plan.municipality.slug, plan.pk, *args])


def handed_in(client, plan, body, name="plan.xlsx", kind="actions"):
    client.post(address(plan, "upload"), {"file": SimpleUploadedFile(name, body), "kind": kind})
    job = Import.objects.get()
    work.read(job.pk)
    return fresh(job)


def pasted(client, plan, text, kind="actions", **place):
    client.post(address(plan, "paste"), {"text": text, "kind": kind, **place})
    return Import.objects.latest("pk")


def fresh(job):
    return Import.objects.get(pk=job.pk)


def previewed(user, plan, text, **fields):
    return make.table(user, plan, text, kind="actions", **fields)


def taken(client, job):
    """Send what takes the table, and do the worker's part."""
    client.post(address(job.plan, "take", job.pk), {"version": job.version})
    work.take(job.pk)
    return fresh(job)


def titles(plan):
    return [(action.number, action.title) for action in plan.actions.order_by("number")]


def test_a_file_is_read_its_columns_are_asked_and_it_is_taken(client, kim, plan):
    job = handed_in(client, plan, hostile.rows([7, "Lots", "", "Klar", None, "Gjort."]))
    assert job.state == State.PREVIEW  # the headings are the portal's own: there is nothing to ask

    job = taken(client, job)

    assert (job.state, job.done, titles(plan)) == (State.DONE, 1, [(7, "Lots")])
    assert (job.change.user, job.change.sentence) == (kim, "Imported “plan.xlsx” into “Plan 2026”")
    assert (job.file, job.table, job.rows) == (None, None, [])


def test_unknown_headings_are_asked_about_and_remembered(client, kim, plan):
    text = "Vad vi gör\tHur det går\nLots\tKlar"
    job = pasted(client, plan, text)
    page = client.get(job.get_absolute_url())
    assert "Which column is what?" in page.text

    client.post(address(plan, "columns", job.pk), fill(page, column_0="title", column_1="status"))

    assert fresh(job).state == State.PREVIEW
    assert Meaning.objects.get().columns == {"Vad vi gör": "title", "Hur det går": "status"}
    assert pasted(client, plan, text).wishes["columns"] == ["title", "status"]


def test_two_columns_cannot_be_the_same(client, kim, plan):
    job = pasted(client, plan, "Åtgärd\tMer\nLots\tKlar")

    page = client.get(job.get_absolute_url())
    page = client.post(address(plan, "columns", job.pk), fill(page, column_0="title", column_1="title"))

    assert "Two columns cannot be the same." in page.text


def test_other_headings_give_other_columns_to_ask_about(client, kim, plan):
    job = pasted(client, plan, "Rubrik\tStatus\nÅtgärd\tAnsvarig\nLots\tMiljö")

    client.post(address(plan, "columns", job.pk), fill(client.get(job.get_absolute_url()), headings="1"))

    assert fresh(job).wishes["columns"] == ["title", "responsible"]
    assert fresh(job).state == State.COLUMNS


def test_another_sheet_of_the_workbook_can_be_chosen(client, kim, plan):
    book = hostile.Workbook()
    book.active.append(["Åtgärd", "Status", "Nyckel"])
    book.create_sheet("Andra").append(["Lots", "Mässa"])
    job = handed_in(client, plan, hostile.saved(book))

    client.post(address(plan, "columns", job.pk), fill(client.get(job.get_absolute_url()), sheet="1"))
    work.read(job.pk, 1)

    assert fresh(job).table["sheet"] == 1


def test_what_is_no_table_says_so_and_nothing_is_kept(client, kim, plan):
    job = handed_in(client, plan, hostile.compound("Workbook"), name="plan.xlsx")

    assert (job.state, job.file) == (State.UNREADABLE, None)
    assert "Excel file of the old kind" in client.get(job.get_absolute_url()).text


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(client, kim, plan):
    file = SimpleUploadedFile("plan.xlsx", bytes(10_000_001))

    page = client.post(address(plan, "upload"), {"file": file, "kind": "actions"})

    assert "there is room for 10 MB" in page.text
    assert not Import.objects.exists()


def test_a_fault_stands_at_its_cell_and_is_mended_there(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Slutdatum\nLots;03/05/2026")
    page = client.get(job.get_absolute_url())
    assert "can be 2026-05-03 or 2026-03-05" in page.text
    assert 'name="c:2:end" value="03/05/2026"' in page.text

    client.post(address(plan, "mend", job.pk), {"c:2:end": "2026-05-03", "rad": ["2"]})

    job = taken(client, fresh(job))
    assert str(plan.actions.get().end) == "2026-05-03"


def test_while_there_is_a_fault_nothing_is_taken(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Slutdatum\nLots;snart\nMässa;2026-05-31")

    assert taken(client, job).state == State.PREVIEW
    assert not plan.actions.exists()


def test_a_row_that_is_left_out_is_not_taken_and_can_come_back(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Status\nLots;Klar\nSumma;Klar")
    mend = address(plan, "mend", job.pk)

    client.post(mend, {"rad": ["2", "3"], "ut": ["3"]})
    assert [row.state for row in fresh(job).read_rows()] == ["new", "out"]
    client.post(mend, {"rad": ["2", "3"]})

    assert [row.state for row in fresh(job).read_rows()] == ["new", "new"]


def test_an_unknown_department_is_chosen_once_and_remembered(client, kim, plan):
    unit = make.department(plan.municipality, name="Samhällsbyggnad")
    job = pasted(client, plan, "Åtgärd\tAnsvarig\nLots\tSBF\nMässa\tSBF")

    client.post(address(plan, "mend", job.pk), {"word_0": str(unit.pk)})
    taken(client, fresh(job))

    assert {action.responsible for action in plan.actions.all()} == {unit}
    assert Meaning.objects.get().words == {"department": {"sbf": str(unit.pk)}}


def test_a_new_department_comes_with_the_rows_or_not_at_all(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Ansvarig\nLots;SBF")
    client.post(address(plan, "mend", job.pk), {"word_0": "new"})
    assert not Department.objects.exists()

    job = taken(client, fresh(job))

    assert str(plan.actions.get().responsible) == "SBF"
    assert Department.history.get().change == job.change


def test_accounts_that_come_in_unready_are_told_of(client, kim, plan):
    told = "1 account comes in as not ready"
    job = previewed(kim, plan, "Åtgärd;Lägesbeskrivning\nLots;Gjort.\nMässa;")
    assert told in client.get(job.get_absolute_url()).text

    job = previewed(kim, plan, "Åtgärd;Lägesbeskrivning;Rapporten klar\nLots;Gjort.;ja")
    assert told not in client.get(job.get_absolute_url()).text


def proposed(client, plan, kim, text):
    """Return what the preview proposes for the first unknown word, and what it offers."""
    field = client.get(previewed(kim, plan, text).get_absolute_url()).context["words"]["word_0"]
    return field.initial, [value for value, _label in field.field.choices]


def test_where_the_municipality_has_no_departments_yet_new_ones_are_proposed(client, kim, plan):
    assert proposed(client, plan, kim, "Åtgärd;Ansvarig\nLots;SBF") == ("new", ["", "new", "none"])

    other = make.department(plan.municipality, name="Kultur")

    assert proposed(client, plan, kim, "Åtgärd;Ansvarig\nLots;SBF") == ("", ["", str(other.pk), "new", "none"])


def test_areas_may_be_new_until_the_programme_is_adopted(client, kim, plan):
    assert proposed(client, plan, kim, "Åtgärd;Område\nLots;Besök") == ("new", ["", "new", "none"])

    make.step(plan.programme)

    assert proposed(client, plan, kim, "Åtgärd;Område\nLots;Besök") == ("", ["", "none"])


def test_a_word_is_chosen_among_the_municipalitys_own(client, kim, plan):
    elsewhere = make.department(make.municipality())
    job = previewed(kim, plan, "Åtgärd;Ansvarig\nLots;SBF")

    answer = client.post(address(plan, "mend", job.pk), {"word_0": str(elsewhere.pk)})

    assert answer.status_code == 404
    assert fresh(job).wishes["words"] == {}


def test_all_proposed_dates_can_be_accepted_at_once(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Slutdatum\nLots;2026\nMässa;maj 2026")

    client.post(address(plan, "mend", job.pk), {"forslag": "alla"})
    taken(client, fresh(job))

    assert [str(action.end) for action in plan.actions.order_by("number")] == ["2026-12-31", "2026-05-31"]


def test_what_was_changed_meanwhile_is_shown_and_not_overwritten(client, kim, plan):
    action = make.action(plan, title="Lots", budget_note="Ram")
    job = previewed(kim, plan, "Nr;Åtgärd;Budget\n1;Lots;Ny ram\n;Mässa;")
    action.budget_note = "Annans"
    make.save(action)

    job = taken(client, job)

    assert job.state == State.PREVIEW
    assert titles(plan) == [(1, "Lots")]
    page = client.get(f"{job.get_absolute_url()}?visa=alla").text
    assert "Somebody else has changed this since you looked." in page
    assert "Annans" in page
    assert taken(client, job).state == State.DONE
    assert plan.actions.get(number=1).budget_note == "Ny ram"


def test_what_the_table_does_not_alter_stays_as_somebody_else_has_set_it(client, kim, plan):
    action = make.action(plan, title="Lots", budget_note="Ram")
    job = previewed(kim, plan, "Nr;Åtgärd;Budget\n1;Ny titel;Ram")
    action.budget_note = "Annans"
    make.save(action)

    taken(client, job)

    action.refresh_from_db()
    assert (action.title, action.budget_note) == ("Ny titel", "Annans")


def test_a_number_that_somebody_took_meanwhile_is_shown(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    make.action(plan, title="Annans")

    assert taken(client, job).state == State.PREVIEW
    assert titles(plan) == [(1, "Annans")]


def test_only_what_was_looked_at_is_taken(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")

    client.post(address(plan, "take", job.pk), {"version": job.version - 1})

    assert fresh(job).state == State.PREVIEW


def test_taken_twice_it_is_taken_once(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    client.post(address(plan, "take", job.pk), {"version": job.version})

    work.take(job.pk)
    work.take(job.pk)

    assert Change.objects.filter(sentence__startswith="Pasted").count() == 1


def test_a_role_that_ended_before_the_work_was_done_takes_nothing(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    client.post(address(plan, "take", job.pk), {"version": job.version})
    membership = kim.memberships.get()
    membership.until = timezone.localdate() - timedelta(days=1)
    make.save(membership)

    work.take(job.pk)

    assert (fresh(job).state, fresh(job).table) == (State.REFUSED, None)
    assert not plan.actions.exists()
    assert client.get(job.get_absolute_url()).status_code == 404


def test_whoever_may_only_report_brings_in_reports_only(client, plan):
    unit = make.department(plan.municipality)
    enter(client, plan.municipality, "contributor", department=unit)
    make.action(plan, responsible=unit)
    page = client.post(address(plan, "paste"), {"text": "Nr\n1", "kind": "actions"})
    assert "kind" in page.context["form"].errors

    job = pasted(client, plan, "Nr\tStatus\tKommentar\n1\tKlar\tGjort.", kind="")
    client.post(address(plan, "columns", job.pk), fill(client.get(job.get_absolute_url())))
    taken(client, fresh(job))

    assert [(report.status, report.account) for report in Report.objects.all()] == [("completed", "Gjort.")]


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_a_table_is_its_persons_alone(client, plan, role):
    job = previewed(make.membership(plan.municipality, role).user, plan, "Nr;Åtgärd\n1;Lots")
    enter(client, plan.municipality, "administrator")

    assert client.get(job.get_absolute_url()).status_code == 404
    assert client.post(address(plan, "take", job.pk), {"version": job.version}).status_code == 404


def test_a_table_belongs_to_its_plan(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    other = make.plan(plan.programme)

    assert client.get(address(other, "import", job.pk)).status_code == 404


def test_tables_go_after_thirty_days_or_with_the_role(kim, plan):
    old = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    Import.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    ended = make.membership(plan.municipality, "editor", until=timezone.localdate() - timedelta(days=1)).user
    Import.objects.create(user=ended, municipality=plan.municipality, plan=plan)
    kept = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")

    forgetting.forget()

    assert list(Import.objects.all()) == [kept]


def test_a_table_is_thrown_away_when_its_person_says_so(client, kim, plan):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")

    client.post(address(plan, "drop", job.pk))

    assert not Import.objects.exists()


def test_in_a_closed_plan_nothing_is_brought_in(client, kim, plan):
    plan.state = "closed"
    make.save(plan)

    assert client.get(address(plan, "upload")).status_code == 403


def test_a_block_pasted_on_the_table_is_placed_by_rows_and_columns(client, kim, plan):
    make.department(plan.municipality, name="Miljö")
    first, second, third = [make.action(plan, title=title) for title in ("Lots", "Mässa", "Tillsyn")]
    place = f"{second.pk},{third.pk},{first.pk}"

    job = pasted(client, plan, "Miljö\tKlar\r\n\r\n\tPågår", rows=place, column="ansvarig")

    assert {row.number: row.changes for row in job.read_rows()} == {
        2: {"responsible": ("", "Miljö"), "status": ("Not started", "Completed")},
        1: {"status": ("Not started", "Ongoing")},
    }


def test_rows_of_another_plan_are_no_place_to_paste_on(client, kim, plan):
    elsewhere = make.action(make.plan(plan.programme))

    job = pasted(client, plan, "Ny titel", rows=str(elsewhere.pk), column="titel")

    assert [row.state for row in job.read_rows()] == ["new"]


def test_a_block_that_is_wider_than_the_table_is_refused(client, kim, plan):
    page = client.post(address(plan, "paste"), {"text": "a\tb\tc", "kind": "actions", "rows": "1", "column": "datum"})

    assert "The block has 3 columns" in page.text


def test_headings_copied_along_onto_the_table_are_no_row(client, kim, plan):
    action = make.action(plan, title="Lots")

    job = pasted(client, plan, "Åtgärd\tAnsvarig\nNy titel\t", rows=str(action.pk), column="titel")

    assert [(row.number, row.state) for row in job.read_rows()] == [(1, "changed")]


def test_work_that_has_stopped_is_told_and_can_be_tried_again(client, kim, plan, monkeypatch):
    job = previewed(kim, plan, "Nr;Åtgärd\n1;Lots")
    client.post(address(plan, "take", job.pk), {"version": job.version})
    monkeypatch.setattr("portal.desk.imports.tasks.has_stopped", lambda job: job.is_working)
    assert "Nothing has been taken" in client.get(job.get_absolute_url()).text

    client.post(address(plan, "again", job.pk))
    work.take(job.pk)

    assert fresh(job).state == State.DONE


def test_a_preview_asks_the_database_as_often_for_many_rows(client, kim, plan):
    asked = []
    for rows in (1, 100):
        job = previewed(kim, plan, "Åtgärd;Ansvarig" + "\nLots;SBF" * rows)
        client.get(job.get_absolute_url())  # the rail's counts are kept from here on
        with CaptureQueriesContext(connection) as queries:
            client.get(job.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 20


def test_a_long_preview_comes_in_pages(kim, plan):
    job = previewed(kim, plan, "Åtgärd" + "".join(f"\nLots {n}" for n in range(60)))

    page = Preview(job, {"sida": "3"}).page

    assert (len(page), page.paginator.num_pages) == (10, 3)


def test_what_is_typed_in_the_preview_is_shown_as_text(client, kim, plan):
    job = previewed(kim, plan, "Åtgärd;Status\n<script>alert(1)</script>;<b>")

    assert "<script>alert" not in client.get(f"{job.get_absolute_url()}?visa=alla").text


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_all_of_it(client, kim, plan):
    client.post(address(plan, "upload"), {"file": SimpleUploadedFile("a.xlsx", hostile.plain()), "kind": "actions"})
    make.department(plan.municipality, name="Samhällsbyggnad")
    call_command("worker", batch=True)
    job = Import.objects.get()

    client.post(address(plan, "take", job.pk), {"version": job.version})
    call_command("worker", batch=True)

    assert (fresh(job).state, titles(plan)) == (State.DONE, [(1, "Lots")])


def test_a_change_that_took_a_table_is_taken_back_whole(client, kim, plan):
    make.action(plan, title="Gammal")
    job = taken(client, previewed(kim, plan, "Nr;Åtgärd\n1;Ny\n;Mässa"))

    client.post(reverse("programmes:undo", args=[plan.municipality.slug, job.change.pk]))

    assert [(action.title, action.dropped) for action in plan.actions.order_by("number")] == [
        ("Gammal", False),
        ("Mässa", True),
    ]


def test_only_so_many_tables_of_one_person_wait_at_a_time(client, kim, plan):
    waiting = {"user": kim, "municipality": plan.municipality, "plan": plan, "state": State.PREVIEW}
    Import.objects.bulk_create([Import(**waiting) for _ in range(MOST)])

    page = client.post(address(plan, "paste"), {"text": "Åtgärd\nLots"})
    assert "Take or throw away some of them first." in page.text
    page = client.post(address(plan, "upload"), {"file": SimpleUploadedFile("a.xlsx", hostile.plain())})
    assert "Take or throw away some of them first." in page.text

    Import.objects.filter(pk=Import.objects.first().pk).update(state=State.DONE)
    assert client.post(address(plan, "paste"), {"text": "Åtgärd\nLots"}).status_code == 302
