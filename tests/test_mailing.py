"""The letters of a round: who is written to when, once, in whose language, and what a mail server may do about it."""

import socket
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.followups.mail import mailing
from portal.followups.mail.occasions import Occasion, calendar, occasion_on
from portal.followups.models import FollowUp, Notice
from portal.followups.models.notices import PAUSES
from portal.followups.round.parts import mark_part
from programmes.history import change
from programmes.models import Role
from tests import make
from tests.mail_server import free_port, mail_server, mailers
from tests.signed_in import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediately")]


@pytest.fixture
def inbox(settings):
    with mail_server() as inbox:
        settings.MAILERS = inbox.mailers
        yield inbox


@pytest.fixture
def follow_up():
    """A round that has been opened a week ago, and in whose last three weeks today lies."""
    today = timezone.localdate()
    programme = make.programme(make.municipality(name="Åmål", slug="amal", email="naringsliv@amal.example"))
    days = {"first_day": today - timedelta(days=7), "last_day": today + timedelta(days=14), "as_of": today}
    years = {"year": 2025, "refers_to_year": 2024, "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, days | years, programme=programme)


@pytest.fixture
def unit(follow_up):
    plan = make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    unit = make.department(follow_up.municipality, name="Samhällsbyggnad")
    make.action(plan, responsible=unit)
    return unit


def ready(follow_up, unit, person):
    """Report on all that the department has, and mark its part ready."""
    for action in unit.actions.filter(reports=None):
        make.report(action, period="2025", ready=True)
    mark_part(follow_up, unit, True, person, timezone.localdate())


def contact(unit, email=None, **fields):
    user = make.user(**({"email": email} if email else {}), **fields)
    return make.membership(unit.municipality, Role.CONTRIBUTOR, department=unit, user=user)


def by_day():
    mailing.by_schedule(timezone.localtime().replace(hour=9))


def change_to(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    make.save(row)


def moved(follow_up, **days):
    change_to(follow_up, **{name: timezone.localdate() + timedelta(days=number) for name, number in days.items()})


def to(inbox):
    return sorted(letter["To"] for letter in inbox.letters)


def states():
    return sorted(Notice.objects.values_list("state", flat=True))


def test_whoever_reports_is_written_to_once_with_a_link_to_the_own_part(inbox, follow_up, unit):
    contact(unit, "bo@amal.example")

    for _hour in range(3):
        by_day()

    [letter] = inbox.letters
    page = f"http://127.0.0.1:8000/arbete/amal/uppfoljningar/{follow_up.pk}/delar/{unit.pk}/"
    assert letter["Subject"] == "Dags att rapportera: Uppföljning 2025"
    assert letter["To"] == "bo@amal.example"
    assert letter["Reply-To"] == "naringsliv@amal.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert page in letter.get_content()
    assert "Du får mejlet för att du rapporterar för Samhällsbyggnad." in letter.get_content()
    assert [str(one) for one in Notice.objects.get().departments.all()] == ["Samhällsbyggnad"]


def test_each_occasion_has_its_days():
    row = FollowUp(first_day=date(2026, 1, 7), last_day=date(2026, 1, 31), grace_days=7)
    days = {name: [str(first), str(through)] for name, first, through in calendar(row)}

    assert days == {
        Occasion.OPENED: ["2026-01-07", "2026-01-23"],
        Occasion.WEEK: ["2026-01-24", "2026-01-31"],
        Occasion.LATE: ["2026-02-01", "2026-02-07"],
        Occasion.CLOSED: ["2026-02-08", "2026-02-14"],
    }


@pytest.mark.parametrize(
    ("days", "on", "occasion"),
    [
        ({"first_day": date(2026, 1, 30)}, date(2026, 1, 31), Occasion.OPENED),
        ({"grace_days": 0}, date(2026, 2, 7), Occasion.LATE),
        ({"grace_days": 0}, date(2026, 2, 8), None),
        ({"first_day": None}, date(2026, 1, 31), None),
        ({"first_day": None, "last_day": None}, date(2026, 1, 31), None),
        ({}, date(2026, 1, 6), None),
        ({}, date(2026, 2, 15), None),
    ],
)
def test_a_round_has_no_more_occasions_than_it_needs(days, on, occasion):
    row = FollowUp(**{"first_day": date(2026, 1, 7), "last_day": date(2026, 1, 31), "grace_days": 7} | days)

    assert occasion_on(row, on) == occasion


def test_a_week_before_and_late_are_occasions_of_their_own(inbox, follow_up, unit):
    contact(unit)
    for number in (14, 7, -1, -3):
        moved(follow_up, first_day=-30, last_day=number)
        by_day()
        by_day()

    subjects = [letter["Subject"].partition(":")[0] for letter in inbox.letters]
    late = "Sista dagen att rapportera har passerat"
    assert (subjects[0], subjects[2:]) == ("Dags att rapportera", [late, late])
    assert subjects[1].startswith("Sista dagen att rapportera är ")


def test_nobody_is_written_to_whose_part_is_ready_or_whose_round_is_approved(inbox, follow_up, unit):
    person = contact(unit).user
    ready(follow_up, unit, person)

    by_day()

    assert (inbox.letters, states()) == ([], [])


def test_nobody_is_written_to_at_night(inbox, follow_up, unit):
    contact(unit)

    mailing.by_schedule(timezone.localtime().replace(hour=3))

    assert (inbox.letters, states()) == ([], [])


def test_the_letter_speaks_the_language_of_its_reader(inbox, follow_up, unit):
    contact(unit, "kim@amal.example", language="en")

    by_day()

    [letter] = inbox.letters
    assert letter["Subject"] == "Time to report: Uppföljning 2025"
    assert "You get this because you report for Samhällsbyggnad." in letter.get_content()


def test_one_letter_names_all_departments_that_the_person_sees_to(inbox, follow_up, unit):
    other = make.department(follow_up.municipality, name="Kultur")
    make.action(follow_up.programme.plans.get(), responsible=other)
    member = make.membership(follow_up.municipality, "editor")

    by_day()

    [letter] = inbox.letters
    assert letter["To"] == member.user.email
    for said in ("Kultur", "Samhällsbyggnad", "ingen rapporterar där just nu och du är redaktör eller administratör"):
        assert said in letter.get_content()


@pytest.mark.parametrize("gone", [{"until": date(2020, 1, 1)}, {"dropped": True}])
def test_where_nobody_reports_those_of_the_unit_above_are_asked_and_else_the_editors(inbox, follow_up, unit, gone):
    unit.parent = make.department(follow_up.municipality, name="Sektorn")
    make.save(unit)
    change_to(contact(unit), **gone)
    make.membership(follow_up.municipality, "editor", user=make.user(email="editor@amal.example"))
    above = contact(unit.parent, "chef@amal.example")

    by_day()
    change_to(above, until=date(2020, 1, 1))
    by_day()

    assert [letter["To"] for letter in inbox.letters] == ["chef@amal.example", "editor@amal.example"]
    assert "En administratör behöver ge någon rollen" in inbox.letters[0].get_content()


def test_a_closed_department_is_seen_to_by_its_successor(inbox, follow_up, unit):
    unit.successor = make.department(follow_up.municipality, name="Ny")
    unit.valid_through = date(2020, 1, 1)
    make.save(unit)
    contact(unit.successor, "ny@amal.example")

    by_day()

    assert to(inbox) == ["ny@amal.example"]


def test_nobody_of_another_municipality_is_written_to(inbox, follow_up, unit):
    make.membership(make.municipality(), "editor")

    by_day()

    assert inbox.letters == []


def test_whoever_has_lost_the_role_before_the_letter_goes_gets_none(inbox, follow_up, unit):
    inbox.answers.append("451 4.7.1 Come back later")
    member = contact(unit)
    by_day()
    change_to(member, until=date(2020, 1, 1))

    later()

    assert (inbox.letters, states()) == ([], ["unneeded"])


def later():
    """Have all that waits tried at once."""
    Notice.objects.update(next_at=timezone.now())
    by_day()


def test_a_letter_that_is_put_off_beyond_its_occasion_is_told_as_not_sent(inbox, follow_up, unit):
    inbox.answers.append("451 4.7.1 Come back later")
    contact(unit)
    by_day()
    moved(follow_up, last_day=-30, first_day=-60)

    later()

    assert (inbox.letters, states()) == ([], ["failed"])


def test_an_address_that_is_refused_is_not_tried_again_and_the_others_get_theirs(inbox, follow_up, unit):
    inbox.answers.append("550 5.1.1 <bo@amal.example>: Okänd mottagare")
    contact(unit, "bo@amal.example", name="Bo Ask")  # the first one by name
    contact(unit, "eva@amal.example", name="Eva Ek")

    by_day()
    later()

    assert to(inbox) == ["eva@amal.example"]
    assert (Notice.objects.failed().get().fault, inbox.asked) == ("550 5.1.1 <bo@amal.example>: Okänd mottagare", 2)


def test_a_greylisted_letter_goes_an_hour_later(inbox, follow_up, unit):
    inbox.answers.append("451 4.7.1 Greylisted")
    contact(unit)
    by_day()
    by_day()
    [waiting] = Notice.objects.all()

    assert (waiting.state, waiting.tries, inbox.asked) == ("waiting", 1, 1)
    assert timedelta(minutes=59) < waiting.next_at - timezone.now() <= PAUSES[0]
    later()
    assert (states(), len(inbox.letters)) == (["sent"], 1)


def test_a_server_that_is_away_is_asked_once_for_all_and_again_later(settings, follow_up, unit):
    port = free_port()
    settings.MAILERS = mailers(port)
    for _n in range(3):
        contact(unit)
    by_day()
    faults = set(Notice.objects.values_list("fault", "tries"))

    assert faults == {("[Errno 111] Connection refused", 1)}
    with mail_server(port) as inbox:
        later()
    assert (states(), len(inbox.letters)) == (["sent"] * 3, 3)


def test_after_the_last_try_it_is_given_up(settings, follow_up, unit):
    settings.MAILERS = mailers(free_port())
    contact(unit)

    for _n in range(len(PAUSES) + 2):
        later()

    assert (states(), Notice.objects.get().tries) == (["failed"], len(PAUSES) + 1)


def test_a_server_that_says_nothing_keeps_nobody_waiting_for_long(settings, follow_up, unit):
    contact(unit)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.MAILERS = mailers(silent.getsockname()[1], timeout=0.5)
        by_day()

    assert (states(), Notice.objects.get().fault) == (["waiting"], "Connection unexpectedly closed: timed out")


def test_a_title_can_say_nothing_to_the_mail_server(inbox, follow_up, unit):
    follow_up.title = "Å" * 150 + "\r\nBcc: alla@amal.example\r\n\r\nHej"
    make.save(follow_up)
    contact(unit)

    by_day()

    [letter] = inbox.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == f"Dags att rapportera: {'Å' * 79}…"


def test_an_address_that_mail_cannot_carry_is_told_and_stops_nobody(inbox, follow_up, unit):
    contact(unit, "åsa@amal.example")
    contact(unit, "bo@åmål.example")

    by_day()

    assert to(inbox) == ["bo@xn--ml-xiab.example"]
    assert "åsa@amal.example" in Notice.objects.failed().get().fault


def test_a_returned_part_is_told_of_each_time_and_alone(inbox, follow_up, unit, django_capture_on_commit_callbacks):
    other = make.department(follow_up.municipality, name="Kultur")
    make.action(follow_up.programme.plans.get(), responsible=other)
    member = contact(unit)
    make.membership(follow_up.municipality, Role.CONTRIBUTOR, department=other, user=member.user)
    for _n in range(2):
        ready(follow_up, unit, member.user)
        with (
            django_capture_on_commit_callbacks(execute=True),
            change("Skickade tillbaka", municipality=unit.municipality) as deed,
        ):
            part = deed.lock(follow_up.parts.get(department=unit))
            part.ready = False
            part.save()
            mailing.tell_returned(part, deed)

    assert [letter["Subject"] for letter in inbox.letters] == ["Behöver kompletteras: Uppföljning 2025"] * 2
    assert "Kultur" not in inbox.letters[0].get_content()


def test_the_editor_sees_who_got_what_and_what_failed_and_has_it_tried_again(client, inbox, follow_up, unit):
    inbox.answers.append("550 5.1.1 Unknown")
    contact(unit, name="Bo Ask")
    by_day()
    enter(client, follow_up.municipality, "editor")
    front, page = client.get(follow_up.get_absolute_url()), client.get(f"{follow_up.get_absolute_url()}mejl/")
    client.post(f"{follow_up.get_absolute_url()}mejl/igen/")

    assert "1 letter could not be sent." in front.text
    for said in ("Bo Ask", "The round opens", "The mail server: 550 5.1.1 Unknown"):
        assert said in page.text
    assert (states(), len(inbox.letters)) == (["sent"], 1)


@pytest.mark.parametrize("rows", [1, 9])
def test_the_page_asks_as_often_for_many_letters_as_for_one(client, follow_up, unit, rows, django_assert_num_queries):
    for _n in range(rows):
        contact(unit)
    mailing.announce(follow_up, timezone.localdate())
    enter(client, follow_up.municipality, "editor")

    with django_assert_num_queries(11):
        page = client.get(f"{follow_up.get_absolute_url()}mejl/")

    assert page.text.count("Samhällsbyggnad") == rows


@pytest.mark.parametrize("last", [date(2026, 1, 31), None])
def test_a_first_day_lies_before_the_last_day_and_needs_one(follow_up, last):
    follow_up.first_day, follow_up.last_day = date(2026, 2, 1), last

    with pytest.raises(ValidationError, match="Den första dagen ska ligga före den sista"):
        follow_up.full_clean()
