"""Taking back changes of every kind, and what is said where it cannot be done."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action, ActionPlan, Report
from programmes.history import Change, change
from programmes.models import Area, Membership
from programmes.undoing import later_change, tried, undo
from tests import make

pytestmark = pytest.mark.django_db


def deed_over(rows, user, sentence="Ändrade", **values):
    """Change several rows in one deed, in their order."""
    with change(sentence, municipality=rows[0].municipality, user=user) as deed:
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
    return deed


@pytest.fixture
def plan(municipality):
    programme = make.programme(municipality)
    return make.plan(programme, state="adopted", adopted_by=make.step(programme))


@pytest.fixture
def action(plan, contributor):
    return make.action(plan, responsible_person=contributor.memberships.get(), status="ongoing")


# A report and what it did to its action


@pytest.fixture
def reported(client, contributor, action):
    """The contributor's own report, by which the action was completed."""
    client.force_login(contributor)
    facts = {"period": "2026", "status": "completed", "account": "Klart.", "ready": "on"}
    client.post(f"{action.get_absolute_url()}rapporter/ny/", facts)
    return Change.objects.first()


def test_whoever_reported_takes_the_report_back_with_the_status_that_it_gave(reported, contributor, action):
    assert (Action.objects.get().status, Report.objects.kept().count()) == ("completed", 1)

    undo(reported, user=contributor)

    assert (Action.objects.get().status, Report.objects.kept().count()) == ("ongoing", 0)


def test_she_can_also_bring_it_back(reported, contributor):
    undo(undo(reported, user=contributor), user=contributor)

    assert (Action.objects.get().status, Report.objects.kept().count()) == ("completed", 1)


def test_another_departments_contributor_takes_back_no_report(reported, municipality):
    colleague = make.membership(municipality, "contributor").user

    with pytest.raises(PermissionDenied):
        undo(reported, user=colleague)


def test_who_may_report_takes_back_no_status_that_came_without_a_report(action, editor, contributor):
    deed = deed_over([action], editor, status="completed")

    with pytest.raises(PermissionDenied):
        undo(deed, user=contributor)


def test_who_may_report_takes_back_nothing_else_that_came_with_a_report(action, editor, contributor):
    with change("Ändrade", municipality=action.municipality, user=editor) as deed:
        Report(municipality=action.municipality, action=action, period="2026", status="completed").save()
        action.status, action.title = "completed", "Ny titel"
        action.save()

    with pytest.raises(PermissionDenied):
        undo(deed, user=contributor)


# Several rows, relations, orders


def test_a_change_of_many_rows_is_taken_back_whole_relations_included(plan, editor):
    first, second = make.department(plan.municipality), make.department(plan.municipality)
    actions = [make.save(make.action(plan), participating=[first]) for _ in range(3)]
    with change("Satte status på tre", municipality=plan.municipality, user=editor) as deed:
        for action in actions:
            action.status = "ongoing"
            action.save()
            action.relate("participating", [second])

    undo(deed, user=editor)

    found = Action.objects.prefetch_related("participating")
    assert [(row.status, list(row.participating.all())) for row in found] == [("not_started", [first])] * 3


def test_where_one_row_has_been_changed_again_none_is_taken_back(plan, editor):
    actions = [make.action(plan) for _ in range(3)]
    deed = deed_over(actions, editor, status="ongoing")
    deed_over([actions[1]], editor, status="completed")

    assert "har ändrats igen sedan dess" in tried(deed, user=editor)
    assert [row.status for row in Action.objects.all()] == ["ongoing", "completed", "ongoing"]


def test_the_closing_of_a_plan_is_taken_back_and_done_again(plan, editor):
    actions = [make.action(plan) for _ in range(2)]
    with change("Avslutade planen", municipality=plan.municipality, user=editor) as deed:
        for action in actions:
            action.status, action.cancel_reason = "cancelled", "Hinns inte."
            action.save()
        plan.state = "closed"
        plan.save()

    opened = undo(deed, user=editor)
    states = [(ActionPlan.objects.get().state, {row.status for row in Action.objects.all()})]
    undo(opened, user=editor)
    states.append((ActionPlan.objects.get().state, {row.status for row in Action.objects.all()}))

    assert states == [("adopted", {"not_started"}), ("closed", {"cancelled"})]


def test_a_plan_made_with_its_actions_goes_and_comes_back_with_them(plan, editor):
    with change("Tog fram nästa plan", municipality=plan.municipality, user=editor) as deed:
        new = ActionPlan(municipality=plan.municipality, programme=plan.programme, title="2027", slug="2027")
        new.save()
        Action(municipality=plan.municipality, plan=new, number=1, title="Lots").save()

    gone = undo(deed, user=editor)
    dropped = [new.actions.get().dropped, ActionPlan.objects.get(pk=new.pk).dropped]
    undo(gone, user=editor)

    assert dropped == [True, True]
    assert [new.actions.get().dropped, ActionPlan.objects.get(pk=new.pk).dropped] == [False, False]


def test_a_thousand_rows_take_a_few_queries_each(plan, editor):
    with change("Läste in", municipality=plan.municipality, user=editor) as deed:
        for number in range(1, 21):
            Action(municipality=plan.municipality, plan=plan, number=number, title="Lots").save()

    with CaptureQueriesContext(connection) as queries:
        undo(deed, user=editor)

    assert len(queries) <= 35 + 3 * 20


# Why not


def test_what_the_database_refuses_is_said_in_words(municipality, editor):
    action = make.action(make.plan(make.programme(municipality)))
    report = make.report(action)
    dropped = deed_over([report], editor, dropped=True)
    make.report(action)

    with pytest.raises(ValidationError, match="Det finns redan en rapport för perioden"):
        undo(dropped, user=editor)


def test_trying_changes_nothing(action, editor):
    deed = deed_over([action], editor, status="completed")

    assert tried(deed, user=editor) == ""
    assert (Action.objects.get().status, Change.objects.filter(undoes=deed).exists()) == ("completed", False)


def test_a_rule_that_forbids_it_is_told(plan, editor):
    action = make.action(plan)
    deed = deed_over([action], editor, status="completed")
    deed_over([plan], editor, state="closed")

    assert "Planen är avslutad och låst" in tried(deed, user=editor)


def test_what_is_used_by_now_is_told(municipality, editor):
    programme = make.programme(municipality)
    with change("La till", municipality=municipality, user=editor) as deed:
        area = Area(municipality=municipality, programme=programme, order=1, slug="omrade")
        area.save()
    make.action(make.plan(programme), area=area)

    assert "används numera" in tried(deed, user=editor)


def test_the_change_that_came_after_is_found(action, editor):
    deed = deed_over([action], editor, status="completed")
    deed_over([action], editor, title="Annan titel")
    later = deed_over([action], editor, status="ongoing")

    assert later_change(deed) == later


def test_two_administrators_do_not_go_at_once_by_undo(municipality, editor, superuser):
    with change("Gav två personer rollen", municipality=municipality, user=superuser) as deed:
        for _ in range(2):
            Membership(municipality=municipality, role="administrator", user=make.user()).save()

    with pytest.raises(ValidationError, match="administratör"):
        undo(deed, user=superuser)


# Pages


@pytest.fixture
def address(municipality):
    return f"{municipality.get_absolute_url()}andringar/"


def test_the_page_of_a_change_tells_it_and_takes_it_back(client, editor, action, address):
    deed = deed_over([action], editor, "Ändrade åtgärden", status="completed", end=date(2026, 5, 1))
    client.force_login(editor)

    page = client.get(f"{address}{deed.pk}/")
    client.post(f"{address}{deed.pk}/ta-tillbaka/")

    assert "Ta tillbaka ändringen" in page.text
    assert Action.objects.get().status == "ongoing"


def test_where_it_cannot_be_taken_back_the_page_says_why_and_by_what(client, editor, action, address):
    deed = deed_over([action], editor, "Ändrade åtgärden", status="completed")
    later = deed_over([action], editor, "Ändrade tillbaka", status="ongoing")
    client.force_login(editor)

    page = client.get(f"{address}{deed.pk}/")

    assert "Ta tillbaka ändringen" not in page.text
    assert "har ändrats igen sedan dess" in page.text
    assert f'href="{address}{later.pk}/"' in page.text


def test_taking_back_leads_to_where_the_button_stood(client, editor, action, address):
    deed = deed_over([action], editor, status="completed")
    client.force_login(editor)

    response = client.post(f"{address}{deed.pk}/ta-tillbaka/", {"back": action.get_absolute_url()})

    assert response.url == action.get_absolute_url()


@pytest.mark.parametrize("back", ["https://ond.example/arbete/alingsas/", "//ond.example", "/konto/logga-ut/"])
def test_taking_back_leads_nowhere_else(client, editor, action, address, back):
    deed = deed_over([action], editor, status="completed")
    client.force_login(editor)

    assert client.post(f"{address}{deed.pk}/ta-tillbaka/", {"back": back}).url == address
