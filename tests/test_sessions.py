"""Where a person is signed in: seen, and ended."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.access import devices, sessions
from portal.access.forgetting import forget
from tests import make

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def signed_in(user, agent=DESK):
    client = Client(headers={"user-agent": agent})
    client.post("/konto/logga-in/", {"login": user.email, "password": "ett långt lösenord"})
    return client


def is_in(client):
    return client.get("/konto/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari på iPhone"),
        (DESK, "Edge på Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox på Linux"),
        ("curl/8.0", "en okänd webbläsare"),
        ("", "en okänd webbläsare"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert devices.in_words(agent) == words


def test_one_sees_where_one_is_signed_in(reader):
    phone = signed_in(reader, PHONE)
    desk = signed_in(reader)

    page = desk.get("/konto/sessioner/")

    assert [(device, here) for _row, device, here in page.context["sessions"]] == [
        ("Edge på Windows", True),
        ("Safari på iPhone", False),
    ]
    assert is_in(phone)


def test_one_session_is_ended(reader):
    phone, desk, other = signed_in(reader, PHONE), signed_in(reader), signed_in(reader)
    row = UserSession.objects.get(user_agent=PHONE)

    desk.post("/konto/sessioner/", {"session": row.pk})

    assert [is_in(one) for one in (phone, desk, other)] == [False, True, True]


def test_all_others_are_ended(reader):
    phone, desk, other = signed_in(reader, PHONE), signed_in(reader), signed_in(reader)

    desk.post("/konto/sessioner/")

    assert [is_in(one) for one in (phone, desk, other)] == [False, True, False]


@pytest.mark.parametrize("chosen", ["foreign", "0", "-1", "x", "99999999999999999999", "1 OR 1=1", "²"])
def test_no_session_of_anybody_else_is_ended(reader, chosen):
    foreign = signed_in(make.user())
    mine = signed_in(reader)
    key = UserSession.objects.exclude(user=reader).get().pk if chosen == "foreign" else chosen

    assert mine.post("/konto/sessioner/", {"session": key}).status_code == 404
    assert is_in(foreign)


def test_one_does_not_end_the_session_one_sits_in(reader):
    mine = signed_in(reader)

    assert mine.post("/konto/sessioner/", {"session": UserSession.objects.get().pk}).status_code == 404
    assert is_in(mine)


def test_a_session_that_ended_is_not_shown(reader):
    signed_in(reader, PHONE).post("/konto/logga-ut/")
    desk = signed_in(reader)

    assert len(desk.get("/konto/sessioner/").context["sessions"]) == 1


def test_a_session_of_an_earlier_password_is_not_shown(reader):
    signed_in(reader, PHONE)
    desk = signed_in(reader)
    new = {"password1": "ett nytt långt lösenord", "password2": "ett nytt långt lösenord"}
    desk.post("/konto/losenord/", {"oldpassword": "ett långt lösenord", **new})

    assert [here for *_, here in desk.get("/konto/sessioner/").context["sessions"]] == [True]


@pytest.mark.parametrize("count", [1, 8])
def test_many_sessions_ask_as_much_as_one(reader, count, django_assert_num_queries):
    clients = [signed_in(reader) for _ in range(count)]

    with django_assert_num_queries(4):  # session, person, the sessions, which of them live
        clients[0].get("/konto/sessioner/")


def test_that_somebody_was_here_is_noted_every_ten_minutes(reader, monkeypatch, django_assert_num_queries):
    client = signed_in(reader)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    client.get("/konto/")
    at_once = UserSession.objects.get().last_seen_at
    monkeypatch.setattr(sessions, "EVERY", -1)
    client.get("/konto/")

    assert timezone.now() - at_once > timedelta(hours=23)
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_what_has_ended_is_forgotten(reader):
    signed_in(reader, PHONE)
    kept = signed_in(reader)
    gone = UserSession.objects.get(user_agent=PHONE).session_key
    Session.objects.filter(session_key=gone).update(expire_date=timezone.now() - timedelta(days=1))

    forget()

    assert [row.user_agent for row in UserSession.objects.all()] == [DESK]
    assert is_in(kept)


def test_attempts_are_counted_however_many_addresses_are_tried(client, reader):
    client.post("/konto/logga-in/", {"login": reader.email, "password": "fel lösenord"})
    counted = count_of_attempts()
    for number in range(400):
        cache.set(f"another-{number}", [time.time()], 300)

    assert count_of_attempts() - counted == 400


def count_of_attempts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_cache")
        return cursor.fetchone()[0]


def test_counted_attempts_are_forgotten_when_their_time_is_over(reader):
    cache.set("over", 1, -10)
    cache.set("still", 1, 300)

    forget()

    assert (cache.get("still"), count_of_attempts()) == (1, 1)
