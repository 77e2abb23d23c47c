"""The follow-up: approval freezes the content, and publishing appends exactly those bytes."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from portal.followups import approving, contents
from portal.followups.models import Approval, FollowUp
from portal.followups.tasks import make_document
from portal.public import documents
from portal.publications import chain, record
from portal.publications.models import Publication
from portal.publishing.publish import propose_programme, propose_site, publish
from programmes.history import change
from programmes.models import Change
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up():
    programme = make.programme()
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, facts, programme=programme, verdict="partly", summary="Det går framåt.")


def approve(follow_up):
    group = make.group(follow_up.programme)
    facts = {"follow_up": follow_up, "group": group, "on": date(2026, 2, 18), "registered_by": "redaktör"}
    approval = Approval(municipality=follow_up.municipality, **facts)
    with change("Godkände", municipality=follow_up.municipality):
        approving.freeze(approval)
        approval.save()
    return approval


@pytest.mark.parametrize(
    ("typed", "title"),
    [({"year": "2031"}, "Uppföljning 2031"), ({"year": "2031", "title": "Så gick det"}, "Så gick det")],
)
def test_the_proposed_title_follows_the_year_until_somebody_writes_another(client, typed, title):
    programme = make.programme()
    enter(client, programme.municipality, "editor")
    address = reverse("followups:start", args=[programme.municipality.slug, programme.pk])

    client.post(address, fill(client.get(address), **typed))

    assert FollowUp.objects.get().title == title


def test_what_is_published_is_byte_for_byte_what_was_approved(follow_up):
    approval = approve(follow_up)

    publication = approving.publish(approval, by="Näringslivsenheten")

    assert (publication.content, publication.content_hash) == (approval.content, approval.content_hash)


def test_what_changes_after_the_approval_does_not_slip_into_the_publication(follow_up):
    action = make.action(
        make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    )
    approval = approve(follow_up)
    with change("Ändrade", municipality=action.municipality):
        action.title = "Något annat"
        action.save()

    approving.publish(approval, by="Näringslivsenheten")

    published = record.latest("follow_up", follow_up.uuid)
    assert [a.title for plan in published.programme.plans for a in plan.actions] == ["Företagslots"]


def test_what_changes_after_the_page_was_opened_is_read_before_it_is_approved(client, follow_up):
    enter(client, follow_up.municipality, "steering_group")
    form, typed = f"{follow_up.get_absolute_url()}godkann/", {"group": make.group(follow_up.programme).pk}
    page = client.get(form)
    with change("Ändrade", municipality=follow_up.municipality):
        follow_up.summary = "Det går bakåt."
        follow_up.save()

    refused = client.post(form, fill(page, on="2026-02-18", **typed))
    assert "Read through it once more." in refused.text
    assert not Approval.objects.exists()

    client.post(form, fill(refused, on="2026-02-18", **typed))
    assert "Det går bakåt." in Approval.objects.get().content


def test_an_approved_follow_up_cannot_be_changed(follow_up):
    approve(follow_up)
    before = FollowUp.objects.get()
    follow_up.summary = "Ändrad efteråt"

    with pytest.raises(ValidationError):
        follow_up.check_change(before, None)


def test_a_published_follow_up_gives_its_address_to_no_other(follow_up):
    approval = approve(follow_up)
    approving.publish(approval, by="Näringslivsenheten")
    start = follow_up.history.earliest("history_id").change
    with change("Drog tillbaka", municipality=follow_up.municipality):
        approval.dropped = True
        approval.save()

    with pytest.raises(ValidationError, match="publicerad"):
        undo(start, user=None)


def test_a_follow_up_without_a_verdict_cannot_be_approved(follow_up):
    follow_up.verdict = ""

    with pytest.raises(ValidationError, match="samlade bedömningen"):
        approve(follow_up)


def test_an_approved_follow_up_is_published_once(follow_up):
    approval = approve(follow_up)
    approving.publish(approval, by="Näringslivsenheten")

    with pytest.raises(ValidationError, match="redan"):
        approving.publish(approval, by="Näringslivsenheten")
    assert Publication.objects.filter(kind="follow_up").count() == 1


def approve_again(follow_up, **changes):
    """Take the approval back, change the follow-up, and approve it anew."""
    with change("Rättade", municipality=follow_up.municipality):
        approval = follow_up.approval
        approval.dropped = True
        approval.save()
        for name, value in changes.items():
            setattr(follow_up, name, value)
        follow_up.save()
    return approve(follow_up)


def test_a_published_follow_up_is_corrected_by_a_new_approval_and_says_why(follow_up):
    approving.publish(approve(follow_up), by="Näringslivsenheten")
    approval = approve_again(follow_up, summary="Det går bakåt.")

    with pytest.raises(ValidationError, match="rättats"):
        approving.publish(approval, by="Näringslivsenheten")
    publication = approving.publish(approval, by="Näringslivsenheten", note="Fel riktning.")

    assert (publication.version, publication.change, publication.note) == (2, "correction", "Fel riktning.")


def test_the_reason_is_asked_for_beside_the_button_and_what_was_typed_stays(client, follow_up):
    approving.publish(approve(follow_up), by="Näringslivsenheten")
    approve_again(follow_up, summary="Det går bakåt.")
    client.force_login(make.membership(follow_up.municipality, "editor").user)
    address = follow_up.get_absolute_url()

    refused = client.post(f"{address}publicera/", {"note": " "})
    client.post(f"{address}publicera/", {"note": "Fel riktning."})

    assert list(refused.context["correction"].errors) == ["note"]
    assert Publication.objects.filter(kind="follow_up").latest("version").note == "Fel riktning."


def test_the_approved_text_is_canonical(follow_up):
    approval = approve(follow_up)

    assert chain.canonical(approving.document(approval)) == approval.content


def test_the_plans_of_the_period_are_gathered(follow_up):
    programme = follow_up.programme
    wanted = make.plan(programme, state="adopted", start=date(2024, 7, 1), end=date(2025, 3, 1))
    make.plan(programme, state="adopted", start=date(2026, 1, 1), end=date(2026, 12, 31))

    assert [plan.id for plan in contents.follow_up(follow_up).programme.plans] == [wanted.uuid]


def test_facts_that_are_not_published_do_not_reach_the_pdf(follow_up):
    approval = approve(follow_up)
    municipality = follow_up.municipality
    with change("Skrev", municipality=municipality):
        municipality.contact = "Halvfärdig kontaktuppgift"
        municipality.save()

    make_document.call(approval.pk)

    pdf = PdfReader(io.BytesIO(documents.stored(approval.content_hash)))
    assert "Halvfärdig" not in "".join(page.extract_text() for page in pdf.pages)


def test_two_editors_of_the_overall_verdict_see_each_others_and_the_second_chooses(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    address = f"{follow_up.get_absolute_url()}texter/"
    page = client.get(address)
    with change("Skrev", municipality=follow_up.municipality):
        follow_up.verdict = "on_track"
        follow_up.save()

    refused = client.post(address, fill(page, verdict="hard"))
    assert list(refused.context["form"].errors) == ["verdict"]
    assert FollowUp.objects.get().verdict == "on_track"

    client.post(address, fill(refused, verdict="hard"))
    assert FollowUp.objects.get().verdict == "hard"


def test_an_area_whose_verdict_was_undone_is_judged_anew(client, follow_up):
    area = make.area(follow_up.programme)
    person = enter(client, follow_up.municipality, "editor").user
    form = reverse("followups:assess", args=[follow_up.municipality.slug, follow_up.pk, area.pk])
    client.post(form, fill(client.get(form), verdict="hard"))
    undo(Change.objects.first(), user=person)

    client.post(form, fill(client.get(form), verdict="partly"))

    assert [one.verdict for one in follow_up.assessments.kept()] == ["partly"]
