"""The steering group before the approval: comments at a place in the report, and each member's own approval."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.desk.waiting import Waiting
from portal.followups import approving, places, reading
from portal.followups.models import AreaAssessment, Assent, Comment, DepartmentPart, FollowUp, Notice, Section
from programmes.history import change, set_values
from programmes.masking import Mask
from programmes.models import Change
from programmes.undoing import undo
from tests import make
from tests.browse import fill
from tests.signed_in import enter
from tests.test_follow_up import approve

pytestmark = pytest.mark.django_db
READ = 30


@pytest.fixture
def follow_up():
    programme = make.programme()
    years = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, years, programme=programme, verdict="partly", summary="Det går framåt.")


def comment(follow_up, **fields):
    by = fields.pop("by", None) or make.membership(follow_up.municipality, "steering_group").user
    said = {"place": "summary", "text": "Skriv varför."} | fields
    return make.owned(Comment, follow_up, said, follow_up=follow_up, by=by)


def test_members_of_a_group_approve_only_what_the_group_approves():
    group = make.group(approves=False)
    group.members_approve = True

    with pytest.raises(ValidationError, match="att gruppen godkänner"):
        group.full_clean()


def test_a_comment_is_taken_back_by_its_own_person_only(follow_up):
    said = comment(follow_up)
    before = Comment.objects.get()
    said.dropped = True

    with change("Någon annan", municipality=said.municipality) as deed, pytest.raises(ValidationError, match="skrev"):
        said.check_change(before, deed)
    with change("Den själv", municipality=said.municipality, user=said.by) as deed:
        said.check_change(before, deed)


def test_nobody_brings_back_a_comment_that_somebody_else_took_back(follow_up):
    said = comment(follow_up)
    with change("Ångrat", municipality=said.municipality, user=said.by) as deed:
        set_values(deed.lock(said), {"dropped": True}, deed)

    with pytest.raises(ValidationError, match="skrev"):
        undo(Change.objects.latest("pk"), user=make.membership(said.municipality, "editor").user)

    assert Comment.objects.get().dropped


def test_words_that_are_withdrawn_leave_no_sum_to_guess_them_by(follow_up):
    by = make.membership(follow_up.municipality, "steering_group").user
    group = make.group(follow_up.programme)
    make.owned(Assent, follow_up, {}, follow_up=follow_up, group=group, by=by, digest="a" * 64)

    places.remove(follow_up.municipality, Mask(("Åsa Zyxqvist",)), None)

    assert {row.digest for there in (Assent.objects, Assent.history) for row in there.all()} == {""}


def test_every_place_stands_in_the_report_under_its_key(client, follow_up):
    plan = make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    make.action(plan, area=make.area(follow_up.programme))
    make.save(make.indicator(follow_up.municipality), programmes=[follow_up.programme])
    own = {"heading": "Eget", "text": "Mer.", "place": "summary"}
    make.owned(Section, follow_up, own, follow_up=follow_up, order=1)
    enter(client, follow_up.municipality, "reader")
    preview = client.get(f"{follow_up.get_absolute_url()}forhandsvisning/").text

    anchors = {place.anchor for place in reading.places(approving.shown(follow_up)).values() if place.anchor}

    assert [anchor for anchor in anchors if f'id="{anchor}"' not in preview] == []
    assert len(anchors) == 5


@pytest.mark.parametrize(("role", "may"), [("steering_group", True), ("editor", True), ("reader", False)])
def test_comments_are_read_by_all_and_made_by_the_steering_group(client, follow_up, role, may):
    comment(follow_up)
    enter(client, follow_up.municipality, role)

    page = client.get(f"{follow_up.get_absolute_url()}lasa/").text

    assert "Skriv varför." in page
    assert (f"{follow_up.get_absolute_url()}kommentera/summary/" in page) is may


def test_a_comment_stands_at_its_place_and_is_answered_there(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}kommentera/summary/"

    back = client.post(form, fill(client.get(form), text="Skriv varför."), follow=True)
    address = f"/arbete/{follow_up.municipality.slug}/uppfoljningar/kommentarer/{Comment.objects.get().pk}/"
    client.post(address, fill(client.get(address), answer="Gjort.", settled="on"))

    said = Comment.objects.get()
    assert back.redirect_chain == [(f"{follow_up.get_absolute_url()}lasa/#summary", 302)]
    assert (said.place, said.text, said.answer, said.settled) == ("summary", "Skriv varför.", "Gjort.", True)


def test_a_comment_on_what_has_left_the_report_is_still_read(client, follow_up):
    comment(follow_up)
    follow_up.summary = ""
    make.save(follow_up)
    enter(client, follow_up.municipality, "reader")

    page = client.get(f"{follow_up.get_absolute_url()}lasa/").text

    assert page.index("no longer in the report") < page.index("Skriv varför.")


def test_what_is_no_place_cannot_be_commented_on(client, follow_up):
    enter(client, follow_up.municipality, "editor")

    assert client.get(f"{follow_up.get_absolute_url()}kommentera/deviations/").status_code == 404


def test_what_is_approved_is_commented_on_no_more(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    form = f"{follow_up.get_absolute_url()}kommentera/summary/"
    page = client.get(form)
    approve(follow_up)

    refused = client.post(form, fill(page, text="För sent."))

    assert "The follow-up is approved." in refused.text
    assert not Comment.objects.exists()


def test_a_comment_waits_for_the_editor_until_it_is_settled(client, follow_up):
    said = comment(follow_up)
    editor = enter(client, follow_up.municipality, "editor").user

    page = client.get(f"/arbete/{follow_up.municipality.slug}/mitt/").text
    said.settled = True
    make.save(said)

    assert "Skriv varför." in page
    assert Waiting(follow_up.municipality, editor, date(2026, 1, 20)).counts["comment"] == 0


@pytest.mark.parametrize("rows", [1, 8])
def test_reading_asks_as_often_for_many_comments_as_for_one(client, follow_up, rows, django_assert_num_queries):
    plan = make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    for _n in range(rows):
        action = make.action(plan, area=make.area(follow_up.programme))
        comment(follow_up, place=f"action-{action.uuid}")
    enter(client, follow_up.municipality, "editor")

    with django_assert_num_queries(READ):
        page = client.get(f"{follow_up.get_absolute_url()}lasa/").text

    assert page.count('class="comment"') == rows


@pytest.fixture
def part(follow_up):
    """A department's part that is marked ready."""
    unit = make.department(follow_up.municipality, name="Tekniska förvaltningen")
    plan = make.plan(follow_up.programme, state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))
    make.report(make.action(plan, responsible=unit), period="2025", ready=True)
    return make.owned(DepartmentPart, follow_up, {}, follow_up=follow_up, department=unit, ready=True)


def give_back(client, part, why="Säg varför slutdatumet flyttades."):
    form = f"{part.get_absolute_url()}lamna-tillbaka/"
    return client.post(form, fill(client.get(form), returned=why), follow=True)


def test_a_part_is_returned_with_its_reason_and_taken_up_again(client, follow_up, part):
    enter(client, follow_up.municipality, "steering_group")

    give_back(client, part)
    part.refresh_from_db()
    enter(client, follow_up.municipality, "contributor", department=part.department)
    page = client.get(part.get_absolute_url()).text
    client.post(f"{part.get_absolute_url()}klar/", {"ready": "yes"})

    assert (part.ready, part.returned) == (False, "Säg varför slutdatumet flyttades.")
    assert "Säg varför slutdatumet flyttades." in page
    assert [one.change.sentence for one in part.history.all()][:2] == [
        "Marked the part of Tekniska förvaltningen ready",
        "Returned the part of Tekniska förvaltningen",
    ]


def test_the_department_does_not_undo_that_its_part_was_returned(client, follow_up, part):
    contact = make.membership(follow_up.municipality, "contributor", department=part.department)
    enter(client, follow_up.municipality, "steering_group")
    give_back(client, part)

    with pytest.raises(PermissionDenied):
        undo(part.history.latest("history_id").change, user=contact.user)

    part.refresh_from_db()
    assert not part.ready


def test_a_department_is_written_to_when_its_part_is_returned(client, follow_up, part):
    contact = make.membership(follow_up.municipality, "contributor", department=part.department)
    enter(client, follow_up.municipality, "steering_group")

    give_back(client, part)

    assert [(one.user, one.occasion) for one in Notice.objects.all()] == [(contact.user, "returned")]


def test_a_part_is_not_returned_without_a_reason(client, follow_up, part):
    enter(client, follow_up.municipality, "editor")

    page = give_back(client, part, why=" ")

    part.refresh_from_db()
    assert part.ready
    assert list(page.context["form"].errors) == ["returned"]


def test_a_part_that_was_taken_back_meanwhile_is_not_returned(client, follow_up, part):
    enter(client, follow_up.municipality, "editor")
    form = f"{part.get_absolute_url()}lamna-tillbaka/"
    page = client.get(form)
    part.ready = False
    make.save(part)

    refused = client.post(form, fill(page, returned="Säg varför."))

    assert "The part is not marked ready" in refused.text


def test_a_returned_part_waits_for_the_department_with_its_reason(client, follow_up, part):
    person = enter(client, follow_up.municipality, "contributor", department=part.department)
    before = Waiting(follow_up.municipality, person.user, date(2026, 1, 20)).counts["part"]
    part.ready, part.returned = False, "Säg varför."
    make.save(part)

    page = client.get(f"/arbete/{follow_up.municipality.slug}/mitt/").text

    assert before == 0
    assert "returned: Säg varför." in page


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (1, True)])
def test_whoever_approves_is_told_that_the_day_of_the_report_has_not_come(client, follow_up, days, is_told):
    enter(client, follow_up.municipality, "editor")
    follow_up.as_of = timezone.localdate() + timedelta(days)
    make.save(follow_up)

    page = client.get(reverse("followups:approve", args=[follow_up.municipality.slug, follow_up.pk]))

    assert ("that day has not come yet" in page.text) == is_told


def test_a_comment_that_is_answered_is_open_until_it_is_settled(client, follow_up):
    comment(follow_up, answer="Det står i bandet.")
    enter(client, follow_up.municipality, "editor")

    page = client.get(reverse("followups:approve", args=[follow_up.municipality.slug, follow_up.pk]))

    assert "1 comment is not settled." in page.text


def test_whoever_approves_is_told_which_verdicts_are_lacking(client, follow_up):
    judged, _unjudged = (make.area(follow_up.programme, name=name) for name in ("Klimat", "Kompetens"))
    make.owned(AreaAssessment, follow_up, {"verdict": "hard"}, follow_up=follow_up, area=judged)
    enter(client, follow_up.municipality, "editor")

    page = client.get(reverse("followups:approve", args=[follow_up.municipality.slug, follow_up.pk])).text

    assert "Kompetens is not assessed." in page
    assert "The verdict of Klimat has no motivation." in page
    assert "The overall verdict has no motivation." in page


def test_the_page_of_a_follow_up_says_which_plans_it_gathers(client, follow_up):
    enter(client, follow_up.municipality, "editor")
    page = reverse("followups:follow_up", args=[follow_up.municipality.slug, follow_up.pk])

    without = client.get(page).text
    make.plan(follow_up.programme, title="Plan A", state="adopted", start=date(2025, 1, 1), end=date(2025, 12, 31))

    assert "No adopted plan lies in the period" in without
    assert re.search(r"Gathers\s+<a [^>]+>Plan A</a>", client.get(page).text)


@pytest.mark.parametrize(("days", "has_passed"), [(3, False), (4, True)])
def test_a_last_day_that_has_passed_with_its_days_of_grace_is_said_to_have(client, follow_up, days, has_passed):
    follow_up.last_day, follow_up.grace_days = timezone.localdate() - timedelta(days), 3
    make.save(follow_up)
    enter(client, follow_up.municipality, "reader")

    page = client.get(reverse("followups:parts", args=[follow_up.municipality.slug, follow_up.pk]))

    assert ("That day has passed." in page.text) == has_passed
