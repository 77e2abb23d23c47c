"""One form for the reports on all of one's actions."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Report
from programmes.history import change
from programmes.models import Change, Draft, Role
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(municipality):
    return make.department(municipality)


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality), state="adopted")


@pytest.fixture
def desk(client, municipality, unit):
    user = make.user(language="en")
    make.membership(municipality, Role.CONTRIBUTOR, department=unit, user=user)
    client.force_login(user)
    return client


def page(plan, period="2026"):
    return reverse("desk:report_all", args=[plan.municipality.slug, period])


def line(action, **typed):
    """Return what is typed in the line of an action; `ready=False` takes the tick away."""
    return {f"action-{action.pk}-{name}": value for name, value in typed.items()}


def report(desk, plan, typed, period="2026"):
    return desk.post(page(plan, period), fill(desk.get(page(plan, period))) | typed)


def told(action):
    return [(one.period, one.status, one.account, one.ready) for one in action.reports.kept()]


def faults(response):
    return [(fault.row, fault.field, fault.text) for fault in response.context["form"].faults]


def test_several_actions_are_reported_on_in_one_change(desk, plan, unit):
    first, second, third = (make.action(plan, responsible=unit) for _n in range(3))
    before = Change.objects.count()

    report(
        desk,
        plan,
        line(first, status="ongoing", account="Lotsen är på plats.", ready="on")
        | line(second, status="completed", account="Klart i maj.", ready="on"),
    )

    assert (told(first), told(second), told(third)) == (
        [("2026", "ongoing", "Lotsen är på plats.", True)],
        [("2026", "completed", "Klart i maj.", True)],
        [],
    )
    second.refresh_from_db()
    assert second.status == "completed"
    assert Change.objects.count() == before + 1


def test_a_line_in_which_nothing_is_written_is_left_alone(desk, plan, unit):
    make.report(make.action(plan, responsible=unit), account="Före")
    before = Change.objects.count()

    report(desk, plan, {})

    assert Change.objects.count() == before
    assert Report.objects.get().account == "Före"


def test_faults_stand_at_their_lines_what_was_typed_stays_and_nothing_is_saved(desk, plan, unit):
    good, bad = make.action(plan, responsible=unit), make.action(plan, responsible=unit, title="Mässa")

    answer = report(
        desk,
        plan,
        line(good, account="Lotsen är på plats.", ready="on")
        | line(bad, status="cancelled", account="Den blir inte av.", ready="on"),
    )

    assert faults(answer) == [("2. Mässa", "Why it is cancelled", "Say why the action is cancelled.")]
    assert fill(answer)[f"action-{good.pk}-account"] == ["Lotsen är på plats."]
    assert fill(answer)[f"action-{bad.pk}-account"] == ["Den blir inte av."]
    assert Report.objects.count() == 0


def test_what_is_cancelled_gets_its_reason(desk, plan, unit):
    action = make.action(plan, responsible=unit)

    report(desk, plan, line(action, status="cancelled", cancel_reason="Saknar medel.", ready="on"))

    action.refresh_from_db()
    assert (action.status, action.cancel_reason) == ("cancelled", "Saknar medel.")


def test_a_text_that_is_too_long_is_told_and_kept(desk, plan, unit):
    action = make.action(plan, responsible=unit)

    answer = report(desk, plan, line(action, account="å" * 20_001))

    assert [field for _row, field, _text in faults(answer)] == ["Account for the public"]
    assert len(fill(answer)[f"action-{action.pk}-account"][0]) == 20_001


def test_what_a_colleague_wrote_meanwhile_is_shown_and_not_overwritten(desk, plan, unit):
    action = make.action(plan, responsible=unit)
    mine = fill(desk.get(page(plan))) | line(action, account="Min text.")
    make.report(action, account="Kollegans text.", status="not_started")

    first = desk.post(page(plan), mine)
    between = told(action)
    desk.post(page(plan), fill(first))

    assert "Kollegans text." in first.text
    assert fill(first)[f"action-{action.pk}-account"] == ["Min text."]
    assert (between[0][2], told(action)[0][2]) == ("Kollegans text.", "Min text.")


def test_what_i_did_not_touch_merges_with_the_colleagues(desk, plan, unit):
    action = make.action(plan, responsible=unit)
    written = make.report(action, account="Före", status="not_started")
    mine = fill(desk.get(page(plan))) | line(action, account="Min text.")
    with change("Rapporterade", municipality=plan.municipality):
        written.status = "completed"
        written.save()

    desk.post(page(plan), mine)

    assert told(action) == [("2026", "completed", "Min text.", False)]


def test_a_status_that_a_colleague_has_set_meanwhile_is_not_undone_by_an_older_one(desk, plan, unit):
    action = make.action(plan, responsible=unit)
    mine = fill(desk.get(page(plan))) | line(action, account="Vi börjar i höst.", ready="on")
    with change("Satte status", municipality=plan.municipality):
        action.status = "completed"
        action.save()

    first = desk.post(page(plan), mine)
    action.refresh_from_db()
    between = action.status
    desk.post(page(plan), fill(first))

    action.refresh_from_db()
    assert "completed" in first.text
    assert (between, action.status) == ("completed", "not_started")


def test_what_was_written_of_an_action_that_went_to_others_is_shown(desk, plan, unit):
    action = make.action(plan, responsible=unit, title="Mässa")
    mine = fill(desk.get(page(plan))) | line(action, account="Min text.")
    action.responsible = make.department(plan.municipality)
    make.save(action)

    answer = desk.post(page(plan), mine)

    assert "Min text." in faults(answer)[0][2]
    assert told(action) == []


def test_contributors_report_on_their_own_only(desk, plan, unit):
    make.action(plan, responsible=unit)
    other = make.action(plan)
    foreign = make.action()

    report(desk, plan, line(other, account="Intrång", ready="on") | line(foreign, account="Intrång", ready="on"))

    assert Report.objects.count() == 0
    assert foreign.title not in {
        form.action.title + str(form.action.pk) for form in desk.get(page(plan)).context["form"].forms
    }


def test_an_editor_reports_for_a_department(client, editor, plan, unit):
    client.force_login(editor)
    action = make.action(plan, responsible=unit)
    place = reverse("desk:report_department", args=[plan.municipality.slug, "2026", unit.pk])

    client.post(place, fill(client.get(place)) | line(action, account="På plats.", ready="on"))

    assert told(action) == [("2026", "not_started", "På plats.", True)]


def test_period_and_department_are_chosen_at_one_place(client, editor, plan, unit):
    client.force_login(editor)
    make.action(plan, responsible=unit)
    place = reverse("desk:report", args=[plan.municipality.slug])

    chosen = client.get(place, {"period": "2026-T3", "department": unit.pk})
    wrong = client.get(place, {"period": "hösten"})

    assert chosen.url.endswith(f"/mitt/rapportera/2026-T3/forvaltning/{unit.pk}/")
    assert list(wrong.context["periods"].errors) == ["period"]
    assert client.get(page(plan, "2026-T7")).status_code == 404


def test_the_period_that_waits_is_proposed(desk, plan, unit):
    last_year = make.plan(plan.programme, state="adopted", start=date(2020, 1, 1), end=date(2020, 12, 31))
    make.action(last_year, responsible=unit)

    assert desk.get(reverse("desk:report", args=[plan.municipality.slug])).url == page(plan, "2020")


def test_each_period_is_told_of_by_itself(desk, plan, unit):
    action = make.action(plan, responsible=unit)
    make.report(action, period="2026-T1", account="I våras.", ready=True)

    report(desk, plan, line(action, account="I somras."), period="2026-T2")

    assert [one[:3] for one in told(action)] == [
        ("2026-T1", "ongoing", "I våras."),
        ("2026-T2", "not_started", "I somras."),
    ]


def test_the_whole_page_is_one_draft_that_saving_removes(desk, plan, unit):
    action = make.action(plan, responsible=unit)
    typed = fill(desk.get(page(plan))) | line(action, account="Halv mening")
    desk.post(page(plan), typed | {"draft": "1"})
    kept = Draft.objects.get()

    taken_up = desk.get(page(plan), {"utkast": kept.pk})
    desk.post(page(plan), fill(taken_up))

    assert fill(taken_up)[f"action-{action.pk}-account"] == ["Halv mening"]
    assert (told(action)[0][2], Draft.objects.count()) == ("Halv mening", 0)


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_asks_as_often_for_forty_actions_as_for_one(desk, plan, unit, count, django_assert_max_num_queries):
    for n in range(count):
        action = make.action(plan, responsible=unit, area=make.area(plan.programme))
        make.report(action, period="2025", ready=True, account=f"I fjol {n}.")

    with django_assert_max_num_queries(14):
        shown = desk.get(page(plan))

    assert len(shown.context["form"].forms) == count
