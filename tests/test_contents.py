"""Working rows → content: only public fields, drafts inside, and queries that do not grow with the rows."""

from datetime import date

import pytest

from indicators.models import Annotation, Definition, KeyFigureSeen, Target
from portal.publications import chain
from portal.publishing import contents
from programmes.exposure import NotPublic, PublicView
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 3)


def test_a_field_that_is_not_public_cannot_be_read_for_publishing():
    action = make.action(internal_note="Känsligt")

    with pytest.raises(NotPublic):
        _ = PublicView(action).internal_note


def test_a_draft_plan_stays_inside():
    programme = make.programme()
    make.plan(programme)
    adopted = make.plan(programme, state="adopted")

    assert [plan.id for plan in contents.programme(programme, ON).plans] == [adopted.uuid]


def test_only_the_latest_ready_report_is_told():
    action = make.action(make.plan(state="adopted"))
    make.report(action, period="2025", account="Förra året", ready=True)
    make.report(action, period="2026", account="Ännu inte färdigt", ready=False)

    (published,) = contents.programme(action.plan.programme, ON).plans[0].actions
    assert (published.account, published.account_period) == ("Förra året", "2025")


def test_an_action_past_its_end_is_late_on_the_day_of_publication():
    action = make.action(make.plan(state="adopted"), end=date(2026, 11, 2), status="ongoing")

    (published,) = contents.programme(action.plan.programme, ON).plans[0].actions
    assert published.late


def test_dropped_rows_are_not_published():
    programme = make.programme()
    make.goal(programme, dropped=True)

    assert contents.programme(programme, ON).goals == ()


def test_an_action_tells_which_one_it_continues_if_that_is_published():
    programme = make.programme()
    earlier, draft = (make.plan(programme, slug=state, state=state) for state in ("closed", "draft"))
    shown, hidden, dropped = make.action(earlier), make.action(draft), make.action(earlier, dropped=True)
    now = make.plan(programme, slug="nu", state="adopted")
    for one in (shown, hidden, dropped):
        make.action(now, continues=one)

    [plan] = [one for one in contents.programme(programme, ON).plans if one.slug == "nu"]

    assert [action.continues for action in plan.actions] == [shown.uuid, None, None]


@pytest.mark.parametrize("count", [1, 100])
def test_the_queries_do_not_grow_with_the_rows(count, django_assert_num_queries):
    plan = make.plan(state="adopted")
    area, unit = make.area(plan.programme), make.department(plan.municipality)
    for _ in range(count):
        make.report(make.action(plan, area=area, responsible=unit), ready=True)
        indicator = make.indicator(plan.municipality)
        make.save(indicator, programmes=[plan.programme], areas=[area])
        make.observation(indicator)
        make.comparison(indicator, [(2025, 1)])

    with django_assert_num_queries(21):
        contents.programme(plan.programme, ON)


def measured(**fields):
    """Return a programme and its one indicator."""
    programme = make.programme()
    return programme, make.save(make.indicator(programme.municipality, **fields), programmes=[programme])


def seen(indicator, key, **fields):
    KeyFigureSeen.objects.create(
        municipality=indicator.municipality, indicator=indicator, key=key, title="Nyckeltal", **fields
    )


def test_an_indicator_tells_why_it_was_chosen_what_it_follows_and_what_happened():
    programme, indicator = measured(why="Visar om fler arbetar.", licence="cc0")
    goal = make.goal(programme, wording="Fler jobb")
    make.owned(Target, indicator, {}, indicator=indicator, programme=programme, goal=goal)
    for year, dropped in ((2024, False), (2022, False), (2023, True)):
        make.owned(Annotation, indicator, {}, indicator=indicator, year=year, text="Ny väg", dropped=dropped)

    (told,) = contents.programme(programme, ON).indicators

    assert (told.why, told.licence, told.goals) == ("Visar om fler arbetar.", "cc0", (goal.uuid,))
    assert [(event.year, event.text) for event in told.annotations] == [(2022, "Ny väg"), (2024, "Ny väg")]


@pytest.mark.parametrize(
    ("kind", "expected"), [("kolada", date(2027, 2, 1)), ("scb", date(2027, 6, 1)), ("manual", date(2027, 6, 1))]
)
def test_kolada_says_itself_when_the_next_figures_come_elsewhere_an_official_does(kind, expected):
    programme, indicator = measured(source_kind=kind, source_id="N02267", next_on=date(2027, 6, 1))
    seen(indicator, "N02267", next_on=date(2027, 2, 1))

    assert contents.programme(programme, ON).indicators[0].next_on == expected


def test_a_series_is_closed_where_its_latest_key_figure_is():
    programme, indicator = measured(source_kind="kolada", source_id="N02267")
    seen(indicator, "N02267", closed=2024)
    first = contents.programme(programme, ON).indicators[0].closed
    make.owned(Definition, indicator, {}, indicator=indicator, version=2, source_id="N02280")

    assert (first, contents.programme(programme, ON).indicators[0].closed) == (2024, None)


def test_the_same_rows_give_the_same_bytes():
    programme = make.action(make.plan(state="adopted")).plan.programme

    texts = {chain.canonical(contents.programme(programme, ON)) for _ in range(2)}
    assert len(texts) == 1
