"""The gate: what strangers meet, what a forgotten question does, and how people sign in and out."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.access.adapter import AccountAdapter
from portal.access.middleware import RightNotAsked
from portal.followups.tasks import make_document
from programmes.fetch import require
from programmes.models import User
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


UNKNOWN = AccountAdapter.error_messages["email_password_mismatch"]
WAIT = AccountAdapter.error_messages["too_many_login_attempts"]


def asks(request):
    require(request, "programmes.view_municipality", request.municipality)
    return HttpResponse(request.municipality.name)


def forgets(request):
    return HttpResponse("Utkast")


def writes_and_forgets(request):
    User.objects.update(name="Skrivet utan lov")
    return HttpResponse("Klart")


def writes_and_asks(request):
    require(request, "programmes.view_municipality", request.municipality)
    User.objects.update(name="Skrivet med lov")
    return HttpResponse("Klart")


FAULTS = {fault.__name__: fault for fault in (BadRequest, PermissionDenied, Http404, RuntimeError)}


def fails(request, fault):
    raise FAULTS[fault]("lösenordet till databasen")


urlpatterns = [
    path("brister/<slug:fault>/", fails),
    path("", include("portal.urls")),
    path("arbete/<slug:municipality>/fragar/", asks),
    path("arbete/<slug:municipality>/glommer/", forgets),
    path("glommer/", forgets),
    path("arbete/<slug:municipality>/skriver/", writes_and_forgets),
    path("arbete/<slug:municipality>/fragar-och-skriver/", writes_and_asks),
]


def test_a_stranger_is_sent_to_the_sign_in_and_back_again(client, municipality):
    response = client.get("/arbete/alingsas/fragar/")

    assert (response.status_code, response.url) == (302, "/konto/logga-in/?next=/arbete/alingsas/fragar/")


def test_a_stranger_cannot_tell_which_municipalities_exist(client, municipality):
    there, not_there = (client.get(f"/arbete/{slug}/fragar/") for slug in ("alingsas", "alingsos"))

    assert (there.status_code, there.url.replace("alingsas", "alingsos")) == (302, not_there.url)


def test_the_municipality_in_the_address_is_found_for_its_people(client, reader):
    client.force_login(reader)

    assert client.get("/arbete/alingsas/fragar/").text == "Alingsås"


def test_people_of_elsewhere_meet_the_same_page_as_for_no_municipality(client, municipality, outsider):
    client.force_login(outsider)

    there, not_there = (client.get(f"/arbete/{slug}/fragar/") for slug in ("alingsas", "alingsos"))

    assert (there.status_code, there.content) == (404, not_there.content)


def test_the_regions_editor_sees_no_desk_of_a_municipality(client, municipality, region_editor):
    client.force_login(region_editor)

    assert client.get("/arbete/alingsas/fragar/").status_code == 404


@pytest.mark.parametrize("address", ["/arbete/alingsas/glommer/", "/glommer/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_view_that_asks_for_no_right_is_refused(client, superuser, municipality, address, method):
    client.force_login(superuser)

    with pytest.raises(RightNotAsked):
        getattr(client, method)(address)


def test_what_a_forgetful_view_wrote_reaches_nobody(client, administrator):
    client.raise_request_exception = False
    client.force_login(administrator)

    response = client.get("/arbete/alingsas/glommer/")

    assert (response.status_code, "Utkast" in response.text) == (500, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("page", "name"), [("skriver", "Anna"), ("fragar-och-skriver", "Skrivet med lov")])
def test_a_view_writes_nothing_before_it_has_asked_for_a_right(client, municipality, page, name):
    member = make.membership(municipality, "administrator", user=make.user(name="Anna"))
    client.raise_request_exception = False
    client.force_login(member.user)

    client.post(f"/arbete/alingsas/{page}/")

    assert User.objects.get(pk=member.user.pk).name == name


def test_no_page_for_the_signed_in_is_kept_anywhere(client, reader):
    client.force_login(reader)

    assert client.get("/arbete/alingsas/fragar/")["Cache-Control"] == "no-store, private"


def sign_in(client, email, **fields):
    return client.post("/konto/logga-in/", {"login": email, "password": "ett långt lösenord", **fields})


def test_sign_in_leads_to_where_one_was_going(client, reader):
    assert sign_in(client, reader.email, next="/arbete/alingsas/fragar/").url == "/arbete/alingsas/fragar/"


def test_the_case_of_the_address_does_not_matter(client, reader):
    assert sign_in(client, reader.email.upper()).status_code == 302


def test_a_sign_in_with_a_wrong_password_says_no_more_than_one_with_an_unknown_address(client, reader):
    known, unknown = (
        client.post("/konto/logga-in/", {"login": email, "password": "fel lösenord"}).context["form"].errors
        for email in (reader.email, "ingen@exempel.se")
    )

    assert known == unknown == {"__all__": [UNKNOWN]}


def test_a_closed_account_is_answered_like_an_unknown_one(client):
    make.user(email="slutat@exempel.se", is_active=False)

    assert sign_in(client, "slutat@exempel.se").context["form"].errors == {"__all__": [UNKNOWN]}


@pytest.mark.parametrize(
    "away",
    [
        "https://exempel.se/",
        "//exempel.se/",
        "/\\exempel.se/",
        "http://testserver/arbete/",
        "javascript:alert(1)",
        "\t//exempel.se/",
        "exempel.se",
        "",
    ],
)
def test_no_sign_in_leads_away_from_here(client, reader, away):
    assert sign_in(client, reader.email, next=away).url == "/arbete/"


def test_the_sixth_wrong_password_must_wait(client, reader):
    for _ in range(5):
        client.post("/konto/logga-in/", {"login": reader.email, "password": "fel lösenord"})

    assert sign_in(client, reader.email).context["form"].errors == {"__all__": [WAIT]}


def test_many_sign_ins_from_one_place_must_wait(client):
    cache.clear()  # of what browsers in other tests have left

    answers = [client.post("/konto/logga-in/").status_code for _ in range(31)]

    assert (answers[:30], answers[30]) == ([200] * 30, 429)


def test_the_session_cannot_be_read_by_scripts_nor_sent_by_other_sites(client, reader):
    sign_in(client, reader.email)

    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["max-age"]) == (True, "Lax", "")


def test_signing_out_makes_the_browser_forget(client, reader):
    client.force_login(reader)

    response = client.post("/konto/logga-ut/")

    assert (response.status_code, response.url, response["Clear-Site-Data"]) == (302, "/", '"cache", "storage"')
    assert client.get("/konto/").status_code == 302


def test_a_link_signs_nobody_out(client, reader):
    client.force_login(reader)
    client.get("/konto/logga-ut/")

    assert client.get("/konto/").status_code == 200


def test_nobody_signs_up(client):
    assert [client.get(f"/konto/{name}/").status_code for name in ("signup", "registrera", "bekrafta")] == [404] * 3


def test_the_password_is_changed_by_whoever_knows_it(client, reader):
    client.force_login(reader)
    new = {"password1": "ett nytt långt lösenord", "password2": "ett nytt långt lösenord"}
    wrong = client.post("/konto/losenord/", {"oldpassword": "gissat", **new})
    right = client.post("/konto/losenord/", {"oldpassword": "ett långt lösenord", **new})

    assert (wrong.status_code, right.url) == (200, "/konto/")
    assert sign_in(Client(), reader.email, password="ett nytt långt lösenord").status_code == 302


def test_a_changed_password_ends_the_other_sessions(client, reader):
    other = Client()
    for browser in (client, other):
        sign_in(browser, reader.email)
    new = {"password1": "ett nytt långt lösenord", "password2": "ett nytt långt lösenord"}
    client.post("/konto/losenord/", {"oldpassword": "ett långt lösenord", **new})

    assert (client.get("/konto/").status_code, other.get("/konto/").status_code) == (200, 302)


def test_each_person_reads_in_the_own_language(client, reader):
    client.force_login(reader)
    swedish = client.get("/konto/", headers={"accept-language": "en"})
    chosen = client.post("/konto/", {"name": "Kim Ek", "language": "en"})
    english = client.get("/konto/", headers={"accept-language": "sv"})

    assert [page.headers["Content-Language"] for page in (swedish, english)] == ["sv", "en"]
    assert (chosen.url, 'lang="en"' in english.text) == ("/konto/", True)


def test_nothing_but_name_and_language_is_changed_on_the_own_page(client, reader):
    client.force_login(reader)
    client.post("/konto/", {"name": "Kim Ek", "language": "en", "is_superuser": "1", "email": "ny@exempel.se"})

    changed = User.objects.get(pk=reader.pk)
    assert (changed.name, changed.language, changed.is_superuser, changed.email) == (
        "Kim Ek",
        "en",
        False,
        reader.email,
    )


def test_nobody_is_without_a_name(client, reader):
    client.force_login(reader)
    page = client.post("/konto/", {"name": " ", "language": "sv"})

    assert list(page.context["form"].errors) == ["name"]
    assert reader.name in page.text


def test_an_unknown_language_is_a_fault_in_the_form(client, reader):
    client.force_login(reader)

    fields = {"name": "Kim Ek", "language": "xx"}
    assert list(client.post("/konto/", fields).context["form"].errors) == ["language"]


def test_a_form_without_its_token_is_refused_in_words(reader):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)

    response = browser.post("/konto/", {"language": "en"})

    assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")


def test_the_gate_asks_the_database_twice(client, reader, django_assert_num_queries):
    client.force_login(reader)

    with django_assert_num_queries(2):  # session; person with roles and municipalities
        client.get("/arbete/alingsas/fragar/")


def test_the_sign_of_life_tells_of_database_and_worker_only(client):
    well = client.get("/halsa/").text
    task = make_document.enqueue(1)
    DBTaskResult.objects.filter(id=task.id).update(enqueued_at=timezone.now() - timedelta(minutes=6))

    assert (well, client.get("/halsa/").text) == ("ok\n", "no worker\n")


def test_the_sign_of_life_says_when_the_database_is_away(client):
    with connection.execute_wrapper(no_database):
        response = client.get("/halsa/")

    assert (response.status_code, response.text) == (503, "no database\n")


def no_database(execute, sql, params, many, context):
    raise OperationalError("password of the portal at 10.0.0.1")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words_and_betrays_nothing(client, reader, fault):
    client.raise_request_exception = False
    client.force_login(reader)
    page = client.get(f"/brister/{fault}/")

    assert page.templates[1].name == "bare.html"
    assert "lösenordet till databasen" not in page.text


@pytest.mark.parametrize("field", ["login", "password", "next"])
@pytest.mark.parametrize("text", ["\0", "å" * 50_000, "<script>alert(1)</script>", "🙂", "\r\nSet-Cookie: a=b"])
def test_odd_input_at_the_sign_in_signs_nobody_in(client, reader, field, text):
    fields = {"login": "ingen@exempel.se", "password": "fel lösenord"} | {field: text}

    response = client.post("/konto/logga-in/", fields)

    assert (response.status_code, "<script>" in response.text) == (200, False)


TEXT = "En halv mening som inte får gå förlorad."
SENT = {"title": TEXT, "initial-title": "Vad som stod förut", "area": "12", "ready": "on"}


def test_who_sends_a_text_without_being_signed_in_any_more_can_copy_it(client, municipality):
    response = client.post("/arbete/alingsas/fragar/", SENT)

    assert (response.status_code, response.context["texts"]) == (403, [TEXT])
    assert response["Cache-Control"] == "no-store, private"


def test_no_password_is_ever_shown(client, municipality):
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/konto/logga-in/", {"password": TEXT}, headers={"Origin": "http://testserver"})

    assert (response.status_code, TEXT in response.text) == (403, False)


@pytest.mark.parametrize(("origin", "shown"), [("http://testserver", [TEXT]), ("https://exempel.se", []), ("null", [])])
def test_a_page_that_had_grown_too_old_shows_what_was_typed_on_it(administrator, municipality, origin, shown):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(administrator)

    response = browser.post("/arbete/alingsas/fragar/", SENT, headers={"Origin": origin})

    assert (response.status_code, response.context["texts"]) == (403, shown)
