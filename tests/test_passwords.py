"""A forgotten password: a link by letter, which tells nobody who has an account here."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils.http import int_to_base36
from django_tasks_db.models import DBTaskResult

from programmes.models import User
from tests import make

pytestmark = pytest.mark.django_db

NEW = {"password1": "ett nytt långt lösenord", "password2": "ett nytt långt lösenord"}


def ask(client, email, **headers):
    return client.post("/konto/glomt-losenord/", {"email": email}, headers=headers)


def link_of(letter):
    return re.search(r"http\S+", letter.body).group()


def path_of(letter):
    return link_of(letter).removeprefix("http://127.0.0.1:8000")


def sign_in(user, password):
    return Client().post("/konto/logga-in/", {"login": user.email, "password": password}).status_code == 302


def test_whoever_forgot_gets_a_link_and_chooses_a_new_password(client, reader, immediately):
    ask(client, reader.email.upper())
    [letter] = mail.outbox
    form = client.get(path_of(letter), follow=True)
    done = client.post(form.request["PATH_INFO"], NEW)

    assert (letter.to, letter.subject) == ([reader.email], "Välj ett nytt lösenord")
    assert done.url == "/konto/glomt-losenord/klart/"
    assert (sign_in(reader, "ett nytt långt lösenord"), sign_in(reader, "ett långt lösenord")) == (True, False)


def test_the_answer_is_the_same_for_an_address_that_nobody_has(client, reader):
    make.user(email="slutat@exempel.se", is_active=False)
    answers = {}
    for email in (reader.email, "ingen@exempel.se", "slutat@exempel.se"):
        before = DBTaskResult.objects.count()
        answer = ask(client, email)
        answers[answer.status_code, answer.url, DBTaskResult.objects.count() - before] = email

    assert len(answers) == 1


def test_nobody_writes_to_an_address_that_nobody_has(client, immediately):
    make.user(email="slutat@exempel.se", is_active=False)
    ask(client, "ingen@exempel.se")
    ask(client, "slutat@exempel.se")

    assert mail.outbox == []


def test_the_link_leads_to_the_configured_address_whatever_host_is_named(client, reader, immediately, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(client, reader.email, host="angripare.example")

    assert [link_of(letter).split("/konto/")[0] for letter in mail.outbox] == ["http://127.0.0.1:8000"]
    assert "angripare" not in str(mail.outbox[0].message())


def test_a_link_is_used_once(client, reader, immediately):
    ask(client, reader.email)
    address = path_of(mail.outbox[0])
    client.post(client.get(address, follow=True).request["PATH_INFO"], NEW)

    assert Client().get(address, follow=True).context["token_fail"]


def test_a_link_grows_old(client, reader, immediately, settings):
    ask(client, reader.email)
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert client.get(path_of(mail.outbox[0]), follow=True).context["token_fail"]


def test_a_link_of_one_person_opens_no_other_account(client, reader, immediately):
    other = make.user()
    ask(client, reader.email)
    stolen = re.sub(r"d/[0-9a-z]+-", f"d/{int_to_base36(other.pk)}-", path_of(mail.outbox[0]))

    assert client.get(stolen, follow=True).context["token_fail"]


def test_a_weak_password_is_refused(client, reader, immediately):
    ask(client, reader.email)
    address = client.get(path_of(mail.outbox[0]), follow=True).request["PATH_INFO"]

    assert list(client.post(address, {"password1": "kort", "password2": "kort"}).context["form"].errors) == [
        "password1"
    ]
    assert sign_in(reader, "ett långt lösenord")


def test_a_new_password_ends_all_sessions_and_is_told(client, reader, immediately):
    elsewhere = Client()
    elsewhere.post("/konto/logga-in/", {"login": reader.email, "password": "ett långt lösenord"})
    ask(client, reader.email)
    client.post(client.get(path_of(mail.outbox[0]), follow=True).request["PATH_INFO"], NEW)

    assert elsewhere.get("/konto/").status_code == 302
    assert "Ett nytt lösenord valdes" in mail.outbox[1].body


def test_a_new_password_signs_nobody_in_past_the_second_step(client, reader, immediately):
    Authenticator.objects.create(user=reader, type="totp", data={"secret": ""})
    ask(client, reader.email)
    client.post(client.get(path_of(mail.outbox[0]), follow=True).request["PATH_INFO"], NEW)

    assert client.get("/konto/").status_code == 302
    assert client.post("/konto/logga-in/", {"login": reader.email, "password": NEW["password1"]}).url.endswith(
        "steget/"
    )


def test_the_sixth_link_to_one_address_must_wait(client, reader):
    assert [ask(client, reader.email).status_code for _ in range(6)] == [302] * 5 + [429]


def test_many_guesses_at_links_must_wait(client):
    answers = [client.post("/konto/glomt-losenord/1-abc-def/", NEW).status_code for _ in range(21)]

    assert (answers[:20], answers[20]) == ([200] * 20, 429)


@pytest.mark.parametrize("port", [1, 2, 3])
def test_another_spelling_of_the_host_counts_no_anew(client, reader, port):
    for number in range(5):
        fields = {"login": reader.email, "password": "fel lösenord"}
        client.post("/konto/logga-in/", fields, headers={"host": f"testserver:{number}"})

    fields = {"login": reader.email, "password": "ett långt lösenord"}
    assert client.post("/konto/logga-in/", fields, headers={"host": f"testserver:9{port}"}).status_code == 200


def test_a_letter_speaks_the_language_of_whoever_gets_it(client, immediately):
    make.user(email="kim@exempel.se", language="en")
    ask(client, "kim@exempel.se")

    assert [letter.subject for letter in mail.outbox] == ["Choose a new password"]


def test_no_password_is_kept_in_the_work_that_waits(client, reader):
    ask(client, reader.email)

    kept = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    assert (reader.email in kept, User.objects.get(pk=reader.pk).password in kept) == (False, False)
