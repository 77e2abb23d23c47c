"""What a department tells of in a round: its actions and indicators, with reasons where something went worse."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action, Report
from indicators.models import Definition, Observation
from portal.followups import approving
from portal.followups.models import Approval, FollowUp
from portal.followups.round.parts import part, parts, unready
from portal.followups.round.reasons import told_in
from programmes.history import change
from programmes.models import Role
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def follow_up(programme):
    return follow_up_of(programme)


def follow_up_of(programme, year=2025, **fields):
    facts = {"year": year, "refers_to_year": year - 1, "as_of": date(year, 12, 31), "title": f"Uppföljning {year}"}
    return make.owned(FollowUp, programme, facts | fields, programme=programme, verdict="partly")


@pytest.fixture
def plan(programme):
    return make.plan(programme, state="adopted", start=date(2024, 1, 1), end=date(2025, 12, 31))


@pytest.fixture
def unit(programme):
    return make.department(programme.municipality, name="Tekniska förvaltningen")


@pytest.fixture
def contact(client, unit):
    enter(client, unit.municipality, Role.CONTRIBUTOR, department=unit)
    return unit.memberships.get()


def approve(follow_up):
    facts = {"group": make.group(follow_up.programme), "on": date(2025, 2, 18), "registered_by": "redaktör"}
    approval = Approval(municipality=follow_up.municipality, follow_up=follow_up, **facts)
    with change("Godkände", municipality=follow_up.municipality):
        approving.freeze(approval)
        approval.save()


def measured(programme, **fields):
    return make.save(make.indicator(programme.municipality, **fields), programmes=[programme])


def close(plan):
    with change("Avslutade", municipality=plan.municipality):
        plan.state = "closed"
        plan.save()


def address(follow_up, name, row):
    return reverse(f"followups:{name}", args=[follow_up.municipality.slug, follow_up.pk, row.pk])


def only_task(follow_up, unit):
    (task,) = part(follow_up, unit, TODAY).tasks
    return task.telling, list(task.gaps)


@pytest.mark.parametrize(
    ("figure", "telling"),
    [
        ({"year": 2024, "value": 0}, "told"),
        ({"year": 2024, "missing": "not_published"}, "told"),
        ({"year": 2023}, "untold"),
        (None, "untold"),
    ],
)
def test_an_indicator_is_told_of_by_a_value_or_a_reason_for_the_year_referred_to(
    programme, follow_up, unit, contact, figure, telling
):
    indicator = measured(programme, responsible=contact)
    if figure:
        make.observation(indicator, **figure)

    assert only_task(follow_up, unit)[0] == telling


def test_a_fetched_value_that_waits_is_in_progress(programme, follow_up, unit, contact):
    make.fetched_value(measured(programme, responsible=contact), year=2024)

    assert only_task(follow_up, unit) == ("begun", ["Ett hämtat värde väntar på att någon tar över det."])


def test_a_contact_gives_the_figure_or_says_why_there_is_none(client, programme, follow_up, contact):
    indicator, other = measured(programme, responsible=contact), measured(programme)
    page = address(follow_up, "figure", indicator)

    client.post(page, fill(client.get(page), missing="not_measured", note="Enkäten ställdes in."))

    told = Observation.objects.get()
    assert (told.year, told.sex, told.missing, told.note) == (2024, "T", "not_measured", "Enkäten ställdes in.")
    assert client.get(address(follow_up, "figure", other)).status_code == 403


def test_a_figure_is_told_by_the_definition_of_its_year(client, programme, follow_up, contact):
    indicator = measured(programme, responsible=contact)
    for version, year in ((2, 2022), (3, 2025)):
        make.owned(Definition, indicator, {}, indicator=indicator, version=version, from_year=year)
    page = address(follow_up, "figure", indicator)

    client.post(page, fill(client.get(page), value="83,1"))

    assert (Observation.objects.get().year, Observation.objects.get().definition) == (2024, 2)


def test_of_a_fetched_indicator_only_the_reason_is_given(client, programme, follow_up, contact):
    indicator = measured(programme, responsible=contact, source_kind="kolada", source_id="N02267")

    form = client.get(address(follow_up, "figure", indicator)).context["form"]

    assert list(form.fields) == ["missing", "note"]


def test_the_figure_stands_beside_the_one_before_with_both_years(client, programme, follow_up, unit, contact):
    indicator = measured(programme, responsible=contact, decimals=1)
    make.observation(indicator, year=2024, value="83.14")
    make.observation(indicator, year=2022, value=81)

    page = client.get(address(follow_up, "part", unit))

    assert "follow-up year 2025, figures for 2024" in page.text
    (task,) = page.context["found"].figures
    assert (task.said, task.said_earlier, task.earlier.year) == ("83,1", "81,0", 2022)


def stands_worse(follow_up, plan, unit, **fields):
    """Return an action that was ongoing when last year's follow-up was approved, and stands as `fields` now."""
    action = make.action(plan, responsible=unit, status="ongoing", end=date(2026, 12, 31))
    approve(follow_up_of(follow_up.programme, 2024))
    with change("Ändrade", municipality=plan.municipality):
        for name, value in fields.items():
            setattr(action, name, value)
        action.save()
    return action


def test_a_status_that_is_worse_than_last_time_needs_a_reason(follow_up, plan, unit):
    action = stands_worse(follow_up, plan, unit, end=date(2025, 6, 30))
    report = make.report(action, period="2025", ready=True)

    worse = "Läget är sämre än i förra uppföljningen: då pågår, nu pågår, försenad. Skriv varför."
    assert only_task(follow_up, unit) == ("begun", [worse])
    with change("Skrev", municipality=plan.municipality):
        report.account = "Upphandlingen överklagades."
        report.save()
    assert only_task(follow_up, unit) == ("told", [])


def test_the_reason_is_asked_for_at_its_field_and_what_was_typed_stays(client, follow_up, plan, unit, contact):
    action = stands_worse(follow_up, plan, unit)
    page = address(follow_up, "report", action)

    refused = client.post(page, fill(client.get(page), status="not_started", ready="on"))

    said = "Say why it stands worse than in the follow-up before: ongoing then, not started now."
    assert refused.context["form"].errors == {"account": [said]}
    assert refused.context["form"]["status"].value() == "not_started"
    assert not Report.objects.exists()


def test_an_end_that_was_moved_without_a_reason_is_explained_in_the_report(client, follow_up, plan, unit, contact):
    action = make.action(plan, responsible=unit, end=date(2027, 6, 30), end_adopted=date(2025, 12, 31))
    page = address(follow_up, "report", action)
    typed = {"status": "ongoing", "ready": "on", "account": "Lokalen är bokad."}

    refused = client.post(page, fill(client.get(page), **typed))
    client.post(page, fill(refused, **typed, end_reason="Skolorna saknade lokal."))

    assert refused.context["form"].errors == {"end_reason": ["Say why the end date was moved."]}
    assert Action.objects.get().end_reason == "Skolorna saknade lokal."
    assert only_task(follow_up, unit) == ("told", [])


def test_why_the_end_was_moved_is_told_in_the_account_where_the_plan_is_closed(client, follow_up, plan, unit, contact):
    days = {"end": date(2027, 6, 30), "end_adopted": date(2025, 12, 31)}
    page = address(follow_up, "report", make.action(plan, responsible=unit, late_reason="Sjukdom.", **days))
    close(plan)

    refused = client.post(page, fill(client.get(page), ready="on"))
    client.post(page, fill(refused, account="Lokalen brann.", ready="on"))

    assert refused.context["form"].errors == {"account": ["Say why the end date was moved."]}
    assert only_task(follow_up, unit) == ("told", [])


@pytest.fixture
def in_one_form(follow_up, contact):
    """The form for all of one's actions, for the year of the follow-up."""
    return reverse("desk:report_all", args=[follow_up.municipality.slug, "2025"])


def line(action, **typed):
    return {f"action-{action.pk}-{name}": value for name, value in typed.items()}


def faults(page):
    return [(fault.field, fault.text) for fault in page.context["form"].faults]


def test_the_form_for_all_of_ones_actions_asks_for_the_same_reasons(client, follow_up, plan, unit, in_one_form):
    days = {"end": date(2027, 6, 30), "end_adopted": date(2025, 12, 31)}
    worse, moved = stands_worse(follow_up, plan, unit), make.action(plan, responsible=unit, status="ongoing", **days)
    typed = line(worse, status="not_started", ready="on") | line(moved, account="Lokalen är bokad.", ready="on")

    refused = client.post(in_one_form, fill(client.get(in_one_form)) | typed)
    reasons = line(worse, account="Medel saknas.") | line(moved, end_reason="Skolorna saknade lokal.")
    client.post(in_one_form, fill(refused) | reasons)

    why_worse = "Say why it stands worse than in the follow-up before: ongoing then, not started now."
    assert faults(refused) == [
        ("Account for the public", why_worse),
        ("Why the end date was moved", "Say why the end date was moved."),
    ]
    assert [(task.telling, task.gaps) for task in part(follow_up, unit, TODAY).tasks] == [("told", ())] * 2


@pytest.mark.parametrize("other", ["another period", "approved", "dropped"])
def test_no_reason_is_asked_for_where_no_round_is_open(client, follow_up, plan, unit, in_one_form, other):
    days = {"end": date(2027, 6, 30), "end_adopted": date(2025, 12, 31)}
    action = make.action(plan, responsible=unit, **days)
    if other == "approved":
        approve(follow_up)
    elif other == "dropped":
        follow_up.dropped = True
        make.save(follow_up)
    else:
        in_one_form = in_one_form.replace("2025", "2024")

    client.post(in_one_form, fill(client.get(in_one_form)) | line(action, account="Lokalen är bokad.", ready="on"))

    assert Report.objects.get().ready


def test_what_is_reported_on_the_actions_own_page_leaves_its_reason_to_be_given(client, follow_up, plan, unit, contact):
    action = make.action(plan, responsible=unit, end=date(2027, 6, 30), end_adopted=date(2025, 12, 31))
    own = reverse("actions:add_report", args=[unit.municipality.slug, action.pk])

    client.post(own, fill(client.get(own), period="2025", account="Lokalen är bokad.", ready="on"))
    page = client.post(f"{address(follow_up, 'part', unit)}klar/", {"ready": "yes"}, follow=True)

    assert "The end date has been moved. Say why." in page.text
    assert address(follow_up, "report", action) in page.text
    assert not follow_up.parts.filter(ready=True).exists()


@pytest.mark.parametrize("rows", [1, 9])
def test_the_form_for_all_asks_as_often_for_many_actions_as_for_one(
    client, follow_up, plan, unit, in_one_form, rows, django_assert_num_queries
):
    earlier = make.plan(plan.programme, state="closed", start=date(2023, 1, 1), end=date(2023, 12, 31))
    approve(follow_up_of(follow_up.programme, 2024))
    for _n in range(rows):
        make.action(plan, responsible=unit, continues=make.action(earlier))

    with django_assert_num_queries(14):
        page = client.get(in_one_form)

    assert len(page.context["form"].forms) == rows


def test_what_a_closed_plan_came_to_is_told_in_the_round_and_nowhere_else(client, follow_up, plan, unit, contact):
    action = make.action(plan, responsible=unit, status="ongoing")
    close(plan)
    page = address(follow_up, "report", action)

    client.post(page, fill(client.get(page), account="Fortsätter i nästa plan.", ready="on"))
    elsewhere = reverse("actions:add_report", args=[unit.municipality.slug, action.pk])
    refused = client.post(elsewhere, fill(client.get(elsewhere), period="2024", account="Bakvägen.", ready="on"))

    assert [(one.period, one.status, one.account) for one in Report.objects.all()] == [
        ("2025", "ongoing", "Fortsätter i nästa plan.")
    ]
    assert "The plan is closed and locked." in refused.text


def test_after_the_approval_nothing_more_is_told_in_the_round(client, follow_up, plan, unit, contact):
    action = make.action(plan, responsible=unit)
    typed = fill(client.get(address(follow_up, "report", action)), account="För sent.", ready="on")
    approve(follow_up)

    refused = client.post(address(follow_up, "report", action), typed)

    assert "Withdraw the approval to change it." in refused.text
    assert not Report.objects.exists()


def test_a_part_is_not_ready_while_something_is_left_and_it_says_what(
    client, programme, follow_up, plan, unit, contact
):
    make.report(make.action(plan, responsible=unit, title="Lots"), period="2025", ready=True)
    make.action(plan, responsible=unit, title="Branschdagar")
    measured(programme, responsible=contact, name="Företagsklimat")

    page = client.post(f"{address(follow_up, 'part', unit)}klar/", {"ready": "yes"}, follow=True)

    assert "This is still to be reported: 2. Branschdagar; Företagsklimat." in page.text
    assert "2 tasks are left before the part can be marked ready." in page.text
    assert not follow_up.parts.exists()


def test_what_comes_after_a_part_was_marked_ready_is_pointed_out(client, follow_up, plan, unit, contact):
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    client.post(f"{address(follow_up, 'part', unit)}klar/", {"ready": "yes"})
    moved = make.action(plan, responsible=make.department(unit.municipality))
    with change("Flyttade", municipality=plan.municipality):
        moved.responsible = unit
        moved.save()

    assert "Something has come since the part was marked ready." in client.get(address(follow_up, "part", unit)).text


def test_what_a_closed_department_left_behind_is_its_successors(client, follow_up, plan, unit, contact):
    old = make.department(unit.municipality, name="Gatukontoret", valid_through=date(2025, 10, 31), successor=unit)
    action = make.action(plan, responsible=old)
    close(plan)

    assert [(one.department, one.all) for one in parts(follow_up, TODAY)] == [(unit, 1)]
    assert client.get(address(follow_up, "part", old)).url == address(follow_up, "part", unit)
    assert client.get(address(follow_up, "report", action)).status_code == 200


def test_those_who_are_waited_for_at_the_approval_are_those_who_have_a_part(programme, follow_up, plan, unit):
    make.action(plan)
    make.action(plan, responsible=make.department(unit.municipality, valid_through=date(2025, 10, 31), successor=unit))
    other = make.department(unit.municipality, name="Kulturförvaltningen")
    measured(programme, responsible=make.membership(unit.municipality, Role.CONTRIBUTOR, department=other))

    assert set(unready(follow_up, TODAY)) == {unit, other}
    assert [one.department for one in parts(follow_up, TODAY)] == [other, unit, None]


def test_what_no_department_answers_for_has_a_page_of_its_own(client, programme, follow_up, plan):
    make.action(plan, title="Utan ägare")
    measured(programme, name="Utan ansvarig")
    enter(client, programme.municipality, "editor")

    page = client.get(reverse("followups:without_department", args=[programme.municipality.slug, follow_up.pk]))

    assert [str(task) for task in page.context["found"].tasks] == ["1. Utan ägare", "Utan ansvarig"]


@pytest.mark.parametrize("name", ["report", "figure"])
@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("contributor", 403), ("editor", 200)])
def test_who_may_tell_of_what_is_not_the_own(client, programme, follow_up, plan, unit, name, role, status):
    person = make.membership(programme.municipality, Role.CONTRIBUTOR, department=unit)
    rows = {"report": make.action(plan, responsible=unit), "figure": measured(programme, responsible=person)}
    enter(client, programme.municipality, role)

    assert client.get(address(follow_up, name, rows[name])).status_code == status


def test_what_the_follow_up_does_not_gather_is_not_told_of_in_it(client, programme, follow_up, unit, contact):
    later = make.plan(programme, state="adopted", start=date(2026, 1, 1))
    stranger = make.indicator(programme.municipality, responsible=contact)

    assert client.get(address(follow_up, "report", make.action(later, responsible=unit))).status_code == 404
    assert client.get(address(follow_up, "figure", stranger)).status_code == 404


def test_a_part_of_a_year_is_told_of_by_reports_of_its_own(programme, plan, unit):
    half = follow_up_of(programme, kind="interim", end=date(2025, 8, 31))
    action = make.action(plan, responsible=unit)
    make.report(action, period="2025", ready=True)
    assert only_task(half, unit)[0] == "untold"

    make.report(action, period="2025-T2", ready=True)
    assert only_task(half, unit)[0] == "told"


@pytest.mark.parametrize(
    ("period", "telling"),
    [
        ("2025-T1", "untold"),
        ("2025-03", "untold"),
        ("2025-05", "told"),
        ("2025-T2", "told"),
        ("2025", "told"),
        ("2025-TT", "told"),
    ],
)
def test_what_was_told_in_an_interim_follow_up_is_told_anew_for_the_year(programme, plan, unit, period, telling):
    year = follow_up_of(programme)
    follow_up_of(programme, kind="interim", end=date(2025, 4, 30))
    make.report(make.action(plan, responsible=unit), period=period, ready=True)

    assert only_task(year, unit)[0] == telling


@pytest.mark.parametrize(
    "other",
    [
        None,
        {"kind": "interim", "end": date(2025, 12, 31)},
        {"kind": "interim", "end": date(2025, 4, 30), "dropped": True},
        {"kind": "interim", "end": date(2024, 4, 30), "year": 2024},
    ],
)
def test_a_years_parts_belong_to_the_year_where_no_earlier_round_has_gathered_them(programme, plan, unit, other):
    year = follow_up_of(programme)
    if other:
        follow_up_of(programme, **other)
    make.report(make.action(plan, responsible=unit), period="2025-T1", ready=True)

    assert only_task(year, unit)[0] == "told"


def test_what_was_completed_and_told_of_in_spring_has_nothing_more_to_tell(programme, plan, unit):
    year = follow_up_of(programme)
    follow_up_of(programme, kind="interim", end=date(2025, 4, 30))
    make.report(make.action(plan, responsible=unit, status="completed"), period="2025-T1", ready=True)

    assert only_task(year, unit)[0] == "told"


def test_the_year_is_told_in_a_report_of_its_own_beside_what_was_told_in_spring(client, programme, plan, unit, contact):
    year = follow_up_of(programme)
    follow_up_of(programme, kind="interim", end=date(2025, 4, 30))
    action = make.action(plan, responsible=unit)
    make.report(action, period="2025-T1", ready=True, account="I våras.")
    page = address(year, "report", action)

    shown = client.get(page)
    part_page = client.get(address(year, "part", unit)).text
    client.post(page, fill(shown, account="Klart till jul.", ready="on"))

    told = [("2025", "Klart till jul."), ("2025-T1", "I våras.")]
    assert [(one.period, one.account) for one in action.reports.order_by("period")] == told
    assert "I våras." in shown.text
    assert "Nothing ready has been reported since the interim follow-up." in part_page
    assert only_task(year, unit)[0] == "told"


def test_the_form_for_all_asks_of_a_part_of_the_year_what_its_own_round_asks(
    client, programme, follow_up, plan, unit, contact
):
    spring = follow_up_of(programme, kind="interim", end=date(2025, 4, 30))
    action = make.action(plan, responsible=unit)

    asked = {period: told_in(programme.municipality, [action], period) for period in ("2025-T1", "2025", "2024")}

    named = {period: [one.follow_up for one in rounds[action.pk]] for period, rounds in asked.items()}
    assert named == {"2025-T1": [spring], "2025": [follow_up], "2024": []}


def test_a_part_of_the_year_that_another_programme_follows_up_is_told_in_the_year_here(
    programme, follow_up, plan, unit
):
    follow_up_of(make.programme(programme.municipality), kind="interim", end=date(2025, 4, 30))
    action = make.action(plan, responsible=unit)

    [round_] = told_in(programme.municipality, [action], "2025-T1")[action.pk]

    assert round_.follow_up == follow_up


def test_the_years_report_counts_after_those_of_its_parts(plan):
    action = make.action(plan)
    tertial = make.report(action, period="2025-T2", ready=True)
    year = make.report(action, period="2025", ready=True)

    assert (action.is_latest(tertial), action.is_latest(year)) == (False, True)
    assert list(action.reports.in_order()) == [tertial, year]
