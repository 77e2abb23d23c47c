"""Plans, actions, reports, dialogues and proposals, as officials work with them."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from actions.models import Action, ActionPlan, Dialogue, Proposal, Report
from programmes.models import Change, Role
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.municipality(name="Alingsås", slug="alingsas")


@pytest.fixture
def editor(place, client):
    return enter(client, place, Role.EDITOR)


@pytest.fixture
def programme(place):
    return make.programme(place)


def url(name, place, *args):
    return reverse(f"actions:{name}", args=[place.slug, *args])


def save(client, page, **typed):
    """Open a page, type, and press the button."""
    return client.post(page, fill(client.get(page), **typed), follow=True)


def faults(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize("count", [1, 100])
def test_a_plan_takes_as_many_queries_however_long_it_is(
    client, editor, place, programme, count, django_assert_num_queries
):
    plan, area = make.plan(programme), make.area(programme)
    for n in range(count):
        action = make.action(plan, area=area, responsible=make.department(place), responsible_person=editor)
        make.report(action, account=f"Läget {n}.")

    with django_assert_num_queries(16):
        response = client.get(plan.get_absolute_url())

    assert sum(len(rows) for _area, rows in response.context["groups"]) == count


@pytest.mark.parametrize(("page", "queries"), [("plans", 9), ("dialogues", 9), ("proposals", 10)])
@pytest.mark.parametrize("count", [1, 100])
def test_a_list_takes_as_many_queries_however_long_it_is(
    client, editor, place, programme, page, queries, count, django_assert_num_queries
):
    group, action = make.group(programme), make.action(make.plan(programme))
    for _n in range(count - 1):
        make.plan(programme, area=make.area(programme))
    for _n in range(count):
        proposal = make.proposal(programme, judged_by=group, dialogue=make.dialogue(programme))
        make.save(proposal, actions=[action])

    with django_assert_num_queries(queries):
        client.get(url(page, place))


def test_a_new_plan_gets_an_address_from_its_title(client, editor, place, programme):
    make.plan(programme, slug="atgardsplan-2027")

    save(client, url("add_plan", place, programme.pk), title="Åtgärdsplan 2027", start="2027-01-01", end="2027-12-31")

    plan = ActionPlan.objects.get(title="Åtgärdsplan 2027")
    assert (plan.slug, plan.state, plan.end) == ("atgardsplan-2027-2", "draft", date(2027, 12, 31))


def test_an_empty_plan_says_how_to_begin(client, editor, place, programme):
    plan = make.plan(programme)
    begin = "The plan has no actions yet."

    assert begin in client.get(plan.get_absolute_url()).content.decode()

    enter(client, place, Role.CONTRIBUTOR)
    assert begin not in client.get(plan.get_absolute_url()).content.decode()

    enter(client, place, Role.EDITOR)
    make.action(plan)
    assert begin not in client.get(plan.get_absolute_url()).content.decode()


def test_an_address_that_another_plan_has_is_refused(client, editor, place, programme):
    make.plan(programme, slug="plan-2027")

    response = save(client, url("add_plan", place, programme.pk), title="Plan", address="plan-2027")

    assert faults(response) == {"address": ["Another plan has this address already."]}


def test_a_plan_is_adopted_by_a_decision(client, editor, place, programme):
    plan = make.plan(programme)

    response = save(client, url("edit_plan", place, plan.pk), state="adopted")

    assert faults(response) == {
        "adopted_by": ["Choose the decision by which the plan was adopted. It is entered among the decisions."]
    }
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_draft_leads_to_its_decision_with_all_that_is_known_filled_in(client, editor, place, programme):
    plan = make.plan(programme)
    link = re.search(r'href="([^"]+kind=adoption[^"]+)"', client.get(plan.get_absolute_url()).text)[1]

    page = fill(client.get(link.replace("&amp;", "&")))

    filled = {name: page[name] for name in ("kind", "concerns", "subject", "is_decision")}
    assert filled == {"kind": ["adoption"], "concerns": ["plan"], "subject": [str(plan.uuid)], "is_decision": ["on"]}


def test_adoption_keeps_what_each_action_promised_in_one_change(client, editor, place, programme):
    plan = make.plan(programme)
    promised = make.action(plan, end=date(2026, 5, 31))
    open_ended = make.action(plan)
    step = make.step(programme, concerns="plan")
    before = Change.objects.count()

    save(client, url("edit_plan", place, plan.pk), state="adopted", adopted_by=step.pk)

    promised.refresh_from_db()
    open_ended.refresh_from_db()
    assert (promised.end_adopted, open_ended.end_adopted) == (date(2026, 5, 31), None)
    assert Change.objects.count() == before + 1


def test_an_adoption_can_be_taken_back(client, editor, place, programme):
    plan, step = make.plan(programme), make.step(programme)
    action = make.action(plan, end=date(2026, 5, 31))
    save(client, url("edit_plan", place, plan.pk), state="adopted", adopted_by=step.pk)

    undo(Change.objects.first(), user=None)

    plan.refresh_from_db()
    action.refresh_from_db()
    assert (plan.state, plan.adopted_by, action.end_adopted) == ("draft", None, None)


def test_an_adopted_plan_never_becomes_a_draft_again(client, editor, place, programme):
    plan = make.plan(programme, state="adopted", adopted_by=make.step(programme))

    response = save(client, url("edit_plan", place, plan.pk), state="draft")

    assert faults(response) == {"state": ["A plan that has been adopted does not become a draft again."]}


def test_a_closed_plan_is_locked_until_it_is_opened(client, editor, place, programme):
    plan = make.plan(programme, state="closed", adopted_by=make.step(programme))
    action = make.action(plan, title="Före")
    locked = ["The plan is closed and locked. Open it again to change it."]

    renamed = save(client, url("edit_plan", place, plan.pk), title="Annat namn")
    changed = save(client, url("edit_action", place, action.pk), title="Efter")
    added = save(client, url("add_action", place, plan.pk), title="Ny")
    reported = save(client, url("add_report", place, action.pk), account="Klart.")
    opened = save(client, url("edit_plan", place, plan.pk), state="adopted")

    assert [faults(r) for r in (renamed, changed, added, reported)] == [{"__all__": locked}] * 4
    assert opened.redirect_chain
    assert [row.title for row in Action.objects.all()] == ["Före"]


def test_actions_are_numbered_in_their_plan_and_no_number_comes_back(client, editor, place, programme):
    plan = make.plan(programme)
    first = make.action(plan)
    second = make.action(plan)

    save(client, url("drop_action", place, second.pk), reason="Dubblett.")
    save(client, url("add_action", place, plan.pk), title="Ny åtgärd")

    assert [(row.number, row.dropped) for row in Action.objects.order_by("number")] == [
        (first.number, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_add_at_the_same_moment_get_two_numbers(client, editor, place, programme):
    plan = make.plan(programme)
    page = url("add_action", place, plan.pk)
    typed = fill(client.get(page), title="Ny åtgärd")

    def add(_n):
        try:
            return client.post(page, typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(add, range(4))) == [302] * 4
    assert sorted(Action.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_an_action_is_changed_in_all_its_fields(client, editor, place, programme):
    area, unit, other = make.area(programme), make.department(place), make.department(place)
    indicator, action = make.indicator(place), make.action(make.plan(programme))
    typed = {"title": "Samlad företagslots", "area": area.pk, "responsible": unit.pk, "participating": [other.pk]}
    typed |= {"responsible_person": editor.pk, "indicators": [indicator.pk], "end": "2026-12-15", "progress": "40"}

    save(client, url("edit_action", place, action.pk), **typed)

    action.refresh_from_db()
    assert (action.title, action.area, action.responsible, action.responsible_person) == (
        "Samlad företagslots",
        area,
        unit,
        editor,
    )
    assert (list(action.participating.all()), list(action.indicators.all())) == ([other], [indicator])
    assert (action.end, action.progress) == (date(2026, 12, 15), 40)


def test_the_end_date_of_an_adopted_plan_moves_with_a_reason_and_both_are_shown(client, editor, place, programme):
    plan = make.plan(programme, state="adopted", adopted_by=make.step(programme))
    action = make.action(plan, end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))

    refused = save(client, url("edit_action", place, action.pk), end="2026-10-30")
    save(client, url("edit_action", place, action.pk), end="2026-10-30", end_reason="Skolorna saknar lokal.")
    page = client.get(plan.get_absolute_url()).content.decode()

    assert faults(refused) == {"end_reason": ["Say why the end date was moved."]}
    assert "2026-10-30" in page
    assert "adopted: 2026-05-31. Skolorna saknar lokal." in page


def test_in_an_adopted_plan_the_first_end_date_counts_as_adopted(client, editor, place, programme):
    plan = make.plan(programme, state="adopted", adopted_by=make.step(programme))

    save(client, url("add_action", place, plan.pk), title="Ny", end="2026-05-31")

    assert Action.objects.get().end_adopted == date(2026, 5, 31)


def test_the_status_is_told_by_symbol_word_and_late_flag(client, editor, place, programme):
    plan = make.plan(programme)
    make.action(plan, status="ongoing", end=date(2020, 1, 1))
    make.action(plan, status="completed", end=date(2020, 1, 1))
    make.action(plan, status="cancelled", cancel_reason="Hanteras i annat ärende.")

    response = client.get(plan.get_absolute_url())

    marks = [(row.mark.symbol, row.mark.word) for _area, rows in response.context["groups"] for row in rows]
    assert marks == [("!", "Ongoing, late"), ("✓", "Completed"), ("×", "Cancelled")]
    assert [mark.word for mark in response.context["tally"]] == ["1 completed", "1 late", "1 cancelled"]


def test_the_plan_is_one_table_by_area_with_what_has_no_area_last(client, editor, place, programme):
    plan, first, second = make.plan(programme), make.area(programme), make.area(programme)
    for area in (None, second, first, second):
        make.action(plan, area=area)

    groups = client.get(plan.get_absolute_url()).context["groups"]

    assert [(area, len(rows)) for area, rows in groups] == [(first, 1), (second, 2), (None, 1)]


def test_a_report_that_is_not_ready_is_marked_and_moves_nothing(client, editor, place, programme):
    action = make.action(make.plan(programme))

    save(client, url("add_report", place, action.pk), period="2026", status="ongoing", account="Halvfärdigt.")

    action.refresh_from_db()
    assert action.status == "not_started"
    assert "not ready, 2026" in client.get(action.plan.get_absolute_url()).content.decode()


def test_a_ready_report_gives_its_action_the_status_in_the_same_change(client, editor, place, programme):
    action = make.action(make.plan(programme))
    before = Change.objects.count()

    save(client, url("add_report", place, action.pk), period="2026", status="completed", account="Klart.", ready="on")

    action.refresh_from_db()
    assert (action.status, Change.objects.count()) == ("completed", before + 1)


def test_a_report_that_cancels_asks_for_the_reason(client, editor, place, programme):
    action = make.action(make.plan(programme))
    typed = {"period": "2026", "status": "cancelled", "ready": "on"}

    refused = save(client, url("add_report", place, action.pk), **typed)
    save(client, url("add_report", place, action.pk), **typed, cancel_reason="Hanteras i översiktsplanen.")

    action.refresh_from_db()
    assert faults(refused) == {"cancel_reason": ["Say why the action is cancelled."]}
    assert (action.status, action.cancel_reason) == ("cancelled", "Hanteras i översiktsplanen.")


def test_a_reason_is_not_lost_when_the_report_is_not_ready(client, editor, place, programme):
    action = make.action(make.plan(programme))

    refused = save(client, url("add_report", place, action.pk), status="cancelled", cancel_reason="Skälet.")

    assert list(faults(refused)) == ["cancel_reason"]
    assert "Skälet." in refused.content.decode()
    assert list(Report.objects.all()) == []


def test_an_older_report_does_not_overturn_a_newer_one(client, editor, place, programme):
    action = make.action(make.plan(programme), status="completed")
    make.report(action, period="2026", status="completed", ready=True)

    save(client, url("add_report", place, action.pk), period="2025", status="ongoing", ready="on")

    action.refresh_from_db()
    assert action.status == "completed"


def test_there_is_one_report_a_period(client, editor, place, programme):
    action = make.action(make.plan(programme))
    make.report(action, period="2026")

    response = save(client, url("add_report", place, action.pk), period="2026")

    assert faults(response) == {"__all__": ["There is already a report for this period."]}


def test_a_contributor_reports_on_actions_of_the_own_department_only(client, place, programme):
    own = make.department(place)
    enter(client, place, Role.CONTRIBUTOR, department=own)
    plan = make.plan(programme)
    mine, other = make.action(plan, responsible=own), make.action(plan, responsible=make.department(place))

    save(client, url("add_report", place, mine.pk), account="Vi har börjat.")

    assert [report.account for report in mine.reports.all()] == ["Vi har börjat."]
    assert client.get(url("add_report", place, other.pk)).status_code == 403
    assert client.get(url("edit_report", place, make.report(other).pk)).status_code == 403
    assert client.get(url("edit_action", place, mine.pk)).status_code == 403


@pytest.mark.parametrize(("role", "seen"), [(Role.READER, False), (Role.CONTRIBUTOR, True), (Role.EDITOR, True)])
def test_internal_notes_are_for_contributors_and_up(client, place, programme, role, seen):
    enter(client, place, role)
    action = make.action(make.plan(programme, internal_note="INTERNT"), internal_note="INTERNT")
    make.report(action, internal_note="INTERNT", account="Öppet.")
    dialogue = make.dialogue(programme, internal_note="INTERNT")
    proposal = make.proposal(programme, internal_note="INTERNT")

    pages = [client.get(row.get_absolute_url()) for row in (action.plan, action, dialogue, proposal)]

    assert {"INTERNT" in page.content.decode() for page in pages} == {seen}


def test_a_dialogue_is_entered_with_what_is_known(client, editor, place, programme):
    area = make.area(programme)

    save(
        client,
        url("add_dialogue", place, programme.pk),
        title="Rundabordssamtal",
        on="2022-10",
        areas=[area.pk],
        companies="0",
    )

    dialogue = Dialogue.objects.get()
    assert (dialogue.on.short, dialogue.companies, dialogue.officials) == ("2022-10", 0, None)
    assert list(dialogue.areas.all()) == [area]


def test_a_proposal_that_is_not_feasible_needs_a_reason(client, editor, place, programme):
    proposal, group = make.proposal(programme), make.group(programme)

    refused = save(client, url("edit_proposal", place, proposal.pk), state="not_feasible", judged_by=group.pk)
    save(client, url("edit_proposal", place, proposal.pk), state="not_feasible", reason="Det finns redan.")

    proposal.refresh_from_db()
    assert faults(refused) == {"reason": ["Say why the proposal is not feasible; the public reads the reason."]}
    assert proposal.state == "not_feasible"


def test_a_proposal_becomes_actions(client, editor, place, programme):
    proposal, actions = make.proposal(programme), [make.action(make.plan(programme)) for _n in range(2)]

    save(client, url("edit_proposal", place, proposal.pk), state="became_action", actions=[a.pk for a in actions])

    assert set(Proposal.objects.get().actions.all()) == set(actions)


def test_what_is_dropped_is_gone_from_the_pages_and_kept_in_the_history(client, editor, place, programme):
    rows = [make.dialogue(programme), make.proposal(programme), make.action(make.plan(programme))]

    for row in rows:
        save(client, url(f"drop_{row._meta.model_name}", place, row.pk), reason="Dubblett.")

    assert {client.get(row.get_absolute_url()).status_code for row in rows} == {404}
    assert {row.history.first().dropped for row in rows} == {True}


def test_a_plan_is_dropped_once_nothing_stands_in_it(client, editor, place, programme):
    plan = make.plan(programme)
    action = make.action(plan)

    refused = save(client, url("drop_plan", place, plan.pk))
    save(client, url("drop_action", place, action.pk), reason="Dubblett.")
    save(client, url("drop_plan", place, plan.pk))

    assert list(faults(refused)) == ["__all__"]
    assert client.get(plan.get_absolute_url()).status_code == 404


def test_lateness_can_be_judged_otherwise_with_a_reason(client, editor, place, programme):
    action = make.action(make.plan(programme), end=date(2020, 1, 1))

    refused = save(client, url("edit_action", place, action.pk), late_override="False")
    save(client, url("edit_action", place, action.pk), late_override="False", late_reason="Klart i praktiken.")

    action.refresh_from_db()
    assert list(faults(refused)) == ["late_reason"]
    assert (action.late_override, action.is_late(date(2026, 1, 1))) == (False, False)


def test_what_the_editor_saw_stands_hidden_and_describes_nothing(client, editor, place, programme):
    page = client.get(url("edit_action", place, make.action(make.plan(programme)).pk)).content.decode()

    hidden = re.findall(r'<input type="hidden"[^>]*>', page)
    assert len(hidden) > 20
    assert [field for field in hidden if "aria-" in field] == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("end", "12/31/2026"),
        ("end", "31.12.2026"),
        ("title", "x" * 50_000),
        ("description", "x" * 50_000),
        ("title", "Företags\x00lots"),
        ("progress", "101"),
        ("progress", "mycket"),
        ("area", "999999999999999999999"),
        ("participating", ["1; DROP TABLE"]),
    ],
)
def test_bad_input_is_refused_at_its_place_and_nothing_typed_is_lost(client, editor, place, programme, name, typed):
    action = make.action(make.plan(programme), title="Före")

    response = save(client, url("edit_action", place, action.pk), budget_note="Skrivet", **{name: typed})

    action.refresh_from_db()
    assert list(faults(response)) == [name]
    assert (action.title, action.budget_note) == ("Före", "")
    assert "Skrivet" in response.content.decode()


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "🚀 Lyft", "“Klistrat” från\u00a0Word – så\u2026"])
def test_odd_but_lawful_text_is_kept_and_shown_as_text(client, editor, place, programme, typed):
    action = make.action(make.plan(programme))

    page = save(client, url("edit_action", place, action.pk), title=typed).content.decode()

    action.refresh_from_db()
    assert action.title == typed
    assert "<script>alert" not in page


FOREIGN = {
    "plan": {"area": make.area, "adopted_by": make.step, "continues": make.plan},
    "action": {
        "area": make.area,
        "responsible": lambda: make.department(make.municipality()),
        "responsible_person": lambda: make.membership(make.municipality(), "editor"),
        "participating": lambda: make.department(make.municipality()),
        "indicators": make.indicator,
    },
    "dialogue": {"areas": make.area},
    "proposal": {
        "dialogue": make.dialogue,
        "area": make.area,
        "judged_by": make.group,
        "actions": make.action,
    },
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, fields in FOREIGN.items() for name in fields])
def test_another_municipalitys_row_cannot_be_chosen_and_is_not_named(client, editor, place, programme, kind, name):
    row = getattr(make, kind)(make.plan(programme) if kind == "action" else programme)
    foreign = FOREIGN[kind][name]()
    several = row._meta.get_field(name).many_to_many

    response = save(client, url(f"edit_{kind}", place, row.pk), **{name: [foreign.pk] if several else foreign.pk})

    assert faults(response) == {name: ["Choose one of the listed alternatives."]}
    assert str(foreign) not in response.content.decode()


def test_another_municipalitys_pages_do_not_exist(client, editor, place):
    action = make.action()
    report, dialogue, proposal = make.report(action), make.dialogue(), make.proposal()
    names = {"plan": action.plan, "edit_plan": action.plan, "add_action": action.plan, "action": action}
    names |= {"edit_action": action, "drop_action": action, "add_report": action, "add_plan": action.plan.programme}
    names |= {"edit_report": report, "drop_report": report, "dialogue": dialogue, "edit_dialogue": dialogue}
    names |= {"proposal": proposal, "edit_proposal": proposal, "add_proposal": proposal.programme}

    answers = {client.post(url(name, place, row.pk)).status_code for name, row in names.items() if "_" in name}
    answers |= {client.get(url(name, place, row.pk)).status_code for name, row in names.items()}

    assert answers == {404}
