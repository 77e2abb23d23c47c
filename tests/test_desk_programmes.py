"""The desk's pages of programmes with their goals and areas, and of changes, as a browser without scripts uses them."""

import re

import pytest
from django.test import Client

from programmes.history import change
from programmes.models import Area, CaseStep, Change, Department, Goal, Group, Programme, Role
from tests import make
from tests.browse import Form, fill
from tests.desk_pages import faults, locked_programme, save, url
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR).user


# Programmes


def test_a_programme_gets_its_address_from_its_title(client, editor, place):
    save(client, url("add_programme", place), title="Näringslivsprogram 2021–2035 för Öckerö")

    assert [one.slug for one in Programme.objects.all()] == ["naringslivsprogram-2021-2035-for-ockero"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("tillganglighet", "The portal itself uses this address. Choose another one."),
        ("strategi", "Another programme has or had this address. Choose another one."),
        ("Näringsliv!", "Use a–z, digits and single hyphens: å and ä become a, ö becomes o."),
    ],
)
def test_an_address_that_cannot_be_is_refused(client, editor, place, address, sentence):
    make.programme(place, slug="strategi", dropped=True)

    page = save(client, url("add_programme", place), title="Strategi", slug=address)

    assert faults(page) == {"slug": [sentence]}
    assert Programme.objects.kept().count() == 0


def test_a_title_may_be_that_of_a_reserved_address(client, editor, place):
    save(client, url("add_programme", place), title="Tillgänglighet")

    assert Programme.objects.get().slug == "tillganglighet-2"


def test_the_page_of_a_programme_shows_all_its_parts(client, editor, place):
    programme, step = locked_programme(place, vision="Det ska vara enkelt.")
    make.goal(programme, wording="Fler jobb.", areas=[make.area(programme, name="Handel")])
    make.group(programme, name="Rådet")

    page = client.get(url("programme", place, programme.pk)).content.decode()

    said = ["Det ska vara enkelt.", "Fler jobb.", "Handel", "Rådet", step.get_absolute_url(), "In force"]
    assert [text for text in said if text not in page] == []


def test_adopted_wording_is_locked(client, editor, place):
    programme, _step = locked_programme(place, vision="Antagen vision.")

    page = save(client, url("texts", place, programme.pk), vision="Ny vision.")

    assert "adopted and is locked" in str(faults(page))
    assert Programme.objects.get().vision == "<p>Antagen vision.</p>"
    assert "Ny vision." in page.content.decode()


def test_adopted_wording_is_changed_by_a_decision(client, editor, place):
    programme, step = locked_programme(place)

    save(client, url("texts", place, programme.pk), vision="Ny vision.", ground="decision", step=step.pk)

    assert Programme.objects.get().vision == "<p>Ny vision.</p>"
    assert (Change.objects.first().ground, Change.objects.first().step) == ("decision", step)


def test_an_editorial_correction_says_what_and_why(client, editor, place):
    programme, _step = locked_programme(place)
    address = url("texts", place, programme.pk)

    without = save(client, address, vision="Vison", ground="correction")
    save(client, address, vision="Vision", ground="correction", reason="Skrivfel")

    assert faults(without) == {"reason": ["Say what is corrected editorially, and why."]}
    assert Change.objects.first().reason == "Skrivfel"


def test_the_decision_of_another_programme_is_no_choice(client, editor, place):
    programme, _step = locked_programme(place)
    foreign = make.step()

    page = save(client, url("texts", place, programme.pk), vision="Ny", ground="decision", step=foreign.pk)

    assert list(faults(page)) == ["step"]


def test_far_too_long_texts_in_many_fields_get_their_sentences_and_stay(client, editor, place):
    programme = make.programme(place)
    texts = dict.fromkeys(["vision", "purpose", "background", "summary", "process", "context"], "å" * 50_000)

    page = save(client, url("texts", place, programme.pk), **texts)

    assert faults(page) == {name: ["The text has 50000 characters; there is room for 20000."] for name in texts}
    assert {value for name in texts for value in Form(page.content.decode()).values[name]} == {"å" * 50_000}


def test_what_is_not_adopted_wording_changes_freely(client, editor, place):
    programme, _step = locked_programme(place)

    save(client, url("texts", place, programme.pk), summary="Kort sagt.")

    assert Programme.objects.get().summary == "<p>Kort sagt.</p>"


# Words


def test_a_word_of_the_catalogue_reads_at_once_on_the_page(client, editor, place):
    programme = make.programme(place)

    page = save(client, url("words", place, programme.pk), programme="strategi", area="målområde")

    assert Programme.objects.get().words == {"programme": "strategi", "area": "målområde"}
    assert "Strategin har 6 målområden." in page.content.decode()


def test_an_adjective_asks_for_an_article(client, editor, place):
    programme = make.programme(place, words={"programme": "näringslivsstrategiskt program"})

    page = client.get(url("words", place, programme.pk)).content.decode()

    assert "Det näringslivsstrategiska programmet har 6" in page


def test_an_own_word_has_its_own_forms(client, editor, place):
    programme = make.programme(place)
    forms = {"article": "ett", "one": "lyft", "the": "lyftet", "many": "lyft", "all": "lyften"}
    typed = {f"action_{form}": text for form, text in forms.items()}

    page = save(client, url("words", place, programme.pk), action="own", **typed)

    assert Programme.objects.get().words == {"action": forms}
    assert "1 lyft är försenat" in page.content.decode()


def test_an_own_word_without_all_its_forms_is_refused(client, editor, place):
    programme = make.programme(place)

    page = save(client, url("words", place, programme.pk), action="own", action_one="lyft", action_article="ett")

    assert sorted(faults(page)) == ["action_all", "action_many", "action_the"]


def test_words_that_two_people_choose_for_different_levels_both_hold(client, editor, place):
    programme = make.programme(place)
    address = url("words", place, programme.pk)
    first, second = client.get(address), client.get(address)

    client.post(address, fill(first, area="målområde"))
    client.post(address, fill(second, action="insats"))

    assert Programme.objects.get().words == {"area": "målområde", "action": "insats"}


# Goals and areas


def test_a_goal_is_added_and_the_change_says_who_did_it(client, editor, place):
    programme = make.programme(place)

    save(client, url("add_goal", place, programme.pk), wording="Fler jobb.")

    change = Change.objects.first()
    assert [goal.wording for goal in Goal.objects.all()] == ["Fler jobb."]
    assert (change.sentence, change.user) == ("Added the goal “Fler jobb.”", editor)


def test_a_goal_keeps_its_number_as_it_is_written(client, editor, place):
    programme = make.programme(place)

    page = save(
        client,
        url("add_goal", place, programme.pk),
        wording="3 700 ytterligare jobb",
        quantity_kind="change",
        quantity="3 700",
        target_year="2035",
    )

    assert page.status_code == 200
    assert (Goal.objects.get().quantity, Goal.objects.get().target_year) == (3700, 2035)


def test_a_goal_that_says_nothing_is_refused_and_stays_as_typed(client, editor, place):
    programme = make.programme(place)

    page = save(client, url("add_goal", place, programme.pk), unit="jobb")

    assert faults(page) == {"__all__": ["Write the goal's wording, or at least its theme."]}
    assert page.context["form"]["unit"].value() == "jobb"


def test_an_area_of_another_programme_is_no_choice_for_a_goal(client, editor, place):
    goal = make.goal(make.programme(place))
    other = make.area(make.programme(place, title="Det andra"), name="Hemligt")

    page = save(client, goal.get_absolute_url(), areas=[str(other.pk)])

    assert list(faults(page)) == ["areas"]
    assert "Hemligt" not in page.content.decode()


def test_adding_to_an_adopted_programme_needs_its_ground(client, editor, place):
    programme, _step = locked_programme(place)
    address = url("add_goal", place, programme.pk)

    refused = save(client, address, wording="Fler jobb.")
    save(client, address, wording="Fler jobb.", ground="correction", reason="Målet föll bort")

    assert "adopted and is locked" in str(faults(refused))
    assert Goal.objects.count() == 1


def test_areas_are_added_last_and_moved_up(client, editor, place):
    programme = make.programme(place)
    for name in ("Handel", "Mark", "Kompetens"):
        save(client, url("add_area", place, programme.pk), name=name)

    client.post(url("move_area", place, Area.objects.get(name="Kompetens").pk), {"direction": "up"})

    assert [area.name for area in programme.areas.all()] == ["Handel", "Kompetens", "Mark"]


def test_the_first_area_stays_first(client, editor, place):
    programme = make.programme(place)
    first, _second = make.area(programme), make.area(programme)

    answer = client.post(url("move_area", place, first.pk), {"direction": "up"})

    assert answer.status_code == 302
    assert programme.areas.first() == first


def test_areas_without_a_name_or_with_the_same_get_addresses_of_their_own(client, editor, place):
    programme = make.programme(place)
    for name in ("Handel", "Handel", "", "🚀"):
        save(client, url("add_area", place, programme.pk), name=name)

    assert [area.slug for area in programme.areas.all()] == ["handel", "handel-2", "del-3", "del-4"]


def test_an_area_with_goals_is_not_removed(client, editor, place):
    area = make.area(make.programme(place))
    make.goal(area.programme, theme="Jobb", areas=[area])

    page = save(client, url("drop_area", place, area.pk))

    assert faults(page) == {"__all__": ["It cannot be removed while it is used: goal “Jobb”."]}
    assert not Area.objects.get().dropped


def test_an_area_with_actions_is_not_removed(client, editor, place):
    area = make.area(make.programme(place))
    make.action(make.plan(area.programme), area=area, title="Lots")

    page = save(client, url("drop_area", place, area.pk))

    assert "action “1. Lots”" in str(faults(page))


def test_an_area_that_nothing_hangs_on_is_removed_and_comes_back(client, editor, place):
    area = make.area(make.programme(place))

    save(client, url("drop_area", place, area.pk))
    assert client.get(area.get_absolute_url()).status_code == 404
    client.post(url("undo", place, Change.objects.first().pk))

    assert client.get(area.get_absolute_url()).status_code == 200


def test_an_adopted_goal_is_removed_by_decision_or_correction_only(client, editor, place):
    programme, step = locked_programme(place)
    goal = make.goal(make.programme(place))
    Goal.objects.filter(pk=goal.pk).update(programme=programme)

    refused = save(client, url("drop_goal", place, goal.pk))
    save(client, url("drop_goal", place, goal.pk), ground="decision", step=step.pk)

    assert "adopted and is locked" in str(faults(refused))
    assert Goal.objects.get().dropped


def test_what_was_typed_stays_when_the_row_is_removed_meanwhile(client, editor, place):
    goal = make.goal(make.programme(place))
    page = client.get(goal.get_absolute_url())
    save(client, url("drop_goal", place, goal.pk))

    answer = client.post(goal.get_absolute_url(), fill(page, theme="En timmes arbete"))

    assert answer.status_code == 200
    assert "Somebody else has removed this while you wrote." in answer.content.decode()
    assert "En timmes arbete" in answer.content.decode()


# Changes


def test_changes_stand_in_sentences_and_are_taken_back(client, editor, place):
    goal = make.goal(make.programme(place), theme="Före")
    save(client, goal.get_absolute_url(), theme="Efter")
    change = Change.objects.first()

    page = client.post(url("undo", place, change.pk), follow=True).content.decode()

    assert Goal.objects.get().theme == "Före"
    assert "Changed the goal “Efter”" in page
    assert "Kim Ek" in page


@pytest.mark.parametrize("page", ["changes", "municipality"])
def test_a_browser_can_take_back_where_changes_are_listed(editor, place, page):
    goal = make.goal(make.programme(place), theme="Före")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    with change("Changed in a test", municipality=place, user=editor) as deed:
        goal = deed.lock(goal)
        goal.theme = "Efter"
        goal.save()

    page = browser.get(url(page, place)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"><input type="hidden" name="back"', page)[1]
    browser.post(url("undo", place, deed.pk), {"csrfmiddlewaretoken": token})

    assert Goal.objects.get().theme == "Före"


def test_what_the_portal_did_itself_has_no_button_to_take_it_back(client, editor, place):
    make.save(make.goal(make.programme(place), theme="Inläst"))

    assert "Take back" not in client.get(url("changes", place)).content.decode()


def test_a_change_that_something_newer_stands_on_says_so(client, editor, place):
    goal = make.goal(make.programme(place), theme="Ett")
    save(client, goal.get_absolute_url(), theme="Två")
    older = Change.objects.first()
    save(client, goal.get_absolute_url(), theme="Tre")

    page = client.post(url("undo", place, older.pk), follow=True)

    assert "“Tre” has been changed again since then." in page.content.decode()
    assert Goal.objects.get().theme == "Tre"


def test_who_changes_nothing_is_offered_nothing_to_take_back(client, place):
    goal = make.goal(make.programme(place))
    with change("Changed by a colleague", municipality=place, user=make.user()):
        goal.theme = "Efter"
        goal.save()
    enter(client, place, Role.READER)

    page = client.get(url("changes", place)).content.decode()

    assert ("Changed by a colleague" in page, "Take back" in page) == (True, False)


def test_the_changes_of_another_municipality_do_not_exist(client, editor, place):
    goal = make.goal(theme="Hemligt")
    make.save(goal)
    change = Change.objects.first()
    Change.objects.filter(pk=change.pk).update(municipality=goal.municipality)

    assert client.post(url("undo", place, change.pk)).status_code == 404
    assert "Made for a test" not in client.get(url("changes", place)).content.decode()


# Who may


PAGES = ["municipality", "facts", "departments", "changes"]


def test_a_reader_reads_and_changes_nothing(client, place):
    enter(client, place, Role.READER)
    goal = make.goal(make.programme(place, internal_note="Bara för oss"), wording="Fler jobb.")

    assert [client.get(url(name, place)).status_code for name in PAGES] == [200] * len(PAGES)
    assert "Fler jobb." in client.get(goal.get_absolute_url()).content.decode()
    assert "Bara för oss" not in client.get(goal.programme.get_absolute_url()).content.decode()
    assert client.post(goal.get_absolute_url(), {"theme": "Nytt"}).status_code == 403
    assert client.get(url("add_goal", place, goal.programme.pk)).status_code == 403


def test_rows_of_another_municipality_do_not_exist(client, editor, place):
    goal = make.goal()
    names = {"goal": goal.pk, "drop_goal": goal.pk, "programme": goal.programme.pk, "texts": goal.programme.pk,
             "add_area": goal.programme.pk}  # fmt: skip

    assert {client.get(url(name, place, pk)).status_code for name, pk in names.items()} == {404}
    assert client.post(url("goal", place, goal.pk), {"theme": "Nytt"}).status_code == 404


def test_nothing_is_changed_by_looking(client, editor, place):
    area = make.area(make.programme(place))

    assert client.get(url("move_area", place, area.pk)).status_code == 405
    client.get(url("drop_area", place, area.pk))

    assert not Area.objects.get().dropped


# How much it asks the database


def many(model, place, count, **fields):
    """Store rows in one go, without their history; `fields` may be functions of the number."""
    rows = [{name: value(n) if callable(value) else value for name, value in fields.items()} for n in range(count)]
    return model.objects.bulk_create(model(municipality=place, **row) for row in rows)


@pytest.mark.parametrize("count", [1, 100])
def test_the_page_of_a_programme_asks_as_much_for_one_row_as_for_a_hundred(
    client, editor, place, django_assert_num_queries, count
):
    programme = make.programme(place)
    areas = many(Area, place, count, programme=programme, order=1, slug=lambda n: f"omrade-{n}")
    goals = many(Goal, place, count, programme=programme, order=1, theme="Jobb")
    Goal.areas.through.objects.bulk_create(
        Goal.areas.through(goal=goal, area=area) for goal, area in zip(goals, areas, strict=True)
    )
    many(CaseStep, place, count, programme=programme, kind="noting")
    many(Group, place, count, programme=programme, kind="other_group", name="Gruppen")

    with django_assert_num_queries(17):
        client.get(url("programme", place, programme.pk))


LISTS = [("municipality", 13), ("departments", 8), ("changes", 13)]


@pytest.mark.parametrize(("name", "queries"), LISTS)
@pytest.mark.parametrize("count", [1, 100])
def test_a_list_asks_as_much_for_one_row_as_for_a_hundred(
    client, editor, place, django_assert_num_queries, name, queries, count
):
    first = make.department(place)
    many(Department, place, count, name=lambda n: f"Enhet {n}", parent=first, successor=first)
    programmes = many(Programme, place, count, title="Program", slug=lambda n: f"program-{n}")
    many(CaseStep, place, count, programme=lambda n: programmes[n], kind="noting")
    Change.objects.bulk_create(Change(municipality=place, user=editor, sentence="Ändrade") for _ in range(count))

    with django_assert_num_queries(queries):
        client.get(url(name, place))
