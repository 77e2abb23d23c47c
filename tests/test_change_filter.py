"""Whose changes, of what, with which words: what the list of changes shows."""

import pytest

from indicators.models import Target
from programmes.history import Change, change
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, editor, municipality):
    """Return the sentences that an editor meets."""
    client.force_login(editor)

    def sentences(**query):
        page = client.get(f"{municipality.get_absolute_url()}andringar/", query)
        return [story.sentence for story in page.context["changes"]]

    return sentences


def deed(row, sentence, user=None, **values):
    with change(sentence, municipality=row.municipality, user=user):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def test_my_own(shown, editor, municipality):
    goal = make.goal(make.programme(municipality))
    deed(goal, "Min", editor)
    deed(goal, "Annans", make.user())

    assert shown(vem="mina") == ["Min"]


def test_somebody_elses(shown, editor, municipality):
    colleague = make.membership(municipality, "editor").user
    goal = make.goal(make.programme(municipality))
    deed(goal, "Min", editor)
    deed(goal, "Kollegans", colleague)

    assert shown(vem=colleague.pk) == ["Kollegans"]


def test_who_may_not_see_the_members_is_offered_none_of_them(client, reader, editor, municipality):
    client.force_login(reader)

    page = client.get(f"{municipality.get_absolute_url()}andringar/")

    assert [value for value, _label in page.context["form"].fields["vem"].choices] == ["", "mina"]


def test_a_programme_with_all_its_parts(shown, municipality):
    programme, other = make.programme(municipality), make.programme(municipality)
    plan = make.plan(programme)
    action = make.action(plan)
    target = Target(municipality=municipality, programme=programme, indicator=make.indicator(municipality))
    parts = [programme, make.goal(programme), make.area(programme), plan, action, make.report(action), target]
    for number, row in enumerate(parts):
        deed(row, f"Del {number}")
    deed(make.goal(other), "Annat program")
    deed(make.department(municipality), "Förvaltning")

    assert shown(program=programme.pk) == [f"Del {number}" for number in reversed(range(len(parts)))]
    assert shown(rad=programme.thread) == shown(program=programme.pk)


def test_one_kind_of_row(shown, municipality):
    programme = make.programme(municipality)
    deed(make.goal(programme), "Mål")
    deed(make.area(programme), "Område")

    assert shown(slag="goal") == ["Mål"]


def test_words(shown, municipality):
    goal = make.goal(make.programme(municipality))
    deed(goal, "Ändrade målet om jobb")
    deed(goal, "Ändrade målet om företag")

    assert shown(sok="jobb mål") == ["Ändrade målet om jobb"]


def test_a_row_that_has_been_removed_keeps_its_history(shown, municipality):
    goal = make.goal(make.programme(municipality))
    deed(goal, "Tog bort", dropped=True)

    assert shown(rad=goal.thread)[0] == "Tog bort"


@pytest.mark.parametrize("thread", ["goal-900001", "goal", "region-1", "goal-²", "user-1", "-"])
def test_a_row_that_is_not_there_has_no_history(client, editor, municipality, thread):
    client.force_login(editor)

    assert client.get(f"{municipality.get_absolute_url()}andringar/", {"rad": thread}).status_code == 404


def test_a_reader_reads_no_history_of_a_member(client, reader, municipality):
    client.force_login(reader)
    page = f"{municipality.get_absolute_url()}andringar/"

    assert client.get(page, {"rad": reader.memberships.get().thread}).status_code == 404
    assert client.get(page, {"slag": "membership"}).context["form"].errors != {}


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_asks_as_often_for_many_as_for_one(client, editor, municipality, count, django_assert_num_queries):
    goal = make.goal(make.programme(municipality))
    for number in range(count):
        deed(goal, f"Ändring {number}", editor, wording=f"Fler jobb {number}.")
    client.force_login(editor)
    Change.objects.filter(municipality=None).update(municipality=municipality)

    with django_assert_num_queries(18):
        client.get(f"{municipality.get_absolute_url()}andringar/", {"slag": "goal", "vem": "mina"})
