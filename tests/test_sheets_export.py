"""A plan goes out as a workbook or a CSV file and comes back as it was."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.forms import ActionForm, ReportForm
from actions.models import Action
from actions.sheets import exporting, texts, workbooks, writing
from actions.sheets.checking import Check
from actions.sheets.columns import CODES, guess
from actions.sheets.labels import LABELS
from actions.sheets.said import OF_REPORT, said, with_all
from actions.sheets.taking import take
from actions.sheets.wishes import propose
from programmes.history import change
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
FORMATS = {
    "xlsx": (lambda labels, rows: writing.as_workbook(labels, rows, "Plan"), workbooks.read),
    "csv": (writing.as_csv, texts.read),
}
DANGEROUS = [
    "=1+1",
    "+46 31",
    "-5",
    "@anna",
    "'=x",
    "'",
    "\t=1",
    "1-2",
    "2026-05-03",
    "007",
    "TRUE",
    "_x0041_",
    "a\nb",
    '"',
    ";",
]


def there_and_back(plan, target, form):
    write, read = FORMATS[form]
    actions = list(with_all(plan.actions.kept()))
    table = read(write(exporting.headings(sees_notes=True), exporting.rows(actions)))
    wishes = propose(table, period="2026", clears=True)
    return Check(target, make.user(is_superuser=True), table, wishes, TODAY)


def whole_action(plan, **texts):
    """Return an action of which everything is known."""
    unit, other = (make.department(plan.municipality, name=name) for name in ("Miljö; bygg", "Kultur"))
    action = make.action(
        plan,
        area=make.area(plan.programme, name="Företagsklimat"),
        responsible=unit,
        responsible_person=make.membership(plan.municipality, "contributor"),
        start=date(2026, 1, 1),
        end=date(2026, 6, 30),
        end_adopted=date(2026, 5, 31),
        continuous=True,
        status="cancelled",
        late_override=False,
        progress=0,
        **texts,
    )
    make.save(action, participating=[unit, other], indicators=[make.indicator(plan.municipality, name="Jobb")])
    make.report(action, period="2025", account="Förra året.")
    return action


TEXTS = (
    *("title", "description", "expected_result", "responsible_role", "partners", "end_reason", "cancel_reason"),
    *("late_reason", "budget_note", "internal_note", "provenance"),
)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_what_goes_out_comes_back_unchanged(municipality, form, language):
    plan = make.plan(make.programme(municipality))
    action = whole_action(plan, **{name: f"={name}; “så”" for name in TEXTS})
    make.report(action, period="2026-T1", account="@nu", internal_note="-viskat", ready=True)

    with translation.override(language):
        check = there_and_back(plan, plan, form)

    assert [(row.state, row.changes, row.faults) for row in check.rows] == [("same", {}, {})]


@pytest.mark.parametrize("form", FORMATS)
def test_a_plan_can_be_built_from_what_went_out(municipality, form):
    plan = make.plan(make.programme(municipality))
    whole_action(plan, **{name: f"={name}" for name in TEXTS})
    copy = make.plan(plan.programme)

    check = there_and_back(plan, copy, form)
    with change("Importerade", municipality=municipality):
        take(check)

    (before,), (after,) = ([*with_all(one.actions.all())] for one in (plan, copy))
    assert said(after, after.told[-1]) == said(before, before.told[-1])


@pytest.fixture
def action(municipality):
    return make.action(make.plan(make.programme(municipality)))


some_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(DANGEROUS) | some_text)
def test_any_text_comes_back_as_it_was(action, form, text):
    action.title = action.description = action.partners = text
    make.save(action)

    check = there_and_back(action.plan, action.plan, form)

    assert [(row.state, row.changes, row.faults) for row in check.rows] == [("same", {}, {})]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_plan_gives_the_same_bytes(action, form):
    write, _read = FORMATS[form]
    files = {write(exporting.headings(True), exporting.rows(with_all(action.plan.actions.all()))) for _ in range(2)}

    assert len(files) == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_portals_own_headings_are_known(language):
    with translation.override(language):
        assert guess([str(label) for label in LABELS.values()]) == list(LABELS)


def test_every_field_of_an_action_and_a_report_goes_out():
    named = {*ActionForm.Meta.fields, *ReportForm.Meta.fields, "end_adopted", "number"}
    inside = {name if name != "internal_note" else "report_note" for name in OF_REPORT.values()}

    assert named - {*LABELS, *inside} == set()
    assert set(CODES) - set(LABELS) == {"dates"}


def test_no_text_of_a_csv_file_can_be_calculated(action):
    action.title = "=HYPERLINK(1)"
    make.save(action)

    file = writing.as_csv({"title": "Åtgärd"}, exporting.rows(with_all(Action.objects.all())))

    assert file.decode("utf-8-sig") == '"Åtgärd"\r\n"\'=HYPERLINK(1)"\r\n'
