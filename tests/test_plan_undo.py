"""Taking back one's own changes in a plan's table, one after another; and who else writes there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from programmes.history import change
from programmes.models import Change, Draft, Role
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def plan(place):
    return make.plan(make.programme(place))


def address(name, row):
    return reverse(f"actions:{name}", args=[row.municipality.slug, row.pk])


def save(client, action, name, **typed):
    page = address(f"cell_{name}", action)
    return client.post(page, fill(client.get(page), **typed))


def take_back(client, plan, **named):
    return client.post(address("take_back", plan), named, headers=JSON)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_own_changes_are_taken_back_one_after_another(client, editor, plan):
    action = make.action(plan, title="Ett")
    save(client, action, "titel", title="Två")
    save(client, action, "titel", title="Tre")

    titles = []
    for _n in range(3):
        answer = take_back(client, plan)
        titles.append(fresh(action).title)

    assert titles == ["Två", "Ett", "Ett"]
    assert (answer.status_code, answer.json()["change"]) == (409, None)
    assert answer.json()["said"] == "There is nothing more of yours to take back here."


def test_the_page_offers_the_latest_change_also_when_it_is_opened_anew(client, editor, plan):
    action = make.action(plan, title="Ett")
    save(client, action, "titel", title="Två")

    page = client.get(plan.get_absolute_url())
    client.post(address("take_back", plan), {"change": page.context["latest"].pk})

    assert page.context["latest"] == Change.objects.get(sentence="Changed the title of “1. Två”")
    assert fresh(action).title == "Ett"
    assert client.get(plan.get_absolute_url()).context["latest"] is None


def test_the_answer_is_the_row_as_it_is_again(client, editor, plan):
    action = make.action(plan)
    save(client, action, "status", status="completed")

    answer = take_back(client, plan).json()

    assert "Not started" in answer["row"]
    assert "1 not started" in answer["tally"]


def test_what_moved_several_rows_is_told_without_them(client, editor, plan):
    first, second = make.action(plan), make.action(plan)
    with change("Changed both", municipality=plan.municipality, user=editor.user):
        for action in (first, second):
            action.status = "ongoing"
            action.save()

    answer = take_back(client, plan).json()

    assert "row" not in answer
    assert {row.status for row in Action.objects.all()} == {"not_started"}


def test_what_others_did_and_what_was_done_elsewhere_stays(client, editor, place, plan):
    other = make.action(make.plan(plan.programme))
    mine = make.action(plan)
    save(client, other, "titel", title="I en annan plan")
    with change("Changed", municipality=place, user=make.user()):
        mine.title = "Av en annan"
        mine.save()

    answer = take_back(client, plan)

    assert answer.status_code == 409
    assert (fresh(other).title, fresh(mine).title) == ("I en annan plan", "Av en annan")


def test_it_is_said_why_something_cannot_be_taken_back(client, editor, place, plan):
    action = make.action(plan)
    save(client, action, "titel", title="Mitt")
    with change("Changed", municipality=place, user=make.user()):
        action.title = "Deras"
        action.save()

    answer = take_back(client, plan)

    assert answer.json()["said"] == "“1. Deras” has been changed again since then."


def test_without_a_script_the_page_says_what_was_taken_back(client, editor, plan):
    action = make.action(plan)
    save(client, action, "titel", title="Efter")

    page = client.post(address("take_back", plan), {}, follow=True)

    assert "Taken back: Changed the title of “1. Efter”" in page.text


def typing(person, action, at, place="rutor/lage/"):
    fields = {"account": ["HEMLIGT"]}
    place = f"atgarder/{action.pk}/{place}"
    return Draft.objects.create(
        user=person, municipality=action.municipality, place=place, fields=fields, rights=[], at=at
    )


def test_a_cell_says_which_department_is_writing_in_it_but_not_what(client, editor, place, plan):
    action, unit = make.action(plan), make.department(place, name="Barn och ungdom")
    other = make.membership(place, Role.CONTRIBUTOR, department=unit).user
    typing(other, action, timezone.now())

    page = client.get(plan.get_absolute_url()).text
    asked = client.get(reverse("actions:who_writes", args=[place.slug])).json()

    assert asked == {f"{action.pk}/lage": "Barn och ungdom is writing"}
    assert "Barn och ungdom is writing" in page
    assert "HEMLIGT" not in page


def test_who_has_stopped_writing_and_oneself_are_not_told(client, editor, place, plan):
    action = make.action(plan)
    typing(make.membership(place, Role.EDITOR).user, action, timezone.now() - timedelta(minutes=3))
    typing(editor.user, action, timezone.now())

    assert client.get(reverse("actions:who_writes", args=[place.slug])).json() == {}


def test_writing_on_an_actions_page_is_told_in_its_title(client, editor, place, plan):
    action = make.action(plan)
    typing(make.membership(place, Role.EDITOR, user=make.user(name="Bo")).user, action, timezone.now(), "andra/")

    assert client.get(reverse("actions:who_writes", args=[place.slug])).json() == {
        f"{action.pk}/titel": "Bo is writing"
    }


def test_ones_own_unsaved_text_waits_in_its_cell_and_opens_there(client, editor, plan):
    cell = address("cell_lage", make.action(plan))
    client.post(cell, {"account": "Halvfärdig text", "draft": "1"}, headers=JSON)
    taken = f"{cell}?utkast={Draft.objects.get().pk}"

    page = client.get(plan.get_absolute_url()).text
    form = client.get(taken, headers=JSON).json()["form"]

    assert f'href="{taken}"' in page
    assert "Halvfärdig text" in form
