"""What differs between two contents, in words."""

import inspect
from datetime import date
from decimal import Decimal
from typing import get_args, get_origin

import msgspec
import pytest

from portal.publications import content
from portal.publications.comparison import Comparison, Difference, compare
from portal.publications.labels import FIELDS
from tests.example import (
    ACTIONS,
    action,
    area,
    day,
    follow_up,
    goal,
    indicator,
    observation,
    plan,
    programme,
    quantity,
    site,
    step,
    target,
    uid,
    words,
)
from tests.example_parts import made


def plans(*actions):
    return (plan(adopted_by=uid("step plan"), actions=actions),)


def test_equal_contents_differ_in_nothing():
    assert compare(programme(), programme(as_of=date(2027, 1, 1))) == ()


def test_a_changed_text_of_the_programme_stands_without_a_room():
    new = programme(vision="<p>Bäst i <strong>landet</strong>.</p>")

    assert compare(programme(), new) == (Difference("added", "", "Vision", "", "Bäst i landet."),)


def test_a_text_that_says_the_same_in_another_form_is_said_to():
    new = programme(process="<h3>Ett 20-tal workshoppar 2020–2021.</h3>")

    assert [(one.kind, one.field) for one in compare(programme(), new)] == [("shaped", "Så togs det fram")]


def test_a_changed_action_is_named_in_the_programmes_words():
    changed = action(3, title="Kartlägg mark", status="completed", end=date(2027, 1, 31))
    old = programme(plans=plans(action(3, title="Kartlägg mark")), words=words(action="aktivitet"))
    new = programme(plans=plans(changed), words=words(action="aktivitet"))

    assert compare(old, new) == (
        Difference("changed", "Aktivitet 3 Kartlägg mark", "Slutdatum", "2026-12-15", "2027-01-31", changed.id),
        Difference("changed", "Aktivitet 3 Kartlägg mark", "Status", "Pågår", "Genomförd", changed.id),
    )


def test_rows_that_came_and_went_are_one_difference_each():
    new = programme(plans=plans(*ACTIONS[:4], action(6, title="Ny")))

    assert compare(programme(), new) == (
        Difference("added", "Åtgärd 6 Ny", "", "", "Åtgärd 6 Ny", uid("action 6")),
        Difference(
            "removed",
            "Åtgärd 5 Dialog om pendlingsstråket",
            "",
            "Åtgärd 5 Dialog om pendlingsstråket",
            "",
            uid("action 5"),
        ),
    )


def test_a_new_plan_brings_its_actions_along_one_by_one():
    second = plan("2027", actions=(action(7, title="Ny"),))
    new = programme(plans=(*programme().plans, second))

    assert compare(programme(), new) == (
        Difference("added", "Åtgärdsplan 2027", "", "", "Åtgärdsplan 2027", second.id),
        Difference("added", "Åtgärd 7 Ny", "", "", "Åtgärd 7 Ny", uid("action 7")),
    )


def test_references_are_told_by_name():
    old = programme(plans=plans(action(1, title="Lots")))
    new = programme(plans=plans(action(1, title="Lots", area=uid("area tre"))))

    assert compare(old, new) == (
        Difference("changed", "Åtgärd 1 Lots", "Område", "Företagsklimat", "Strategi 3", uid("action 1")),
    )


def test_an_event_that_came_stands_in_its_indicator_and_year():
    old = programme(indicators=(indicator(),))
    new = programme(indicators=(indicator(annotations=(content.Annotation(year=2024, text="Ny väg"),)),))
    room = "Indikator Svenskt Näringsliv, ranking, händelse 2024"

    assert compare(old, new) == (Difference("added", room, "", "", "Ny väg", uid("indicator ranking")),)


def test_a_value_that_was_corrected_stands_in_its_indicator_and_year():
    old = programme(indicators=(indicator(observations=(observation(2025, 121),)),))
    new = programme(indicators=(indicator(observations=(observation(2025, 0), observation(2026, None))),))
    row = uid("indicator ranking")

    assert compare(old, new) == (
        Difference("changed", "Indikator Svenskt Näringsliv, ranking, 2025", "Värde", "121", "0", row),
        Difference("added", "Indikator Svenskt Näringsliv, ranking, 2026", "", "", "ännu inte publicerat", row),
    )


def test_a_target_is_told_field_by_field_or_whole():
    old = programme(indicators=(indicator(target=target(year=2030)),))
    without = programme(indicators=(indicator(target=None),))
    room, row = "Indikator Svenskt Näringsliv, ranking", uid("indicator ranking")

    assert compare(old, programme()) == (Difference("changed", room, "Målår", "2030", "2035", row),)
    assert [(one.kind, one.field, one.new) for one in compare(old, without)] == [("removed", "Mål", "")]


MORE_JOBS = goal(quantity=quantity(value=Decimal(4000)))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("goals", (goal(),), (MORE_JOBS,), ("Mål 1 Jobb", "Tal", "3\u00a0700", "4\u00a0000")),
        ("areas", (area(name=""),), (area(),), ("Strategi 1 Företagsklimat", "Namn", "", "Företagsklimat")),
        ("steps", (step(on=day("")),), (step(),), ("Antagande juni 2021", "Datum", "", "juni 2021")),
        ("words", words(), words(action="insats"), ("", "Ord för åtgärd", "åtgärd", "insats")),
        ("period_through", 2035, None, ("", "Gäller till och med", "2035", "")),
    ],
)
def test_each_kind_of_value_is_told_as_a_reader_sees_it(name, old, new, expected):
    base = {"plans": (), "indicators": (), "dialogues": (), "proposals": ()}

    told = compare(programme(**base | {name: old}), programme(**base | {name: new}))

    assert [(one.room, one.field, one.old, one.new) for one in told] == [expected]


def test_a_follow_up_is_compared_with_its_programme():
    changed = follow_up(summary="Två är genomförda.", programme=programme(title="Nytt namn"))

    assert [(one.field, one.new) for one in compare(follow_up(), changed)] == [
        ("Sammanfattning", "Två är genomförda."),
        ("Titel", "Nytt namn"),
    ]


def test_an_assessment_stands_under_the_name_of_its_area():
    changed = follow_up(
        areas=(content.AreaAssessment(area=uid("area klimat"), verdict="hard", motivation="<p>Betygen stiger.</p>"),)
    )

    assert compare(follow_up(), changed) == (
        Difference("changed", "Företagsklimat", "Bedömning", "På väg", "Svårt att nå", uid("area klimat")),
    )


def test_the_municipalitys_own_facts_are_compared():
    assert compare(site(), site(phone="0300-1")) == (Difference("changed", "", "Telefon", "0300-12 34 56", "0300-1"),)


def test_a_first_publication_is_summarised():
    told = compare(None, programme())

    assert [(one.field, one.new) for one in told][:3] == [
        ("", "Näringslivsstrategiskt program 2021–2035"),
        ("Mål", "1"),
        ("Områden", "3"),
    ]
    assert told[-1] == Difference("added", "Åtgärdsplan 2026", "Åtgärder", "", "5", uid("plan 2026"))


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_every_field_has_a_label_or_is_silent(kind):
    assert sorted(FIELDS[kind]) == sorted(field.name for field in msgspec.structs.fields(kind))


KNOWN = {content.Step: {"on": day("2026-01-01"), "kind": "approval"}} | dict.fromkeys(
    (content.Observation, content.ComparedValue), {"sex": "T", "value": Decimal(0)}
)
ROWS = [
    (kind, one.name, inner)
    for kind in FIELDS
    for one in msgspec.structs.fields(kind)
    for inner in get_args(one.type)
    if FIELDS[kind][one.name] and inspect.isclass(inner) and issubclass(inner, msgspec.Struct)
    if get_origin(one.type) is tuple
]


@pytest.mark.parametrize(("kind", "name", "inner"), ROWS)
def test_every_kind_of_row_can_come_and_go(kind, name, inner):
    row, comparison = made(inner, KNOWN.get(inner, {})), Comparison(words(), {})

    (come,) = comparison.field(kind, name, (), (row,), "", None)
    (gone,) = comparison.field(kind, name, (row,), (), "", None)

    assert (come.kind, gone.kind) == ("added", "removed")
