"""Every address that Django answers × everybody who may come.

One table says what each visitor meets. A route that is missing in it turns the tests red, and so does a view that
lets in somebody else than the table says, or that knows another municipality's rows.
"""

import pytest
from django.db import transaction
from django.forms import BaseForm, Form, ModelChoiceField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.test import Client
from django.urls import URLResolver, get_resolver, include, path, reverse
from django.utils import timezone

from actions.models import Action
from portal.public.build import build
from portal.publications.chain import freeze
from portal.publications.record import append
from portal.publishing import contents
from programmes.fetch import require
from programmes.history import tracked_models
from tests.controls import forms
from tests.world import FOREIGN, SECRET, other_world, world

pytestmark = pytest.mark.django_db

VISITORS = [
    "anyone",
    "outsider",
    "reader",
    "contributor",
    "steering_group",
    "editor",
    "administrator",
    "region_editor",
]

# What they meet, in that order; "in" means that they are sent to the sign-in.
OPEN = "200 200 200 200 200 200 200 200"
OPEN_ONLY_READ = "405 405 405 405 405 405 405 405"
OWN = "in 200 200 200 200 200 200 200"
STRANGER = "200 302 302 302 302 302 302 302"
AWAY = "302 302 302 302 302 302 302 302"
OWN_ELSEWHERE = "in 302 302 302 302 302 302 302"  # first to a page where one shows who one is, or back
OWN_NOTHING = "in 404 404 404 404 404 404 404"
OWN_ONLY_READ = "in 405 405 405 405 405 405 405"
READ = "in 404 200 200 200 200 200 404"
ONLY_READ = "in 404 405 405 405 405 405 404"
EDIT = "in 404 403 403 403 200 200 404"
DO = "in 404 403 403 403 302 302 404"
ONLY_DONE = ONLY_READ
MOVE = "in 404 403 403 403 404 404 404"  # neither up nor down, and no version to go back to
REPORT = "in 404 403 200 403 200 200 404"
OWN_TABLE = "in 404 403 200 403 404 404 404"  # it is the contributor's, and nobody else's
OWN_TABLE_DONE = "in 404 403 302 403 404 404 404"
APPROVE = "in 404 403 403 200 200 200 404"
WITHDRAW = "in 404 403 403 302 302 302 404"
INVITED = "in 404 403 403 403 403 302 404"
MEMBERS = "in 404 403 403 403 403 200 404"
NOT_YET = "in 404 404 404 404 404 404 404"

# {name of the route: (rows in its address, what GET meets, what POST without any fields meets)}
ROUTES = {
    "health": ("", OPEN, OPEN_ONLY_READ),
    "account": ("", OWN, OWN),
    "account_login": ("", STRANGER, STRANGER),
    "account_logout": ("", "302 200 200 200 200 200 200 200", AWAY),
    "account_change_password": ("", OWN, OWN),
    "account_reset_password": ("", OPEN, OPEN),
    "account_reset_password_done": ("", OPEN, OPEN_ONLY_READ),
    "account_reset_password_from_key": ("reset_person reset_token", OPEN, OPEN),
    "account_reset_password_from_key_done": ("", OPEN, OPEN_ONLY_READ),
    "account_reauthenticate": ("", OWN, OWN),
    "mfa_login_webauthn": ("", AWAY, AWAY),
    "mfa_authenticate": ("", AWAY, AWAY),
    "mfa_reauthenticate": ("", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_reauthenticate_webauthn": ("", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_index": ("", OWN, OWN_ONLY_READ),
    "mfa_activate_totp": ("", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_deactivate_totp": ("", OWN_NOTHING, OWN_NOTHING),
    "mfa_view_recovery_codes": ("", OWN_NOTHING, OWN_ONLY_READ),
    "mfa_generate_recovery_codes": ("", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_add_webauthn": ("", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_edit_webauthn": ("passkey", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "mfa_remove_webauthn": ("passkey", OWN_ELSEWHERE, OWN_ELSEWHERE),
    "invitation": ("invitation_token", OPEN, OPEN),
    "usersessions_list": ("", OWN, OWN_ELSEWHERE),
    "municipalities": ("", "in 302 302 302 302 302 302 200", OWN_ONLY_READ),
    "desk:todo": ("", READ, ONLY_READ),
    "desk:my_actions": ("", READ, ONLY_READ),
    "desk:report": ("", "in 404 403 302 403 302 302 404", ONLY_READ),
    "desk:report_all": ("period", REPORT, "in 404 403 302 403 302 302 404"),
    "desk:report_department": ("period department", EDIT, DO),
    "programmes:municipality": ("", READ, ONLY_READ),
    "programmes:facts": ("", READ, EDIT),
    "programmes:logotype": ("", EDIT, EDIT),
    "programmes:upload": ("upload", READ, ONLY_READ),
    "programmes:drop_upload": ("upload", EDIT, DO),
    "programmes:adopted_document": ("programme", EDIT, EDIT),
    "programmes:add_programme": ("", EDIT, EDIT),
    "programmes:programme": ("programme", READ, ONLY_READ),
    "programmes:texts": ("programme", EDIT, EDIT),
    "programmes:words": ("programme", EDIT, DO),
    "programmes:drop_programme": ("programme", EDIT, EDIT),
    "programmes:add_goal": ("programme", EDIT, EDIT),
    "programmes:goal": ("goal", READ, DO),
    "programmes:drop_goal": ("goal", EDIT, EDIT),
    "programmes:order_goals": ("programme", ONLY_DONE, MOVE),
    "programmes:order_areas": ("programme", ONLY_DONE, MOVE),
    "programmes:move_goal": ("goal", ONLY_DONE, MOVE),
    "programmes:add_area": ("programme", EDIT, EDIT),
    "programmes:area": ("area", READ, DO),
    "programmes:drop_area": ("area", EDIT, EDIT),
    "programmes:move_area": ("area", ONLY_DONE, MOVE),
    "programmes:add_step": ("programme", EDIT, EDIT),
    "programmes:step": ("step", READ, EDIT),
    "programmes:drop_step": ("step", EDIT, DO),
    "programmes:attach": ("step", EDIT, EDIT),
    "programmes:add_group": ("programme", EDIT, EDIT),
    "programmes:group": ("group", READ, EDIT),
    "programmes:drop_group": ("group", EDIT, DO),
    "programmes:start_revision": ("programme", EDIT, EDIT),
    "programmes:revision": ("revision", READ, ONLY_READ),
    "programmes:edit_revision": ("revision", EDIT, EDIT),
    "programmes:drop_revision": ("revision", EDIT, DO),
    "programmes:revise_texts": ("revision", EDIT, EDIT),
    "programmes:drop_revisedtexts": ("revised_texts", EDIT, DO),
    "programmes:add_revisedgoal": ("revision", EDIT, EDIT),
    "programmes:revise_goal": ("revision goal", EDIT, EDIT),
    "programmes:revisedgoal": ("revised_goal", EDIT, DO),
    "programmes:drop_revisedgoal": ("revised_goal", EDIT, DO),
    "programmes:add_revisedarea": ("revision", EDIT, EDIT),
    "programmes:revise_area": ("revision area", EDIT, DO),
    "programmes:revisedarea": ("revised_area", EDIT, EDIT),
    "programmes:drop_revisedarea": ("revised_area", EDIT, DO),
    "programmes:enact_revision": ("revision", EDIT, EDIT),
    "programmes:departments": ("", READ, ONLY_READ),
    "programmes:add_department": ("", EDIT, EDIT),
    "programmes:department": ("department", READ, EDIT),
    "programmes:close_department": ("department", EDIT, EDIT),
    "programmes:drop_department": ("department", EDIT, EDIT),
    "programmes:drafts": ("", READ, ONLY_READ),
    "programmes:drop_draft": ("typed", ONLY_DONE, "in 404 404 302 404 404 404 404"),
    "access:members": ("", EDIT, ONLY_READ),
    "access:ownerless": ("", EDIT, EDIT),
    "access:invite": ("", MEMBERS, MEMBERS),
    "access:send_again": ("invitation", ONLY_DONE, INVITED),
    "access:withdraw": ("invitation", ONLY_DONE, INVITED),
    "access:member": ("membership", MEMBERS, MEMBERS),
    "access:add_role": ("membership", MEMBERS, MEMBERS),
    "access:end_member": ("membership", MEMBERS, INVITED),
    "access:hand_over": ("membership", MEMBERS, MEMBERS),
    "programmes:changes": ("", READ, ONLY_READ),
    "programmes:change": ("change", READ, ONLY_READ),
    "programmes:undo": ("change", ONLY_DONE, DO),
    "actions:plans": ("", READ, ONLY_READ),
    "actions:add_plan": ("programme", EDIT, EDIT),
    "actions:plan": ("plan", READ, ONLY_READ),
    "actions:edit_plan": ("plan", EDIT, EDIT),
    "actions:next_plan": ("plan", EDIT, EDIT),
    "actions:close_plan": ("earlier", EDIT, EDIT),
    "actions:more_actions": ("draft", EDIT, EDIT),
    "actions:add_action": ("plan", EDIT, EDIT),
    "actions:change_actions": ("plan", DO, DO),
    "actions:order_actions": ("plan", EDIT, MOVE),
    "actions:drop_actions": ("plan", DO, DO),
    "actions:removed_actions": ("plan", READ, ONLY_READ),
    "actions:copy_action": ("action", EDIT, EDIT),
    "actions:restore_action": ("action", ONLY_DONE, NOT_YET),
    "actions:action": ("action", READ, ONLY_READ),
    "actions:edit_action": ("action", EDIT, EDIT),
    "actions:cell_titel": ("action", EDIT, EDIT),
    "actions:cell_ansvarig": ("action", EDIT, DO),
    "actions:cell_status": ("action", REPORT, REPORT),
    "actions:cell_datum": ("action", EDIT, DO),
    "actions:cell_lage": ("action", REPORT, "in 404 403 302 403 302 302 404"),
    "actions:take_back": ("plan", ONLY_DONE, "in 404 302 302 302 302 302 404"),
    "actions:who_writes": ("", READ, ONLY_READ),
    "actions:drop_action": ("action", EDIT, EDIT),
    "actions:drop_plan": ("plan", EDIT, EDIT),
    "actions:add_report": ("action", REPORT, REPORT),
    "actions:edit_report": ("report", REPORT, REPORT),
    "actions:drop_report": ("report", REPORT, "in 404 403 302 403 302 302 404"),
    "actions:dialogues": ("", READ, ONLY_READ),
    "actions:add_dialogue": ("programme", EDIT, EDIT),
    "actions:dialogue": ("dialogue", READ, ONLY_READ),
    "actions:edit_dialogue": ("dialogue", EDIT, EDIT),
    "actions:drop_dialogue": ("dialogue", EDIT, DO),
    "actions:add_proposal": ("programme", EDIT, EDIT),
    "actions:proposals": ("", READ, ONLY_READ),
    "actions:proposal": ("proposal", READ, ONLY_READ),
    "actions:edit_proposal": ("proposal", EDIT, EDIT),
    "actions:drop_proposal": ("proposal", EDIT, DO),
    "imports:upload": ("plan", REPORT, REPORT),
    "imports:paste": ("plan", REPORT, REPORT),
    "imports:import": ("plan table", OWN_TABLE, "in 404 405 405 405 405 405 404"),
    "imports:columns": ("plan table", OWN_TABLE, OWN_TABLE),
    "imports:mend": ("plan table", ONLY_READ, OWN_TABLE_DONE),
    "imports:take": ("plan table", ONLY_READ, OWN_TABLE_DONE),
    "imports:again": ("plan table", ONLY_READ, "in 404 403 404 403 404 404 404"),
    "imports:drop": ("plan table", ONLY_READ, OWN_TABLE_DONE),
    "imports:figures": ("", EDIT, EDIT),
    "imports:workbook": ("plan", READ, ONLY_READ),
    "imports:csv": ("plan", READ, ONLY_READ),
    "indicators:indicators": ("", READ, ONLY_READ),
    "indicators:add_indicator": ("", EDIT, EDIT),
    "indicators:indicator": ("indicator", READ, ONLY_READ),
    "indicators:edit_indicator": ("indicator", EDIT, EDIT),
    "indicators:drop_indicator": ("indicator", EDIT, EDIT),
    "indicators:add_definition": ("indicator", EDIT, EDIT),
    "indicators:edit_definition": ("definition", EDIT, EDIT),
    "indicators:add_annotation": ("indicator", EDIT, EDIT),
    "indicators:edit_annotation": ("annotation", EDIT, EDIT),
    "indicators:drop_annotation": ("annotation", EDIT, DO),
    "indicators:values": ("indicator", READ, EDIT),
    "indicators:edit_value": ("observation", EDIT, EDIT),
    "indicators:grid": ("", READ, ONLY_READ),
    "indicators:cell": ("indicator sex year", EDIT, DO),
    "indicators:take_back": ("", ONLY_DONE, DO),
    "indicators:who_writes": ("", READ, ONLY_READ),
    "indicators:fetched": ("", READ, ONLY_READ),
    "indicators:fetch_now": ("", ONLY_DONE, DO),
    "indicators:search_kolada": ("", EDIT, ONLY_READ),
    "indicators:search_scb": ("", EDIT, ONLY_READ),
    "indicators:choose_selection": ("indicator", DO, DO),
    "indicators:fetched_values": ("indicator", READ, EDIT),
    "indicators:choose_comparisons": ("indicator", DO, DO),
    "indicators:add_comparison": ("indicator", EDIT, EDIT),
    "indicators:comparison": ("comparison", READ, EDIT),
    "indicators:edit_comparison": ("comparison", EDIT, EDIT),
    "indicators:drop_comparison": ("comparison", EDIT, DO),
    "indicators:move_comparison": ("comparison", ONLY_DONE, MOVE),
    "indicators:edit_compared_value": ("compared_value", EDIT, EDIT),
    "indicators:drop_compared_value": ("compared_value", EDIT, DO),
    "indicators:drop_value": ("observation", EDIT, DO),
    "indicators:add_target": ("indicator programme", EDIT, EDIT),
    "indicators:edit_target": ("target", EDIT, EDIT),
    "indicators:drop_target": ("target", EDIT, DO),
    "followups:index": ("", READ, ONLY_READ),
    "followups:revised": ("", READ, ONLY_READ),
    "followups:start": ("programme", EDIT, EDIT),
    "followups:pack": ("programme", READ, ONLY_READ),
    "followups:follow_up": ("follow_up", READ, ONLY_READ),
    "followups:edit": ("follow_up", EDIT, EDIT),
    "followups:assess": ("follow_up area", EDIT, DO),
    "followups:read": ("follow_up", READ, ONLY_READ),
    "followups:comment": ("follow_up place", APPROVE, APPROVE),
    "followups:answer": ("comment", EDIT, DO),
    "followups:drop_comment": ("comment", ONLY_DONE, WITHDRAW),
    "followups:sections": ("follow_up", EDIT, DO),
    "followups:add_section": ("follow_up", EDIT, EDIT),
    "followups:section": ("section", EDIT, EDIT),
    "followups:drop_section": ("section", EDIT, DO),
    "followups:deviations": ("follow_up", READ, ONLY_READ),
    "followups:parts": ("follow_up", READ, ONLY_READ),
    "followups:without_department": ("follow_up", READ, ONLY_READ),
    "followups:report": ("follow_up action", NOT_YET, NOT_YET),
    "followups:figure": ("follow_up indicator", NOT_YET, NOT_YET),
    "followups:part": ("follow_up department", READ, ONLY_READ),
    "followups:mark_part": ("follow_up department", ONLY_DONE, DO),
    "followups:letters": ("follow_up", EDIT, ONLY_READ),
    "followups:letters_again": ("follow_up", ONLY_DONE, DO),
    "followups:return": ("follow_up department", WITHDRAW, APPROVE),
    "followups:approve": ("follow_up", APPROVE, APPROVE),
    "followups:assent": ("follow_up approving", "in 404 403 403 200 403 403 404", "in 404 403 403 200 403 403 404"),
    "followups:take_back": ("assent", ONLY_DONE, NOT_YET),
    "followups:withdraw": ("follow_up", ONLY_DONE, WITHDRAW),
    "followups:publish": ("follow_up", ONLY_DONE, DO),
    "followups:preview": ("follow_up", READ, ONLY_READ),
    "followups:preview_address": ("follow_up address", READ, ONLY_READ),
    "followups:document": ("follow_up", NOT_YET, ONLY_READ),
    "followups:archive_copy": ("follow_up", NOT_YET, ONLY_READ),
    "followups:make_again": ("follow_up", ONLY_DONE, WITHDRAW),
    "followups:letter": ("follow_up", NOT_YET, ONLY_READ),
    "publishing:preview_revision": ("revision", READ, ONLY_READ),
    "publishing:preview_revision_address": ("revision address", READ, ONLY_READ),
    "publishing:index": ("", READ, ONLY_READ),
    "publishing:pin": ("", EDIT, EDIT),
    "publishing:build_again": ("", ONLY_DONE, DO),
    "publishing:publish_site": ("", EDIT, EDIT),
    "publishing:publish_programme": ("programme", EDIT, EDIT),
    "publishing:versions": ("programme", READ, ONLY_READ),
    "publishing:publish_again": ("programme version", EDIT, EDIT),
    "publishing:site_versions": ("", READ, ONLY_READ),
    "publishing:publish_site_again": ("version", MOVE, MOVE),
    "publishing:preview": ("programme", READ, ONLY_READ),
    "publishing:preview_address": ("programme address", READ, ONLY_READ),
    "publishing:preview_site": ("", READ, ONLY_READ),
    "publishing:preview_site_address": ("statement", READ, ONLY_READ),
    "publishing:withdrawals": ("", EDIT, ONLY_READ),
    "publishing:mask": ("", EDIT, EDIT),
    "publishing:withdraw": ("sequence", EDIT, EDIT),
    "public:on_day": ("name", OPEN, OPEN_ONLY_READ),
    "public:choose": ("name", AWAY, OPEN_ONLY_READ),
    "public:with_newest": ("name version", AWAY, OPEN_ONLY_READ),
    "public:comparison": ("name version version", OPEN, OPEN_ONLY_READ),
}
ROOMS = sorted({name.rpartition(":")[0] for name in ROUTES})


def routes(patterns=None, namespace=""):
    """Yield the name of every route, or its pattern where it has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def routes_of(room):
    return [name for name in ROUTES if name.rpartition(":")[0] == room]


def address(name, rows):
    keys = ROUTES[name][0].split()
    place = [rows["municipality"].slug] if ":" in name else []
    return reverse(name, args=place + [getattr(rows[key], "pk", rows[key]) for key in keys])


@pytest.fixture
def people(request, caplog):
    """Return {visitor: a browser in which she or he has signed in}."""
    caplog.set_level("CRITICAL", "django.request")  # refusals are what is looked for
    browsers = {visitor: Client(raise_request_exception=False) for visitor in VISITORS}
    for visitor in VISITORS[1:]:
        browsers[visitor].force_login(request.getfixturevalue(visitor))
    return browsers


@pytest.fixture
def rows(municipality, contributor):
    rows = world(municipality, responsible=contributor.memberships.get())
    programme = rows["programme"]
    with transaction.atomic():
        document = contents.programme(programme, timezone.localdate())
        names = {"municipality": municipality.uuid, "slug": municipality.slug, "subject": programme.uuid}
        append(freeze(document), kind="programme", change="update", published_by="Kommunen", **names)
    build(municipality.uuid)
    return rows


@pytest.fixture
def foreign(outsider):
    return other_world(outsider.memberships.get().municipality)


def undone(browser, method, address):
    """Return what a visitor meets; what was done is taken back, so that the next one meets the same rows."""
    cookies = dict(browser.cookies)
    with transaction.atomic():
        response = getattr(browser, method)(address)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    signs_in = response.status_code == 302 and response.url.startswith("/konto/logga-in/?next=")
    return "in" if signs_in else str(response.status_code)


def test_the_table_knows_every_route():
    assert set(routes()) ^ set(ROUTES) == set()


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_meets_what_the_table_says(people, rows, room):
    wrong = {}
    for name in routes_of(room):
        for method, expected in zip(("get", "post"), ROUTES[name][1:], strict=True):
            found = " ".join(undone(browser, method, address(name, rows)) for browser in people.values())
            wrong |= {f"{method} {name}": found} if found != expected else {}

    assert wrong == {}


def test_no_page_shows_a_reader_the_internal_notes(people, rows):
    for model in tracked_models():
        if "internal_note" in model.exposure.fields:
            model.objects.update(internal_note=SECRET)
    pages = {name: people["reader"].get(address(name, rows)) for name in ROUTES}

    assert [name for name, page in pages.items() if SECRET.encode() in page.content] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_route_knows_another_municipalitys_ids(people, rows, foreign, room):
    assert list(leaks(people["administrator"], rows, routes_of(room))) == []


def leaks(browser, rows, names):
    """Yield where another municipality's id is taken: in the address, in the query, or in a field of a form."""
    before = versions()
    for name in names:
        own = address(name, rows)
        for other in foreign_addresses(name, rows):
            yield from (f"{m} {name}" for m in ("get", "post") if undone(browser, m, other) not in {"404", "405"})
        page = browser.get(own, dict.fromkeys([*rows, "pk", "id"], FOREIGN))
        if SECRET.encode() in page.content or page.status_code == 500:
            yield f"query {name}"
        if page.headers["Content-Type"].startswith("text/html"):
            yield from (f"{control} in {name}" for control in taken(browser, own, before))


def foreign_addresses(name, rows):
    """Yield the route's address once for each row in it, with the other municipality's in that place."""
    for key in ROUTES[name][0].split():
        if hasattr(rows[key], "pk"):
            yield address(name, rows | {key: FOREIGN})


def taken(browser, own, before):
    """Yield the controls of a page's forms that take another municipality's id, name its row or break over it."""
    page = browser.get(own)
    choices = set(choice_fields(page))
    for form in forms(page.text):
        for control in form.offers:
            if control in choices or form.holds_ids(control):
                with transaction.atomic():
                    send = getattr(browser, form.method)
                    answer = send(form.action or own, form.sends | {control: [FOREIGN]}, follow=True)
                    went_through = bool(answer.redirect_chain) and control in choices
                    if went_through or SECRET in answer.text or answer.status_code == 500 or versions() != before:
                        yield control
                    transaction.set_rollback(True)


def choice_fields(page):
    """Yield the names of the fields in which a row is chosen."""
    contexts = [context for group in page.context or [] for context in group]
    shown = [value for context in contexts for value in context.values() if isinstance(value, BaseForm)]
    for form in shown:
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField):
                yield form.add_prefix(name)


def versions():
    """Return how often rows of the other municipality have been saved."""
    return sum(model.history.filter(id=FOREIGN).count() for model in tracked_models())


def show_any(request, pk):
    require(request, "actions.view_action", request.municipality)
    return HttpResponse(get_object_or_404(Action, pk=pk).title)


def choose_any(request):
    require(request, "actions.view_action", request.municipality)
    form = AnyForm(request.POST or None)
    if form.is_valid():
        return redirect("/konto/")
    return render(request, "account/account.html", {"form": form})


class AnyForm(Form):
    action = ModelChoiceField(Action.objects)


urlpatterns = [
    path("", include("portal.urls")),
    path("arbete/<slug:municipality>/", include(([path("v/<int:pk>/", show_any, name="show")], "open"))),
    path("arbete/<slug:municipality>/", include(([path("v/", choose_any, name="choose")], "open_form"))),
]


@pytest.mark.urls(__name__)
def test_a_route_outside_the_table_is_noticed():
    assert set(routes()) - set(ROUTES) == {"open:show", "open_form:choose"}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("open:show", "action", ["get open:show", "post open:show"]),
        ("open_form:choose", "", ["query open_form:choose", "action in open_form:choose"]),
    ],
)
def test_a_view_that_looks_beyond_the_municipality_is_noticed(monkeypatch, people, rows, foreign, name, kind, found):
    monkeypatch.setitem(ROUTES, name, (kind, READ, READ))

    assert list(leaks(people["administrator"], rows, [name])) == found
