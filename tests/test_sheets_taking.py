"""A table compared with a plan, and taken: what is new, what changes, and each fault at its cell."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actions.models import Report
from actions.sheets import texts
from actions.sheets.checking import Check
from actions.sheets.columns import SKIP
from actions.sheets.taking import take
from actions.sheets.wishes import propose
from programmes.history import Change, change
from programmes.models import Department
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan(municipality):
    return make.plan(make.programme(municipality))


@pytest.fixture
def adopted(plan):
    step = make.step(plan.programme)
    return make.plan(plan.programme, state="adopted", adopted_by=step)


def checked(plan, text, user=None, lock=False, **wishes):
    table = texts.read(text.strip().encode())
    proposed = propose(table, wishes.pop("kind", "actions"), **{"period": "2026"} | wishes)
    return Check(plan, user or make.user(is_superuser=True), table, proposed, TODAY, lock=lock)


def taken(plan, text, **wishes):
    with change("Importerade", municipality=plan.municipality):
        check = checked(plan, text, lock=True, **wishes)
        assert faults(check) == {}
        return take(check)


def states(check):
    return [row.state for row in check.rows]


def faults(check):
    return {(row.line, code): told for row in check.rows for code, (told, _proposal) in row.faults.items()}


def changes(check):
    return {row.number: row.changes for row in check.rows if row.new}


def test_rows_become_actions(plan):
    make.department(plan.municipality, name="Samhällsbyggnad")
    make.area(plan.programme, name="Företagsklimat")

    taken(plan, """
Område;Åtgärd;Ansvarig;Status;Klart senast
Företagsklimat;Lots;samhällsbyggnad;Pågår;2026-05-31
;Mässa;;;
""")  # fmt: skip

    first, second = plan.actions.order_by("number")
    assert (first.number, first.order, first.title, str(first.area)) == (1, 1, "Lots", "Företagsklimat")
    assert (first.responsible.name, first.status, first.end) == ("Samhällsbyggnad", "ongoing", date(2026, 5, 31))
    assert (second.number, second.title, second.area, second.status) == (2, "Mässa", None, "not_started")
    assert Change.objects.filter(sentence="Importerade").count() == 1


def test_taken_again_it_changes_nothing(plan):
    text = "Nr;Åtgärd;Status;Lägesbeskrivning;Prioritet\n4;Lots;Klar;Permanent sedan januari.;Hög"

    assert taken(plan, text) == 1
    assert taken(plan, text) == 0
    assert plan.actions.get().internal_note == "Prioritet: Hög"
    assert Report.objects.get().account == "Permanent sedan januari."


def test_without_numbers_a_title_is_known_again(plan):
    make.action(plan, title="Företagslots")

    assert states(checked(plan, "Åtgärd;Status\nföretagslots;Klar\nMässa;Klar")) == ["changed", "new"]


def test_only_what_differs_changes(plan):
    make.action(plan, title="Lots", status="ongoing", budget_note="Ram")

    check = checked(plan, "Nr;Åtgärd;Status;Budget\n1;Lots;Genomförd;")

    assert changes(check) == {1: {"status": ("Ongoing", "Completed")}}


def test_an_empty_cell_empties_only_where_that_is_wished(plan):
    make.action(plan, title="Lots", budget_note="Ram")

    assert changes(checked(plan, "Nr;Åtgärd;Budget\n1;Lots;", clears=True)) == {1: {"budget_note": ("Ram", "")}}


def test_two_rows_do_not_share_a_number(plan):
    told = "No. 3 stands in several rows: 2, 4."

    found = faults(checked(plan, "Nr;Åtgärd\n3;Lots\n4;Mässa\n3;Tillsyn"))

    assert found == {(2, "number"): told, (4, "number"): told}


def test_the_number_of_what_was_removed_is_not_used_again(plan):
    make.action(plan, dropped=True)

    found = faults(checked(plan, "Nr;Åtgärd\n1;Lots"))

    assert found == {(2, "number"): "No. 1 was removed, and its number is not used again."}


AT_FAULT = [
    ("Åtgärd;Ansvarig", "Lots;Okänd enhet", "responsible",
     "There is no department “Okänd enhet”. Say above the table which one it is."),
    ("Åtgärd;Område", "Lots;Rymden", "area",
     "The programme has no area “Rymden”. Say above the table which one it is."),
    ("Åtgärd;Ansvarig person", "Lots;Ada", "responsible_person",
     "“Ada” is nobody who can be responsible. Say above the table who it is."),
    ("Åtgärd;Status", "Lots;Försenad", "status",
     "“Försenad” is no known status. Say above the table what it stands for."),
    ("Åtgärd;Slutdatum", "Lots;2026-02-30", "end", "There is no day “2026-02-30”. Write the date as 2026-05-31."),
    ("Åtgärd;Slutdatum", "Lots;03/05/2026", "end",
     "“03/05/2026” can be 2026-05-03 or 2026-03-05. Write the one that is meant."),
    ("Åtgärd;Slutdatum", "Lots;3/5/26", "end", "“3/5/26” can be read in several ways. Write the date as 2026-05-31."),
    ("Åtgärd;Slutdatum", "Lots;Q2 2026", "end", "“Q2 2026” is no day. Is 2026-06-30 meant?"),
    ("Åtgärd;Slutdatum", "Lots;Kv 4 -26", "end", "“Kv 4 -26” is no day. Is 2026-12-31 meant?"),
    ("Åtgärd;Slutdatum", "Lots;våren 2027", "end", "“våren 2027” is no day. Is 2027-05-31 meant?"),
    ("Åtgärd;Start", "Lots;ht 26", "start", "“ht 26” is no day. Is 2026-08-01 meant?"),
    ("Åtgärd;Slutdatum", "Lots;46145", "end", "“46145” is no date. Write it as 2026-05-31."),
    ("Åtgärd;Start;Slutdatum", "Lots;2026-05-01;2026-04-01", "end", "The end date lies before the start date."),
    ("Åtgärd;Status", ";Klar", "title", "This field is required."),
    ("Åtgärd;Status", f"{'x' * 301};Klar", "title", "The text has 301 characters; there is room for 300."),
    ("Åtgärd;Status", "Lots;Utgår", "cancel_reason", "Say why the action is cancelled."),
    ("Åtgärd;Försenad eller inte", "Lots;ja", "late_reason",
     "Say why the dates do not decide whether the action is late."),
    ("Åtgärd;Procent klart", "Lots;150 %", "progress", "Ensure this value is less than or equal to 100."),
    ("Åtgärd;Löpande", "Lots;kanske", "continuous", "Write yes or no instead of “kanske”."),
    ("Åtgärd;Rapportperiod;Kommentar", "Lots;hösten;Text", "period",
     "Write the period as 2026, 2026-05 or 2026-T1."),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "row", "code", "told"), AT_FAULT)
def test_a_fault_stands_at_its_cell(plan, headings, row, code, told):
    assert faults(checked(plan, f"{headings}\n{row}")) == {(2, code): told}


def test_numbers_that_are_none_are_kept_in_the_note_and_others_are_given(plan):
    taken(plan, "Nr;Åtgärd\n1.1;Lots\n1.2;Mässa")

    assert [(action.number, action.internal_note) for action in plan.actions.order_by("number")] == [
        (1, "Nr: 1.1"),
        (2, "Nr: 1.2"),
    ]


def test_a_moved_end_needs_its_reason_and_the_adopted_end_stays(adopted):
    make.action(adopted, title="Lots", end=date(2026, 5, 31), end_adopted=date(2026, 5, 31))

    late = "Nr;Slutdatum;Varför slutdatumet flyttats\n1;2026-09-30;"
    assert faults(checked(adopted, late)) == {(2, "end_reason"): "Say why the end date was moved."}
    taken(adopted, late + "Skolorna saknar lokal.")
    assert adopted.actions.get().end_adopted == date(2026, 5, 31)
    other = "Nr;Antaget slutdatum\n1;2026-01-01"
    assert faults(checked(adopted, other)) == {(2, "end_adopted"): "The adopted end date stays as it was decided."}


def test_in_a_closed_plan_nothing_changes(plan):
    make.action(plan)
    plan.state = "closed"
    make.save(plan)

    assert list(faults(checked(plan, "Nr;Åtgärd\n1;Ny"))) == [(2, "")]


def test_an_unknown_department_is_said_once_for_all_rows(plan):
    real = make.department(plan.municipality, name="Samhällsbyggnadsförvaltningen")
    text = "Åtgärd;Ansvarig\nLots;SBF\nMässa;sbf"
    check = checked(plan, text)
    assert check.names.asked == {"department": {"sbf": "sbf"}}

    taken(plan, text, words={"department": {"sbf": str(real.pk)}})

    assert {action.responsible for action in plan.actions.all()} == {real}


def test_an_unknown_department_can_be_made_in_the_same_change(plan):
    taken(plan, "Åtgärd;Ansvarig;Medverkande\nLots;SBF;SBF\nMässa;SBF;", words={"department": {"sbf": "new"}})

    made = Department.objects.get(name="SBF")
    assert {action.responsible for action in plan.actions.all()} == {made}
    assert list(plan.actions.get(title="Lots").participating.all()) == [made]


def test_an_unknown_area_can_be_made_in_the_same_change_and_comes_last(plan):
    make.area(plan.programme, order=1)

    taken(plan, "Åtgärd;Område\nLots;Besök & handel\nMässa;besök & handel", words={"area": {"besök & handel": "new"}})

    made = plan.programme.areas.get(name="Besök & handel")
    assert (made.order, made.slug) == (2, "besok-och-handel")
    assert {action.area for action in plan.actions.all()} == {made}


def test_an_adopted_programme_gets_no_new_area_by_a_table(adopted):
    with pytest.raises(ValidationError, match="adopted and is locked"):
        taken(adopted, "Åtgärd;Område\nLots;Besök", words={"area": {"besök": "new"}})


def test_a_department_of_elsewhere_is_not_chosen(plan):
    elsewhere = make.department(make.municipality(), name="SBF")

    found = faults(checked(plan, "Åtgärd;Ansvarig\nLots;SBF", words={"department": {"sbf": str(elsewhere.pk)}}))

    assert list(found) == [(2, "responsible")]


def test_several_units_are_parted_as_people_part_them(plan):
    units = [make.department(plan.municipality, name=name) for name in ("Vård, skola", "Miljö", "Kultur")]

    taken(plan, 'Åtgärd;Medverkande\nLots;"Vård, skola; Miljö"\nMässa;Miljö/Kultur')

    lots, fair = (set(action.participating.all()) for action in plan.actions.order_by("number"))
    assert (lots, fair) == ({units[0], units[1]}, {units[1], units[2]})


def test_a_closed_department_answers_for_nothing_new(plan):
    make.department(plan.municipality, name="Gamla", valid_through=date(2025, 12, 31))

    assert list(faults(checked(plan, "Åtgärd;Ansvarig\nLots;Gamla"))) == [(2, "responsible")]


def test_a_status_word_can_be_said_once_for_all_rows(plan):
    taken(plan, "Åtgärd;Status\nLots;Röd\nMässa;röd", words={"status": {"röd": "ongoing"}})

    assert {action.status for action in plan.actions.all()} == {"ongoing"}


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Klar", "completed"), ("AVSLUTAD", "completed"), ("✓ Genomförd", "completed"), ("Grön", "completed"),
        ("Pågående", "ongoing"), ("Påbörjad", "ongoing"), ("Pågår, försenad", "ongoing"), ("Blå", "ongoing"),
        ("Ej påbörjad", "not_started"), ("Planerad", "not_started"), ("Grå", "not_started"),
        ("not started", "not_started"), ("Done", "completed"), ("På gång", "ongoing"),
    ],
)  # fmt: skip
def test_statuses_have_many_names(plan, word, status):
    taken(plan, f"Åtgärd;Status\nLots;{word}")

    assert plan.actions.get().status == status


def test_the_time_may_stand_in_one_column(plan):
    taken(plan, "Åtgärd;Tidplan\nLots;2026-01-01 – 2026-06-30\nMässa;Löpande\nTillsyn;2026-09-30")

    assert [(a.start, a.end, a.continuous) for a in plan.actions.order_by("number")] == [
        (date(2026, 1, 1), date(2026, 6, 30), False),
        (None, None, True),
        (None, date(2026, 9, 30), False),
    ]


def test_instead_of_an_end_it_may_be_said_that_the_action_goes_on(plan):
    make.action(plan, number=1, title="Lots", end=date(2026, 5, 31))

    taken(plan, "Nr;Åtgärd;Slutdatum\n1;Lots;löpande\n2;Mässa;Tills vidare")

    assert {(action.end, action.continuous) for action in plan.actions.all()} == {(None, True)}


def test_a_row_with_nothing_but_an_area_stands_over_those_beneath(plan):
    make.area(plan.programme, name="Företagsklimat")

    check = checked(plan, "Nr;Åtgärd;Status\n;Företagsklimat;\n1;Lots;Klar")

    assert states(check) == ["heading", "new"]
    assert check.rows[1].changes["area"] == ("", "Företagsklimat")


def test_a_row_can_be_left_out_and_a_cell_mended(plan):
    taken(plan, "Åtgärd;Slutdatum\nLots;snart\nSumma;", mended={"2": {"end": "2026-05-31"}}, left_out=[3])

    assert [action.end for action in plan.actions.all()] == [date(2026, 5, 31)]


def test_what_is_skipped_is_nowhere(plan):
    table = texts.read("Åtgärd;Prioritet\nLots;Hög".encode())
    wishes = propose(table)
    wishes.columns[1] = SKIP

    check = Check(plan, None, table, wishes, TODAY)

    assert check.rows[0].changes == {"title": ("", "Lots")}


def test_reports_only_give_status_and_account_for_a_period(plan):
    action = make.action(plan)

    taken(plan, "Nr;Åtgärd;Status;Kommentar\n1;Något annat;Klar;Allt är gjort.", kind="reports", ready=True)

    action.refresh_from_db()
    report = action.reports.get()
    assert (report.period, report.status, report.account, report.ready) == ("2026", "completed", "Allt är gjort.", True)
    assert (action.status, action.title) == ("completed", "Företagslots")


def test_reports_that_are_not_ready_leave_the_action_as_it_is(plan):
    action = make.action(plan)

    taken(plan, "Nr;Status\n1;Klar", kind="reports")

    action.refresh_from_db()
    assert action.status == "not_started"


def test_a_report_of_the_period_is_updated_and_not_doubled(plan):
    make.report(make.action(plan), account="Gammalt", status="ongoing")

    assert taken(plan, "Nr;Status;Kommentar\n1;Pågår;Nytt", kind="reports") == 1
    assert [(report.period, report.account) for report in Report.objects.all()] == [("2026", "Nytt")]


def test_a_cancelled_report_needs_its_reason(plan):
    make.action(plan)

    found = faults(checked(plan, "Nr;Status\n1;Utgår", kind="reports", ready=True))

    assert found == {(2, "cancel_reason"): "Say why the action is cancelled."}


def test_a_report_on_an_unknown_action_is_a_fault(plan):
    assert faults(checked(plan, "Nr;Status\n7;Klar", kind="reports")) == {(2, "number"): "The plan has no such action."}


def test_a_contributor_reports_on_own_actions_only(plan):
    unit = make.department(plan.municipality)
    kim = make.membership(plan.municipality, "contributor", department=unit).user
    make.action(plan, responsible=unit)
    make.action(plan)

    check = checked(plan, "Nr;Status\n1;Klar\n2;Klar", user=kim, kind="reports")

    assert faults(check) == {(3, "number"): "You may not report on this action."}


@pytest.mark.parametrize("count", [1, 30])
def test_a_check_asks_the_database_as_often_for_one_row_as_for_many(plan, django_assert_num_queries, count):
    unit = make.department(plan.municipality, name="Miljö")
    for _ in range(count):
        make.save(make.action(plan, responsible=unit), participating=[unit])
    lines = [f"{n};Åtgärd {n};Miljö;Klar;Text" for n in range(1, count + 3)]
    user = make.user(is_superuser=True)

    with django_assert_num_queries(8):
        checked(plan, "\n".join(["Nr;Åtgärd;Ansvarig;Status;Kommentar", *lines]), user=user)


def test_a_row_more_that_is_taken_asks_five_times_more_new_or_not(plan):
    asked = []
    taken(plan, "Nr;Åtgärd\n1;Åtgärd 1")
    for status in ("Pågår", "Klar"):
        for numbers in (range(1, 3), range(3, 15)):
            lines = [f"{n};Åtgärd {n};{status};Läget: {status}" for n in numbers]
            with CaptureQueriesContext(connection) as queries:
                taken(plan, "\n".join(["Nr;Åtgärd;Status;Kommentar", *lines]))
            asked.append(len(queries))

    assert [asked[1] - asked[0], asked[3] - asked[2]] == [10 * 5, 10 * 5]
