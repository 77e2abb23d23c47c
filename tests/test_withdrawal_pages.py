"""The desk's page for withdrawing, and what readers meet afterwards."""

import shutil

import pytest
from django.urls import reverse

from portal.followups import approving
from portal.public import build, documents, sites
from portal.publications import record
from portal.publications.models import Publication
from portal.publishing import withdrawing
from portal.publishing.pinning import pin
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from programmes.masking import Mask
from programmes.models import Change, Draft
from programmes.undoing import undo
from tests import make
from tests.test_follow_up import approve
from tests.test_killed import written

pytestmark = pytest.mark.django_db
NAME = "Åsa Zyxqvist"
REASON = "Uppgiften skulle inte stå där."


@pytest.fixture
def programme(municipality, immediately, django_capture_on_commit_callbacks):
    """A programme that names somebody in its first version and in its second."""
    programme = make.action(
        make.plan(make.programme(municipality, slug="program", title="Programmet"), state="adopted", slug="2026")
    ).plan.programme
    for vision in (f"{NAME} är med.", f"{NAME} är alltjämt med."):
        with change("Ändrade visionen", municipality=municipality):
            programme.vision = vision
            programme.save()
        for propose, subject in [(propose_site, municipality), (propose_programme, programme)]:
            publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    build.heal()
    return programme


@pytest.fixture
def post(client, editor, django_capture_on_commit_callbacks):
    client.force_login(editor)

    def send(name, *args, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"publishing:{name}", args=["alingsas", *args]), fields, follow=True)

    return send


def newest():
    return Publication.objects.get(kind="programme", version=2)


def page(settings, address):
    folder = sites.current(settings.SITES, "alingsas").folder
    file = folder / address / "index.html"
    return file.read_text() if file.exists() else ""


def test_looking_shows_every_place_in_words_and_changes_nothing(programme, post):
    response = post("mask", words=NAME, look="1")

    found = {str(place.name): [one.where for one in there] for place, there in response.context["found"]}
    assert found["Det publika registret"] == ["Programmet, version 1", "Programmet, version 2"]
    assert {"Det som arbetas med", "Historik", "Den publika webbplatsen"} <= found.keys()
    assert Publication.objects.filter(kind="withdrawal").count() == 0


def test_words_are_taken_away_from_everywhere_by_one_form(programme, post, settings):
    make.draft(make.user(), programme, "program/1/", fields={"vision": [NAME]})

    post("mask", words=NAME, replacement="[borttaget]", reason=REASON, sure="on")

    assert post("mask", words=f"{NAME}\nzyxqvist", look="1").context["found"] == []
    assert record.latest("programme", programme.uuid).vision == "<p>[borttaget] är alltjämt med.</p>"
    assert Draft.objects.count() == 0
    assert "[borttaget] är alltjämt med." in page(settings, "program")
    assert REASON in page(settings, "program/versioner/1")
    record.verify(programme.municipality.uuid)


@pytest.mark.parametrize(
    "fields",
    [
        {"words": "Å B"},
        {"words": "Åsa\nA"},
        {"words": "\n".join(f"namn {number}" for number in range(21))},
        {"reason": f"{NAME} ville det."},
        {"replacement": "asa.zyxqvist"},
        {"replacement": "<b>"},
        {"sure": ""},
        {"reason": ""},
        {"files": "e" * 64},
    ],
)
def test_what_is_not_in_order_takes_nothing_away(programme, post, fields):
    sent = {"words": NAME, "replacement": "[borttaget]", "reason": REASON, "sure": "on"} | fields
    make.upload(programme)

    response = post("mask", **sent)

    assert response.context["form"].errors
    assert Publication.objects.filter(kind="withdrawal").count() == 0


def test_no_undo_and_no_new_build_brings_the_words_back(programme, post, settings, editor):
    post("mask", words=NAME, replacement="[borttaget]", reason=REASON, sure="on")
    latest = Change.objects.filter(sentence="Ändrade visionen").latest("pk")
    undo(latest, user=None)
    programme.refresh_from_db()
    publish(propose_programme, programme, seen=propose_programme(programme).seen, by="Näringslivsenheten")
    for name in ("alingsas", sites.SHARED):
        (settings.SITES / "www" / name).unlink()
    build.heal()

    assert programme.vision == "<p>[borttaget] är med.</p>"
    assert post("mask", words=NAME, look="1").context["found"] == []


def test_a_hidden_programme_says_so_at_every_address_and_can_be_shown_again(programme, post, settings):
    post("withdraw", newest().sequence, sort="hide", reason=REASON, sure="on")
    hidden = [page(settings, f"program{path}") for path in ("", "/versioner/1", "/versioner/2", "/planer/2026")]
    post("withdraw", newest().sequence, reason="Det var i sin ordning.")

    assert all(REASON in one and "Sidan är dold sedan" in one and NAME not in one for one in hidden)
    assert all("Programmet" not in one for one in hidden)
    assert NAME in page(settings, "program")
    record.verify(programme.municipality.uuid)


def test_a_hidden_programme_whose_next_version_is_published_shows_that_one(programme, post, settings):
    post("withdraw", newest().sequence, sort="hide", reason=REASON, sure="on")
    with change("Rättade", municipality=programme.municipality):
        programme.vision = "Ingen namngiven."
        programme.save()
    publish(propose_programme, programme, seen=propose_programme(programme).seen, by="Näringslivsenheten")
    build.heal()

    assert "Ingen namngiven." in page(settings, "program")
    assert "Sidan är dold" in page(settings, "program/versioner/2")


def test_nothing_is_disposed_of_without_a_decision(programme, post):
    sequence = Publication.objects.get(kind="programme", version=1).sequence

    response = post("withdraw", sequence, sort="dispose", reason=REASON, sure="on")

    assert list(response.context["form"].errors) == ["decision"]


def test_an_earlier_version_is_disposed_of_and_the_newest_stands(programme, post, settings):
    first = Publication.objects.get(kind="programme", version=1)

    post("withdraw", first.sequence, sort="dispose", reason=REASON, decision="KS 2026.118", sure="on")

    first.refresh_from_db()
    assert first.content == ""
    assert "KS 2026.118" in page(settings, "program/versioner/1")
    assert NAME in page(settings, "program")
    assert post("withdraw", first.sequence, reason=REASON).status_code == 404


def test_a_disposed_report_goes_with_its_pdf_and_what_was_approved(programme, post, settings):
    approval = approve(written(programme))
    approving.publish(approval, by="Näringslivsenheten")
    build.heal()
    documents.files.put(documents.path(approval.content_hash, "sha256"), b"0")
    report = Publication.objects.get(kind="follow_up")

    post("withdraw", report.sequence, sort="dispose", reason=REASON, decision="KS 2026.118", sure="on")

    approval.refresh_from_db()
    assert (approval.content, approval.salt) == ("", "")
    assert not documents.lies(approval.content_hash)
    assert "KS 2026.118" in page(settings, "program/uppfoljning/2025")


def test_a_masked_report_is_approved_as_it_is_published(programme, post):
    approval = approve(written(programme))
    approving.publish(approval, by="Näringslivsenheten")
    before = approval.content_hash

    post("mask", words=NAME, replacement="[borttaget]", reason=REASON, sure="on")

    approval.refresh_from_db()
    published = Publication.objects.filter(kind="follow_up").latest("version")
    assert (approval.content, approval.content_hash) == (published.content, published.content_hash)
    assert approval.content_hash != before
    assert approving.published(approval.follow_up)


def test_a_programme_that_is_hidden_stays_so_when_words_in_it_are_masked(programme, post, settings):
    post("withdraw", newest().sequence, sort="hide", reason=REASON, sure="on")
    post("mask", words=NAME, replacement="[borttaget]", reason="Namnet ska bort.", sure="on")

    assert "Sidan är dold" in page(settings, "program")
    assert [p.envelope.kind for p in record.read(programme.municipality.uuid).publications].count("programme") == 0


def test_an_earlier_build_that_does_not_know_of_a_withdrawal_goes_also_after_a_kill(programme, settings):
    withdrawing.mask(programme.municipality, Mask((NAME,)), reason=REASON, by=None)
    build.heal()
    standing = sites.current(settings.SITES, "alingsas").folder
    left = standing.with_name("alingsas-000000-00000000")
    shutil.copytree(standing, left)
    manifest = (left / sites.MANIFEST).read_text()
    (left / sites.MANIFEST).write_text(manifest.replace(f'"withdrawn": {withdrawn(programme)}', '"withdrawn": 0'))

    build.heal()

    assert sites.folders(settings.SITES, "alingsas") == [standing]


def withdrawn(programme):
    return record.read(programme.municipality.uuid).withdrawn


def test_a_site_that_has_gone_back_goes_on_when_words_are_taken_away(programme, post, settings):
    first = Publication.objects.get(kind="programme", version=1)
    pin(programme.municipality, first.sequence, reason="Ett fel.", by="Näringslivsenheten")

    post("mask", words=NAME, replacement="[borttaget]", reason=REASON, sure="on")

    assert record.read(programme.municipality.uuid).pinned is None
    assert "[borttaget] är alltjämt med." in page(settings, "program")
