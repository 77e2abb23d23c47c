"""Changes told in sentences, and who may read what of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action
from programmes.history import Change, change
from programmes.models import Membership
from programmes.story import LIST, PAGE, tell
from tests import make

pytestmark = pytest.mark.django_db


def do(row, user=None, relations=None, **values):
    """Change a row, as one deed of somebody."""
    with change("Ändrade", municipality=row.municipality, user=user) as deed:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        for name, rows in (relations or {}).items():
            row.relate(name, rows)
    return deed


def told(deed, reader, measure=LIST):
    """Return the lines of the only row of a change: (label, old, new)."""
    [story] = tell([deed], reader, measure=measure)
    [row] = story.rows
    return [(line.label, line.old, line.new) for line in row.lines]


def test_a_value_is_told_as_people_read_it(editor, municipality):
    action = make.action(make.plan(make.programme(municipality)), status="ongoing", end=date(2026, 5, 31))

    deed = do(action, editor, status="completed", end=date(2026, 8, 31), continuous=True)

    assert told(deed, editor) == [
        ("Slutdatum nu", "2026-05-31", "2026-08-31"),
        ("Pågår löpande", "Nej", "Ja"),
        ("Status", "Pågår", "Genomförd"),
    ]


def test_it_is_told_in_the_language_of_the_reader(editor, municipality, client):
    deed = do(make.action(make.plan(make.programme(municipality))), editor, status="ongoing")
    client.force_login(make.membership(municipality, "reader", user=make.user(language="en")).user)

    page = client.get(f"/arbete/alingsas/andringar/{deed.pk}/")

    assert "Not started" in page.text
    assert "Ongoing" in page.text


def test_a_partial_date_is_one_value(editor, municipality):
    step = make.step(make.programme(municipality), on_date=date(2021, 6, 1), on_precision="month")

    deed = do(step, editor, on_precision="day")

    assert told(deed, editor) == [("Datum", "2021-06", "2021-06-01")]


def test_a_department_keeps_the_name_that_it_had_then(editor, municipality):
    old, new = make.department(municipality, name="Tekniska"), make.department(municipality, name="Kultur")
    deed = do(make.action(make.plan(make.programme(municipality)), responsible=old), editor, responsible=new)

    do(old, name="Samhällsbyggnad")

    assert told(deed, editor) == [("Ansvarig", "Tekniska", "Kultur")]


def test_relations_are_told_by_what_came_and_went(editor, municipality):
    first, second = make.department(municipality, name="Kultur"), make.department(municipality, name="Skola")
    action = make.action(make.plan(make.programme(municipality)))
    make.save(action, participating=[first])

    deed = do(action, editor, relations={"participating": [second]})

    [[line]] = [row.lines for row in tell([deed], editor)[0].rows]
    assert (line.label, line.came, line.went) == ("Medverkande enheter", ("Skola",), ("Kultur",))


def test_a_long_text_is_told_by_the_words_that_changed(editor, municipality):
    goal = make.goal(make.programme(municipality), wording="Före. " * 3000 + "Kommunen ska ha 3 700 nya jobb år 2035.")

    deed = do(goal, editor, wording=goal.wording.replace("3 700", "4 000"))

    [[line]] = [row.lines for row in tell([deed], editor)[0].rows]
    assert line.pieces == (
        ("same", "… Före. Kommunen ska ha "),
        ("old", "3 700"),
        ("same", " "),
        ("new", "4 000"),
        ("same", " nya jobb år 2035."),
    )


def test_a_rich_text_is_told_in_plain_words(editor, municipality):
    area = make.area(make.programme(municipality), description="<p>Fler <strong>lediga</strong> lokaler</p>")

    deed = do(area, editor, description="<h3>Mark</h3><p>Fler lokaler</p>")

    assert told(deed, editor) == [("Beskrivning", "Fler lediga lokaler", "Mark\n\nFler lokaler")]


def test_what_was_added_removed_and_brought_back_is_said_so(editor, municipality):
    goal = make.Goal(programme=make.programme(municipality), order=1, wording="Fler jobb.", municipality=municipality)
    added = do(goal, editor)

    removed, returned = do(goal, editor, dropped=True), do(goal, editor, dropped=False)

    stories = tell([added, removed, returned], editor)
    assert [[row.deed for row in story.rows] for story in stories] == [["added"], ["dropped"], ["returned"]]


def test_the_page_of_a_change_lists_what_a_new_row_says(editor, municipality):
    with change("La till", municipality=municipality, user=editor) as deed:
        goal = make.Goal(municipality=municipality, programme=None, order=1, wording="Fler jobb.", theme="Jobb")
        goal.programme = make_programme_inside(municipality)
        goal.save()

    goals = [row for row in tell([deed], editor, measure=PAGE)[0].rows if row.kind == "Mål"]
    assert [(line.label, line.new) for line in goals[0].lines] == [
        ("Tema", "Jobb"),
        ("Lydelse", "Fler jobb."),
        ("Ordning", "1"),
    ]


def make_programme_inside(municipality):
    row = make.Programme(municipality=municipality, slug="nytt", title="Nytt")
    row.save()
    return row


def test_who_did_it_is_told_with_the_department_of_that_time(municipality):
    department = make.department(municipality, name="Samhällsbyggnad")
    anna = make.membership(municipality, "editor", department=department).user
    deed = do(make.goal(make.programme(municipality)), anna, theme="Jobb")

    do(department, name="Stadsbyggnad")

    assert [story.departments for story in tell([deed], anna)] == ["Samhällsbyggnad"]


def test_an_internal_note_is_not_read_to_those_who_may_not(reader, editor, municipality):
    action = make.action(make.plan(make.programme(municipality)))

    deed = do(action, editor, internal_note="Hemligt")

    withheld = {person: tell([deed], person)[0].rows[0].lines[0] for person in (reader, editor)}
    assert [(withheld[person].withheld, withheld[person].new) for person in (reader, editor)] == [
        (True, ""),
        (False, "Hemligt"),
    ]


def test_members_are_not_told_of_to_those_who_may_not_see_them(client, reader, editor, municipality):
    with change("Gav Hemlig Person en roll", municipality=municipality, user=editor):
        Membership(municipality=municipality, role="reader", user=make.user(name="Hemlig Person")).save()

    pages = {}
    for person in (reader, editor):
        client.force_login(person)
        pages[person] = (
            client.get("/arbete/alingsas/andringar/").text
            + client.get(f"/arbete/alingsas/andringar/{Change.objects.first().pk}/").text
        )

    assert ["Hemlig Person" in pages[person] for person in (reader, editor)] == [False, True]


def test_nobody_guesses_by_searching_at_what_is_not_shown(client, reader, editor, municipality):
    with change("Gav Hemlig Person en roll", municipality=municipality, user=editor):
        Membership(municipality=municipality, role="reader", user=make.user(name="Hemlig Person")).save()
    client.force_login(reader)

    page = client.get("/arbete/alingsas/andringar/", {"sok": "Hemlig"})

    assert page.context["page"].paginator.count == 0


def test_of_a_large_change_the_list_tells_the_first_rows(editor, municipality):
    plan = make.plan(make.programme(municipality))
    with change("La till 7 åtgärder", municipality=municipality, user=editor) as deed:
        for number in range(1, 8):
            Action(municipality=municipality, plan=plan, number=number, title="Lots").save()

    [story] = tell([deed], editor)

    assert (len(story.rows), story.more, story.rows[0].lines) == (LIST.rows, 7 - LIST.rows, [])


def test_the_history_of_a_row_tells_of_that_row_only(editor, municipality):
    first, second = (make.action(make.plan(make.programme(municipality))) for _ in range(2))
    with change("Satte status", municipality=municipality, user=editor) as deed:
        for action in (first, second):
            action.status = "ongoing"
            action.save()

    [story] = tell([deed], editor, [first.history.all()])

    assert ([row.url for row in story.rows], story.more) == ([first.get_absolute_url()], 1)


def many_changes(municipality, user, count):
    """Return changes of many kinds of rows, each with another row, another department and another person."""
    deeds = []
    for number in range(count):
        programme = make.programme(municipality)
        area, department = make.area(programme, name=""), make.department(municipality)
        person = make.membership(municipality, "reader")
        action = make.action(make.plan(programme), responsible=make.department(municipality))
        report = make.report(action)
        indicator = make.indicator(municipality)
        with change(f"Ändring {number}", municipality=municipality, user=make.user()) as deed:
            action.responsible, action.responsible_person, action.area = department, person, area
            action.save()
            action.relate("indicators", [indicator])
            report.status = "completed"
            report.save()
            area.description = "En beskrivning. " * 20
            area.save()
            make.Observation(municipality=municipality, indicator=indicator, year=2026, value=number).save()
        deeds.append(deed)
    return Change.objects.filter(pk__in=[deed.pk for deed in deeds]).select_related("user", "municipality", "undone_by")


@pytest.mark.parametrize("count", [1, 12])
def test_many_changes_take_as_many_queries_as_one(editor, municipality, count):
    changes = list(many_changes(municipality, editor, count))
    editor.has_perm("programmes.view_change", municipality)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        stories = tell(changes, editor)
        assert [len(story.rows) for story in stories] == [4] * count

    assert len(queries) == 28
