from copy import copy
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actions.models import Action
from indicators.models import Observation
from programmes.history import Change, OutsideChange, change, save_all
from programmes.models import Area, Goal
from programmes.undoing import CannotUndo, undo
from programmes.walls import SameMunicipality
from tests import make

pytestmark = pytest.mark.django_db


def test_a_row_is_saved_only_inside_a_change():
    goal = make.goal()
    goal.theme = "Annat tema"

    with pytest.raises(OutsideChange):
        goal.save()


def test_history_points_to_the_change_and_its_person():
    goal = make.goal()
    person = make.user()

    with change("Bytte tema", municipality=goal.municipality, user=person) as deed:
        goal.theme = "Nytt tema"
        goal.save()

    latest = goal.history.first()
    assert (latest.change, latest.history_user, latest.theme) == (deed, person, "Nytt tema")


def test_many_rows_are_saved_at_once_as_each_would_be():
    indicator, person = make.indicator(), make.user()
    stood = make.observation(indicator, year=2023, value=1)
    changed = copy(stood)
    changed.value, changed.note = Decimal("2.5"), "Rättat"
    new = Observation(municipality=indicator.municipality, indicator=indicator, year=2024, missing="too_few")

    with change("Tog över", municipality=indicator.municipality, user=person) as deed:
        save_all([(changed, stood), (new, None)])

    stood.refresh_from_db()
    new.refresh_from_db()
    assert (stood.value, stood.note, new.missing) == (Decimal("2.5"), "Rättat", "too_few")
    told = [(row.year, row.value, row.change, row.history_user, row.history_type) for row in deed_rows(deed)]
    assert told == [(2023, Decimal("2.5"), deed, person, "~"), (2024, None, deed, person, "+")]
    assert undo(deed, user=None).undoes == deed


def deed_rows(deed):
    return Observation.history.filter(change=deed).order_by("year")


def test_many_rows_are_saved_only_inside_a_change_and_without_what_history_would_miss():
    indicator = make.indicator()
    new = Observation(municipality=indicator.municipality, indicator=indicator, year=2024, value=1)

    with pytest.raises(OutsideChange):
        save_all([(new, None)])
    with pytest.raises(TypeError), change("Många", municipality=indicator.municipality):
        save_all([(indicator, copy(indicator))])


def test_the_database_refuses_many_rows_as_it_refuses_one():
    indicator, place = make.indicator(), make.municipality()
    foreign = Observation(municipality=place, indicator=indicator, year=2024, value=1)

    with pytest.raises(IntegrityError), change("Fel", municipality=place):
        save_all([(foreign, None)])

    assert list(Change.objects.filter(sentence="Fel")) == []


def test_a_change_that_touches_nothing_leaves_no_trace():
    with change("Ingenting", municipality=None):
        pass

    assert list(Change.objects.all()) == []


def test_undo_gives_the_former_values_back_relations_included():
    goal = make.goal()
    areas = [make.area(goal.programme), make.area(goal.programme)]
    with change("Ändrade målet", municipality=goal.municipality) as deed:
        goal.theme = "Nytt tema"
        goal.save()
        goal.relate("areas", areas)

    inverse = undo(deed, user=None)

    goal.refresh_from_db()
    assert (goal.theme, list(goal.areas.all()), inverse.undoes) == ("", [], deed)


def test_an_undo_can_be_undone():
    goal = make.goal(wording="Före")
    with change("Ändrade", municipality=goal.municipality) as deed:
        goal.wording = "Efter"
        goal.save()

    undo(undo(deed, user=None), user=None)

    assert Goal.objects.get().wording == "Efter"


def test_what_was_added_is_dropped_by_undo():
    programme = make.programme()
    with change("La till", municipality=programme.municipality) as deed:
        Goal(municipality=programme.municipality, programme=programme, order=1, wording="Fler jobb.").save()

    undo(deed, user=None)

    assert [goal.dropped for goal in Goal.objects.all()] == [True]


def test_what_was_added_stays_once_it_is_used():
    programme = make.programme()
    with change("La till", municipality=programme.municipality) as deed:
        area = Area(municipality=programme.municipality, programme=programme, order=1, slug="omrade")
        area.save()
    make.action(make.plan(programme), area=area)

    with pytest.raises(CannotUndo, match="Företagslots"):
        undo(deed, user=None)
    assert [area.dropped for area in Area.objects.all()] == [False]


@pytest.mark.parametrize("kind", ["area", "goal"])
def test_what_was_removed_does_not_come_back_to_what_is_gone(kind):
    area = make.area(name="Etableringar")
    row = {"area": make.action, "goal": lambda plan, area: make.goal(area.programme, areas=[area])}[kind](
        make.plan(area.programme), area=area
    )
    with change("Tog bort", municipality=area.municipality) as deed:
        row.dropped = True
        row.save()
    with change("Tog bort", municipality=area.municipality):
        area.dropped = True
        area.save()

    with pytest.raises(CannotUndo, match="Etableringar"):
        undo(deed, user=None)


def test_a_change_is_taken_back_once():
    goal = make.goal()
    with change("Ändrade", municipality=goal.municipality) as deed:
        goal.theme = "Nytt"
        goal.save()
    undo(deed, user=None)

    with pytest.raises(CannotUndo):
        undo(deed, user=None)


def test_what_somebody_changed_afterwards_is_not_undone():
    goal = make.goal(theme="Ett")
    with change("Två", municipality=goal.municipality) as deed:
        goal.theme = "Två"
        goal.save()
    with change("Tre", municipality=goal.municipality):
        goal.theme = "Tre"
        goal.save()

    with pytest.raises(CannotUndo):
        undo(deed, user=None)
    assert Goal.objects.get().theme == "Tre"


def test_the_database_refuses_a_row_tied_to_another_municipality():
    action = make.action()
    foreign = make.department(make.municipality())
    action.responsible = foreign

    with pytest.raises(IntegrityError), transaction.atomic(), change("Fel", municipality=action.municipality):
        action.save()


def test_the_database_refuses_a_relation_across_municipalities():
    goal, foreign = make.goal(), make.area()

    with pytest.raises(IntegrityError), transaction.atomic(), change("Fel", municipality=goal.municipality):
        goal.areas.add(foreign)


@pytest.mark.parametrize("tie", ["step", "undoes"])
def test_a_change_rests_on_nothing_of_another_municipality(tie):
    goal, foreign = make.goal(), make.step()
    tied = {"step": foreign, "undoes": foreign.history.first().change}[tie]
    Change.objects.filter(pk=foreign.history.first().change.pk).update(municipality=foreign.municipality)

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(municipality=goal.municipality, sentence="Fel", **{tie: tied})


def test_every_tie_between_two_municipalities_rows_is_walled():
    models = [model for model in apps.get_models() if is_owned(model) and not hasattr(model, "instance_type")]
    ties = {
        (model.__name__, field.name)
        for model in models
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if is_owned(field.related_model)
    }
    walls = {
        (model.__name__, wall.field)
        for model in models
        for wall in model._meta.constraints
        if isinstance(wall, SameMunicipality)
    }

    assert ties == walls


def is_owned(model):
    return model is not None and any(field.name == "municipality" for field in model._meta.fields)


def test_the_database_refuses_to_move_a_row_to_another_municipality():
    goal = make.goal()
    goal.municipality = make.municipality()

    with pytest.raises(IntegrityError), transaction.atomic(), change("Fel", municipality=goal.municipality):
        goal.save()


def test_the_adopted_end_date_cannot_be_rewritten():
    action = make.action(make.plan(state="adopted"), end_adopted=date(2026, 5, 1), end=date(2026, 5, 1))
    before = Action.objects.get()
    action.end_adopted = date(2026, 12, 1)

    with pytest.raises(ValidationError, match="slutdatumet"):
        action.check_change(before, None)
