"""The steering group before the approval: comments at a place in the report, and each member's own approval."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.followups import places
from portal.followups.models import Assent, Comment, FollowUp
from programmes.history import change
from programmes.masking import Mask
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def follow_up():
    programme = make.programme()
    years = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    return make.owned(FollowUp, programme, years, programme=programme, verdict="partly", summary="Det går framåt.")


def comment(follow_up, **fields):
    by = fields.pop("by", None) or make.membership(follow_up.municipality, "steering_group").user
    return make.owned(Comment, follow_up, fields, follow_up=follow_up, by=by, place="summary", text="Skriv varför.")


def test_members_of_a_group_approve_only_what_the_group_approves():
    group = make.group(approves=False)
    group.members_approve = True

    with pytest.raises(ValidationError, match="att gruppen godkänner"):
        group.full_clean()


def test_a_part_that_is_returned_is_not_ready(follow_up):
    part = follow_up.parts.model(follow_up=follow_up, ready=True, returned="Säg varför.")
    part.municipality, part.department = follow_up.municipality, make.department(follow_up.municipality)

    with pytest.raises(ValidationError):
        part.full_clean()


def test_a_comment_is_taken_back_by_its_own_person_only(follow_up):
    said = comment(follow_up)
    before = Comment.objects.get()
    said.dropped = True

    with change("Någon annan", municipality=said.municipality) as deed, pytest.raises(ValidationError, match="skrev"):
        said.check_change(before, deed)
    with change("Den själv", municipality=said.municipality, user=said.by) as deed:
        said.check_change(before, deed)


def test_words_that_are_withdrawn_leave_no_sum_to_guess_them_by(follow_up):
    by = make.membership(follow_up.municipality, "steering_group").user
    group = make.group(follow_up.programme)
    make.owned(Assent, follow_up, {}, follow_up=follow_up, group=group, by=by, digest="a" * 64)

    places.remove(follow_up.municipality, Mask(("Åsa Zyxqvist",)), None)

    assert {row.digest for there in (Assent.objects, Assent.history) for row in there.all()} == {""}
