"""The gate: what strangers meet, what a forgotten question does, and how people sign in and out."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from portal.access.middleware import RightNotAsked
from programmes.fetch import require

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def asks(request):
    require(request, "programmes.view_municipality", request.municipality)
    return HttpResponse(request.municipality.name)


def forgets(request):
    return HttpResponse("Utkast")


urlpatterns = [
    path("konto/", include("portal.access.urls")),
    path("arbete/<slug:municipality>/fragar/", asks),
    path("arbete/<slug:municipality>/glommer/", forgets),
    path("glommer/", forgets),
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


def test_no_page_for_the_signed_in_is_kept_anywhere(client, reader):
    client.force_login(reader)

    assert client.get("/arbete/alingsas/fragar/")["Cache-Control"] == "no-store, private"


def test_sign_in_leads_to_where_one_was_going(client, reader):
    form = {"login": reader.email, "password": "ett långt lösenord", "next": "/arbete/alingsas/fragar/"}

    response = client.post("/konto/logga-in/", form)

    assert (response.status_code, response.url) == (302, "/arbete/alingsas/fragar/")
