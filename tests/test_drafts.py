"""What is typed is kept for its person, offered again, and forgotten when it is saved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action
from programmes import drafts
from programmes.models import Draft
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 10
JSON = {"Accept": "application/json"}


@pytest.fixture
def action(municipality):
    return make.action(make.plan(make.programme(municipality)), title="Före")


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    return client


def form_of(action):
    return f"{action.get_absolute_url()}andra/"


def keep(browser, address, **typed):
    """Type in a page that has just been opened, as the script does; return what is on the page."""
    page = fill(browser.get(address), **typed)
    browser.post(address, page | {"draft": "1"}, headers=JSON)
    return page


def test_a_draft_changes_nothing_but_the_draft(browser, action):
    answer = browser.post(form_of(action), {"title": "Nytt", "draft": "1"}, headers=JSON)

    assert list(answer.json()) == ["at", "elsewhere"]
    assert Draft.objects.get().fields == {"title": ["Nytt"]}
    assert Action.objects.get().title == "Före"


def test_typing_on_writes_on_the_same_draft(browser, action):
    page = keep(browser, form_of(action), title="N")

    browser.post(form_of(action), page | {"title": "Nytt", "draft": "1"}, headers=JSON)

    assert Draft.objects.get().fields["title"] == ["Nytt"]


def test_a_second_tab_does_not_swallow_the_first(browser, action):
    keep(browser, form_of(action), title="I första fliken")
    keep(browser, form_of(action), title="I andra fliken")

    assert len(browser.get(form_of(action)).context["offers"]) == 2


def test_taking_up_shows_the_texts_and_judges_nothing(browser, action):
    keep(browser, form_of(action), title="", partners="Handelskammaren")

    page = browser.get(form_of(action), {"utkast": Draft.objects.get().pk})

    assert fill(page)["title"] == [""]
    assert fill(page)["partners"] == ["Handelskammaren"]
    assert page.context["form"].errors == {}


def test_what_is_taken_up_meets_what_somebody_else_has_saved_meanwhile(browser, action):
    keep(browser, form_of(action), title="Annas titel", partners="Annas partner")
    action.title = "Bos titel"
    make.save(action)

    page = browser.get(form_of(action), {"utkast": Draft.objects.get().pk})
    answer = browser.post(form_of(action), fill(page))

    assert list(answer.context["form"].errors) == ["title"]
    assert ("Annas titel" in answer.text, "Bos titel" in answer.text) == (True, True)


def test_saving_removes_the_draft_it_was_typed_in_and_no_other(browser, action):
    keep(browser, form_of(action), title="I andra fliken")
    page = keep(browser, form_of(action), title="Efter")

    browser.post(form_of(action), page)

    assert Action.objects.get().title == "Efter"
    assert [draft.fields["title"] for draft in Draft.objects.all()] == [["I andra fliken"]]


def test_saving_by_other_means_removes_all_drafts_of_the_place(browser, action):
    keep(browser, form_of(action), title="Efter")
    page = fill(browser.get(form_of(action)), title="Efter")
    del page["draft_page"]

    browser.post(form_of(action), page)

    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_a_button(browser, action):
    page = keep(browser, form_of(action), title="Efter")

    answer = browser.post(form_of(action), {"draft": "drop", "draft_page": page["draft_page"]})

    assert answer.url == form_of(action)
    assert not Draft.objects.exists()


def test_drafts_belong_to_one_person(browser, action, administrator):
    keep(browser, form_of(action), title="Annas titel")
    other = Client()
    other.force_login(administrator)

    page = other.get(form_of(action), {"utkast": Draft.objects.get().pk})

    assert page.context["offers"] == []
    assert "Annas titel" not in page.text


def test_nobody_keeps_a_draft_of_what_she_may_not_change(client, reader, action):
    client.force_login(reader)

    answer = client.post(form_of(action), {"title": "Nytt", "draft": "1"}, headers=JSON)

    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_has_bounds(browser, action):
    answer = browser.post(form_of(action), {"title": "x" * (drafts.LONGEST + 1), "draft": "1"}, headers=JSON)

    assert answer.status_code == 413


def test_a_person_has_no_more_drafts_than_there_is_room_for(browser, action, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 1)
    page = keep(browser, form_of(action), title="Efter")

    again, another = (
        browser.post(form_of(action), page | {"draft": "1"} | more, headers=JSON)
        for more in ({}, {"draft_page": "another"})
    )

    assert (again.status_code, another.status_code) == (200, 413)


def test_whoever_types_now_is_known_by_name_and_place(browser, action, editor, municipality):
    keep(browser, form_of(action), title="Efter")

    def writing(later):
        found = Draft.objects.writing(municipality, on=timezone.now() + timedelta(minutes=later))
        return [(draft.user, draft.place, draft.row()) for draft in found]

    assert writing(0) == [(editor, f"atgarder/{action.pk}/andra/", (Action, action.pk))]
    assert writing(3) == []


def test_drafts_go_after_thirty_days(browser, action):
    keep(browser, form_of(action), title="Efter")
    typed = Draft.objects.get().at

    assert not Draft.objects.over(typed + timedelta(days=30)).exists()
    assert Draft.objects.over(typed + timedelta(days=30, seconds=1)).exists()


def test_drafts_go_with_the_role(browser, action, editor):
    keep(browser, form_of(action), title="Efter")
    drafts.forget()
    assert Draft.objects.exists()

    membership = editor.memberships.get()
    membership.dropped = True
    make.save(membership)
    drafts.forget()

    assert not Draft.objects.exists()


def test_a_script_of_somebody_signed_out_is_told_so(client, action):
    assert client.post(form_of(action), {"draft": "1"}, headers=JSON).status_code == 401
    assert client.post(form_of(action), {"draft": "1"}, headers={"Accept": "text/html,*/*"}).status_code == 302


def drafts_of(municipality):
    return f"{municipality.get_absolute_url()}utkast/"


def test_all_ones_unsaved_texts_stand_in_one_list(browser, action, municipality):
    keep(browser, form_of(action), title="Lots för alla")
    keep(browser, f"{action.get_absolute_url()}rapporter/ny/", account="Det går framåt.")

    listed = browser.get(drafts_of(municipality)).context["drafts"]

    assert [(draft.title, list(draft.texts())) for draft in listed] == [
        ("Åtgärd: 1. Före", [("status", "ej påbörjad"), ("", "Det går framåt.")]),
        ("Åtgärd: 1. Före", [("titel", "Lots för alla")]),
    ]


def test_a_text_from_the_editor_is_read_without_its_tags(browser, municipality):
    programme = make.programme(municipality, vision="<p>Före</p>", purpose="<p>Syftet</p>")
    page = f"{programme.get_absolute_url()}texter/"
    typed = {"vision": "<p>Fler <strong>jobb</strong></p>", "purpose": "<p>Syftet</p>"}
    keep(browser, page, **typed, **dict.fromkeys(("vision-as", "purpose-as"), "html"))

    listed = browser.get(drafts_of(municipality)).context["drafts"][0]
    again = browser.get(page, {"utkast": listed.pk})

    assert list(listed.texts()) == [("vision", "Fler jobb")]
    assert again.context["form"]["vision"].value() == typed["vision"]


def test_the_overview_says_that_there_is_unsaved_text(browser, action, municipality):
    assert drafts_of(municipality) not in browser.get(municipality.get_absolute_url()).text

    keep(browser, form_of(action), title="Efter")

    assert drafts_of(municipality) in browser.get(municipality.get_absolute_url()).text


def test_what_was_written_on_a_row_that_is_gone_can_be_read(browser, action, municipality):
    keep(browser, form_of(action), title="Lots för alla")
    action.dropped = True
    make.save(action)

    page = browser.get(drafts_of(municipality))

    assert [draft.opens for draft in page.context["drafts"]] == [False]
    assert "Lots för alla" in page.text


def test_what_one_may_no_longer_change_is_neither_offered_nor_shown(browser, editor, action, municipality):
    make.draft(editor, action, f"atgarder/{action.pk}/andra/", fields={"title": ["Hemlig plan"]})
    membership = editor.memberships.get()
    membership.role = "reader"
    make.save(membership)

    assert "Hemlig plan" not in browser.get(drafts_of(municipality)).text
    assert drafts_of(municipality) not in browser.get(municipality.get_absolute_url()).text


def test_a_reader_is_not_offered_what_she_wrote_as_an_editor(browser, editor, municipality):
    goal = make.goal(make.programme(municipality))
    keep(browser, goal.get_absolute_url(), wording="Hemligt mål")
    membership = editor.memberships.get()
    membership.role = "reader"
    make.save(membership)

    assert "Hemligt mål" not in browser.get(goal.get_absolute_url(), {"utkast": Draft.objects.get().pk}).text


def test_the_list_asks_as_often_for_many_drafts_as_for_one(browser, editor, municipality, django_assert_num_queries):
    plan = make.plan(make.programme(municipality))
    for _ in range(3):
        report = make.report(make.action(plan))
        make.draft(editor, report, f"rapporter/{report.pk}/andra/")

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        browser.get(drafts_of(municipality))


def test_drafts_are_counted_without_reading_what_stands_in_them(browser, action):
    keep(browser, form_of(action), title="Nytt")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(action.municipality.get_absolute_url())

    assert page.context["unsaved"] == 1
    assert [one["sql"] for one in asked if '"programmes_draft"."fields"' in one["sql"]] == []


def test_somebody_else_on_the_same_form_is_told_of_by_name(browser, action, administrator):
    make.draft(administrator, action, f"atgarder/{action.pk}/andra/", fields={"title": ["Hemlig titel"]})

    page = browser.get(form_of(action))

    assert f"{administrator} skriver här just nu." in page.text
    assert "Hemlig titel" not in page.text


def test_a_second_tab_is_told_of_the_first(browser, action):
    keep(browser, form_of(action), title="I första fliken")
    page = fill(browser.get(form_of(action)), title="I andra fliken")

    answer = browser.post(form_of(action), page | {"draft": "1"}, headers=JSON)

    assert answer.json()["elsewhere"] is True


@pytest.mark.django_db(transaction=True)
def test_the_worker_throws_away_what_is_too_old(municipality, editor):
    action = make.action(make.plan(make.programme(municipality)))
    for days in (29, 31):
        make.draft(editor, action, f"{days}/", at=timezone.now() - timedelta(days=days))

    call_command("worker", batch=True)

    assert [draft.place for draft in Draft.objects.all()] == ["29/"]
