"""Nothing unfinished goes out by itself: the publisher sees it, and may leave rows out, also the first time."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.publications import record
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.models import Draft
from tests import make
from tests.browse import fill

QUERIES = 34
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(municipality):
    publish(propose_site, municipality, seen=propose_site(municipality).seen, by="Näringslivsenheten")
    return make.plan(make.programme(municipality), title="Plan 2026", state="adopted")


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    return client


def page_of(plan):
    return reverse("publishing:publish_programme", args=[plan.municipality.slug, plan.programme.pk])


def published(plan):
    """Return {action: what its publication tells of it}."""
    return {
        action.title: action.account
        for one in record.latest("programme", plan.programme.uuid).plans
        for action in one.actions
    }


def publish_now(plan):
    publish(propose_programme, plan.programme, seen=propose_programme(plan.programme).seen, by="Näringslivsenheten")


def rooms(page):
    """Return {row: who writes on it, which of its reports are not ready} of what the page lists."""
    listed = [room for section in page.context["sections"] for room in section.rooms]
    listed += [room for _kind, some, _open in page.context["choices"] for room in some]
    return {room.name: (room.writers, room.reports) for room in listed if room.writers or room.reports}


def test_rows_are_left_out_of_the_first_publication(browser, plan):
    make.action(plan, title="Färdig")
    half = make.action(plan, title="Halvfärdig")

    browser.post(page_of(plan), fill(browser.get(page_of(plan)), leave=[str(half.uuid)]))

    assert published(plan) == {"Färdig": ""}


def test_a_plan_is_left_out_with_its_actions(browser, plan):
    make.action(plan)

    browser.post(page_of(plan), fill(browser.get(page_of(plan)), leave=[str(plan.uuid)]))

    assert published(plan) == {}


def test_what_the_page_does_not_list_cannot_be_left_out(browser, plan):
    page = fill(browser.get(page_of(plan)), leave=[str(uuid4()) for _ in range(1001)])

    answer = browser.post(page_of(plan), page)

    assert list(answer.context["form"].errors) == ["leave"]
    assert record.latest("programme", plan.programme.uuid) is None


def test_a_report_that_is_not_ready_does_not_go_out_and_is_told_of_by_row(browser, plan):
    report = make.report(make.action(plan, title="Lots"), account="En halv mening", ready=False)

    page = browser.get(page_of(plan))
    browser.post(page_of(plan), fill(page))

    assert rooms(page) == {"Åtgärd 1 Lots": ((), ("2026",))}
    assert page.context["reports"] == [report]
    assert published(plan) == {"Lots": ""}


def test_of_a_later_publication_too(browser, plan):
    report = make.report(make.action(plan, title="Lots"), account="Klart", ready=True)
    publish_now(plan)
    report.action.title = "Ny lots"
    make.save(report.action)
    make.report(report.action, period="2027", account="En halv mening", ready=False)

    page = browser.get(page_of(plan))
    browser.post(page_of(plan), fill(page, note="Lotsen är en annan."))

    assert rooms(page) == {"Åtgärd 1 Ny lots": ((), ("2027",))}
    assert published(plan) == {"Ny lots": "Klart"}


@pytest.mark.parametrize("first", [True, False])
def test_the_publisher_sees_who_writes_on_which_row_but_not_what(browser, plan, contributor, first):
    report = make.report(make.action(plan, title="Lots"), ready=True)
    if not first:
        publish_now(plan)
        report.account = "Det går framåt."
        make.save(report)
    make.draft(contributor, report, f"rapporter/{report.pk}/andra/", fields={"account": ["Hemlig halv mening"]})

    page = browser.get(page_of(plan))

    assert rooms(page) == {"Åtgärd 1 Lots": ((str(contributor),), ())}
    assert f"{contributor} skriver på ”1. Lots, 2026”" in page.text
    assert "Hemlig halv mening" not in page.text


def test_who_writes_on_what_does_not_go_out_is_not_told(browser, plan, contributor):
    draft = make.action(make.plan(plan.programme, state="draft"))
    make.draft(contributor, draft, f"atgarder/{draft.pk}/andra/")

    assert browser.get(page_of(plan)).context["writing"] == []


def test_the_pages_questions_do_not_grow_with_what_is_unfinished(browser, plan, contributor, django_assert_num_queries):
    def unfinished(count):
        for _ in range(count):
            report = make.report(make.action(plan))
            make.draft(contributor, report, f"rapporter/{report.pk}/andra/")

    unfinished(1)
    browser.get(page_of(plan))  # counts what the rail then knows for a while
    with django_assert_num_queries(QUERIES):
        browser.get(page_of(plan))
    unfinished(5)
    with django_assert_num_queries(QUERIES):
        browser.get(page_of(plan))


def test_the_publishers_own_note_is_kept_and_gone_when_it_is_published(browser, plan, editor):
    page = fill(browser.get(page_of(plan)), note="Planen för 2026")
    browser.post(page_of(plan), page | {"draft": "1"}, headers={"Accept": "application/json"})
    assert record.latest("programme", plan.programme.uuid) is None

    again = browser.get(page_of(plan), {"utkast": Draft.objects.get().pk})
    browser.post(page_of(plan), fill(again))

    assert fill(again)["note"] == ["Planen för 2026"]
    assert record.latest("programme", plan.programme.uuid) is not None
    assert not Draft.objects.exists()
