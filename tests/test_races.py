"""What two people do at the same moment: one goes first, and the other one is told."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from actions.forms import ActionForm
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
    until = time.monotonic() + 5
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
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
