"""Invitations: by letter, once, for a week, to one person; and what somebody tries who was not invited."""

import re
import smtplib
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.access import inviting
from portal.access.forgetting import forget
from portal.access.models import Invitation
from programmes.models import Change, Membership, User
from tests import make
from tests.browse import fill

pytestmark = pytest.mark.django_db

PASSWORD = "tre blå elefanter"
NEW = {"name": "Kim Ek", "password1": PASSWORD, "password2": PASSWORD}
OVER = 404


@pytest.fixture
def desk(client, administrator):
    """A browser in which the administrator has signed in."""
    administrator.language = "en"
    administrator.save()
    client.force_login(administrator)
    return client


def url(name, *args):
    return reverse(f"access:{name}", args=["alingsas", *args])


def invite(desk, email="kim@exempel.se", **typed):
    page = desk.get(url("invite"))
    return desk.post(url("invite"), fill(page, email=email, **{"role": "editor"} | typed), follow=True)


def faults(response):
    return response.context["form"].errors


def link(letter=None):
    return re.search(r"http\S+/konto/inbjudan/\S+", (letter or mail.outbox[-1]).body).group()


def path(letter=None):
    return link(letter).removeprefix("http://127.0.0.1:8000")


def said(response):
    return [str(message) for message in response.context["messages"]]


def roles_of(email):
    return list(Membership.objects.filter(user__email=email).values_list("municipality__name", "role", "until"))


# As it should be


def test_somebody_new_chooses_name_and_password_and_is_signed_in(desk, municipality):
    until = timezone.localdate() + timedelta(days=90)
    invite(desk, "Kim@Exempel.se", until=str(until))
    visitor = Client()
    answer = visitor.post(path(), NEW)

    assert answer.url == "/konto/andra-steget/"
    assert visitor.get("/arbete/alingsas/").status_code == 200
    assert roles_of("kim@exempel.se") == [("Alingsås", "editor", until)]
    assert User.objects.get(email="kim@exempel.se").check_password(PASSWORD)


def test_the_letter_says_who_invites_where_to_what_and_until_when(desk, administrator):
    invite(desk, role="contributor")

    [letter] = mail.outbox
    day = timezone.localtime(timezone.now() + timedelta(days=7)).strftime("%Y-%m-%d")
    assert letter.to == ["kim@exempel.se"]
    assert letter.subject == "Inbjudan till arbetsytan för Alingsås kommun"
    assert letter.reply_to == [administrator.email]
    for part in (administrator.name, "medarbetare", day):
        assert part in letter.body


def test_the_letter_and_the_account_speak_the_language_that_was_chosen(desk):
    invite(desk, language="en")
    Client().post(path(), NEW)

    assert mail.outbox[0].subject == "Invitation to work with Alingsås kommun"
    assert User.objects.get(email="kim@exempel.se").language == "en"


def test_who_let_in_whom_stands_in_the_history(desk, administrator):
    invite(desk)
    Client().post(path(), NEW)

    change = Change.objects.first()
    assert (change.user.email, change.municipality.slug) == ("kim@exempel.se", "alingsas")
    assert administrator.name in change.sentence


def test_somebody_known_signs_in_and_accepts(desk):
    person = make.user(email="kim@exempel.se")
    invite(desk)
    visitor = Client()
    stranger = visitor.get(path())
    visitor.post("/konto/logga-in/", {"login": person.email, "password": make.PASSWORD})
    answer = visitor.post(path())

    assert f"/konto/logga-in/?next={path()}" in stranger.text
    assert (answer.url, roles_of("kim@exempel.se")) == ("/arbete/alingsas/", [("Alingsås", "editor", None)])
    assert User.objects.get(email="kim@exempel.se").check_password(make.PASSWORD)


def test_a_role_that_has_ended_goes_on(desk, municipality):
    person = make.user(email="kim@exempel.se")
    make.membership(municipality, "editor", user=person, until=timezone.localdate() - timedelta(days=9))
    invite(desk)
    visitor = Client()
    visitor.force_login(person)
    visitor.post(path())

    assert roles_of("kim@exempel.se") == [("Alingsås", "editor", None)]


def test_opening_the_link_takes_nothing(desk):
    """Scanners of letters open every link, some of them twice, some with HEAD."""
    invite(desk)
    for _ in range(3):
        Client().get(path())
        Client().head(path())

    assert (roles_of("kim@exempel.se"), Invitation.objects.count()) == ([], 1)
    assert Client().post(path(), NEW).status_code == 302


def test_the_open_ones_stand_on_the_members_page(desk):
    invite(desk)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=8))

    page = desk.get(url("members"))

    assert [str(one) for one in page.context["invitations"]] == ["kim@exempel.se (editor)"]
    assert "too old" in page.text


def test_sent_again_the_new_link_holds_and_the_old_does_not(desk):
    invite(desk)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=8))
    desk.post(url("send_again", Invitation.objects.get().pk))
    old, new = map(path, mail.outbox)

    assert [Client().get(one).status_code for one in (old, new)] == [OVER, 200]


def test_withdrawn_it_opens_nothing(desk):
    invite(desk)
    desk.post(url("withdraw", Invitation.objects.get().pk))

    assert Client().post(path(), NEW).status_code == OVER
    assert roles_of("kim@exempel.se") == []


def test_what_nobody_accepted_is_forgotten_after_a_month(desk):
    invite(desk)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=36))
    forget()

    assert Invitation.objects.count() == 0


# Faults


@pytest.mark.parametrize("email", ["kim", "", "kim@exempel.se\r\nBcc: alla@exempel.se", f"a@{'b' * 60}.{'c' * 200}.se"])
def test_an_address_that_is_none_is_refused(desk, email):
    assert list(faults(invite(desk, email))) == ["email"]
    assert mail.outbox == []


@pytest.mark.parametrize("role", ["region_editor", "superuser", ""])
def test_only_the_municipalitys_roles_are_offered(desk, role):
    assert list(faults(invite(desk, role=role))) == ["role"]


def test_a_department_of_another_municipality_is_no_choice(desk):
    foreign = make.department(make.municipality(), name="Hemliga")
    page = invite(desk, department=foreign.pk)

    assert (list(faults(page)), "Hemliga" in page.text) == (["department"], False)


def test_nobody_is_invited_to_a_day_that_has_passed(desk):
    assert list(faults(invite(desk, until="2020-01-01"))) == ["until"]


def test_nobody_is_invited_twice_to_the_same(desk):
    invite(desk)

    assert faults(invite(desk)) == {"__all__": ["There is such an invitation already. Send it again from the list."]}
    assert len(mail.outbox) == 1


def test_a_member_is_not_invited_but_given_one_more_role(desk, municipality):
    make.membership(municipality, "reader", user=make.user(email="kim@exempel.se", name="Kim Ek"))

    said = "Kim Ek is a member here already. Open her or his page to give another role."
    assert faults(invite(desk)) == {"email": [said]}


def test_where_the_letter_cannot_be_sent_nothing_is_saved(desk, monkeypatch):
    invite(desk, "bo@exempel.se")
    [kept] = Invitation.objects.all()
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    page = invite(desk)
    desk.post(url("send_again", kept.pk))

    assert said(page) == ["The letter could not be sent, so nothing was saved: the server is away"]
    assert [one.token_hash for one in Invitation.objects.all()] == [kept.token_hash]
    assert page.context["form"]["email"].value() == "kim@exempel.se"


def refuse(self, messages):
    raise smtplib.SMTPServerDisconnected("the server is away")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"password1": "kort", "password2": "kort"}, "password1"),
        ({"password1": "kim@exempel.se", "password2": "kim@exempel.se"}, "password1"),
        ({"password2": "ett annat lösenord"}, "password2"),
    ],
)
def test_faults_of_somebody_new_stand_at_their_fields_and_nothing_is_taken(desk, typed, field):
    invite(desk)

    assert list(faults(Client().post(path(), NEW | typed))) == [field]
    assert (Invitation.objects.count(), User.objects.filter(email="kim@exempel.se").count()) == (1, 0)


# Attacks


def test_the_database_ties_no_invitation_to_another_municipalitys_department(municipality):
    foreign = make.department(make.municipality())

    with pytest.raises(IntegrityError, match="invitation_department_same"):
        make.invitation(municipality, department=foreign)


def test_a_link_is_used_once(desk):
    invite(desk)
    first, second = Client().post(path(), NEW), Client().post(path(), NEW | {"name": "Mallory"})

    assert (first.status_code, second.status_code) == (302, OVER)
    assert User.objects.get(email="kim@exempel.se").name == "Kim Ek"


def test_a_link_is_a_week_old_at_most(desk):
    invite(desk)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=7, seconds=1))

    assert [Client().get(path()).status_code, Client().post(path(), NEW).status_code] == [OVER, OVER]


def test_a_guessed_link_opens_nothing(client):
    guesses = ["x", "a" * 43, "../../arbete", "%00", "0", "å" * 300]
    answers = {client.get(f"/konto/inbjudan/{guess}/").content for guess in guesses[:2]}

    assert len(answers) == 1
    assert {client.get(f"/konto/inbjudan/{guess}/").status_code for guess in guesses} == {404}


def test_many_guesses_must_wait(client):
    answers = [client.get(f"/konto/inbjudan/{n}/").status_code for n in range(61)]

    assert (set(answers[:60]), answers[60]) == ({404}, 429)


def test_the_link_of_one_municipality_gives_nothing_in_another(desk, outsider):
    invite(desk)
    Client().post(path(), NEW)

    elsewhere = outsider.memberships.get().municipality
    assert Membership.objects.filter(municipality=elsewhere, user__email="kim@exempel.se").count() == 0


def test_another_municipalitys_invitation_is_neither_sent_nor_withdrawn(desk, outsider):
    foreign = make.invitation(outsider.memberships.get().municipality)

    answers = [desk.post(url(name, foreign.pk)).status_code for name in ("send_again", "withdraw")]
    assert (answers, Invitation.objects.count(), mail.outbox) == ([404, 404], 1, [])


def test_an_editor_invites_nobody(client, editor, municipality):
    open_one = make.invitation(municipality)
    client.force_login(editor)
    names = [("invite", []), ("send_again", [open_one.pk]), ("withdraw", [open_one.pk])]

    assert [client.post(url(name, *args)).status_code for name, args in names] == [403, 403, 403]


def test_an_invitation_falls_with_the_role_of_whoever_sent_it(desk, administrator, municipality):
    invite(desk)
    make.membership(municipality, "administrator")
    mine = administrator.memberships.get()
    mine.until = timezone.localdate() - timedelta(days=1)
    make.save(mine)

    assert Client().post(path(), NEW).status_code == OVER


def test_a_role_in_a_department_that_is_gone_is_not_given(desk, municipality):
    department = make.department(municipality)
    invite(desk, department=department.pk)
    department.dropped = True
    make.save(department)

    assert Client().post(path(), NEW).status_code == OVER
    assert User.objects.filter(email="kim@exempel.se").count() == 0


def test_the_link_leads_to_the_configured_address_whatever_host_is_named(desk, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = desk.get(url("invite"))
    desk.post(url("invite"), fill(page, email="kim@exempel.se", role="editor"), headers={"host": "angripare.example"})

    assert link().startswith("http://127.0.0.1:8000/konto/inbjudan/")
    assert "angripare" not in str(mail.outbox[0].message())


def test_somebody_else_who_is_signed_in_does_not_get_the_role(desk, reader):
    invite(desk)
    other = Client()
    other.force_login(reader)
    page = other.post(path(), NEW)

    assert (page.status_code, Invitation.objects.count()) == (200, 1)
    assert reader.memberships.count() == 1


def test_nobody_takes_a_known_persons_account_by_an_invitation(desk):
    person = make.user(email="kim@exempel.se")
    invite(desk)
    Client().post(path(), NEW)

    assert User.objects.get(pk=person.pk).check_password(make.PASSWORD)
    assert roles_of("kim@exempel.se") == []


def test_a_closed_account_is_opened_by_no_invitation(desk):
    make.user(email="kim@exempel.se", is_active=False)
    invite(desk)
    visitor = Client()
    visitor.post(path(), NEW)
    visitor.post("/konto/logga-in/", {"login": "kim@exempel.se", "password": PASSWORD})

    assert (roles_of("kim@exempel.se"), visitor.get("/konto/").status_code) == ([], 302)


def test_an_administrator_cannot_learn_who_has_an_account_elsewhere(desk, outsider):
    known, unknown = invite(desk, outsider.email), invite(desk, "ingen@exempel.se")

    assert [one.partition("to ")[0] for one in said(known)] == [one.partition("to ")[0] for one in said(unknown)]
    assert known.redirect_chain == unknown.redirect_chain


def test_the_link_lies_nowhere_but_in_the_letter(desk):
    invite(desk)
    token = path().split("/")[-2]

    assert token not in str(list(Invitation.objects.values())) + str(list(Change.objects.values()))
    assert token not in desk.get(url("members")).text


def test_a_link_does_not_lead_away(desk):
    invite(desk)

    assert Client().post(f"{path()}?next=https://angripare.example/", NEW).url == "/konto/andra-steget/"


def test_letters_cannot_be_sent_without_end(desk, monkeypatch):
    monkeypatch.setattr("portal.access.views.invitations.LETTERS", "2/h/user")
    for n in range(3):
        page = invite(desk, f"kim{n}@exempel.se")

    assert len(mail.outbox) == 2
    assert said(page) == ["You have sent many invitations in the last hour. Wait a while."]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_gets_in():
    place = make.municipality()
    make.invitation(place, "kim@exempel.se", link="nyckel")
    start, outcomes = Barrier(2), []

    def race(name):
        start.wait()
        try:
            inviting.accept("nyckel", name=name, password=PASSWORD)
            outcomes.append("in")
        except inviting.Over:
            outcomes.append("over")
        finally:
            connection.close()

    racers = [Thread(target=race, args=[name]) for name in ("Kim", "Mallory")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(outcomes) == ["in", "over"]
    assert Membership.objects.filter(user__email="kim@exempel.se").count() == 1
