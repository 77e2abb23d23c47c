"""Killed while a report's PDF is made: there is none, or a whole one, and the next worker makes it."""

import shutil
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection

from portal.followups import approving
from portal.followups.models import FollowUp
from portal.public import build, documents
from portal.publishing.publish import propose_programme, propose_site, publish
from tests import make
from tests.test_follow_up import approve

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme():
    """A published programme whose site stands."""
    programme = make.action(make.plan(state="adopted")).plan.programme
    for propose, subject in [(propose_site, programme.municipality), (propose_programme, programme)]:
        publish(propose, subject, seen=propose(subject).seen, by="Näringslivsenheten")
    build.heal()
    return programme


def heal_and_die(settings, call):
    """Build what should stand in a process that dies at a call (0: lives); return how many calls it made."""
    arguments = [connection.settings_dict["NAME"], str(settings.SITES), str(settings.DOCUMENTS), "0", str(call)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.killed", *arguments], capture_output=True, text=True, cwd=settings.BASE_DIR
    )
    assert done.returncode == (-9 if call else 0), done.stderr
    return int(done.stdout or 0)


def approved(programme):
    facts = {"year": 2025, "refers_to_year": 2024, "as_of": date(2025, 12, 31), "title": "Uppföljning 2025"}
    follow_up = make.owned(FollowUp, programme, facts, programme=programme, verdict="partly")
    return approve(follow_up)


def test_killed_while_a_pdf_is_made_there_is_no_pdf_or_a_whole_one(programme, settings):
    approval = approved(programme)
    approving.publish(approval, by="Näringslivsenheten")
    calls = heal_and_die(settings, 0)
    whole = documents.stored(approval.content_hash)

    for share in (0.5, 0.9):
        shutil.rmtree(settings.DOCUMENTS)
        shutil.rmtree(settings.SITES)
        heal_and_die(settings, int(calls * share))
        assert documents.stored(approval.content_hash) in (None, whole)
        build.heal()
        assert documents.stored(approval.content_hash) == whole
