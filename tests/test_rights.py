"""Who may do what, in which place."""

import ast
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.context_processors import PermWrapper
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils import timezone

from portal.access.rights import MAY, ROLES
from programmes.history import tracked_models
from programmes.models import Region, RegionalArea, Role, User
from tests import make

pytestmark = pytest.mark.django_db

VIEW, REPORT, EDIT = "actions.view_action", "actions.report_action", "actions.change_action"
APPROVE, PUBLISH, MEMBERS = "followups.approve_followup", "publishing.publish", "programmes.change_membership"
NOTES = "programmes.view_internal_note"
ASKED = {VIEW, REPORT, EDIT, APPROVE, PUBLISH, MEMBERS, NOTES}


@pytest.fixture
def action(municipality):
    return make.action(make.plan(make.programme(municipality)))


def as_signed_in_again(person):
    """Return the person as the next request reads her or him."""
    return User.objects.get(pk=person.pk)


def may(person, row):
    return {right for right in ASKED if person.has_perm(right, row)}


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("reader", {VIEW}),
        ("contributor", {VIEW, NOTES}),
        ("steering_group", {VIEW, NOTES, APPROVE}),
        ("editor", {VIEW, NOTES, REPORT, EDIT, APPROVE, PUBLISH}),
        ("administrator", {VIEW, NOTES, REPORT, EDIT, APPROVE, PUBLISH, MEMBERS}),
        ("region_editor", set()),
        ("outsider", set()),
        ("superuser", ASKED),
    ],
)
def test_each_role_has_its_rights(request, action, role, rights):
    assert may(request.getfixturevalue(role), action) == rights


def test_nobody_in_particular_may_nothing(action):
    assert may(AnonymousUser(), action) == set()


def test_whoever_holds_two_roles_may_what_either_may(municipality, action):
    person = make.membership(municipality, "reader").user
    make.membership(municipality, "steering_group", user=person)

    assert may(person, action) == {VIEW, NOTES, APPROVE}


def test_a_role_elsewhere_lends_nothing_here(municipality, action, outsider):
    make.membership(municipality, "reader", user=outsider)

    assert may(outsider, action) == {VIEW}


def test_a_contributor_reports_on_the_own_departments_actions(municipality, action):
    department = make.department(municipality)
    contributor = make.membership(municipality, "contributor", department=department).user
    theirs = make.action(action.plan, responsible=department)
    others = make.action(action.plan, responsible=make.department(municipality))

    assert [contributor.has_perm(REPORT, row) for row in (theirs, others, action)] == [True, False, False]


def test_a_contributor_reports_on_what_she_is_responsible_for(municipality, action):
    membership = make.membership(municipality, "contributor")
    own = make.action(action.plan, responsible_person=membership)

    assert [membership.user.has_perm(REPORT, row) for row in (own, action)] == [True, False]


def test_a_contributors_rights_on_a_report_are_those_on_its_action(municipality, action):
    membership = make.membership(municipality, "contributor")
    own = make.report(make.action(action.plan, responsible_person=membership))
    other = make.report(action)

    assert [membership.user.has_perm("actions.change_report", row) for row in (own, other)] == [True, False]


def test_being_responsible_gives_a_reader_nothing(municipality, action):
    membership = make.membership(municipality, "reader")
    own = make.action(action.plan, responsible_person=membership)

    assert may(membership.user, own) == {VIEW}


@pytest.mark.parametrize(("days", "rights"), [(0, {VIEW}), (1, {VIEW}), (-1, set())])
def test_a_role_ends_after_its_last_day(municipality, action, days, rights):
    until = timezone.localdate() + timedelta(days=days)

    assert may(make.membership(municipality, "reader", until=until).user, action) == rights


def test_a_dropped_role_gives_nothing(municipality, action):
    membership = make.membership(municipality, "editor", dropped=True)

    assert may(membership.user, action) == set()


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_a_closed_account_may_nothing(request, action, role):
    person = request.getfixturevalue(role)
    person.is_active = False
    person.save()

    assert may(as_signed_in_again(person), action) == set()


def test_a_dropped_role_is_gone_at_the_next_request(municipality, action):
    membership = make.membership(municipality, "editor")
    assert membership.user.has_perm(EDIT, action)
    membership.dropped = True
    make.save(membership)

    assert not as_signed_in_again(membership.user).has_perm(EDIT, action)


def test_the_regions_editor_edits_the_own_regions_areas_and_not_the_region(region_editor):
    region, other = Region.objects.get(), make.save(Region(name="Skåne", slug="skane"))
    area, others = (make.save(RegionalArea(region=one, order=1, name="Näringsliv")) for one in (region, other))
    change = "programmes.change_regionalarea"

    assert [region_editor.has_perm(change, row) for row in (area, others, region, other)] == [True, False, True, False]
    assert not region_editor.has_perm("programmes.change_region", region)


def test_the_regions_editor_has_no_rights_in_the_regions_municipalities(region_editor):
    member = make.municipality(region=Region.objects.get())

    assert [right for right in MAY if region_editor.has_perm(right, member)] == []


def test_no_role_in_a_municipality_gives_rights_in_its_region(administrator, municipality):
    region = make.save(Region(name="Skåne", slug="skane"))
    municipality.region = region
    make.save(municipality)

    assert [right for right in MAY if administrator.has_perm(right, region)] == []


@pytest.mark.parametrize("row", [None, "alingsas", 1])
def test_a_question_about_no_row_is_answered_no(administrator, row):
    assert may(administrator, row) == set()


def test_a_right_that_is_not_in_the_table_is_nobodys(administrator, action):
    assert not administrator.has_perm("actions.delete_action", action)


def test_templates_ask_about_the_municipality_in_the_address(editor, municipality):
    template = Template("{% if perms.publishing.publish %}Publicera{% endif %}")
    nowhere = template.render(Context({"perms": PermWrapper(editor)}))
    editor.municipality_in_address = municipality

    assert (nowhere, template.render(Context({"perms": PermWrapper(editor)}))) == ("", "Publicera")


def test_a_hundred_questions_read_the_roles_once(action, editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(100):
            editor.has_perm(EDIT, action)


def test_every_role_is_described():
    assert set(ROLES) == set(Role)


def test_every_kind_of_working_row_stands_in_the_table():
    """Undo asks for the right to change whatever kind of row a change has touched."""
    kinds = [(model._meta.app_label, model._meta.model_name) for model in tracked_models()]

    assert [name for app, kind in kinds if (name := f"{app}.change_{kind}") not in MAY] == []


def test_every_right_to_a_row_names_a_model_of_ours():
    names = [re.fullmatch(r"(\w+)\.(?:add|change|drop)_(\w+)", right) for right in MAY]

    assert all(apps.get_model(*name.groups()) for name in names if name)


def rights_asked():
    """Return {right: file} for all that views, rules and templates ask for by name."""
    asked = {}
    for folder in ("programmes", "indicators", "actions", "portal"):
        for file in (settings.BASE_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and name_of(node.func) in {
                    "has_perm",
                    "require",
                    "fetch",
                    "fetch_for_form",
                }:
                    literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    asked |= {value: file.name for value in literals if isinstance(value, str)}
    for file in (settings.BASE_DIR / "templates").rglob("*.*"):
        found = re.findall(r"\bperms\.(\w+)\.(\w+)", file.read_text())
        asked |= {f"{app}.{right}": file.name for app, right in found}
    return asked


def name_of(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def test_every_right_that_is_asked_for_stands_in_the_table():
    assert {right: file for right, file in rights_asked().items() if right not in MAY} == {}
