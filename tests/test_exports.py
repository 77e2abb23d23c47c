"""A plan taken out as a file: what its page shows, for whoever may see it."""

import pytest
from django.urls import reverse

from actions.sheets import texts, workbooks
from tests import make
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
READ = {"workbook": workbooks.read, "csv": texts.read}


@pytest.fixture
def plan(municipality):
    plan = make.plan(make.programme(municipality), title="Åtgärdsplan 2026")
    make.action(plan, title="Lots", status="completed", internal_note="Viskat")
    make.action(plan, title="Mässa")
    return plan


def got(client, plan, form, query=""):
    return client.get(reverse(f"imports:{form}", args=[plan.municipality.slug, plan.pk]) + query)


def said(answer, form):
    return {cell.text for line in READ[form](answer.content).lines for cell in line.cells if cell}


@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize(("role", "sees"), [("reader", False), ("editor", True)])
def test_internal_notes_go_out_only_to_those_who_may_see_them(client, plan, form, role, sees):
    enter(client, plan.municipality, role)

    words = said(got(client, plan, form), form)

    assert ("Viskat" in words, "Internal note" in words) == (sees, sees)


@pytest.mark.parametrize("form", READ)
def test_what_the_page_shows_goes_out(client, plan, form):
    enter(client, plan.municipality, "reader")

    words = said(got(client, plan, form, "?status=completed"), form)

    assert words & {"Lots", "Mässa"} == {"Lots"}


@pytest.mark.parametrize(("form", "ending"), [("workbook", "xlsx"), ("csv", "csv")])
def test_a_file_is_handed_out_as_a_download_that_nobody_keeps(client, plan, form, ending):
    enter(client, plan.municipality, "reader")

    headers = got(client, plan, form).headers

    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''%C3%85tg%C3%A4rdsplan%202026.{ending}"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_export_asks_the_database_as_often_for_many_actions(client, plan, django_assert_max_num_queries):
    enter(client, plan.municipality, "reader")
    for _ in range(20):
        make.action(plan)

    with django_assert_max_num_queries(16):
        got(client, plan, "csv")
