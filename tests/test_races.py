"""What two people do at the same moment: one goes first, and the other one is told."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from actions.forms import ActionForm
from indicators.models import ComparisonValue
from portal.desk.imports import figure_tables
from portal.desk.imports.figure_plan import Plan, take
from portal.desk.imports.figure_views import read_text
from portal.followups import approving
from portal.followups.forms.follow_ups import AssessmentForm
from portal.followups.models import Approval, AreaAssessment, FollowUp
from programmes import dropping
from programmes.history import change
from programmes.models import Membership, User
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(place, first, second):
    """Do `first` in a change and begin `second` before that is done; return what comes of `second`."""

    def other():
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as people, change("Först", municipality=place) as deed:
        first(deed)
        outcome = people.submit(other)
        wait_until(lambda: outcome.done() or somebody_waits())
        # what was begun goes on when the change is done
    return outcome.result()


def wait_until(is_so):
    until = time.monotonic() + 30
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)


def somebody_waits():
    """Whether somebody waits for what this connection holds; other tests, in databases of their own, wait meanwhile."""
    ours = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        cursor.execute(ours)
        return cursor.fetchone()[0] > 0


def drop(row):
    def do(deed):
        locked = deed.lock(row)
        before = type(row).objects.get(pk=row.pk)
        dropping.drop(locked)
        locked.check_change(before, deed)
        locked.save()

    return do


def test_what_is_removed_at_this_moment_cannot_be_chosen():
    action = make.action()
    area = make.area(action.plan.programme, name="Etableringar")
    form = ActionForm({"title": action.title, "status": "not_started", "area": area.pk}, instance=action)
    assert form.is_valid()

    saved = at_once(action.municipality, drop(area), lambda: form.apply(None, "Valde området"))

    action.refresh_from_db()
    assert (saved, action.area) == (None, None)
    assert "Etableringar" in str(form.errors)


def table_for(ale, text):
    """Return what takes a table with figures of `ale` over, as it stood when it was looked at."""
    compare = partial(Plan, ale.municipality, *figure_tables.read(read_text(text)), ale.indicator)
    return partial(take, None, ale.municipality, compare(), compare, compare().digest)


def test_a_figure_that_somebody_enters_at_this_moment_is_not_entered_twice_by_a_table():
    ale = make.comparison(name="Ale", code="")
    new = ComparisonValue(municipality=ale.municipality, comparison=ale, year=2024, value=78)

    with pytest.raises(ValidationError, match="i samma ögonblick"):
        at_once(ale.municipality, lambda _deed: new.save(), table_for(ale, "Kommun\t2024\nAle\t80"))

    assert [one.value for one in ale.values.all()] == [78]


@pytest.mark.parametrize("whose", ["Ale", "Alingsås"])
def test_a_figure_that_somebody_changes_at_this_moment_is_shown_before_a_table_replaces_it(whose):
    ale = make.comparison(None, [(2024, 78)], name="Ale")
    own = make.observation(ale.indicator, year=2024, value=78)
    row = ale.values.get() if whose == "Ale" else own

    def correct(deed):
        stands = deed.lock(row)
        stands.value = 79
        stands.save()

    assert at_once(ale.municipality, correct, table_for(ale, f"Kommun\t2024\n{whose}\t80")) is None
    row.refresh_from_db()
    assert row.value == 79


def test_the_last_two_administrators_do_not_go_at_the_same_moment():
    place = make.municipality()
    one, other = (make.membership(place, "administrator") for _ in range(2))

    def leave():
        with pytest.raises(ValidationError), change("Sedan", municipality=place) as deed:
            drop(other)(deed)

    at_once(place, drop(one), leave)

    assert list(Membership.objects.kept().filter(role="administrator")) == [other]


def test_who_accepts_two_invitations_at_this_moment_is_asked_to_sign_in_for_the_second():
    place = make.municipality()
    make.invitation(place, "kim@exempel.se", role="editor", link="den-andra")
    password = "tre blå elefanter"
    new = {"name": "Kim Ek", "password1": password, "password2": password}

    answer = at_once(
        place,
        lambda deed: User.objects.create_user("kim@exempel.se", password),
        lambda: Client().post("/konto/inbjudan/den-andra/", new),
    )

    assert (answer.status_code, answer.url) == (302, "/konto/inbjudan/den-andra/")


def test_what_is_being_approved_is_not_assessed_at_this_moment():
    area = make.area()
    years = {"year": 2025, "refers_to_year": 2025, "as_of": date(2025, 12, 31), "verdict": "partly"}
    follow_up = make.owned(FollowUp, area, years, programme=area.programme)
    group = make.group(area.programme)
    blank = AreaAssessment(municipality=area.municipality, follow_up=follow_up, area=area)
    form = AssessmentForm({"verdict": "hard", "motivation": "Går trögt."}, instance=blank)
    assert form.is_valid()

    def approve(deed):
        facts = {"follow_up": deed.lock(follow_up), "group": group, "on": date(2026, 2, 18)}
        approval = Approval(municipality=area.municipality, **facts)
        approving.freeze(approval)
        approval.save()

    saved = at_once(area.municipality, approve, lambda: form.apply(None, "Bedömde"))

    assert (saved, AreaAssessment.objects.count()) == (None, 0)
