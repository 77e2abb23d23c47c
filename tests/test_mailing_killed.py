"""Workers that die while they send letters, or send at once: everybody gets one; a second is known as the same."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from threading import Thread

import pytest
from django.conf import settings as portal
from django.db import connection
from django.utils import timezone

from portal.followups.mail import mailing
from portal.followups.models import FollowUp, Notice
from programmes.models import Role
from tests import make
from tests.database import end_other_sessions
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 5
PEOPLE = 4


def command(inbox, call):
    port = str(inbox.mailers["default"]["OPTIONS"]["port"])
    return [sys.executable, "-m", "tests.kill_letters", connection.settings_dict["NAME"], port, str(call)]


def run(inbox, call):
    """Send the letters in a process that dies at a call (0: that lives); return how many calls it made."""
    done = subprocess.run(command(inbox, call), capture_output=True, text=True, cwd=portal.BASE_DIR)
    assert done.returncode == (-9 if call else 0), done.stderr
    end_other_sessions(connection)
    return int(done.stdout or 0)


@pytest.fixture
def follow_up():
    today, programme = timezone.localdate(), make.programme()
    plan = make.plan(programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    unit = make.department(programme.municipality)
    make.action(plan, responsible=unit)
    for _n in range(PEOPLE):
        make.membership(programme.municipality, Role.CONTRIBUTOR, department=unit)
    days = {"first_day": today, "last_day": today + timedelta(days=30), "as_of": today}
    years = {"year": 2025, "refers_to_year": 2024, "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, days | years, programme=programme)


def test_killed_anywhere_nobody_is_left_out_and_a_second_letter_is_known_as_the_same(follow_up, settings):
    with mail_server() as inbox:
        settings.MAILERS = inbox.mailers
        mailing.announce(follow_up, timezone.localdate())
        calls = run(inbox, 0)
        for number in range(1, POINTS + 1):
            Notice.objects.update(state=Notice.State.WAITING)
            inbox.letters.clear()
            run(inbox, number * calls // (POINTS + 1))
            mailing.deliver.call()

            got = Counter(letter["To"] for letter in inbox.letters)
            assert (len(got), max(got.values()) <= 2) == (PEOPLE, True)
            assert len({letter["Message-ID"] for letter in inbox.letters}) == PEOPLE
            assert set(Notice.objects.values_list("state", flat=True)) == {Notice.State.SENT}


def test_killed_while_the_server_says_yes_the_letter_comes_twice_as_one(follow_up, settings):
    with mail_server() as inbox:
        settings.MAILERS = inbox.mailers
        mailing.announce(follow_up, timezone.localdate())
        process = subprocess.Popen(command(inbox, 0), cwd=portal.BASE_DIR, stdout=subprocess.DEVNULL)
        inbox.on_letter = process.kill
        assert process.wait(60) == -9
        inbox.on_letter = None
        end_other_sessions(connection)

        mailing.deliver.call()

    got = Counter(letter["Message-ID"] for letter in inbox.letters)
    assert sorted(got.values()) == [1] * (PEOPLE - 1) + [2]
    assert set(Notice.objects.values_list("state", flat=True)) == {Notice.State.SENT}


def test_two_workers_at_once_send_each_letter_once(follow_up, settings):
    def work():
        mailing.deliver.call()
        connection.close()

    with mail_server() as inbox:
        settings.MAILERS = inbox.mailers
        mailing.announce(follow_up, timezone.localdate())
        workers = [Thread(target=work) for _n in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert sorted(Counter(letter["To"] for letter in inbox.letters).values()) == [1] * PEOPLE
