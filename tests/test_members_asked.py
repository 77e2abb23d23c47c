"""Members who are to approve a report are asked to: in what they have to do, and by a letter for each time it waits."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.desk.waiting import Waiting
from portal.followups import assenting
from portal.followups.mail import members
from portal.followups.models import FollowUp, Notice
from tests import make
from tests.browse import fill
from tests.mail_server import mail_server
from tests.signed_in import enter
from tests.test_mailing import by_day, change_to, later, states, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediately")]


@pytest.fixture
def inbox(settings):
    with mail_server() as inbox:
        settings.MAILERS = inbox.mailers
        yield inbox


@pytest.fixture
def follow_up():
    programme = make.programme(make.municipality(name="Åmål", slug="amal", email="naringsliv@amal.example"))
    return follow_up_of(programme)


def follow_up_of(programme, **fields):
    years = {"year": 2025, "refers_to_year": 2024, "title": "Uppföljning 2025", "as_of": timezone.localdate()}
    return make.owned(FollowUp, programme, years | fields, programme=programme, verdict="partly")


@pytest.fixture
def group(follow_up):
    return make.group(follow_up.programme, members_approve=True)


def member(follow_up, email=None, **fields):
    user = make.user(**({"email": email} if email else {}), **fields)
    return make.membership(follow_up.municipality, "steering_group", user=user)


def approve(client, follow_up, group, one):
    client.force_login(one.user)
    form = f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    client.post(form, fill(client.get(form)))


def change_report(follow_up, summary="Det går bakåt."):
    change_to(follow_up, summary=summary)
    assenting.note_overtaken()


def to_do(client, one):
    """Return the tasks that wait for a member's approval."""
    client.force_login(one.user)
    sections = client.get(reverse("desk:todo", args=[one.municipality.slug])).context["sections"]
    return [task for section in sections if section.kind == "assent" for task in section.tasks]


def subjects(inbox, address):
    return [letter["Subject"] for letter in inbox.letters if letter["To"] == address]


def test_a_member_is_asked_with_a_link_to_the_page_where_one_approves(client, follow_up, group):
    one = member(follow_up, language="sv")

    [task] = to_do(client, one)

    assert task.name == "Uppföljning 2025"
    assert task.place.startswith("väntar på ditt godkännande")
    assert task.address == f"{follow_up.get_absolute_url()}godkann/{group.pk}/"
    assert client.get(task.address).status_code == 200


def test_nothing_waits_for_who_has_approved_until_the_report_says_something_else(client, follow_up, group):
    one, _other = member(follow_up, language="sv"), member(follow_up)
    approve(client, follow_up, group, one)
    before = to_do(client, one)

    change_report(follow_up)
    [changed] = to_do(client, one)
    change_report(follow_up, "")

    assert before == []
    assert changed.place.startswith("ändrades efter att du godkände den")
    assert to_do(client, one) == []


def test_what_another_member_finds_changed_waits_for_the_first_at_once(client, follow_up, group):
    one, other = member(follow_up), member(follow_up)
    approve(client, follow_up, group, one)
    change_to(follow_up, summary="Det går bakåt.")

    approve(client, follow_up, group, other)

    assert len(to_do(client, one)) == 1
    approve(client, follow_up, group, one)
    assert follow_up.approval is not None


@pytest.mark.parametrize("fields", [{"members_approve": False}, {"dropped": True}])
def test_where_a_meeting_approves_no_member_is_asked_alone(inbox, follow_up, group, fields):
    one = member(follow_up)
    change_to(group, **fields)

    later()

    counts = Waiting(follow_up.municipality, one.user, date(2026, 1, 20)).counts
    assert (counts["assent"], counts["approve"], inbox.letters) == (0, 1, [])


def test_who_approves_as_a_member_is_not_asked_to_register_a_meeting(client, follow_up, group):
    one, editor = member(follow_up), make.membership(follow_up.municipality, "editor")

    counts = [Waiting(follow_up.municipality, each.user, date(2026, 1, 20)).counts for each in (one, editor)]

    assert [(each.get("assent"), each["approve"]) for each in counts] == [(1, 0), (None, 1)]


@pytest.mark.parametrize("rows", [1, 9])
def test_the_page_asks_as_often_for_many_reports_as_for_one(client, follow_up, group, rows, django_assert_num_queries):
    one = member(follow_up)
    for _n in range(rows):
        programme = make.programme(follow_up.municipality)
        make.group(programme, members_approve=True)
        follow_up_of(programme)
    client.force_login(one.user)

    with django_assert_num_queries(9):
        page = client.get(reverse("desk:todo", args=["amal"]))

    assert page.text.count("väntar på ditt godkännande") == rows + 2  # and the heading


def test_the_report_is_read_anew_only_where_something_was_changed(client, follow_up, group, django_assert_num_queries):
    one, _other = member(follow_up), member(follow_up)
    approve(client, follow_up, group, one)
    assenting.note_overtaken()

    with django_assert_num_queries(1):
        assenting.note_overtaken()


def test_a_member_is_written_to_once_when_the_report_waits(inbox, follow_up, group):
    member(follow_up, "ulla@amal.example", language="sv")
    make.membership(follow_up.municipality, "editor")

    for _hour in range(3):
        later()

    [letter] = inbox.letters
    page = f"http://127.0.0.1:8000{follow_up.get_absolute_url()}"
    assert (letter["To"], letter["Reply-To"]) == ("ulla@amal.example", "naringsliv@amal.example")
    assert letter["Subject"] == "Väntar på ditt godkännande: Uppföljning 2025"
    assert letter["Message-ID"] == f"<round-{Notice.objects.get().pk}-{follow_up.uuid}@127.0.0.1>"
    for said in (f"{page}godkann/{group.pk}/", f"{page}lasa/", "Du får mejlet för att du har rollen styrgrupp i Åmål"):
        assert said in letter.get_content()


def test_the_letter_speaks_the_language_of_the_member(inbox, follow_up, group):
    member(follow_up, language="en")

    later()
    later()

    [letter] = inbox.letters
    assert letter["Subject"] == "Waits for your approval: Uppföljning 2025"
    assert "You get this because you have the role of steering group" in letter.get_content()


def test_whoever_writes_has_an_hour_to_finish(inbox, follow_up, group):
    member(follow_up)

    by_day()

    [waiting] = Notice.objects.all()
    assert inbox.letters == []
    assert timedelta(minutes=59) < waiting.next_at - timezone.now() <= members.REST


@pytest.mark.parametrize(
    ("days", "letters"), [({"last_day": 9}, 0), ({"last_day": -1}, 1), ({"last_day": -1, "grace_days": 5}, 0), ({}, 1)]
)
def test_the_departments_have_their_days_first(inbox, follow_up, group, days, letters):
    unit = make.department(follow_up.municipality)
    make.action(make.plan(follow_up.programme, state="adopted"), responsible=unit)
    change_to(follow_up, **days | ({"last_day": in_days(days["last_day"])} if days else {}), year=2026)
    member(follow_up)

    later()
    later()

    assert len(inbox.letters) == letters


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def test_a_report_without_a_verdict_waits_for_no_member(inbox, follow_up, group):
    change_to(follow_up, verdict="")
    member(follow_up)

    later()

    assert (inbox.letters, states()) == ([], [])


def test_each_approval_that_was_overtaken_is_told_of_once(client, inbox, follow_up, group):
    one, _silent = member(follow_up, "ulla@amal.example"), member(follow_up, "silent@amal.example")
    for summary in ("Bättre.", "Sämre."):
        approve(client, follow_up, group, one)
        change_report(follow_up, summary)
        for _hour in range(3):
            later()

    assert subjects(inbox, "ulla@amal.example") == ["Ändrades efter att du godkände den: Uppföljning 2025"] * 2
    assert subjects(inbox, "silent@amal.example") == ["Väntar på ditt godkännande: Uppföljning 2025"]


def test_what_is_as_it_was_again_before_the_letter_goes_is_not_told(client, inbox, follow_up, group):
    one, _other = member(follow_up, "ulla@amal.example"), member(follow_up)
    approve(client, follow_up, group, one)
    change_report(follow_up)
    by_day()
    change_report(follow_up, "")

    later()
    told = subjects(inbox, "ulla@amal.example")
    change_report(follow_up)
    later()
    later()

    assert (told, len(subjects(inbox, "ulla@amal.example"))) == ([], 1)


def test_who_approves_or_loses_the_role_before_the_letter_goes_gets_none(client, inbox, follow_up, group):
    one, gone, _other = member(follow_up), member(follow_up), member(follow_up, "ulla@amal.example")
    by_day()
    approve(client, follow_up, group, one)
    change_to(gone, until=date(2020, 1, 1))

    later()

    assert to(inbox) == ["ulla@amal.example"]


def test_once_approved_nobody_is_written_to(client, inbox, follow_up, group):
    one = member(follow_up)
    by_day()
    approve(client, follow_up, group, one)

    later()

    assert (inbox.letters, states()) == ([], ["unneeded"])


def test_a_withdrawn_approval_asks_every_member_anew(client, inbox, follow_up, group):
    one = member(follow_up, "ulla@amal.example")
    later()
    later()
    approve(client, follow_up, group, one)
    enter(client, follow_up.municipality, "editor")
    client.post(f"{follow_up.get_absolute_url()}ta-tillbaka/")
    for _hour in range(3):
        later()

    assert subjects(inbox, "ulla@amal.example") == ["Väntar på ditt godkännande: Uppföljning 2025"] * 2
    assert "har tagits tillbaka" in inbox.letters[1].get_content()
    assert "har tagits tillbaka" not in inbox.letters[0].get_content()


def test_a_report_of_long_ago_writes_to_nobody(inbox, follow_up, group):
    change_to(follow_up, as_of=date(2020, 12, 31))
    member(follow_up)

    later()

    assert states() == []


def test_nobody_of_another_municipality_is_asked(inbox, follow_up, group):
    stranger = make.membership(make.municipality(), "steering_group")

    later()

    assert (states(), Waiting(stranger.municipality, stranger.user, date(2026, 1, 20)).counts["assent"]) == ([], 0)
